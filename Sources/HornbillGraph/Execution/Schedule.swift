import HornbillKernels
import HornbillTensor

/// How the threads share the steps of a program.
///
/// A large step uses all threads by itself, or is done in pieces, a thread each. A small one takes longer to share than to do.
/// So runs of small steps and of pieces are dealt out to lanes, each for one thread, and the lanes wait for each other where
/// one needs what another made.
struct Schedule {
    enum Stage {
        /// One step after the other.
        case sequence(Range<Int>)
        case lanes(Lanes)
    }

    let stages: [Stage]
    /// The most lanes of a stage.
    let laneCount: Int

    /// - Parameter steps: in the order that `arranged` gave them.
    init(_ steps: [Step], _ plan: MemoryPlan) {
        stages = Schedule.runs(steps).map { run in
            run.isShared ? .lanes(Lanes(run.range, steps, plan)) : .sequence(run.range)
        }
        laneCount = stages.reduce(1) { most, stage in
            if case .lanes(let lanes) = stage { max(most, lanes.lanes.count) } else { most }
        }
    }

    /// The steps with small ones before large ones that they need not wait for: it makes longer runs of small ones.
    static func arranged(_ steps: [Step]) -> [Step] {
        let before = Dependencies(steps.map(\.buffers)).before
        var isDone = [Bool](repeating: false, count: steps.count)
        var order: [Int] = []
        /// The first step that is not done.
        var start = 0
        while order.count < steps.count {
            var chosen: Int?
            for index in start ..< min(steps.count, start + window) where !isDone[index] {
                guard before[index].allSatisfy({ isDone[$0] }) else { continue }
                if chosen == nil { chosen = index }
                if isShared(steps[index]) {
                    chosen = index
                    break
                }
            }
            let next = chosen ?? start
            isDone[next] = true
            order.append(next)
            while start < steps.count, isDone[start] { start += 1 }
        }
        return order.map { steps[$0] }
    }

    /// How far ahead small steps are looked for: graphs may have very many.
    private static let window = 128

    /// Lets temporaries that the steps of one shared run use keep their memory to themselves until the run ends, so that steps
    /// wait for each other's results only.
    static func separate(_ lives: inout [MemoryPlan.Life], _ steps: [Step]) {
        for run in runs(steps) where run.isShared {
            var used = Set<Int>()
            for step in steps[run.range] {
                for place in step.places {
                    if case .temporary(let number) = place.buffer { used.insert(number) }
                }
            }
            guard used.reduce(0, { $0 + lives[$1].byteCount }) <= separateBytes else { continue }
            for number in used {
                lives[number].first = min(lives[number].first, run.range.lowerBound)
                lives[number].last = max(lives[number].last, run.range.upperBound - 1)
            }
        }
    }

    private static let separateBytes = 4 << 20

    // MARK: Runs

    /// Whether a step takes its place in a lane, whole or in pieces.
    private static func isShared(_ step: Step) -> Bool {
        step.kernel.pieces != nil
            || step.kernel.allowsNesting && step.byteCount <= 1 << 19 && step.kernel.flops <= Threads.worthForking
    }

    /// Nanoseconds that a share of a step may take: a rough estimate. Calls of a library, which say how they work, take longer
    /// to begin.
    static func cost(_ step: Step, share: Double = 1) -> Double {
        (step.kernel.detail.isEmpty ? 400 : 1500) + (Double(step.byteCount) / 75 + step.kernel.flops / 110) * share
    }

    /// What two threads must save to be worth their meeting, and what a lane loses when it waits for the other.
    static let meeting = 1200.0, waiting = 300.0

    /// Nanoseconds for a byte that another core has in its cache.
    static let moving = 1.0 / 12

    private static func runs(_ steps: [Step]) -> [(range: Range<Int>, isShared: Bool)] {
        var runs: [(range: Range<Int>, isShared: Bool)] = []
        var start = 0
        while start < steps.count {
            let shared = isShared(steps[start])
            let end = steps[start...].firstIndex { isShared($0) != shared } ?? steps.count
            let pays = shared && steps[start ..< end].reduce(0) { $0 + cost($1) } >= 2 * meeting
            if !pays, let last = runs.last, !last.isShared {
                runs[runs.count - 1].range = last.range.lowerBound ..< end
            } else {
                runs.append((start ..< end, pays))
            }
            start = end
        }
        return runs
    }
}
