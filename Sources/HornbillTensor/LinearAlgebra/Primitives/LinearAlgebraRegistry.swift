extension Operation {
    /// The primitives of linear algebra.
    static let linearAlgebra: [Operation] = [
        solve, solveTriangular, inverse, determinant, cofactors, logDeterminant, lu, cholesky, choleskyInverse, qr,
        qrTriangle, qrReflectors, svd, singularValues, eigh, eigenvaluesHermitian, eig,
        eigenvalues, leastSquares, pseudoInverse, exponential,
    ]
}
