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

    struct Lanes {
        let steps: Range<Int>
        var lanes: [[Item]]
        /// Whether two threads save time even if there is no other work for the second one.
        var paysAlone = false

        /// A step, or a piece of one.
        struct Item {
            let step: Int
            let piece: Int?
            /// How many items of other lanes must be done before.
            let waits: [Wait]
            /// Whether another lane waits until this is done.
            var isAwaited = false
        }

        struct Wait: Equatable {
            let lane: Int
            let count: Int
        }
    }

    let stages: [Stage]
    /// The most lanes of a stage.
    let laneCount: Int

    /// - Parameter steps: in the order that `arranged` gave them.
    init(_ steps: [Step], _ plan: MemoryPlan) {
        stages = Schedule.runs(steps).map { run in
            run.isShared ? .lanes(Schedule.lanes(run.range, steps, plan)) : .sequence(run.range)
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

    /// Nanoseconds that a step may take: a rough estimate. Calls of a library, which say how they work, take longer to
    /// begin.
    private static func cost(_ step: Step) -> Double {
        (step.kernel.detail.isEmpty ? 80 : 500) + Double(step.byteCount) / 50 + step.kernel.flops / 150
    }

    /// What two threads must save to be worth their meeting, and what a lane loses when it waits for the other.
    private static let meeting = 1200.0, waiting = 300.0

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

    // MARK: Lanes

    /// What a lane does at a time.
    private struct Unit {
        let step: Int
        var piece: Int?
        let cost: Double
        /// The lane that must do it, if it matters.
        var lane: Int?
        let memory: (reads: [MemoryRange], writes: [MemoryRange])
    }

    private static func units(_ range: Range<Int>, _ steps: [Step], _ plan: MemoryPlan, laneCount: Int) -> [Unit] {
        range.flatMap { index -> [Unit] in
            let step = steps[index], places = step.places
            guard let pieces = step.kernel.pieces else {
                return [
                    Unit(
                        step: index, cost: cost(step),
                        memory: (
                            step.inputs.map { MemoryRange($0, plan) }, step.outputs.map { MemoryRange($0, plan) }
                        ))
                ]
            }
            func ranges(_ bytes: [Pieces.Piece.Bytes]) -> [MemoryRange] {
                bytes.map { MemoryRange(places[$0.operand], plan, bytes: $0.range) }
            }
            return pieces.list.enumerated().map { number, piece in
                Unit(
                    step: index, piece: number, cost: cost(step) * piece.share, lane: piece.part.map { $0 * laneCount / piece.parts },
                    memory: (ranges(piece.reads), ranges(piece.writes)))
            }
        }
    }

    /// Each unit goes to the lane where it can begin first, those first on which most depends.
    private static func lanes(_ range: Range<Int>, _ steps: [Step], _ plan: MemoryPlan) -> Lanes {
        let parts = steps[range].flatMap { $0.kernel.pieces?.list.map(\.parts) ?? [] }.max() ?? 0
        let laneCount = max(2, min(Threads.count, parts))
        let units = units(range, steps, plan, laneCount: laneCount)
        let before = Dependencies(MemoryRange.keys(units.map(\.memory))).before
        // The time from a unit's begin to the end of the last one that depends on it.
        var urgency = units.map(\.cost)
        for index in units.indices.reversed() {
            for earlier in before[index] {
                urgency[earlier] = max(urgency[earlier], units[earlier].cost + urgency[index])
            }
        }
        var result = Lanes(steps: range, lanes: Array(repeating: [], count: laneCount))
        var end = [Double](repeating: 0, count: units.count)
        var position = [(lane: Int, index: Int)](repeating: (-1, 0), count: units.count)
        var free = [Double](repeating: 0, count: laneCount)
        var open = Array(units.indices)
        while !open.isEmpty {
            let ready = open.filter { before[$0].allSatisfy { position[$0].lane >= 0 } }
            let next = ready.max { (urgency[$0], -$0) < (urgency[$1], -$1) }!
            func start(in lane: Int) -> Double {
                before[next].reduce(free[lane]) { max($0, end[$1] + (position[$1].lane == lane ? 0 : waiting)) }
            }
            let lane = units[next].lane ?? (start(in: 1) < start(in: 0) ? 1 : 0)
            end[next] = start(in: lane) + units[next].cost
            free[lane] = end[next]
            var waits: [Lanes.Wait] = []
            for other in 0 ..< laneCount where other != lane {
                let last = before[next].filter { position[$0].lane == other }.map { position[$0].index }.max()
                if let last {
                    waits.append(Lanes.Wait(lane: other, count: last + 1))
                    result.lanes[other][last].isAwaited = true
                }
            }
            position[next] = (lane, result.lanes[lane].count)
            result.lanes[lane].append(Lanes.Item(step: units[next].step, piece: units[next].piece, waits: waits))
            open.removeAll { $0 == next }
        }
        result.paysAlone = units.reduce(0) { $0 + $1.cost } - free.max()! > meeting
        return result
    }
}

/// A range of bytes that a step touches: of the arena, or of another buffer.
private struct MemoryRange {
    /// Nil for the arena.
    private let buffer: Buffer?
    private let begin: Int
    private let end: Int

    /// - Parameter bytes: which of the place's bytes; nil for all of its buffer.
    init(_ place: Place, _ plan: MemoryPlan, bytes: Range<Int>? = nil) {
        var start = 0, end = Int.max
        if case .temporary(let number) = place.buffer {
            buffer = nil
            start = plan.offsets[number]
            end = start + plan.byteCounts[number]
        } else {
            buffer = place.buffer
        }
        begin = bytes.map { start + place.offset + $0.lowerBound } ?? start
        self.end = bytes.map { start + place.offset + $0.upperBound } ?? end
    }

    /// The ranges as keys, such that ranges share a key if they share memory: each begins or ends where ranges do.
    static func keys(_ memory: [(reads: [MemoryRange], writes: [MemoryRange])]) -> [(reads: [Int], writes: [Int])] {
        var borders: [Buffer?: Set<Int>] = [:]
        for range in memory.lazy.flatMap({ $0.reads + $0.writes }) where range.begin < range.end {
            borders[range.buffer, default: []].formUnion([range.begin, range.end])
        }
        var first: [Buffer?: Int] = [:], count = 0
        let sorted = borders.mapValues { $0.sorted() }
        for (buffer, list) in sorted {
            first[buffer] = count
            count += list.count
        }
        func keys(_ range: MemoryRange) -> Range<Int> {
            guard range.begin < range.end, let list = sorted[range.buffer], let first = first[range.buffer] else { return 0 ..< 0 }
            return first + position(range.begin, list) ..< first + position(range.end, list)
        }
        return memory.map { ($0.reads.flatMap(keys), $0.writes.flatMap(keys)) }
    }

    /// Where a number is in a list in order that has it.
    private static func position(_ value: Int, _ list: [Int]) -> Int {
        var low = 0, high = list.count
        while low < high {
            let middle = (low + high) / 2
            if list[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
