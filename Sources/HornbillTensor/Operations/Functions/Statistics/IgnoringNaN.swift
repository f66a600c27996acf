// Reductions that pass over NaN.

extension Tensor {
    /// The elements with `value` for NaN. Of integers and bool nothing is NaN.
    private func replacing(_ value: Double) throws -> Tensor {
        guard dtype.isFloat else { return self }
        return try .where(isNaN(), .scalar(value, dtype: dtype), self)
    }

    /// How many elements over `axes` are not NaN, as floats of the tensor's dtype.
    private func numbers(_ axes: [Int]?, _ keepDims: Bool) throws -> Tensor {
        try equal(self, self).sum(axes: axes, keepDims: keepDims).cast(to: dtype.size == 2 ? .float32 : dtype)
    }

    public func nanSum(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        try replacing(0).sum(axes: axes, keepDims: keepDims)
    }
    public func nanProd(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        try replacing(1).prod(axes: axes, keepDims: keepDims)
    }

    public func nanMean(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        guard dtype.isInexact else { return try mean(axes: axes, keepDims: keepDims) }
        let x = self, wide = dtype.size == 2 ? try cast(to: .float32) : self
        return try (wide.nanSum(axes: axes, keepDims: keepDims) / wide.numbers(axes, keepDims)).cast(to: x.dtype)
    }

    /// NaN where no more numbers are left than `correction`.
    public func nanVariance(axes: [Int]? = nil, correction: Double = 0, keepDims: Bool = false) throws -> Tensor {
        guard dtype.isFloat else { return try variance(axes: axes, correction: correction, keepDims: keepDims) }
        let x = self, wide = dtype.size == 2 ? try cast(to: .float32) : self
        let centred = try wide - wide.nanMean(axes: axes, keepDims: true)
        let squares = try centred.square().nanSum(axes: axes, keepDims: keepDims)
        let left = try wide.numbers(axes, keepDims) - correction
        let zero = Tensor.scalar(0, dtype: left.dtype)
        return try Tensor.where(lessEqual(left, zero), .scalar(.nan, dtype: left.dtype), squares / left).cast(to: x.dtype)
    }

    public func nanStandardDeviation(axes: [Int]? = nil, correction: Double = 0, keepDims: Bool = false) throws -> Tensor {
        try nanVariance(axes: axes, correction: correction, keepDims: keepDims).sqrt()
    }

    /// NaN where all elements are.
    public func nanMax(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        try unlessAllNaN(axes, keepDims, replacing(-.infinity).max(axes: axes, keepDims: keepDims))
    }
    public func nanMin(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        try unlessAllNaN(axes, keepDims, replacing(.infinity).min(axes: axes, keepDims: keepDims))
    }

    private func unlessAllNaN(_ axes: [Int]?, _ keepDims: Bool, _ result: Tensor) throws -> Tensor {
        guard dtype.isFloat else { return result }
        let isNothing = try isNaN().all(axes: axes, keepDims: keepDims)
        return try .where(isNothing, .scalar(.nan, dtype: dtype), result)
    }

    /// Throws `invalidArgument` where all elements along the axis are NaN.
    public func nanArgmax(axis: Int? = nil, keepDims: Bool = false) throws -> Tensor {
        try requireNumbers(axis)
        return try replacing(-.infinity).argmax(axis: axis, keepDims: keepDims)
    }
    public func nanArgmin(axis: Int? = nil, keepDims: Bool = false) throws -> Tensor {
        try requireNumbers(axis)
        return try replacing(.infinity).argmin(axis: axis, keepDims: keepDims)
    }

    private func requireNumbers(_ axis: Int?) throws {
        guard dtype.isFloat, !isSymbolic else { return }
        guard try isNaN().all(axes: axis.map { [$0] }).any().item() == 0 else {
            throw HornbillError(.invalidArgument, "All-NaN slice encountered")
        }
    }

    public func nanCumulativeSum(axis: Int? = nil, dtype: DType? = nil) throws -> Tensor {
        try replacing(0).cumulativeSum(axis: axis, dtype: dtype)
    }
    public func nanCumulativeProduct(axis: Int? = nil, dtype: DType? = nil) throws -> Tensor {
        try replacing(1).cumulativeProduct(axis: axis, dtype: dtype)
    }
}
