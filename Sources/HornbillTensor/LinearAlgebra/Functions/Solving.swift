/// x with a x = b, for stacks of square matrices, which broadcast. A `b` of one axis is one right-hand side.
///
/// Throws `linearAlgebra` if a matrix is singular or not square, `shapeMismatch` if `b` has another number of rows.
public func solve(_ a: Tensor, _ b: Tensor) throws -> Tensor { try solution(.solve, a, b) }

/// x with a x = b for triangular matrices `a`; what is in the other triangle does not matter.
///
/// Throws `linearAlgebra` if there is a 0 on a diagonal.
public func solveTriangular(_ a: Tensor, _ b: Tensor, lower: Bool = false) throws -> Tensor {
    try solution(.solveTriangular, a, b, ["lower": .bool(lower)])
}

private func solution(_ operation: Operation, _ a: Tensor, _ b: Tensor, _ attributes: Attributes = [:]) throws -> Tensor {
    try Operation.requireMatrices(a.shape)
    let isVector = b.rank == 1
    let x = try Tensor.linear(operation, [a, isVector ? b.expandedDims(axes: [1]) : b], attributes)[0]
    return isVector ? try x.squeezed(axes: [-1]) : x
}

extension Tensor {
    /// The inverses of square matrices. Throws `linearAlgebra` if one is singular.
    public func inverse() throws -> Tensor { try linear(.inverse) }

    /// The determinants of square matrices.
    public func determinant() throws -> Tensor { try linear(.determinant) }

    /// The determinants of square matrices as signs and logarithms of magnitudes: 0 and -∞ for singular ones.
    public func signAndLogDeterminant() throws -> (sign: Tensor, logarithm: Tensor) {
        let results = try Tensor.linear(.logDeterminant, [self])
        return (results[0], results[1])
    }

    /// The triangular factors of P a = L U in one matrix, without the ones on L's diagonal, and for each row the (int32)
    /// position of the row that it was exchanged with.
    public func luFactors() throws -> (factors: Tensor, pivots: Tensor) {
        let results = try Tensor.linear(.lu, [self])
        return (results[0], results[1])
    }

    /// The triangular L with a = L Lᴴ of Hermitian, positive definite matrices, or the upper U with a = Uᴴ U. Only that
    /// triangle is looked at.
    ///
    /// Throws `linearAlgebra` if a matrix is not positive definite.
    public func cholesky(upper: Bool = false) throws -> Tensor { try linear(.cholesky, ["upper": .bool(upper)]) }

    /// The inverse of the matrix whose `cholesky` this is. A root's diagonal is real: imaginary parts there do not count.
    public func choleskyInverse(upper: Bool = false) throws -> Tensor {
        guard dtype.isComplex, let size = shape.last else {
            return try linear(.choleskyInverse, ["upper": .bool(upper)])
        }
        // LAPACK would look at them in one of its steps and not in the other.
        let stray = try imag() * Tensor.eye(size, dtype: dtype.realType)
        return try (self - complex(stray * 0.0, stray)).linear(.choleskyInverse, ["upper": .bool(upper)])
    }

    /// e to the power of square matrices.
    public func matrixExponential() throws -> Tensor { try linear(.exponential) }

    /// The pseudo-inverses of matrices. Singular values up to `cutoff` times the largest one count as 0; it is a number or
    /// a tensor that broadcasts to the batch.
    ///
    /// - Parameter isHermitian: whether the matrices are, so that they can be inverted by way of their eigenvalues.
    public func pseudoInverse(cutoff: Tensor = .scalar(1e-15, dtype: .float64), isHermitian: Bool = false) throws -> Tensor {
        try Operation.requireMatrices(shape)
        let (computed, given) = try Tensor.linearTypes([self])
        let a = try cast(to: computed), limits = try cutoff.cast(to: .float64)
        if isHermitian, count > 0 {
            let parts = try Operation.eigh([a], [:])
            let sizes = try parts[0].abs(), largest = try sizes.max(axes: [-1], keepDims: true)
            let isKept = try greater(sizes, limits.asColumns * largest)
            let one = Tensor.scalar(1, dtype: .float64), zero = Tensor.scalar(0, dtype: .float64)
            let inverse = try Tensor.where(isKept, one / Tensor.where(isKept, parts[0], one), zero)
            return try matmul(parts[1] * inverse.asRows, parts[1].adjoint).cast(to: given)
        }
        return try Operation.pseudoInverse([a, limits.asColumns.asColumns])[0].cast(to: given)
    }

    /// The number of singular values above `tolerance` times the largest one, or above `tolerance` itself if it is
    /// absolute; without one, above the precision of the dtype times the longer side.
    public func matrixRank(tolerance: Tensor? = nil, isAbsolute: Bool = false, isHermitian: Bool = false) throws -> Tensor {
        if rank < 2 { return try notEqual(self, .scalar(0, dtype: dtype)).any().cast(to: .int64) }
        let s = try singularValues(isHermitian: isHermitian)
        let sides = Swift.max(shape[rank - 2], shape[rank - 1])
        if s.shape[s.rank - 1] == 0 { return try .zeros(Array(s.shape.dropLast()), dtype: .int64) }
        let factor = try tolerance?.asColumns ?? .scalar(Double(sides) * Tensor.precision(of: s.dtype), dtype: s.dtype)
        let limit = try isAbsolute ? factor : s.max(axes: [-1], keepDims: true) * factor
        return try greater(s, limit).sum(axes: [-1])
    }
}

/// x with the least Σ |a x - b|², column by column; the least x of them if there are several.
///
/// - Parameters:
///   - a: a matrix, or a stack of them.
///   - b: as many rows as `a`, or one axis for one right-hand side.
///   - cutoff: singular values up to this times the largest one count as 0. By default the precision of float64 times the
///     longer side of `a`; -1 is that precision itself.
/// - Returns: x; what is left of the sums for each column, of no elements if `a` has not full rank or no more rows than
///   columns (for stacks: NaN); the rank of `a`, int32; its singular values. For symbolic tensors the rank counts as full.
public func leastSquares(
    _ a: Tensor, _ b: Tensor, cutoff: Double? = nil
) throws -> (solution: Tensor, residuals: Tensor, rank: Tensor, singularValues: Tensor) {
    let isVector = b.rank == 1
    for rank in [a.rank, isVector ? 2 : b.rank] where rank < 2 {
        throw HornbillError(.linearAlgebra, "\(rank)-dimensional array given. Array must be two-dimensional")
    }
    let (rows, columns) = (a.shape[a.rank - 2], a.shape[a.rank - 1])
    let limit = cutoff ?? Double(max(rows, columns)) * .ulpOfOne
    let results = try Tensor.linear(
        .leastSquares, [a, isVector ? b.expandedDims(axes: [1]) : b], ["cutoff": .double(limit)])
    var residuals = results[1]
    if results[2].rank == 0 {
        let isFull = try results[2].isSymbolic || results[2].item() == Double(columns)
        if !isFull || rows <= columns { residuals = try .zeros([0], dtype: residuals.dtype) }
    }
    return (isVector ? try results[0].squeezed(axes: [-1]) : results[0], residuals, results[2], results[3])
}
