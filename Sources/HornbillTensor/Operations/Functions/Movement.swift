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
        return try Operation.transpose(self, ["axes": JSON(axes ?? Array((0 ..< rank).reversed()))])
    }

    /// The elements repeated along new leading axes and axes of length 1: a view.
    public func broadcast(to shape: [Int]) throws -> Tensor {
        shape == self.shape ? self : try Operation.broadcastTo(self, ["shape": JSON(shape)])
    }

    /// Without the named axes of length 1, or without all of them.
    public func squeezed(axes: [Int]? = nil) throws -> Tensor {
        let gone = try axes.map { try Strides.normalize(axes: $0, rank: rank) } ?? shape.indices.filter { shape[$0] == 1 }
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
        try Operation.slice(
            self, ["starts": JSON(starts), "steps": JSON(steps), "lengths": JSON(lengths)])
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
        return try Operation.concatenate(tensors.map { try $0.cast(to: dtype) }, ["axis": .int(axis)])[0]
    }

    /// The tensors, all of one shape, along a new axis.
    public static func stack(_ tensors: [Tensor], axis: Int = 0) throws -> Tensor {
        guard let first = tensors.first else { throw HornbillError(.invalidArgument, "need at least one array to stack") }
        guard tensors.allSatisfy({ $0.shape == first.shape }) else {
            throw HornbillError(.shapeMismatch, "all input arrays must have the same shape")
        }
        let place = try Strides.normalize(axis: axis, rank: first.rank + 1)
        return try concatenate(tensors.map { try $0.expandedDims(axes: [place]) }, axis: place)
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
    let left = try a.reshaped(to: [-1, a.shape[a.rank - 1]])
    let right = try b.transposed(order).reshaped(to: [b.shape[inner], -1])
    return try matmul(left, right).reshaped(
        to: a.shape.dropLast() + order.dropFirst().map { b.shape[$0] })
}
