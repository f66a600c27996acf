import HornbillTensor
import Testing

@testable import HornbillGraph

/// Numbers that look random and are the same each time.
func numbers(_ count: Int, seed: UInt64 = 1) -> [Float] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0 ..< count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(state >> 40) / Float(1 << 23) - 1
    }
}

func matrix(_ rows: Int, _ columns: Int, seed: UInt64 = 1) throws -> Tensor {
    try Tensor(numbers(rows * columns, seed: seed), shape: [rows, columns])
}

func expectClose(
    _ got: Tensor, _ expected: Tensor, tolerance: Float = 1e-5, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    #expect(got.shape == expected.shape, sourceLocation: sourceLocation)
    let worst = zip(try got.scalars(as: Float.self), try expected.scalars(as: Float.self)).map { left, right in
        left == right ? 0 : abs(left - right) / max(1, abs(right))
    }.max() ?? 0
    #expect(worst <= tolerance, sourceLocation: sourceLocation)
}

/// The names of a program's steps.
func stepNames(_ body: @escaping ([Tensor]) throws -> [Tensor], _ inputs: [TensorSpec]) throws -> [String] {
    try CompiledFunction("test", body).program(for: inputs).steps.map(\.name)
}

func float(_ shape: Int...) -> TensorSpec { TensorSpec(.float32, shape) }
