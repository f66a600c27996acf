import HornbillChecks
import Testing

@testable import HornbillGraph
@testable import HornbillTensor

@Suite("Gradients of linear algebra")
struct LinearAlgebraGradientTests {
    @Test("norms, powers and products of several matrices have the gradients of what they are made from")
    func compositions() throws {
        let a = try Tensor.spread([3, 3], seed: 4)
        let functions: [(Tensor) throws -> Tensor] = [
            { try $0.norm() }, { try $0.norm(.nuclear) }, { try $0.norm(.power(2)) }, { try $0.norm(.power(-2)) },
            { try $0.norm(.power(1)) }, { try $0.norm(.power(.infinity)) }, { try $0.vectorNorm(3, axes: [0]) },
            { try $0.vectorNorm(1, axes: [1]) }, { try $0.vectorNorm(.infinity) }, { try $0.matrixPower(0) * $0 },
            { try $0.matrixPower(3) }, { try $0.matrixPower(5) }, { try $0.matrixPower(-2) }, { try $0.conditionNumber() },
            { try multiDot([$0, $0, $0, $0.sliced(axis: 1, from: 0, count: 1)]) }, { try $0.pseudoInverse(isHermitian: false) },
            { try ($0 + $0.adjoint).pseudoInverse(isHermitian: true) }, { try ($0 + $0.adjoint).svd(isHermitian: true).vh },
        ]
        for (index, function) in functions.enumerated() {
            #expect(try GradientCheck(at: [a]) { try function($0[0]) }.mismatch() == nil, "function \(index)")
        }
    }

    /// Functions of complex matrices that do not depend on how LAPACK turns vectors, made real.
    static let complexFunctions: [(name: String, body: (Tensor, Tensor) throws -> Tensor)] = [
        ("solve", { try solve($0, $1) }), ("solve_triangular", { try solveTriangular($0, $1) }),
        ("solve_triangular lower", { try solveTriangular($0, $1, lower: true) }), ("inv", { a, _ in try a.inverse() }),
        ("det", { a, _ in try a.determinant() }), ("slogdet", { a, _ in try a.signAndLogDeterminant().logarithm }),
        ("sign", { a, _ in try a.signAndLogDeterminant().sign }),
        ("cofactors", { a, _ in try Tensor.linear(.cofactors, [a])[0] }),
        ("cholesky", { a, _ in try positive(a).cholesky() }), ("cholesky upper", { a, _ in try positive(a).cholesky(upper: true) }),
        ("cholesky_inverse", { a, _ in try a.choleskyInverse() }), ("expm", { a, _ in try a.matrixExponential() }),
        ("pinv", { a, b in try matmul(a, b).pseudoInverse() }), ("svdvals", { a, _ in try a.singularValues() }),
        ("eigvalsh", { a, _ in try positive(a).eigenvaluesHermitian() }),
        ("eigh", { a, _ in
            let (w, v) = try positive(a).eigenHermitian()
            return try matmul(v * w.exp().asRows, v.adjoint)
        }),
        ("svd", { a, b in
            let (u, s, vh) = try matmul(a, b).svd(fullMatrices: false)
            return try matmul(u * s.square().asRows, vh)
        }),
        ("qr", { a, b in
            let parts = try matmul(a, b).qr()
            return try matmul(parts[0] * Tensor([1.0, 2]), parts[1] * Tensor([2.0, 1], shape: [2, 1]))
        }),
    ]

    private static func positive(_ a: Tensor) throws -> Tensor {
        try matmul(a, a.adjoint) + Tensor.eye(a.shape[a.rank - 1], dtype: .float64)
    }

    @Test("gradients of complex matrices are those of central differences", arguments: complexFunctions.map(\.name))
    func complexMatrices(name: String) throws {
        let body = try #require(LinearAlgebraGradientTests.complexFunctions.first { $0.name == name }).body
        let size = 3
        let inputs = [
            try Tensor.spread([2, size, size], -1 ... 1) + Tensor.eye(size, dtype: .float64) * Tensor([2.0, 0], shape: [2, 1, 1]),
            try Tensor.spread([2, size, 2], seed: 2),
        ]
        func loss(_ parts: [Tensor]) throws -> Tensor {
            func joined(_ x: Tensor) throws -> Tensor { try complex(x[0], x[1]) }
            let y = try body(joined(parts[0]), joined(parts[1]))
            let weights = try Tensor.arange(stop: Double(y.count), dtype: .float64).sin().reshaped(to: y.shape) + 1.25
            return try (y.real() * weights + (y.dtype.isComplex ? y.imag() * weights.cos() : weights)).sum()
        }
        // The parts are real inputs, so that differences of reals decide.
        #expect(try GradientCheck(at: inputs) { try loss($0) }.mismatch(tolerance: 1e-3) == nil)
    }

    @Test("what has no gradient says so")
    func unsupported() throws {
        func gradient(_ shape: [Int], _ body: @escaping (Tensor) throws -> Tensor) throws -> Any {
            try CompiledFunction("g") { x in [try gradients(of: body(x[0]).sum(), withRespectTo: x)[0] ?? x[0]] }([.spread(shape)])
        }
        #expect(throws: HornbillError.self) { try gradient([3, 2]) { try $0.svd().u } }
        #expect(throws: HornbillError.self) { try gradient([3, 2]) { try $0.qr(.complete)[0] } }
    }
}
