extension Tensor {
    /// The elements at positions along an axis; the indices' axes take its place. Negative indices count from the end.
    ///
    /// Throws `indexOutOfRange` if an index is out of bounds.
    public func take(_ indices: Tensor, axis: Int) throws -> Tensor {
        try Operation.take(self, indices, ["axis": .int(Strides.normalize(axis: axis, rank: rank))])
    }

    /// Zeros of `length` along `axis`, with these blocks added at the indices: the adjoint of `take`. The tensor has the
    /// indices' axes at `axis`.
    public func scatteredSum(at indices: Tensor, axis: Int, length: Int) throws -> Tensor {
        // 16-bit floats are summed in 32 bits.
        let wide = dtype == dtype.computeType ? self : try cast(to: .float32)
        return try Operation.scatterSum(wide, indices, ["axis": .int(axis), "length": .int(length)]).cast(to: dtype)
    }

    /// `result[…, n, …] = self[…, indices[…, n, …], …]`: a position along `axis` for each element of the result. The other
    /// axes broadcast.
    public func takeAlongAxis(_ indices: Tensor, axis: Int) throws -> Tensor {
        let (x, indices, axis) = try alongAxis(indices, axis)
        return try Operation.takeAlongAxis(x, indices, ["axis": .int(axis)])
    }

    /// Zeros of `length` along `axis`, with each element added at its index: the adjoint of `takeAlongAxis`.
    public func scatteredSum(atEach indices: Tensor, axis: Int, length: Int) throws -> Tensor {
        let wide = dtype == dtype.computeType ? self : try cast(to: .float32)
        let attributes: Attributes = [
            "axis": .int(try Strides.normalize(axis: axis, rank: rank)), "length": .int(length),
        ]
        return try Operation.scatterSumAlongAxis(wide, indices.broadcast(to: shape), attributes).cast(to: dtype)
    }

    /// The operands with all axes but one broadcast.
    private func alongAxis(_ indices: Tensor, _ axis: Int) throws -> (Tensor, Tensor, Int) {
        guard rank == indices.rank else {
            throw HornbillError(
                .invalidArgument, "`indices` and `arr` must have the same number of dimensions")
        }
        let axis = try Strides.normalize(axis: axis, rank: rank)
        var mine = shape, theirs = indices.shape
        mine[axis] = 1
        theirs[axis] = 1
        var common = try Strides.broadcastShape([mine, theirs])
        common[axis] = shape[axis]
        let x = try broadcast(to: common)
        common[axis] = indices.shape[axis]
        return (x, try indices.broadcast(to: common), axis)
    }

    /// A one at each index along a new axis of length `depth`, zeros elsewhere. An index out of range gives zeros only.
    public func oneHot(depth: Int, axis: Int = -1, dtype: DType = .float32) throws -> Tensor {
        let indices = self.dtype.isInteger ? self : try cast(to: .int64)
        return try Operation.oneHot(
            indices,
            ["depth": .int(depth), "axis": .int(Strides.normalize(axis: axis, rank: rank + 1)), "dtype": .string(dtype.name)])
    }

    /// Running sums along `axis`, of all elements in row-major order if nil. Small integers are summed in 64 bits.
    public func cumulativeSum(axis: Int? = nil, dtype: DType? = nil) throws -> Tensor {
        try scanned(Operation.cumulativeSum, axis, dtype ?? scanType)
    }

    public func cumulativeProduct(axis: Int? = nil, dtype: DType? = nil) throws -> Tensor {
        try scanned(Operation.cumulativeProduct, axis, dtype ?? scanType)
    }

    public func cumulativeMax(axis: Int? = nil) throws -> Tensor { try scanned(Operation.cumulativeMax, axis, dtype) }
    public func cumulativeMin(axis: Int? = nil) throws -> Tensor { try scanned(Operation.cumulativeMin, axis, dtype) }

    public func cumsum(axis: Int? = nil) throws -> Tensor { try cumulativeSum(axis: axis) }

    private var scanType: DType { dtype.isInexact ? dtype : dtype.isUnsignedInteger ? .uint64 : .int64 }

    private func scanned(_ operation: Operation, _ axis: Int?, _ type: DType) throws -> Tensor {
        guard let axis, rank > 0 || axis != 0 && axis != -1 else {
            return try reshaped(to: [count]).scanned(operation, 0, type)
        }
        let position = try Strides.normalize(axis: axis, rank: rank)
        // Running values of 16-bit floats are kept in 32 bits; bool is no compute type for sums.
        let wide = type.computeType == .bool ? DType.uint8 : type.computeType
        return try operation(cast(to: wide), ["axis": .int(position)]).cast(to: type)
    }
}
