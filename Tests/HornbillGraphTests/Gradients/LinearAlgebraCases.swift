import HornbillChecks

@testable import HornbillTensor

extension OperationCases {
    /// Linear algebra, through the functions that widen float32. Matrices are well conditioned, and their singular values
    /// and eigenvalues apart.
    static let linearAlgebra: [String: () throws -> [GradientCheck]] = [
        "solve": {
            let shapes = [([3, 3], [3, 2]), ([2, 3, 3], [2, 3, 1]), ([3, 3], [2, 3, 2]), ([2, 1, 2, 2], [3, 2, 1]), ([3, 3], [3]), ([0, 0], [0, 2])]
            return try shapes.map { a, b in
                GradientCheck(at: [try regular(a), try .spread(b, seed: 2)]) { try solve($0[0], $0[1]) }
            }
        },
        "solve_triangular": {
            try [false, true].flatMap { lower in
                try [([3, 3], [3, 2]), ([3, 3], [3]), ([2, 2, 2], [2, 1])].map { a, b in
                    GradientCheck(at: [try regular(a), try .spread(b, seed: 2)]) { try solveTriangular($0[0], $0[1], lower: lower) }
                }
            }
        },
        "inv": { try squares { try $0.inverse() } },
        "det": {
            // Gradients of singular matrices, too: one of rank 2 and one of rank 1, for which there are none left.
            let flat = try Tensor([1.0, 2, 3, 4, 5, 6, 7, 8, 9], shape: [3, 3]), line = try Tensor([1.0, 2, 2, 4], shape: [2, 2])
            return try squares { try $0.determinant() }
                + [flat, line].map { GradientCheck(at: [$0]) { try $0[0].determinant() } }
        },
        "cofactors": { try squares { try Tensor.linear(.cofactors, [$0])[0] } },
        "slogdet": { try squares { try $0.signAndLogDeterminant().logarithm } },
        "cholesky": {
            try [false, true].flatMap { upper in try squares { try positive($0).cholesky(upper: upper) } }
        },
        "cholesky_inverse": {
            try [false, true].flatMap { upper in try squares { try $0.choleskyInverse(upper: upper) } }
        },
        "qr": { try rectangles { try joined($0.qr()) } },
        "qr_r": { try rectangles { try $0.qr(.triangle)[0] } },
        "svd": {
            try rectangles {
                let (u, s, vh) = try $0.svd(fullMatrices: false)
                return try joined([u, s, vh])
            } + squares {
                let (u, _, vh) = try $0.svd()
                return try joined([u, vh])
            }
        },
        "svdvals": { try rectangles { try $0.singularValues() } },
        "eigh": {
            try squares {
                let (w, v) = try ($0 + $0.adjoint).eigenHermitian()
                return try joined([w, v])
            } + squares { try positive($0).eigenHermitian(upper: true).vectors }
        },
        "eigvalsh": { try squares { try ($0 + $0.adjoint).eigenvaluesHermitian() } },
        "pinv": { try rectangles { try $0.pseudoInverse() } },
        "expm": { try squares { try $0.matrixExponential() } },
    ]

    private static func regular(_ shape: [Int]) throws -> Tensor {
        try .spread(shape) + Tensor.eye(shape[shape.count - 1], dtype: .float64) * 3.0
    }

    private static func positive(_ a: Tensor) throws -> Tensor {
        try matmul(a, a.adjoint) + Tensor.eye(a.shape[a.rank - 1], dtype: a.dtype)
    }

    /// Several results as one, each with weights of its own.
    private static func joined(_ results: [Tensor]) throws -> Tensor {
        try .concatenate(results.map { try $0.reshaped(to: [$0.count]) })
    }

    private static func squares(_ function: @escaping (Tensor) throws -> Tensor) throws -> [GradientCheck] {
        try [[3, 3], [2, 2, 2], [1, 1], [4, 4], [0, 0], [0, 2, 2]].map { shape in
            GradientCheck(at: [try regular(shape)]) { try function($0[0]) }
        }
    }

    private static func rectangles(_ function: @escaping (Tensor) throws -> Tensor) throws -> [GradientCheck] {
        try [[3, 3], [4, 2], [2, 4], [2, 3, 2], [1, 1], [3, 1], [1, 3]].map { shape in
            GradientCheck(at: [try .spread(shape, seed: 6)]) { try function($0[0]) }
        }
    }
}
