import HornbillKernels
import HornbillTensor

extension Schedule {
    /// Small steps and pieces of steps, dealt out to threads: each lane's in the order in which its thread does them.
    struct Lanes {
        let steps: Range<Int>
        let lanes: [[Item]]
        /// Whether two threads save time even if there is no other work for the second one.
        let paysAlone: Bool

        /// A step, or a piece of one.
        struct Item {
            let step: Int
            let piece: Int?
            /// The nanoseconds that are planned for it.
            let cost: Double
            /// How many items of other lanes must be done before.
            let waits: [Wait]
            /// Whether another lane waits until this is done.
            var isAwaited = false
        }

        struct Wait: Equatable {
            let lane: Int
            let count: Int
        }

        init(_ range: Range<Int>, _ steps: [Step], _ plan: MemoryPlan) {
            let parts = steps[range].flatMap { $0.kernel.pieces?.list.map(\.parts) ?? [] }.max() ?? 0
            let laneCount = max(2, min(Threads.count, parts))
            let units = range.flatMap { Unit.units($0, steps[$0], plan, laneCount) }
            let before = Dependencies(MemoryRange.keys(units.map(\.memory))).before
            let deal = Deal(units, before, laneCount)
            self.steps = range
            lanes = deal.items(units, before)
            paysAlone = units.reduce(0) { $0 + $1.cost } - deal.length > Schedule.meeting
        }
    }
}

/// What a lane does at a time: a step, or a piece of one.
private struct Unit {
    let step: Int
    var piece: Int?
    let cost: Double
    /// The lane that must do it, if it matters.
    var lane: Int?
    let memory: (reads: [MemoryRange], writes: [MemoryRange])
    /// What is read and written whole, unless it is dealt out in pieces.
    var places: [Place] = []

    static func units(_ index: Int, _ step: Step, _ plan: MemoryPlan, _ laneCount: Int) -> [Unit] {
        guard let pieces = step.kernel.pieces else {
            let memory = (step.inputs.map { MemoryRange($0, plan) }, step.outputs.map { MemoryRange($0, plan) })
            return [Unit(step: index, cost: Schedule.cost(step), memory: memory, places: step.inputs + step.outputs)]
        }
        let places = step.places
        func ranges(_ bytes: [Pieces.Piece.Bytes]) -> [MemoryRange] {
            bytes.map { MemoryRange(places[$0.operand], plan, bytes: $0.range) }
        }
        return pieces.list.enumerated().map { number, piece in
            Unit(
                step: index, piece: number, cost: Schedule.cost(step, share: piece.share),
                lane: piece.part.map { $0 * laneCount / piece.parts }, memory: (ranges(piece.reads), ranges(piece.writes)))
        }
    }
}

/// When and in which lane each unit is done, by the costs that were estimated: units take their turn by how much depends on
/// them, and each gets the place where it ends first, be it between two that have theirs.
///
/// Without the places between, what little depends on would come after all else, though a lane may have waited before.
private struct Deal {
    private struct Span {
        let unit: Int
        let begin: Double
        let end: Double
    }

    /// In order.
    private var lanes: [[Span]]
    private var spans: [(lane: Int, end: Double)]
    /// In which lane's cache a buffer lies.
    private var homes: [Buffer: Int] = [:]
    /// When the last lane ends.
    var length: Double { lanes.reduce(0) { max($0, $1.last?.end ?? 0) } }

    init(_ units: [Unit], _ before: [[Int]], _ laneCount: Int) {
        lanes = Array(repeating: [], count: laneCount)
        spans = Array(repeating: (0, 0), count: units.count)
        var after = [[Int]](repeating: [], count: units.count)
        // The time from a unit's begin to the end of the last one that depends on it.
        var urgency = units.map(\.cost)
        for index in units.indices.reversed() {
            for earlier in before[index] {
                urgency[earlier] = max(urgency[earlier], units[earlier].cost + urgency[index])
                after[earlier].append(index)
            }
        }
        var pending = before.map(\.count)
        var ready = units.indices.filter { pending[$0] == 0 }
        while let turn = ready.indices.max(by: { (urgency[ready[$0]], -ready[$0]) < (urgency[ready[$1]], -ready[$1]) }) {
            let next = ready.remove(at: turn)
            place(next, units[next], before[next])
            for later in after[next] {
                pending[later] -= 1
                if pending[later] == 0 { ready.append(later) }
            }
        }
    }

    private mutating func place(_ index: Int, _ unit: Unit, _ before: [Int]) {
        var best: (lane: Int, position: Int, begin: Double, end: Double)?
        for lane in unit.lane.map({ $0 ... $0 }) ?? 0 ... lanes.count - 1 {
            let earliest = before.reduce(0) { time, earlier in
                max(time, spans[earlier].end + (spans[earlier].lane == lane ? 0 : Schedule.waiting))
            }
            let away = unit.places.filter { homes[$0.buffer, default: lane] != lane }
            let cost = unit.cost + away.reduce(0) { $0 + Double($1.byteCount) } * Schedule.moving
            let (position, begin) = opening(lane, from: earliest, cost)
            if best.map({ begin + cost < $0.end }) ?? true { best = (lane, position, begin, begin + cost) }
        }
        guard let best else { return }
        lanes[best.lane].insert(Span(unit: index, begin: best.begin, end: best.end), at: best.position)
        spans[index] = (best.lane, best.end)
        for place in unit.places { homes[place.buffer] = best.lane }
    }

    /// The first time from `earliest` on when a lane has nothing to do for so long, and the place in its order.
    private func opening(_ lane: Int, from earliest: Double, _ cost: Double) -> (position: Int, begin: Double) {
        let spans = lanes[lane]
        // The first that ends later.
        var low = 0, high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].end <= earliest { low = middle + 1 } else { high = middle }
        }
        var begin = earliest
        for position in low ..< spans.count {
            if begin + cost <= spans[position].begin { return (position, begin) }
            begin = spans[position].end
        }
        return (spans.count, begin)
    }

    /// Each lane's items, with what they must wait for.
    func items(_ units: [Unit], _ before: [[Int]]) -> [[Schedule.Lanes.Item]] {
        var position = [(lane: Int, index: Int)](repeating: (0, 0), count: units.count)
        for (lane, spans) in lanes.enumerated() {
            for (index, span) in spans.enumerated() { position[span.unit] = (lane, index) }
        }
        var isAwaited = [Bool](repeating: false, count: units.count)
        var items = lanes.enumerated().map { lane, own in
            own.map { span in
                var last = [Int?](repeating: nil, count: lanes.count)
                for earlier in before[span.unit] where position[earlier].lane != lane {
                    let (other, index) = position[earlier]
                    last[other] = max(last[other] ?? 0, index)
                }
                let waits = last.enumerated().compactMap { other, index in
                    index.map { Schedule.Lanes.Wait(lane: other, count: $0 + 1) }
                }
                for wait in waits { isAwaited[lanes[wait.lane][wait.count - 1].unit] = true }
                let unit = units[span.unit]
                return Schedule.Lanes.Item(step: unit.step, piece: unit.piece, cost: span.end - span.begin, waits: waits)
            }
        }
        for (unit, place) in position.enumerated() { items[place.lane][place.index].isAwaited = isAwaited[unit] }
        return items
    }
}
