import HornbillKernels
import Testing

@Suite("Updates of weights")
struct UpdateLoopTests {
    /// Every size of the last, partial step, and enough elements for several threads.
    static let counts = [1, 7, 31, 32, 33, 100, 40_000]

    private let random: (Int) -> [Float] = { seed in
        var state = UInt64(seed)
        return (0 ..< 40_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int32(truncatingIfNeeded: state >> 33)) / 0x1p31
        }
    }

    /// Runs a program on copies of the arrays, the outputs over some of the inputs.
    private func run(
        _ count: Int, _ inputs: [[Float]], _ constants: [Double], _ instructions: [(ElementwiseOp, Int, Int)],
        results: [(register: Int, over: Int)]
    ) throws -> [[Float]] {
        let dense = Operand(dtype: .float32, strides: [1]), scalar = Operand(dtype: .float32, strides: [0])
        let first = inputs.count + constants.count
        let program = try TileProgram(
            shape: [count], inputs: inputs.map { $0.count == 1 ? scalar : dense },
            constants: constants.map { ($0, .float32) },
            instructions: instructions.enumerated().map {
                .init(op: $1.0, type: .float32, a: $1.1, b: $1.2, result: first + $0)
            }, outputs: results.map { ($0.register, dense) })
        let memory = inputs.map { values in
            let copy = UnsafeMutableRawPointer.allocate(byteCount: 4 * max(values.count, count), alignment: 64)
            copy.copyMemory(from: values, byteCount: 4 * values.count)
            return copy
        }
        defer { for block in memory { block.deallocate() } }
        (memory + results.map { memory[$0.over] }).withUnsafeBufferPointer { program.run($0.baseAddress!) }
        return results.map { result in
            Array(UnsafeBufferPointer(start: memory[result.over].assumingMemoryBound(to: Float.self), count: count))
        }
    }

    private func expectClose(_ found: [Float], _ expected: [Double], _ tolerance: Double = 1e-6) {
        for (a, b) in zip(found, expected) where !(a.isNaN && b.isNaN) && Double(a) != b {
            #expect(abs(Double(a) - b) <= tolerance * max(1, abs(b)))
        }
    }

    @Test("RMSprop's chain gives what it gives in double precision", arguments: counts)
    func rmsprop(count: Int) throws {
        let w = Array(random(1).prefix(count)), g = Array(random(2).prefix(count))
        let v = random(3).prefix(count).map { abs($0) }
        // Inputs w, g, v, rate; constants decay, share, epsilon.
        let found = try run(
            count, [w, g, v, [0.01]], [0.9, 0.1, 1e-7],
            [
                (.multiply, 2, 4), (.square, 1, 1), (.multiply, 8, 5), (.add, 7, 9), (.add, 10, 6), (.multiply, 1, 3),
                (.sqrt, 11, 11), (.divide, 12, 13), (.subtract, 0, 14),
            ], results: [(10, 2), (15, 0)])
        let gradient = g.map(Double.init)
        let velocity: [Double] = zip(v.map(Double.init), gradient).map { old, new in old * 0.9 + new * new * 0.1 }
        let weights: [Double] = (0 ..< count).map { index in
            let root = (velocity[index] + 1e-7).squareRoot()
            return Double(w[index]) - gradient[index] * 0.01 / root
        }
        expectClose(found[0], velocity)
        expectClose(found[1], weights)
    }

    @Test("an inverse root of zero, of infinity, of NaN and of the smallest numbers is what division gives")
    func extremes() throws {
        let v: [Float] = [0, .infinity, .nan, Float(bitPattern: 714), Float(bitPattern: 7_136_238), 3e38, 1, 0]
        let g: [Float] = [0, 0, 0, 0, 0, 0, 0, 0]
        let w: [Float] = [1, 1, 1, 1, 1, 1, 1, 1]
        let chain: [(ElementwiseOp, Int, Int)] = [
            (.multiply, 2, 4), (.square, 1, 1), (.multiply, 8, 5), (.add, 7, 9), (.add, 10, 6), (.multiply, 1, 3),
            (.sqrt, 11, 11), (.divide, 12, 13), (.subtract, 0, 14),
        ]
        // Without epsilon: 0 / √0 is NaN, 0 over anything else nothing.
        let found = try run(8, [w, g, v, [0.01]], [1, 0, 0], chain, results: [(10, 2), (15, 0)])
        #expect(found[1][0].isNaN && found[1][2].isNaN && found[1][7].isNaN)
        #expect([1, 3, 4, 5, 6].allSatisfy { found[1][$0] == 1 })
    }

    @Test("Adam's chain gives what it gives in double precision", arguments: counts)
    func adam(count: Int) throws {
        let w = Array(random(1).prefix(count)), g = Array(random(2).prefix(count)), m = Array(random(3).prefix(count))
        let v = random(4).prefix(count).map { abs($0) }
        // Inputs w, g, m, v, rate; constants share1, share2, epsilon.
        let found = try run(
            count, [w, g, m, v, [0.01]], [0.1, 0.001, 1e-7],
            [
                (.subtract, 1, 2), (.multiply, 8, 5), (.add, 2, 9), (.square, 1, 1), (.subtract, 11, 3),
                (.multiply, 12, 6), (.add, 3, 13), (.multiply, 10, 4), (.sqrt, 14, 14), (.add, 16, 7), (.divide, 15, 17),
                (.subtract, 0, 18),
            ], results: [(10, 2), (14, 3), (19, 0)])
        let gradient = g.map(Double.init)
        let mean: [Double] = zip(m.map(Double.init), gradient).map { old, new in old + (new - old) * 0.1 }
        let square: [Double] = zip(v.map(Double.init), gradient).map { old, new in old + (new * new - old) * 0.001 }
        let weights: [Double] = (0 ..< count).map { index in
            let root = square[index].squareRoot() + 1e-7
            return Double(w[index]) - mean[index] * 0.01 / root
        }
        expectClose(found[0], mean)
        expectClose(found[1], square)
        expectClose(found[2], weights)
    }
}
