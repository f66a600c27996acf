extension Tensor {
    /// The elements as dense bytes that are 0 or not.
    private func flags() throws -> Tensor { try (dtype.size == 1 ? self : cast(to: .bool)).contiguous() }

    /// The positions in row-major order of the elements that are not zero.
    public func flatNonzero() throws -> Tensor {
        try requireConcrete("flatnonzero")
        let flags = try flags(), bytes = try flags.pointer().assumingMemoryBound(to: UInt8.self)
        let found = HornbillKernels.countNonzero(bytes, count: flags.count)
        let result = try Tensor(uninitialized: .int64, [found])
        findNonzero(bytes, count: flags.count, into: try result.pointer().assumingMemoryBound(to: Int.self))
        withExtendedLifetime(flags) {}
        return result
    }

    /// The positions of the elements that are not zero, a row of the result for each.
    public func argWhere() throws -> Tensor {
        try requireConcrete("argwhere")
        if rank == 0 { return try .zeros([flatNonzero().count, 0], dtype: .int64) }
        return try .stack(nonzero(), axis: 1)
    }

    /// How many elements over `axes` (all if nil) are not zero.
    public func countNonzero(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        guard axes == nil, !keepDims, !isSymbolic, dtype.isFloat || dtype.isInteger || dtype == .bool else {
            return try notEqual(self, .scalar(0, dtype: dtype)).sum(axes: axes, keepDims: keepDims)
        }
        let dense = try contiguous()
        let found = HornbillKernels.countNonzero(dtype, try dense.pointer(), count: count)
        withExtendedLifetime(dense) {}
        return .scalar(Double(found), dtype: .int64)
    }

    /// The elements where a mask of this shape is true, in row-major order.
    func compressed(_ mask: Tensor) throws -> Tensor {
        let source = try contiguous(), flags = try mask.flags()
        let bytes = try flags.pointer().assumingMemoryBound(to: UInt8.self)
        let result = try Tensor(uninitialized: dtype, [HornbillKernels.countNonzero(bytes, count: count)])
        compress(elementSize: dtype.size, try source.pointer(), bytes, count: count, into: try result.pointer())
        withExtendedLifetime((source, flags)) {}
        return result
    }

    /// Writes a single element, or as many as the mask has places, where a mask of this shape is true. Returns false for
    /// other values and for tensors that are not dense.
    func assign(_ value: Tensor, where mask: Tensor) throws -> Bool {
        guard body.isContiguous, value.count == 1 || value.rank == 1 else { return false }
        let flags = try mask.flags(), bytes = try flags.pointer().assumingMemoryBound(to: UInt8.self)
        guard value.count == 1 || HornbillKernels.countNonzero(bytes, count: count) == value.count else { return false }
        var source = try value.cast(to: dtype).contiguous()
        if source.sharesStorage(with: self) { source = try source.copy() }
        // A tensor can be its own mask.
        let places = flags.sharesStorage(with: self) ? try flags.copy() : flags
        expand(
            elementSize: dtype.size, try source.pointer(), try places.pointer().assumingMemoryBound(to: UInt8.self),
            count: count, repeats: value.count == 1, into: try pointer())
        withExtendedLifetime((self, source, flags, places)) {}
        return true
    }
}
