import Testing

@testable import HornbillKernels

/// Kernels on operands of awkward lengths, alignments and strides, and with different numbers of threads.
@Suite struct StridedKernelTests {
    private func withThreads(_ body: (_ threads: Int) throws -> Void) rethrows {
        let before = Threads.count
        defer { Threads.count = before }
        for threads in [1, 2, 3] {
            Threads.count = threads
            try body(threads)
        }
    }

    /// The offset of each element in row-major order.
    private func offsets(_ shape: [Int], _ strides: [Int]) -> [Int] {
        zip(shape, strides).reduce([0]) { offsets, axis in
            offsets.flatMap { offset in (0 ..< axis.0).map { offset + $0 * axis.1 } }
        }
    }

    private func dense(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        return strides
    }

    @Test(
        "loops over tiles of every length and alignment compute each element once",
        arguments: [
            1, 2, 7, 8, 15, 16, 17, 31, 33, 255, 256, 257, 1023, 4097, 70_003,
        ])
    func lengths(count: Int) throws {
        var random = TestRandom()
        let a = random.floats(count + 8), b = random.floats(count + 8)
        for shift in [0, 1, 3] {
            let operand = Operand(dtype: .float32, strides: [1])
            let program = try TileProgram(
                shape: [count], inputs: [operand, operand], constants: [(0.5, .float32)],
                instructions: [
                    .init(op: .multiply, type: .float32, a: 0, b: 1, result: 3),
                    .init(op: .less, type: .float32, a: 3, b: 2, result: 4),
                    .init(op: .select, type: .float32, a: 4, b: 0, c: 3, result: 5),
                ],
                outputs: [(5, operand), (4, Operand(dtype: .bool, strides: [1]))])
            let expected = (0 ..< count).map {
                a[$0 + shift] * b[$0 + 2 * shift] < 0.5 ? a[$0 + shift] : a[$0 + shift] * b[$0 + 2 * shift]
            }
            withThreads { threads in
                var out = [Float](repeating: -99, count: count + 8), flags = [UInt8](repeating: 7, count: count + 8)
                a.withUnsafeBufferPointer { a in
                    b.withUnsafeBufferPointer { b in
                        out.withUnsafeMutableBufferPointer { out in
                            flags.withUnsafeMutableBufferPointer { flags in
                                let pointers: [UnsafeMutableRawPointer] = [
                                    UnsafeMutableRawPointer(mutating: a.baseAddress! + shift),
                                    UnsafeMutableRawPointer(mutating: b.baseAddress! + 2 * shift),
                                    UnsafeMutableRawPointer(out.baseAddress! + shift),
                                    UnsafeMutableRawPointer(flags.baseAddress! + shift),
                                ]
                                program.run(pointers)
                            }
                        }
                    }
                }
                #expect(Array(out[shift ..< shift + count]) == expected, "\(threads) threads, shifted by \(shift)")
                #expect(out[..<shift].allSatisfy { $0 == -99 } && out[(shift + count)...].allSatisfy { $0 == -99 })
                #expect(flags[(shift + count)...].allSatisfy { $0 == 7 })
                #expect(
                    (0 ..< count).allSatisfy { (flags[shift + $0] != 0) == (a[$0 + shift] * b[$0 + 2 * shift] < 0.5) })
            }
        }
    }

    @Test("loops over strided, repeated and reversed operands read the elements that their strides name")
    func strides() throws {
        var random = TestRandom()
        for shape in [[5, 7], [1, 300], [300, 1], [33, 260], [3, 4, 5], [2, 3, 4, 5], [129, 2, 65]] {
            let rank = shape.count, total = shape.reduce(1, *)
            let memory = random.floats(4 * total + 64)
            var layouts = [dense(shape)]
            layouts.append(Array(dense(shape.reversed()).reversed()))
            layouts.append(dense(shape).map { $0 * 2 })
            layouts += (0 ..< rank).map { axis in dense(shape).enumerated().map { $0 == axis ? 0 : $1 } }
            layouts.append([Int](repeating: 0, count: rank))
            let reversed = dense(shape).map { -$0 }
            layouts.append(reversed)
            for left in layouts {
                for right in [layouts[0], layouts[1], layouts[layouts.count - 1]] {
                    let program = try TileProgram(
                        shape: shape,
                        inputs: [Operand(dtype: .float32, strides: left), Operand(dtype: .float32, strides: right)],
                        constants: [], instructions: [.init(op: .subtract, type: .float32, a: 0, b: 1, result: 2)],
                        outputs: [(2, Operand(dtype: .float32, strides: dense(shape)))])
                    func start(_ strides: [Int]) -> Int { strides.contains { $0 < 0 } ? total - 1 : 0 }
                    let x = offsets(shape, left).map { memory[start(left) + $0] }
                    let y = offsets(shape, right).map { memory[start(right) + $0] }
                    withThreads { threads in
                        var out = [Float](repeating: .nan, count: total)
                        memory.withUnsafeBufferPointer { memory in
                            out.withUnsafeMutableBufferPointer { out in
                                program.run([
                                    UnsafeMutableRawPointer(mutating: memory.baseAddress! + start(left)),
                                    UnsafeMutableRawPointer(mutating: memory.baseAddress! + start(right)),
                                    UnsafeMutableRawPointer(out.baseAddress!),
                                ])
                            }
                        }
                        #expect(
                            out == zip(x, y).map { $0 - $1 },
                            "\(shape), strides \(left) and \(right), \(threads) threads")
                    }
                }
            }
        }
    }

    @Test(
        "reductions are the same to the last bit for any number of threads, and right", arguments: ReductionOp.allCases)
    func reductions(op: ReductionOp) throws {
        var random = TestRandom()
        for (shape, axes) in [
            ([300_007], [0]), ([500, 333], [0]), ([500, 333], [1]), ([500, 333], [0, 1]), ([40, 50, 60], [1]),
            ([40, 50, 60], [0, 2]),
            ([70_000, 3], [0]), ([3, 70_000], [1]), ([17], [0]), ([1, 5], [0]),
        ] {
            let total = shape.reduce(1, *)
            let values = (0 ..< total).map { _ in
                op == .prod ? 1 + Float(random.next() % 3) * 0x1p-20 : Float(random.next() % 2001) / 1000 - 1
            }
            for strides in [dense(shape), Array(dense(shape.reversed()).reversed())] {
                let isIndex = op == .argmax || op == .argmin, isLogic = op == .any || op == .all
                let result: DType = isIndex ? .int64 : isLogic ? .bool : .float32
                let plan = try ReductionPlan(
                    op: op, dtype: .float32, result: result, shape: shape, strides: strides, axes: axes)
                let kept = shape.indices.filter { !axes.contains($0) }
                let count = kept.reduce(1) { $0 * shape[$1] }
                var first: [UInt64]?
                withThreads { threads in
                    var out = [UInt64](repeating: 0, count: count)
                    values.withUnsafeBytes { values in
                        out.withUnsafeMutableBytes { plan.run(input: values.baseAddress!, output: $0.baseAddress!) }
                    }
                    #expect(first == nil || out == first, "\(shape) over \(axes), \(threads) threads")
                    first = first ?? out
                }
                let got = try #require(first)
                let places = offsets(kept.map { shape[$0] }, kept.map { strides[$0] })
                let inner = offsets(axes.map { shape[$0] }, axes.map { strides[$0] })
                for index in stride(from: 0, to: count, by: max(1, count / 7)) {
                    let elements = inner.map { values[places[index] + $0] }
                    let exact = elements.reduce(into: 0.0) { $0 += Double($1) }
                    got.withUnsafeBytes { bytes in
                        let float = { Double(bytes.load(fromByteOffset: 4 * index, as: Float.self)) }
                        let flag = { bytes[index] != 0 }
                        let place = { bytes.load(fromByteOffset: 8 * index, as: Int.self) }
                        switch op {
                        case .sum: #expect(abs(float() - exact) <= 1e-5 * elements.reduce(1) { $0 + Double(abs($1)) })
                        case .prod: #expect(abs(float() / elements.reduce(1.0) { $0 * Double($1) } - 1) < 1e-2)
                        case .max: #expect(float() == Double(elements.max()!))
                        case .min: #expect(float() == Double(elements.min()!))
                        case .any: #expect(flag() == elements.contains { $0 != 0 })
                        case .all: #expect(flag() == !elements.contains(0))
                        case .argmax: #expect(place() == elements.firstIndex(of: elements.max()!))
                        case .argmin: #expect(place() == elements.firstIndex(of: elements.min()!))
                        }
                    }
                }
            }
        }
    }

    @Test("scans, sorts and gathers do not depend on the number of threads")
    func lines() {
        var random = TestRandom()
        let (outer, length, inner) = (37, 211, 13)
        let values = random.floats(outer * length * inner)
        var sums: [Float]?, orders: [Int]?, taken: [Float]?
        let positions = (0 ..< 501).map { $0 * 7919 % length }
        let plan = GatherPlan(
            elementSize: 4, shape: [outer, length, inner], strides: [length * inner, inner, 1], axis: 1)
        withThreads { threads in
            var running = [Float](repeating: 0, count: values.count), order = [Int](repeating: 0, count: values.count)
            scan(.sum, .float32, values, &running, outer: outer, length: length, inner: inner, isReversed: true)
            var room = [UInt8](repeating: 0, count: Sorting.scratchBytes(argsorting: .float32, count: values.count))
            Sorting.argsort(
                .float32, values, &order, scratch: &room, lines: outer * inner, length: length, isDescending: false)
            var gathered = [Float](repeating: 0, count: outer * positions.count * inner)
            plan.take(values, positions, count: positions.count, &gathered)
            #expect(sums == nil || sums == running, "\(threads) threads")
            #expect(orders == nil || orders == order, "\(threads) threads")
            #expect(taken == nil || taken == gathered, "\(threads) threads")
            (sums, orders, taken) = (running, order, gathered)
        }
        for (o, i) in [(0, 0), (36, 12), (5, 7)] {
            let line = (0 ..< length).map { values[(o * length + $0) * inner + i] }
            var total: Float = 0
            for index in (0 ..< length).reversed() {
                total += line[index]
                #expect(sums![(o * length + index) * inner + i] == total)
            }
            let start = (o * inner + i) * length
            #expect(orders![start ..< start + length].map { values[start + $0] } == values[start ..< start + length].sorted())
            #expect((0 ..< 501).allSatisfy { taken![(o * 501 + $0) * inner + i] == line[positions[$0]] })
        }
    }
}
