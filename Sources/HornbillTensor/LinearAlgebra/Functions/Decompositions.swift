extension Tensor {
    /// What `qr` gives of the factors.
    public enum QRMode: String, Sendable {
        /// q with orthonormal columns, as many as r has rows: the shorter side of the matrix.
        case reduced
        /// A square q.
        case complete
        /// r alone.
        case triangle = "r"
        /// LAPACK's reflectors: the transposed matrix and their factors.
        case raw
    }

    /// The factors of a = q r, with orthonormal q and upper triangular r. For `triangle` there is one result.
    public func qr(_ mode: QRMode = .reduced) throws -> [Tensor] {
        switch mode {
        case .reduced: try Tensor.linear(.qr, [self])
        case .complete: try Tensor.linear(.qr, [self], ["complete": true])
        case .triangle: try Tensor.linear(.qrTriangle, [self])
        case .raw: try Tensor.linear(.qrReflectors, [self])
        }
    }

    /// a = u s vh with orthonormal columns of u and rows of vh, and the singular values s, the largest first. With
    /// `fullMatrices`, u and vh are square.
    ///
    /// Throws `linearAlgebra` if the iteration does not converge, as with NaN.
    public func svd(fullMatrices: Bool = true, isHermitian: Bool = false) throws -> (u: Tensor, s: Tensor, vh: Tensor) {
        guard isHermitian else {
            let results = try Tensor.linear(.svd, [self], ["full": .bool(fullMatrices)])
            return (results[0], results[1], results[2])
        }
        // From a = v w vᴴ: the signs of w go to vh.
        let (values, vectors) = try eigenHermitian()
        let order = try values.abs().argsort(axis: -1, descending: true)
        let sorted = try values.takeAlongAxis(order, axis: -1)
        let u = try vectors.takeAlongAxis(order.asRows.broadcast(to: vectors.shape), axis: -1)
        return (u, try sorted.abs(), try (u * sorted.sign().asRows).adjoint)
    }

    /// The singular values of matrices, the largest first.
    public func singularValues(isHermitian: Bool = false) throws -> Tensor {
        guard isHermitian else { return try linear(.singularValues) }
        return try eigenvaluesHermitian().abs().sorted(axis: -1, descending: true)
    }

    /// The eigenvalues of Hermitian matrices in rising order, and the eigenvectors as columns. Only one triangle is looked
    /// at.
    public func eigenHermitian(upper: Bool = false) throws -> (values: Tensor, vectors: Tensor) {
        let results = try Tensor.linear(.eigh, [self], ["upper": .bool(upper)])
        return (results[0], results[1])
    }

    public func eigenvaluesHermitian(upper: Bool = false) throws -> Tensor {
        try linear(.eigenvaluesHermitian, ["upper": .bool(upper)])
    }

    /// The eigenvalues of square matrices, in no order, and the eigenvectors of length 1 as columns.
    ///
    /// They are complex; real, as NumPy has it, if the matrices are and all eigenvalues turn out to be, unless the tensor is
    /// symbolic. Throws `linearAlgebra` for elements that are not finite.
    public func eigen() throws -> (values: Tensor, vectors: Tensor) {
        try requireFinite()
        let results = try Tensor.linear(.eig, [self])
        let isReal = try areReal(results[0])
        return isReal ? (try results[0].real(), try results[1].real()) : (results[0], results[1])
    }

    /// The eigenvalues alone: see `eigen`.
    public func eigenvalues() throws -> Tensor {
        try requireFinite()
        let values = try linear(.eigenvalues)
        return try areReal(values) ? values.real() : values
    }

    private func requireFinite() throws {
        _ = try Operation.square(spec)
        guard try isSymbolic || !dtype.isInexact || isFinite().all().item() != 0 else {
            throw HornbillError(.linearAlgebra, "Array must not contain infs or NaNs")
        }
    }

    private func areReal(_ values: Tensor) throws -> Bool {
        try !dtype.isComplex && !isSymbolic && equal(values.imag(), .scalar(0, dtype: values.dtype.realType)).all().item() != 0
    }
}
