extension Tensor {
    /// What the items select, by NumPy's rules: a view where they are integers, slices, new axes and an ellipsis, else
    /// a copy.
    ///
    /// Throws `indexOutOfRange` with NumPy's words for positions out of range, too many items, masks and index arrays
    /// that do not fit.
    public func get(_ items: [Index]) throws -> Tensor {
        if let mask = wholeMask(items) { return try compressed(mask) }
        let plan = try IndexPlan(items, shape)
        let view = try plan.view(self)
        if plan.isBasic { return plan.copies && !isSymbolic ? try view.copy() : view }
        if isSymbolic || plan.arrays.contains(where: \.index.isSymbolic) { return try plan.take(view) }
        if plan.arrays.count == 1, plan.arrays[0].axis == plan.position, plan.axes[plan.position] == plan.position {
            return try plan.take(view)
        }
        return try FancyIndexing(plan, view).read(view)
    }

    /// The mask, if that is all there is of an index and it covers every axis of this concrete tensor.
    private func wholeMask(_ items: [Index]) -> Tensor? {
        guard items.count == 1, case .tensor(let mask) = items[0], mask.dtype == .bool, rank > 0, mask.rank == rank,
            mask.shape == shape, !isSymbolic, !mask.isSymbolic
        else { return nil }
        return mask
    }

    /// Writes `value`, cast and broadcast, to what the items select. Everyone who looks at this tensor's memory sees it;
    /// Swift programs want `assign(_:at:)`.
    public func set(_ items: [Index], _ value: Tensor) throws {
        try requireWritable()
        guard !items.contains(where: { if case .tensor(let index) = $0 { return index.isSymbolic } else { return false } })
        else { throw Tensor.hasNoValue }
        if let mask = wholeMask(items), try assign(value, where: mask) { return }
        let plan = try IndexPlan(items, shape)
        let view = try plan.view(self)
        if plan.isBasic { return try view.assignThrough(value) }
        if try write(value, rowsOf: view, plan) { return }
        let fancy = try FancyIndexing(plan, view)
        let isMask = items.contains {
            if case .tensor(let index) = $0 { return index.dtype == .bool && index.rank > 0 } else { return false }
        }
        let target = fancy.resultShape
        // Leading axes of length 1 that the target has not are of no consequence.
        let surplus = Swift.max(0, value.rank - target.count)
        guard value.shape.prefix(surplus).allSatisfy({ $0 == 1 }),
            let shape = try? Strides.broadcastShape([Array(value.shape.dropFirst(surplus)), target]), shape == target
        else {
            if isMask, items.count == 1 {
                throw HornbillError(
                    .shapeMismatch,
                    "NumPy boolean array indexing assignment cannot assign \(value.count) input values to the "
                        + "\(target.first ?? 0) output values where the mask is true")
            }
            throw HornbillError(
                .shapeMismatch,
                "shape mismatch: value array of shape \(shapeText(value.shape)) could not be broadcast to indexing "
                    + "result of shape \(shapeText(target))")
        }
        var source = try value.reshaped(to: Array(value.shape.dropFirst(surplus))).cast(to: dtype)
        if source.sharesStorage(with: self) { source = try source.copy() }
        try fancy.write(source.broadcast(to: target), to: view)
    }

    /// Writes to whole rows of a dense view, which a single array of positions names; returns whether it is so simple.
    private func write(_ value: Tensor, rowsOf view: Tensor, _ plan: IndexPlan) throws -> Bool {
        guard plan.arrays.count == 1, plan.arrays[0].axis == 0, plan.position == 0, view.rank > 0, view.body.isContiguous,
            plan.arrays[0].index.dtype.isInteger, let target = view.body.address
        else { return false }
        let shape = plan.arrays[0].index.shape, rows = plan.arrays[0].index.count, width = view.shape.dropFirst().reduce(1, *)
        guard rows > 0, width > 0, value.count == 1 || value.shape == shape + view.shape.dropFirst(),
            value.count > 1 || width == 1 || rows * width == 1, value.rank <= shape.count + view.rank - 1
        else { return false }
        var source = try value.cast(to: dtype).contiguous()
        // Neither values nor positions may change while they are read.
        if source.overlaps(view) { source = try source.copy() }
        let index = try plan.arrays[0].index.overlaps(view) ? plan.arrays[0].index.copy() : plan.arrays[0].index
        let room = try Storage(byteCount: 2 * rows * MemoryLayout<Int>.size)
        let indices = try readIndices(
            try index.pointer(), dtype: index.dtype, shape: index.shape, strides: index.body.strides, count: rows,
            length: view.shape[0], axis: plan.axes[0] ?? 0, into: room.pointer.assumingMemoryBound(to: Int.self))
        writeRows(
            elementSize: dtype.size, try source.pointer(), repeats: value.count == 1 && rows > 1, indices, count: rows,
            width: width, target, length: view.shape[0])
        withExtendedLifetime((view, source, index, room)) {}
        return true
    }

    /// Whether elements may share memory with a dense tensor's, also where the memory was lent twice.
    private func overlaps(_ dense: Tensor) -> Bool {
        if sharesStorage(with: dense) { return true }
        guard let mine = body.address, let theirs = dense.body.address, body.isContiguous else { return true }
        return mine < theirs + dense.count * dense.dtype.size && theirs < mine + count * dtype.size
    }

    /// What the items select: `t[0, 1...3, .all]`. Ranges count from the end where negative, as in Python.
    public subscript(_ items: any TensorIndex...) -> Tensor {
        get throws { try get(items.map(\.tensorIndex)) }
    }

    /// Writes `value`, cast and broadcast, to what the items select: `try t.assign(5, at: 0, 1...3)`. Other tensors that
    /// share the memory keep their values.
    ///
    /// Throws `indexOutOfRange` for items that do not fit the shape, and `shapeMismatch` for a value that does not fit
    /// what they select; the tensor then is as it was.
    public mutating func assign(_ value: Tensor, at items: any TensorIndex...) throws {
        try assign(value, at: items.map(\.tensorIndex))
    }

    /// The same for items in an array.
    public mutating func assign(_ value: Tensor, at items: [Index]) throws {
        // A value that looks at this tensor's memory must not see it change; set() copies it before it writes.
        try makeUnique()
        try set(items, value)
    }

    /// The positions of the elements that are not zero, one tensor of indices for each axis.
    ///
    /// Throws `unsupported` for a symbolic tensor, whose result's shape would depend on values.
    public func nonzero() throws -> [Tensor] {
        guard !isSymbolic else {
            throw HornbillError(
                .unsupported, "nonzero() cannot be traced, because the result's shape depends on values")
        }
        guard rank > 0 else {
            throw HornbillError(.invalidArgument, "Calling nonzero on 0d arrays is not allowed.")
        }
        var rest = try flatNonzero()
        var result: [Tensor] = []
        for axis in (0 ..< rank).reversed() {
            let length = Tensor.scalar(Double(Swift.max(1, shape[axis])), dtype: .int64)
            result.append(axis == 0 ? rest : try remainder(rest, length))
            if axis > 0 { rest = try floorDivide(rest, length) }
        }
        return result.reversed()
    }

    /// The element at a position in row-major order, negative from the end, as a tensor without axes: a view.
    ///
    /// Throws `indexOutOfRange` if there is no such element.
    public func element(at position: Int) throws -> Tensor {
        guard position >= -count, position < count else {
            throw HornbillError(.indexOutOfRange, "index \(position) is out of bounds for size \(count)")
        }
        var rest = position < 0 ? position + count : position
        var offset = 0
        for (length, stride) in zip(shape, body.strides).reversed() {
            offset += rest % length * stride
            rest /= length
        }
        guard let element = view(shape: [], count: 1, strides: nil, offset: offset) else { throw Tensor.hasNoValue }
        return element
    }
}
