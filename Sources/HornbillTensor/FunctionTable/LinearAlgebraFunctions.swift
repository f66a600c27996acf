extension Function {
    /// Systems of equations, decompositions, norms: of the matrices of the last two axes, computed in double precision.
    static let linearAlgebraFunctions: [Function] = solvingFunctions + decompositionFunctions + normFunctions

    private static let solvingFunctions: [Function] = [
        Function("solve(a, b)", "x with a x = b.") { try solve($0[0], $0[1]) },
        Function("solve_triangular(a, b; lower)", "x with a x = b, from the upper or the lower triangle of a.") {
            try solveTriangular($0[0], $0[1], lower: $0.attributes.bool("lower") ?? false)
        },
        Function("inv(a)", "The inverse.") { try $0[0].inverse() },
        Function("det(a)", "The determinant.") { try $0[0].determinant() },
        Function("slogdet(a)", "The sign of the determinant and the logarithm of its magnitude.", results: {
            let result = try $0[0].signAndLogDeterminant()
            return [result.sign, result.logarithm]
        }),
        Function("logdet(a)", "The logarithm of the magnitude of the determinant.") {
            try $0[0].signAndLogDeterminant().logarithm
        },
        Function("lstsq(a, b; rcond)", "x with the least |a x - b|, what is left, the rank, the singular values.", results: {
            for matrix in [try $0[0], try $0[1]] where matrix.rank > 2 {
                throw HornbillError(
                    .linearAlgebra, "\(matrix.rank)-dimensional array given. Array must be two-dimensional")
            }
            let result = try leastSquares($0[0], $0[1], cutoff: $0.attributes.double("rcond"))
            return [result.solution, result.residuals, result.rank, result.singularValues]
        }),
        Function("pinv(a, cutoff?; rcond, rtol, hermitian)", "The pseudo-inverse.") { call in
            guard !call.attributes.has("rcond") || call.attributes["rtol"] == nil else {
                throw HornbillError(.invalidArgument, "`rtol` and `rcond` can't be both set.")
            }
            var cutoff = try call.attributes.double("rcond") ?? call.attributes.double("rtol")
            if cutoff == nil, call.attributes["rtol"] != nil {
                let a = try call[0]
                cutoff = Double(a.shape.suffix(2).max() ?? 0) * Tensor.precision(of: a.dtype)
            }
            return try call[0].pseudoInverse(
                cutoff: call.optional(1) ?? .scalar(cutoff ?? 1e-15, dtype: .float64),
                isHermitian: call.attributes.bool("hermitian") ?? false)
        },
        Function("matrix_rank(a, tolerance?; tol, rtol, hermitian)", "The number of singular values that are not 0.") { call in
            guard !call.attributes.has("tol") || !call.attributes.has("rtol") else {
                throw HornbillError(.invalidArgument, "`tol` and `rtol` can't be both set.")
            }
            let absolute = try call.attributes.double("tol"), relative = try call.attributes.double("rtol")
            let number = (absolute ?? relative).map { Tensor.scalar($0, dtype: .float64) }
            return try call[0].matrixRank(
                tolerance: call.optional(1) ?? number, isAbsolute: absolute != nil,
                isHermitian: call.attributes.bool("hermitian") ?? false)
        },
        Function("matrix_power(a; n)", "The product of n matrices a, of the inverses if n is negative.") {
            try $0[0].matrixPower($0.attributes.required("n", $0.attributes.int))
        },
        Function("multi_dot(arrays...)", "The product of matrices, in the order that takes the fewest multiplications.") {
            try multiDot($0.all())
        },
        Function("tensorsolve(a, b; axes)", "x with a x = b, where a maps tensors to tensors.") {
            try tensorSolve($0[0], $0[1], axes: $0.attributes.intOrInts("axes"))
        },
        Function("tensorinv(a; ind)", "The inverse of a as a map from its last axes to the ind first (2).") {
            try $0[0].tensorInverse(firstAxes: $0.attributes.int("ind") ?? 2)
        },
        Function("expm(a)", "e to the power of a matrix.") { try $0[0].matrixExponential() },
    ]

    private static let decompositionFunctions: [Function] = [
        Function("cholesky(a; upper)", "The lower triangular root of a positive definite matrix, or the upper one.") {
            try $0[0].cholesky(upper: $0.attributes.bool("upper") ?? false)
        },
        Function("cholesky_inverse(a; upper)", "The inverse of the matrix whose triangular root is a.") {
            try $0[0].choleskyInverse(upper: $0.attributes.bool("upper") ?? false)
        },
        Function("lu_factor(a)", "The triangular factors in one matrix, and the rows that were exchanged.", results: {
            let result = try $0[0].luFactors()
            return [result.factors, result.pivots]
        }),
        Function("qr(a; mode)", "Orthonormal and triangular factors: mode is reduced, complete, r or raw.", results: {
            let name = try $0.attributes.string("mode") ?? "reduced"
            guard let mode = Tensor.QRMode(rawValue: name) else {
                throw HornbillError(.invalidArgument, "Unrecognized mode '\(name)'")
            }
            return try $0[0].qr(mode)
        }),
        Function(
            "svd(a; full_matrices, compute_uv, hermitian)", "u, s and vh with a = u s vh; s alone without compute_uv.",
            results: {
                let isHermitian = try $0.attributes.bool("hermitian") ?? false
                guard try $0.attributes.bool("compute_uv") ?? true else {
                    return [try $0[0].singularValues(isHermitian: isHermitian)]
                }
                let result = try $0[0].svd(
                    fullMatrices: $0.attributes.bool("full_matrices") ?? true, isHermitian: isHermitian)
                return [result.u, result.s, result.vh]
            }),
        Function("svdvals(x)", "The singular values, the largest first.") { try $0[0].singularValues() },
        Function("eigh(a; UPLO)", "The eigenvalues and eigenvectors of a Hermitian matrix, from its triangle L or U.", results: {
            let result = try $0[0].eigenHermitian(upper: $0.isUpper())
            return [result.values, result.vectors]
        }),
        Function("eigvalsh(a; UPLO)", "The eigenvalues of a Hermitian matrix, from its triangle L or U.") {
            try $0[0].eigenvaluesHermitian(upper: $0.isUpper())
        },
        Function("eig(a)", "The eigenvalues and eigenvectors; real if all eigenvalues are.", results: {
            let result = try $0[0].eigen()
            return [result.values, result.vectors]
        }),
        Function("eigvals(a)", "The eigenvalues; real if all are.") { try $0[0].eigenvalues() },
    ]

    private static let normFunctions: [Function] = [
        Function("norm(x; ord, axis, keepdims)", "The norm of vectors along one axis or of matrices, as NumPy's.") {
            try $0[0].norm($0.normOrder("ord"), axes: $0.axes(), keepDims: $0.keepDims())
        },
        Function("vector_norm(x; axis, keepdims, ord)", "The norm of order ord (2) of all elements over axes.") {
            try $0[0].vectorNorm($0.attributes.double("ord") ?? 2, axes: $0.axes(), keepDims: $0.keepDims())
        },
        Function("matrix_norm(x; keepdims, ord)", "The norm of matrices: fro, nuc, 1, -1, 2, -2, Infinity, -Infinity.") {
            try $0[0].matrixNorm($0.normOrder("ord") ?? .frobenius, keepDims: $0.keepDims())
        },
        Function("cond(x; p)", "The condition number, in a norm of matrices.") {
            try $0[0].conditionNumber($0.normOrder("p"))
        },
    ]
}

extension Function.Call {
    fileprivate func isUpper() throws -> Bool {
        switch try attributes.string("UPLO") ?? "L" {
        case "L", "l": return false
        case "U", "u": return true
        default: throw HornbillError(.invalidArgument, "UPLO argument must be 'L' or 'U'")
        }
    }

    /// A number, or NumPy's name of a norm of matrices.
    fileprivate func normOrder(_ name: String) throws -> NormOrder? {
        guard let text = attributes[name]?.stringValue else { return try attributes.double(name).map(NormOrder.power) }
        switch text {
        case "fro", "f": return .frobenius
        case "nuc": return .nuclear
        default: throw HornbillError(.invalidArgument, "Invalid norm order '\(text)'")
        }
    }
}
