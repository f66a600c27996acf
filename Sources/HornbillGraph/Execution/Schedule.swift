/// How the threads share the steps of a program.
///
/// A large step uses all threads by itself. A small one takes longer to share than to do; so runs of small steps are dealt
/// out to two lanes, each for one thread, and the lanes wait for each other where one needs what the other made.
struct Schedule {
    enum Stage {
        /// One step after the other.
        case sequence(Range<Int>)
        case lanes(Lanes)
    }

    struct Lanes {
        /// The steps in their order, for a thread alone.
        let steps: Range<Int>
        var lanes: [[Item]] = [[], []]
        /// Whether two threads save time even if there is no other work for the second one.
        var paysAlone = false

        struct Item {
            let step: Int
            /// How many items of the other lane must be done before.
            let after: Int
        }
    }

    let stages: [Stage]

    /// - Parameter steps: in the order that `arranged` gave them.
    init(_ steps: [Step], _ plan: MemoryPlan) {
        stages = Schedule.runs(steps).map { run in
            run.isSmall ? .lanes(Schedule.lanes(run.range, steps, plan)) : .sequence(run.range)
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
                if isSmall(steps[index]) {
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

    /// Lets temporaries that small steps of one run use keep their memory to themselves until the run ends, so that steps
    /// wait for each other's results only.
    static func separate(_ lives: inout [MemoryPlan.Life], _ steps: [Step]) {
        for run in runs(steps) where run.isSmall {
            var used = Set<Int>()
            for step in steps[run.range] {
                for place in step.inputs + step.outputs {
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

    private static func isSmall(_ step: Step) -> Bool {
        step.kernel.allowsNesting && step.byteCount <= 1 << 19 && step.kernel.flops <= 0x1p20
    }

    /// Nanoseconds that a step may take: a rough estimate. Calls of a library, which say how they work, take longer to
    /// begin.
    private static func cost(_ step: Step) -> Double {
        (step.kernel.detail.isEmpty ? 80 : 500) + Double(step.byteCount) / 50 + step.kernel.flops / 150
    }

    /// What two threads must save to be worth their meeting, and what a lane loses when it waits for the other.
    private static let meeting = 1200.0, waiting = 300.0

    private static func runs(_ steps: [Step]) -> [(range: Range<Int>, isSmall: Bool)] {
        var runs: [(range: Range<Int>, isSmall: Bool)] = []
        var start = 0
        while start < steps.count {
            let small = isSmall(steps[start])
            let end = steps[start...].firstIndex { isSmall($0) != small } ?? steps.count
            let pays = small && steps[start ..< end].reduce(0) { $0 + cost($1) } >= 2 * meeting
            if !pays, let last = runs.last, !last.isSmall {
                runs[runs.count - 1].range = last.range.lowerBound ..< end
            } else {
                runs.append((start ..< end, pays))
            }
            start = end
        }
        return runs
    }

    // MARK: Lanes

    /// Memory as the plan gives it: lines of the arena, or a whole buffer.
    private enum Memory: Hashable {
        case line(Int)
        case buffer(Buffer)
    }

    private static func memory(_ place: Place, _ plan: MemoryPlan) -> [Memory] {
        guard case .temporary(let number) = place.buffer else { return [.buffer(place.buffer)] }
        let first = plan.offsets[number] / lineBytes, last = (plan.offsets[number] + plan.byteCounts[number] - 1) / lineBytes
        return first <= last ? (first ... last).map { .line($0) } : []
    }

    /// The arena is looked at in lines of this size: dependencies between steps that share one only by chance cost little.
    private static let lineBytes = 1024

    /// Each step goes to the lane where it can begin first, those first on which most depends.
    private static func lanes(_ range: Range<Int>, _ steps: [Step], _ plan: MemoryPlan) -> Lanes {
        let before = Dependencies(
            steps[range].map { step in
                (step.inputs.flatMap { memory($0, plan) }, step.outputs.flatMap { memory($0, plan) })
            }).before
        let costs = steps[range].map(cost)
        // The time from a step's begin to the end of the last one that depends on it.
        var urgency = costs
        for index in costs.indices.reversed() {
            for earlier in before[index] { urgency[earlier] = max(urgency[earlier], costs[earlier] + urgency[index]) }
        }
        var result = Lanes(steps: range)
        var end = [Double](repeating: 0, count: costs.count)
        var position = [(lane: Int, index: Int)](repeating: (-1, 0), count: costs.count)
        var free = [0.0, 0.0]
        var open = Array(costs.indices)
        while !open.isEmpty {
            let ready = open.filter { before[$0].allSatisfy { position[$0].lane >= 0 } }
            let next = ready.max { (urgency[$0], -$0) < (urgency[$1], -$1) }!
            func start(in lane: Int) -> Double {
                before[next].reduce(free[lane]) { max($0, end[$1] + (position[$1].lane == lane ? 0 : waiting)) }
            }
            let lane = start(in: 1) < start(in: 0) ? 1 : 0
            end[next] = start(in: lane) + costs[next]
            free[lane] = end[next]
            let after = before[next].filter { position[$0].lane != lane }.map { position[$0].index + 1 }.max() ?? 0
            position[next] = (lane, result.lanes[lane].count)
            result.lanes[lane].append(Lanes.Item(step: range.lowerBound + next, after: after))
            open.removeAll { $0 == next }
        }
        result.paysAlone = costs.reduce(0, +) - free.max()! > meeting
        return result
    }
}
