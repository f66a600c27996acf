import Glibc
import Testing

@testable import HornbillKernels

/// Programs whose values stay in registers, against the kernels of their operations, one after the other.
@Suite("Chains of operations on dense floats")
struct ChainTests {
    private static let unary: [ElementwiseOp] = [
        .negative, .abs, .square, .sqrt, .rsqrt, .reciprocal, .relu, .exp, .log, .log1p, .tanh, .sigmoid, .floor, .sin, .copy,
    ]
    private static let binary: [ElementwiseOp] = [
        .add, .subtract, .multiply, .divide, .maximum, .minimum, .add, .multiply, .atan2,
    ]
    /// One element, parts of a block, blocks with and without a rest, and enough for several threads and for streaming.
    static let counts = [1, 5, 63, 64, 65, 127, 128, 129, 1000, 150_001]

    private struct Case {
        var instructions: [TileProgram.Instruction] = []
        var outputs: [Int] = []
    }

    /// Instructions on registers of which the first are operands and constants.
    private func randomCase(_ type: DType, registers: Int, _ random: inout TestRandom) -> Case {
        var made = Case()
        let count = Int.random(in: 1 ... 9, using: &random)
        for result in registers ..< registers + count {
            // Mostly the value just computed, as in chains.
            func operand() -> Int {
                Bool.random(using: &random) && result > registers ? result - 1 : Int.random(in: 0 ..< result, using: &random)
            }
            let kind = Int.random(in: 0 ..< 10, using: &random)
            let ops = kind < 4 ? ChainTests.unary : kind < 9 ? ChainTests.binary : [.clip]
            let op = ops.randomElement(using: &random)!
            made.instructions.append(.init(op: op, type: type, a: operand(), b: operand(), c: operand(), result: result))
        }
        made.outputs = [registers + count - 1]
        if Int.random(in: 0 ..< 3, using: &random) == 0 {
            made.outputs.append(Int.random(in: registers ..< registers + count, using: &random))
        }
        return made
    }

    private static func apply<T>(_ kernel: TileKernel, _ operands: [[T]], _ count: Int) -> [T] {
        [T](unsafeUninitializedCapacity: count) { out, size in
            operands[0].withUnsafeBytes { a in
                operands[1].withUnsafeBytes { b in
                    operands[2].withUnsafeBytes { c in
                        kernel(UnsafeMutableRawPointer(out.baseAddress!), a.baseAddress!, b.baseAddress!, c.baseAddress!, count)
                    }
                }
            }
            size = count
        }
    }

    private func check<T: BinaryFloatingPoint>(_: T.Type, _ type: DType, count: Int, rounds: Int, seed: UInt64) throws {
        var random = TestRandom(state: seed)
        let special: [T] = [0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
        for round in 0 ..< rounds {
            // Two arrays, a single element, two constants.
            var arrays: [[T]] = (0 ..< 2).map { _ in
                (0 ..< count).map { _ in
                    let isSpecial = Int.random(in: 0 ..< 20, using: &random) == 0
                    return isSpecial ? special.randomElement(using: &random)! : T(Double.random(in: -4 ... 4, using: &random))
                }
            }
            let scalar = T(Double.random(in: -2 ... 2, using: &random))
            let constants = [Double([0.5, 3, -0.25, 0.1, 2].randomElement(using: &random)!), 0]
            let made = randomCase(type, registers: 5, &random)
            let dense = Operand(dtype: type, strides: [1])
            let program = try TileProgram(
                shape: [count], inputs: [dense, dense, Operand(dtype: type, strides: [0])],
                constants: constants.map { ($0, type) }, instructions: made.instructions,
                outputs: made.outputs.map { ($0, dense) })

            var values = arrays + [[T](repeating: scalar, count: count)] + constants.map { [T](repeating: T($0), count: count) }
            for instruction in made.instructions {
                let operands = [instruction.a, instruction.b, instruction.c].map { values[$0] }
                values.append(ChainTests.apply(elementwiseKernel(instruction.op, type)!, operands, count))
            }

            // Every other time the first output takes the place of the first operand.
            let isInPlace = round % 2 == 0
            var one = [scalar], results = made.outputs.map { _ in [T](repeating: -7, count: count) }
            let first = arrays[0].withUnsafeMutableBytes { $0.baseAddress! }
            let second = arrays[1].withUnsafeMutableBytes { $0.baseAddress! }
            var pointers = [first, second, one.withUnsafeMutableBytes { $0.baseAddress! }]
            for index in results.indices {
                pointers.append(isInPlace && index == 0 ? first : results[index].withUnsafeMutableBytes { $0.baseAddress! })
            }
            withExtendedLifetime((arrays, one, results)) { pointers.withUnsafeBufferPointer { program.run($0.baseAddress!) } }
            for (index, output) in made.outputs.enumerated() {
                let found = isInPlace && index == 0 ? arrays[0] : results[index]
                let wrong = (0 ..< count).first { place in
                    let (a, b) = (found[place], values[output][place])
                    return !(a.isNaN && b.isNaN) && !(a == b && a.sign == b.sign)
                }
                #expect(wrong == nil, "\(made), constants \(constants)")
            }
        }
    }

    @Test("float32 chains give what their operations give one after the other", arguments: counts)
    func float32(count: Int) throws {
        try check(Float.self, .float32, count: count, rounds: count > 10_000 ? 30 : 200, seed: UInt64(count))
    }

    @Test("float64 chains give what their operations give one after the other", arguments: counts)
    func float64(count: Int) throws {
        try check(Double.self, .float64, count: count, rounds: count > 10_000 ? 30 : 200, seed: UInt64(count) &+ 1)
    }

    @Test(
        "operands that are broadcast or turned are read where they lie",
        arguments: [(1, 1), (3, 50), (37, 100), (64, 64), (5, 3000), (400, 128)])
    func strided(rows: Int, columns: Int) throws {
        let count = rows * columns
        var random = TestRandom()
        let x = random.floats(count), turned = random.floats(count), row = random.floats(columns), column = random.floats(rows)
        func operand(_ strides: [Int]) -> Operand { Operand(dtype: .float32, strides: strides) }
        let dense = operand([columns, 1])
        let program = try TileProgram(
            shape: [rows, columns], inputs: [dense, operand([0, 1]), operand([1, 0]), operand([1, rows])],
            constants: [(3, .float32)],
            instructions: [
                .init(op: .subtract, type: .float32, a: 0, b: 1, result: 5),
                .init(op: .multiply, type: .float32, a: 5, b: 2, result: 6),
                .init(op: .add, type: .float32, a: 3, b: 6, result: 7),
                .init(op: .minimum, type: .float32, a: 7, b: 4, result: 8),
            ], outputs: [(8, dense)])
        var result = [Float](repeating: -7, count: count)
        result.withUnsafeMutableBytes { result in
            x.withUnsafeBytes { x in
                row.withUnsafeBytes { row in
                    column.withUnsafeBytes { column in
                        turned.withUnsafeBytes { turned in
                            let inputs = [x, row, column, turned].map { UnsafeMutableRawPointer(mutating: $0.baseAddress!) }
                            (inputs + [result.baseAddress!]).withUnsafeBufferPointer { program.run($0.baseAddress!) }
                        }
                    }
                }
            }
        }
        for r in 0 ..< rows {
            for c in 0 ..< columns {
                let product = (x[r * columns + c] - row[c]) * column[r]
                #expect(result[r * columns + c] == min(turned[c * rows + r] + product, 3), "row \(r), column \(c)")
            }
        }
    }

    @Test("results larger than the caches are complete")
    func large() throws {
        let count = 5_000_003
        let x = (0 ..< count).map { Float($0 % 1000) }
        let dense = Operand(dtype: .float32, strides: [1])
        let program = try TileProgram(
            shape: [count], inputs: [dense], constants: [(2, .float32)],
            instructions: [.init(op: .multiply, type: .float32, a: 0, b: 1, result: 2)], outputs: [(2, dense)])
        let result = UnsafeMutablePointer<Float>.allocate(capacity: count + 16)
        defer { result.deallocate() }
        // Aligned as streaming wants it, and not.
        let aligned = UnsafeMutablePointer<Float>(bitPattern: (Int(bitPattern: result) + 63) & ~63)!
        for place in [aligned, aligned + 1] where place + count <= result + count + 16 {
            place.update(repeating: -1, count: count)
            x.withUnsafeBytes { x in
                [UnsafeMutableRawPointer(mutating: x.baseAddress!), UnsafeMutableRawPointer(place)].withUnsafeBufferPointer {
                    program.run($0.baseAddress!)
                }
            }
            #expect((0 ..< count).allSatisfy { place[$0] == 2 * x[$0] })
        }
    }
}
