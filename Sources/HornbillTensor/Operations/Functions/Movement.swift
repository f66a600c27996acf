extension Tensor {
    /// The same elements in another shape; one length may be -1 and is worked out.
    public func reshaped(to target: [Int]) throws -> Tensor {
        var target = target
        let unknown = target.indices.filter { target[$0] == -1 }
        guard unknown.count < 2 else {
            throw HornbillError(.invalidArgument, "can only specify one unknown dimension")
        }
        if let axis = unknown.first {
            target[axis] = 1
            let known = try Strides.count(target)
            guard known > 0, count % known == 0 else {
                target[axis] = -1
                throw HornbillError(
                    .shapeMismatch, "cannot reshape array of size \(count) into shape \(shapeText(target))")
            }
            target[axis] = count / known
        }
        if target == shape { return self }
        if let view = target.withUnsafeBufferPointer({ body.quickReshaped(to: $0) }) { return Tensor(body: view) }
        return try Operation.reshape(self, ["shape": JSON(target)])
    }

    /// The axes in the order `axes`, reversed if nil.
    public func transposed(_ axes: [Int]? = nil) throws -> Tensor {
        if axes == nil, let view = view(shape: shape.reversed(), strides: body.strides.reversed()) { return view }
        if let axes, axes.count == rank, !isSymbolic, let order = try? Strides.normalize(axes: axes, rank: rank) {
            let lengths = shape, strides = body.strides
            if let view = view(shape: order.map { lengths[$0] }, strides: order.map { strides[$0] }) { return view }
        }
        return try Operation.transpose(self, ["axes": JSON(axes ?? Array((0 ..< rank).reversed()))])
    }

    /// The elements repeated along new leading axes and axes of length 1: a view.
    public func broadcast(to shape: [Int]) throws -> Tensor {
        if shape == self.shape { return self }
        if !isSymbolic, shape.count <= SmallCopy.rank, let count = try? Strides.count(shape), count > 0 {
            let size = dtype.size
            let strides = withUnsafeTemporaryAllocation(of: Int.self, capacity: SmallCopy.rank) { buffer -> [Int]? in
                // Never empty: it has a start.
                let strides = buffer.baseAddress.unsafelyUnwrapped
                guard shape.withUnsafeBufferPointer({ lengths in
                    // No axes: no lengths to look at.
                    lengths.baseAddress.map { body.broadcastStrides(shape.count, $0, into: strides) } ?? false
                }) else { return nil }
                return shape.indices.map { strides[$0] / size }
            }
            if let strides, let view = view(shape: shape, strides: strides) { return view }
        }
        return try Operation.broadcastTo(self, ["shape": JSON(shape)])
    }

    /// Without the named axes of length 1, or without all of them.
    public func squeezed(axes: [Int]? = nil) throws -> Tensor {
        let shape = self.shape
        guard let axes else { return try reshaped(to: shape.filter { $0 != 1 }) }
        let gone = try Strides.normalize(axes: axes, rank: rank)
        for axis in gone where shape[axis] != 1 {
            throw HornbillError(
                .invalidArgument, "cannot select an axis to squeeze out which has size not equal to one")
        }
        return try reshaped(to: shape.indices.filter { !gone.contains($0) }.map { shape[$0] })
    }

    /// With new axes of length 1 at these places of the result.
    public func expandedDims(axes: [Int]) throws -> Tensor {
        let places = try Strides.normalize(axes: axes, rank: rank + axes.count)
        var lengths = shape[...]
        return try reshaped(
            to: (0 ..< rank + axes.count).map { places.contains($0) ? 1 : lengths.removeFirst() })
    }

    /// `count` elements along one axis, from `start`: a view.
    public func sliced(axis: Int, from start: Int, count: Int) throws -> Tensor {
        let axis = try Strides.normalize(axis: axis, rank: rank)
        var starts = [Int](repeating: 0, count: rank), lengths = shape
        starts[axis] = start
        lengths[axis] = count
        return try sliced(starts: starts, steps: [Int](repeating: 1, count: rank), lengths: lengths)
    }

    /// `lengths[i]` elements along each axis, from `starts[i]`, every `steps[i]`-th: a view.
    public func sliced(starts: [Int], steps: [Int], lengths: [Int]) throws -> Tensor {
        if let view = quickSliced(starts, steps, lengths) { return view }
        return try Operation.slice(
            self, ["starts": JSON(starts), "steps": JSON(steps), "lengths": JSON(lengths)])
    }

    /// Nil for what is symbolic, empty or out of bounds.
    private func quickSliced(_ starts: [Int], _ steps: [Int], _ lengths: [Int]) -> Tensor? {
        guard !isSymbolic, starts.count == rank, steps.count == rank, lengths.count == rank else { return nil }
        let shape = body.lengths
        var strides = body.strides, offset = 0
        for axis in 0 ..< rank {
            guard lengths[axis] > 0, starts[axis] >= 0, starts[axis] < shape[axis] else { return nil }
            let (span, overflows) = (lengths[axis] - 1).multipliedReportingOverflow(by: steps[axis])
            guard !overflows, span >= -starts[axis], span < shape[axis] - starts[axis] else { return nil }
            offset += starts[axis] * strides[axis]
            strides[axis] = lengths[axis] == 1 ? strides[axis] : strides[axis] * steps[axis]
        }
        return view(shape: lengths, strides: strides, offset: offset)
    }

    /// The elements along some axes (all if nil) in reverse order: a view.
    public func flipped(axes: [Int]? = nil) throws -> Tensor {
        let axes = try Strides.normalize(axes: axes ?? Array(0 ..< rank), rank: rank)
        return try sliced(
            starts: shape.indices.map { axes.contains($0) ? Swift.max(0, shape[$0] - 1) : 0 },
            steps: shape.indices.map { axes.contains($0) ? -1 : 1 }, lengths: shape)
    }

    /// The tensors one after another along an axis, in their common dtype.
    public static func concatenate(_ tensors: [Tensor], axis: Int = 0) throws -> Tensor {
        guard let first = tensors.first else {
            throw HornbillError(.invalidArgument, "need at least one array to concatenate")
        }
        let dtype = tensors.dropFirst().reduce(first.dtype) { promote($0, $1.dtype) }
        let operands = try tensors.map { try $0.cast(to: dtype) }
        if let result = try quickConcatenate(operands, axis) { return result }
        return try Operation.concatenate(operands, ["axis": .int(axis)])[0]
    }

    /// Dense tensors of one dtype put together, along the first axis or of a few elements; nil for others and for what does
    /// not fit.
    private static func quickConcatenate(_ tensors: [Tensor], _ axis: Int) throws -> Tensor? {
        let first = tensors[0].body, rank = first.rank
        let axis = axis < 0 ? axis &+ rank : axis
        guard rank <= SmallCopy.rank, axis >= 0, axis < rank else { return nil }
        var length = 0, total = 0, blocks = 1
        for place in 0 ..< axis { blocks &*= first.lengths[place] }
        let limit = blocks == 1 ? 1 << 40 : 1 << 13
        for tensor in tensors {
            let body = tensor.body
            guard body.isContiguous, body.address != nil, body.rank == rank, body.count <= limit else { return nil }
            for place in 0 ..< rank where place != axis && body.lengths[place] != first.lengths[place] { return nil }
            length &+= body.lengths[axis]
            total &+= body.count
            guard total <= limit else { return nil }
        }
        let size = first.dtype.size, storage = try Storage(byteCount: total &* size)
        let result = TensorBody.make(
            storage: storage, address: storage.pointer, dtype: first.dtype, rank: rank, count: total, isContiguous: true
        ) { lengths, byteStrides in
            for place in 0 ..< rank { lengths[place] = place == axis ? length : first.lengths[place] }
            TensorBody.fillDense(byteStrides, lengths, rank: rank, first.dtype)
        }
        if total == 0 { return Tensor(body: result) }
        // Not empty, so no length before the axis is 0.
        let pitch = total / blocks &* size
        var start = storage.pointer
        for tensor in tensors {
            let bytes = tensor.body.count / blocks &* size
            guard let source = tensor.body.address else { return nil }
            if blocks == 1 {
                copyDense(start, source, bytes: bytes)
            } else {
                for block in 0 ..< blocks {
                    (start + block &* pitch).copyMemory(from: source + block &* bytes, byteCount: bytes)
                }
            }
            start += bytes
        }
        return withExtendedLifetime(tensors) { Tensor(body: result) }
    }

    /// The tensors, all of one shape, along a new axis.
    public static func stack(_ tensors: [Tensor], axis: Int = 0) throws -> Tensor {
        guard let first = tensors.first else { throw HornbillError(.invalidArgument, "need at least one array to stack") }
        guard tensors.allSatisfy({ $0.shape == first.shape }) else {
            throw HornbillError(.shapeMismatch, "all input arrays must have the same shape")
        }
        let place = try Strides.normalize(axis: axis, rank: first.rank + 1)
        if let pairs = try pairs(tensors, place) { return pairs }
        return try concatenate(tensors.map { try $0.expandedDims(axes: [place]) }, axis: place)
    }

    /// Two dense tensors of one dtype with values, stacked along a new last axis; nil for others.
    private static func pairs(_ tensors: [Tensor], _ place: Int) throws -> Tensor? {
        guard tensors.count == 2, place == tensors[0].rank, tensors[0].dtype == tensors[1].dtype, tensors[0].dtype.size <= 8,
            tensors[0].body.isContiguous, tensors[1].body.isContiguous, let first = tensors[0].body.address,
            let second = tensors[1].body.address
        else { return nil }
        let result = try Tensor(uninitialized: tensors[0].dtype, tensors[0].shape + [2])
        copyByTurns(
            elementSize: result.dtype.size, try result.pointer(), first, second, count: tensors[0].count)
        return withExtendedLifetime(tensors) { result }
    }

    /// The tensor, through which no gradient flows.
    public func stopGradient() throws -> Tensor { isSymbolic ? try Operation.stopGradient(self) : self }
}

/// The matrix product as `numpy.matmul`: vectors are rows on the left and columns on the right.
public func matmul(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    guard a.rank > 0, b.rank > 0 else {
        throw HornbillError(
            .shapeMismatch,
            "matmul: Input operand \(a.rank == 0 ? 0 : 1) does not have enough dimensions")
    }
    var (x, y) = try promoted(a, b)
    // Of bool, sums are "or" and products are "and".
    if x.dtype == .bool { return try matmul(x.cast(to: .int64), y.cast(to: .int64)).cast(to: .bool) }
    if let result = try SmallProducts.matmul(x.body, y.body) { return result }
    if a.rank == 1 { x = try x.reshaped(to: [1, a.shape[0]]) }
    if b.rank == 1 { y = try y.reshaped(to: [b.shape[0], 1]) }
    var result = try Operation.matmul(x, y)
    if a.rank == 1 { result = try result.squeezed(axes: [-2]) }
    if b.rank == 1 { result = try result.squeezed(axes: [-1]) }
    return result
}

/// `numpy.dot`: the sum of products over the last axis of `a` and the second to last of `b`.
public func dot(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    if a.rank == 0 || b.rank == 0 { return try a * b }
    if a.rank <= 2 && b.rank <= 2 || b.rank == 1 { return try matmul(a, b) }
    let inner = b.rank - 2
    let order = [inner] + (0 ..< b.rank).filter { $0 != inner }
    // Written out, because of no elements no length can be worked out.
    let rows = a.shape.dropLast().reduce(1, *), columns = order.dropFirst().reduce(1) { $0 * b.shape[$1] }
    let left = try a.reshaped(to: [rows, a.shape[a.rank - 1]])
    let right = try b.transposed(order).reshaped(to: [b.shape[inner], columns])
    return try matmul(left, right).reshaped(
        to: a.shape.dropLast() + order.dropFirst().map { b.shape[$0] })
}
