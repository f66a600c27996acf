import HornbillTensor
import Synchronization
import Testing

@testable import HornbillGraph

@Suite("Schedules")
struct ScheduleTests {
    /// A network with several small results that do not need each other.
    private func program() throws -> Program {
        let w = try Variable(try matrix(600, 64), name: "w"), v = try Variable(try matrix(64, 10, seed: 2), name: "v")
        let count = try Variable(Tensor.scalar(0), name: "count")
        let step = CompiledFunction("step") { inputs in
            let values = [try w.value, try v.value]
            let hidden = try matmul(inputs[0], values[0]).relu()
            let z = try matmul(hidden, values[1])
            let p = try z.softmax(axis: -1)
            let loss = try (p - inputs[1]).square().mean()
            let found = try gradients(of: loss, withRespectTo: values)
            try w.assign(values[0] - found[0]! * 0.1)
            try v.assign(values[1] - found[1]! * 0.1)
            try count.assign(count.value + p.max())
            return [loss, try p.argmax(axis: -1), try hidden.mean(axes: [0])]
        }
        return try step.program(for: [float(64, 600), float(64, 10)])
    }

    @Test("each step, or each piece of it, is done once, and after what it depends on", arguments: [1, 2, 3, 4])
    func order(count: Int) throws {
        let threads = Threads.count
        defer { Threads.count = threads }
        Threads.count = count
        let program = try program()
        var done: [Int: [Int?]] = [:]
        var hasTwoLanes = false
        var last = -1
        for stage in program.schedule.stages {
            switch stage {
            case .sequence(let range):
                #expect(range.lowerBound == last + 1)
                last = range.upperBound - 1
                for step in range { done[step, default: []].append(nil) }
            case .lanes(let lanes):
                #expect(lanes.steps.lowerBound == last + 1)
                last = lanes.steps.upperBound - 1
                hasTwoLanes = hasTwoLanes || lanes.lanes.filter { !$0.isEmpty }.count > 1
                let items = lanes.lanes.flatMap { $0 }
                for item in items {
                    #expect(lanes.steps.contains(item.step))
                    done[item.step, default: []].append(item.piece)
                }
                let clocks = try clocks(lanes)
                for (lane, mine) in lanes.lanes.enumerated() {
                    for (index, item) in mine.enumerated() {
                        for (otherLane, theirs) in lanes.lanes.enumerated() {
                            for (otherIndex, other) in theirs.enumerated()
                            where (other.step, other.piece ?? 0) < (item.step, item.piece ?? 0) && conflict(other, item, program) {
                                #expect(
                                    clocks[lane][index][otherLane] > otherIndex,
                                    "step \(item.step) \(item.piece ?? 0) does not wait for \(other.step) \(other.piece ?? 0)")
                            }
                        }
                    }
                }
            }
        }
        #expect(hasTwoLanes && done.count == program.steps.count)
        for (step, pieces) in done {
            let all: [Int?] = program.steps[step].kernel.pieces.map { Array($0.list.indices) } ?? [nil]
            #expect(pieces == [nil] || pieces.sorted { $0 ?? 0 < $1 ?? 0 } == all, "\(step)")
        }
    }

    @Test("no lane waits where it could do what it does later", arguments: [2, 3])
    func gaps(count: Int) throws {
        let threads = Threads.count
        defer { Threads.count = threads }
        Threads.count = count
        let program = try program()
        for stage in program.schedule.stages {
            guard case .lanes(let lanes) = stage else { continue }
            // When each item begins and ends, as far as that can be foreseen.
            var times: [[(begin: Double, end: Double)]] = lanes.lanes.map { _ in [] }
            func ready(_ item: Schedule.Lanes.Item, in lane: Int) -> Double? {
                var time = 0.0
                for (otherLane, theirs) in lanes.lanes.enumerated() {
                    for (index, other) in theirs.enumerated()
                    where (other.step, other.piece ?? 0) < (item.step, item.piece ?? 0) && conflict(other, item, program) {
                        guard index < times[otherLane].count else { return nil }
                        time = max(time, times[otherLane][index].end + (otherLane == lane ? 0 : Schedule.waiting))
                    }
                }
                return time
            }
            while times.map(\.count) != lanes.lanes.map(\.count) {
                let before = times.map(\.count)
                for (lane, items) in lanes.lanes.enumerated() where times[lane].count < items.count {
                    let item = items[times[lane].count]
                    guard let ready = ready(item, in: lane) else { continue }
                    let begin = max(ready, times[lane].last?.end ?? 0)
                    times[lane].append((begin, begin + item.cost))
                }
                try #require(times.map(\.count) != before)
            }
            for (lane, items) in lanes.lanes.enumerated() {
                for (index, item) in items.enumerated() {
                    let ready = try #require(ready(item, in: lane))
                    for earlier in 0 ..< index {
                        let free = max(ready, earlier > 0 ? times[lane][earlier - 1].end : 0)
                        #expect(free + item.cost > times[lane][earlier].begin - 1e-6, "lane \(lane), item \(index)")
                    }
                }
            }
        }
    }

    /// For each item of each lane, how many items of every lane are certainly done when it begins.
    private func clocks(_ lanes: Schedule.Lanes) throws -> [[[Int]]] {
        var clocks: [[[Int]]] = lanes.lanes.map { _ in [] }
        let total = lanes.lanes.reduce(0) { $0 + $1.count }
        while clocks.reduce(0, { $0 + $1.count }) < total {
            let before = clocks
            for (lane, items) in lanes.lanes.enumerated() {
                while clocks[lane].count < items.count {
                    let index = clocks[lane].count, item = items[index]
                    guard item.waits.allSatisfy({ clocks[$0.lane].count >= $0.count }) else { break }
                    var clock = clocks[lane].last ?? [Int](repeating: 0, count: lanes.lanes.count)
                    clock[lane] = index
                    for wait in item.waits {
                        #expect(wait.lane != lane && lanes.lanes[wait.lane][wait.count - 1].isAwaited)
                        clock[wait.lane] = max(clock[wait.lane], wait.count)
                        clock = zip(clock, clocks[wait.lane][wait.count - 1]).map { max($0, $1) }
                    }
                    clocks[lane].append(clock)
                }
            }
            try #require(clocks != before, "lanes wait for each other for ever")
        }
        return clocks
    }

    /// Whether two items touch the same bytes, and one of them writes them.
    private func conflict(_ a: Schedule.Lanes.Item, _ b: Schedule.Lanes.Item, _ program: Program) -> Bool {
        typealias Bytes = (buffer: Buffer?, range: Range<Int>)
        func bytes(_ place: Place, _ part: Range<Int>?) -> Bytes {
            guard case .temporary(let number) = place.buffer else {
                return (place.buffer, part.map { $0.lowerBound + place.offset ..< $0.upperBound + place.offset } ?? 0 ..< .max)
            }
            let start = program.plan.offsets[number]
            let range = part.map { start + place.offset + $0.lowerBound ..< start + place.offset + $0.upperBound }
            return (nil, range ?? start ..< start + program.plan.byteCounts[number])
        }
        func touched(_ item: Schedule.Lanes.Item) -> (reads: [Bytes], writes: [Bytes]) {
            let step = program.steps[item.step], places = step.places
            guard let number = item.piece, let piece = step.kernel.pieces?.list[number] else {
                return (step.inputs.map { bytes($0, nil) }, step.outputs.map { bytes($0, nil) })
            }
            return (
                piece.reads.map { bytes(places[$0.operand], $0.range) }, piece.writes.map { bytes(places[$0.operand], $0.range) }
            )
        }
        func overlap(_ left: [Bytes], _ right: [Bytes]) -> Bool {
            left.contains { one in right.contains { one.buffer == $0.buffer && one.range.overlaps($0.range) } }
        }
        let (mine, theirs) = (touched(a), touched(b))
        return overlap(mine.writes, theirs.reads + theirs.writes) || overlap(mine.reads, theirs.writes)
    }

    @Test("pieces wait for the pieces that write what they read, and for no others")
    func pieces() throws {
        let threads = Threads.count
        defer { Threads.count = threads }
        Threads.count = 2
        let w = try Variable(try matrix(800, 64), name: "w")
        let step = CompiledFunction("step") { inputs in
            let product = try matmul(inputs[0], w.value)
            let found = try gradients(of: (product * inputs[1]).sum(), withRespectTo: [w.value])
            return [found[0]!]
        }
        let program = try step.program(for: [float(64, 800), float(64, 64)])
        let backward = try #require(program.steps.firstIndex { $0.name == "dense_backward_weights" })
        let list = try #require(program.steps[backward].kernel.pieces?.list)
        #expect(list.count == 2 && list.map(\.part) == [0, 1])
        for stage in program.schedule.stages {
            guard case .lanes(let lanes) = stage else { continue }
            for (lane, items) in lanes.lanes.enumerated() {
                for item in items where item.step == backward {
                    #expect(item.piece == lane)
                    #expect(item.waits.allSatisfy { lanes.lanes[$0.lane][$0.count - 1].step != backward })
                }
            }
        }
    }

    @Test("steps wait for those that write what they read, and that read or write what they write")
    func dependencies() {
        let memory: [(reads: [String], writes: [String])] = [
            (["a"], ["b"]), (["b"], ["c"]), (["a"], ["d"]), ([], ["a"]), (["c", "d"], ["b"]),
        ]
        #expect(Dependencies(memory).before == [[], [0], [], [0, 2], [0, 1, 2]])
    }

    @Test("what two lanes compute is what one thread computes")
    func sameBits() throws {
        let threads = Threads.count
        defer { Threads.count = threads }
        let x = try matrix(64, 600, seed: 7), y = try matrix(64, 10, seed: 8)
        var results: [[[Float]]] = []
        for count in [1, 2, 3] {
            Threads.count = count
            let program = try program()
            var course: [[Float]] = []
            for _ in 0 ..< 20 {
                let made = try program([x, y])
                course.append(try made[0].scalars(as: Float.self) + made[2].scalars(as: Float.self))
            }
            results.append(course)
        }
        #expect(results[0] == results[1] && results[0] == results[2])
    }

    @Test("spare work is done whole, each unit once, whoever does it")
    func spareWork() {
        let counts = UnsafeMutablePointer<UInt8>.allocate(capacity: 1000)
        counts.initialize(repeating: 0, count: 1000)
        defer { counts.deallocate() }
        let work = SpareWork(1000, piece: 7) { range in for unit in range { counts[unit] += 1 } }
        for _ in 0 ..< 5 { #expect(work.doPiece()) }
        work.finish()
        #expect(!work.doPiece() && !work.isWorthSharing)
        #expect((0 ..< 1000).allSatisfy { counts[$0] == 1 })
    }

    @Test("subnormal numbers count as zeros where they are flushed, on all threads, and only there")
    func subnormals() throws {
        let tiny = try Tensor([Float](repeating: 1e-39, count: 1 << 16))
        func halves() throws -> [Float] { try (tiny * 0.5).scalars(as: Float.self) }
        #expect(try Subnormals.flushed { try halves() }.allSatisfy { $0 == 0 })
        #expect(try halves().allSatisfy { $0 == 1e-39 * 0.5 })
    }
}
