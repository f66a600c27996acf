// Sums of products, by NumPy's names for them.

/// The sum of products over the last axes of both: `inner[i, j] = Σ a[i, k] b[j, k]`.
public func inner(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    if a.rank == 0 || b.rank == 0 { return try a * b }
    return try tensordot(a, b, axes: ([-1], [-1]))
}

/// The products of all pairs of elements, in row-major order.
public func outer(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    try a.reshaped(to: [a.count, 1]) * b.reshaped(to: [1, b.count])
}

/// The sum of products of all elements, in row-major order; those of `a` are conjugated.
public func vdot(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    guard a.count == b.count else {
        throw HornbillError(
            .shapeMismatch, "cannot reshape array of size \(b.count) into shape \(shapeText([a.count]))")
    }
    return try matmul(a.reshaped(to: [a.count]).conj(), b.reshaped(to: [b.count]))
}

/// The sums of products along an axis, which must be equally long in both; the other axes broadcast. The
/// elements of `a` are conjugated.
public func vecdot(_ a: Tensor, _ b: Tensor, axis: Int = -1) throws -> Tensor {
    // Axes count from the end, so that they mean the same in both operands.
    let depth = Swift.min(a.rank, b.rank)
    guard axis < 0, axis >= -depth else {
        let left = try Strides.normalize(axis: axis, rank: a.rank) - a.rank
        guard axis >= 0, a.rank == b.rank, left >= -depth else {
            throw HornbillError(.axisOutOfRange, "axis \(axis) is out of bounds for array of dimension \(depth)")
        }
        return try vecdot(a, b, axis: left)
    }
    guard a.shape[a.rank + axis] == b.shape[b.rank + axis] else {
        throw HornbillError(
            .shapeMismatch,
            "vecdot: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n),(n)->() (size "
                + "\(b.shape[b.rank + axis]) is different from \(a.shape[a.rank + axis]))")
    }
    let rows = try a.conj().movedAxes([axis], to: [-1]).expandedDims(axes: [-2])
    let columns = try b.movedAxes([axis], to: [-1]).expandedDims(axes: [-1])
    return try matmul(rows, columns).squeezed(axes: [-1, -2])
}

/// The sum of products over `count` axes: the last of `a` and the first of `b`.
public func tensordot(_ a: Tensor, _ b: Tensor, axes count: Int = 2) throws -> Tensor {
    guard count >= 0, count <= a.rank, count <= b.rank else {
        throw HornbillError(
            .invalidArgument, "tensordot: expected a number of axes that both operands have, got \(count)")
    }
    return try tensordot(a, b, axes: (Array(a.rank - count ..< a.rank), Array(0 ..< count)))
}

/// The sum of products over pairs of axes, one of each operand.
public func tensordot(_ a: Tensor, _ b: Tensor, axes: ([Int], [Int])) throws -> Tensor {
    let left = try Strides.normalize(axes: axes.0, rank: a.rank), right = try Strides.normalize(axes: axes.1, rank: b.rank)
    guard left.count == right.count, zip(left, right).allSatisfy({ a.shape[$0] == b.shape[$1] }) else {
        throw HornbillError(.shapeMismatch, "shape-mismatch for sum")
    }
    let rows = (0 ..< a.rank).filter { !left.contains($0) }, columns = (0 ..< b.rank).filter { !right.contains($0) }
    let lengths = rows.map { a.shape[$0] } + columns.map { b.shape[$0] }
    _ = try Strides.count(lengths)
    let inner = left.reduce(1) { $0 * a.shape[$1] }
    let m = rows.reduce(1) { $0 * a.shape[$1] }, n = columns.reduce(1) { $0 * b.shape[$1] }
    return try matmul(
        a.transposed(rows + left).reshaped(to: [m, inner]), b.transposed(right + columns).reshaped(to: [inner, n])
    ).reshaped(to: lengths)
}

/// Kronecker's product: a copy of `b`, times an element of `a`, for each of those.
public func kron(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    let rank = Swift.max(a.rank, b.rank)
    let left = [Int](repeating: 1, count: rank - a.rank) + a.shape
    let right = [Int](repeating: 1, count: rank - b.rank) + b.shape
    let blocks = try a.reshaped(to: left.flatMap { [$0, 1] }), copies = try b.reshaped(to: right.flatMap { [1, $0] })
    _ = try Strides.count(left + right)
    return try (blocks * copies).reshaped(to: zip(left, right).map { $0 * $1 })
}

/// The vector product along an axis of length 3. Vectors of length 2 lie in a plane: of two of them only the component
/// across it is given.
public func cross(_ a: Tensor, _ b: Tensor, axes: (a: Int, b: Int, result: Int) = (-1, -1, -1)) throws -> Tensor {
    let a = try a.movedAxes([axes.a], to: [-1]), b = try b.movedAxes([axes.b], to: [-1])
    let (left, right) = (a.shape[a.rank - 1], b.shape[b.rank - 1])
    guard (2 ... 3).contains(left), (2 ... 3).contains(right) else {
        throw HornbillError(
            .shapeMismatch, "incompatible dimensions for cross product\n(dimension must be 2 or 3)")
    }
    func component(_ x: Tensor, _ index: Int) throws -> Tensor {
        try x.sliced(axis: -1, from: index, count: 1).squeezed(axes: [-1])
    }
    if left == 2, right == 2 {
        return try component(a, 0) * component(b, 1) - component(a, 1) * component(b, 0)
    }
    func spatial(_ x: Tensor) throws -> Tensor {
        guard x.shape[x.rank - 1] == 2 else { return x }
        return try x.padded([(before: Int, after: Int)](repeating: (0, 0), count: x.rank - 1) + [(0, 1)])
    }
    let (x, y) = (try spatial(a), try spatial(b))
    let next = try Tensor([1, 2, 0]), last = try Tensor([2, 0, 1])
    let result = try x.take(next, axis: -1) * y.take(last, axis: -1) - x.take(last, axis: -1) * y.take(next, axis: -1)
    return try result.movedAxes([-1], to: [axes.result])
}

/// How much of a convolution is kept.
public enum ConvolutionExtent: String, Sendable {
    /// All places where the operands touch.
    case full
    /// As many as the longer operand has, in the middle.
    case same
    /// Those where the shorter operand lies within the longer.
    case valid
}

/// The convolution of two vectors: `result[n] = Σ a[k] v[n - k]`.
public func convolve(_ a: Tensor, _ v: Tensor, _ extent: ConvolutionExtent = .full) throws -> Tensor {
    guard a.count > 0 else { throw HornbillError(.invalidArgument, "a cannot be empty") }
    guard v.count > 0 else { throw HornbillError(.invalidArgument, "v cannot be empty") }
    let (longer, shorter) = a.count >= v.count ? (a, v) : (v, a)
    return try slide(longer, shorter.reshaped(to: [shorter.count]).flipped(), extent)
}

/// The correlation of two vectors: `result[n] = Σ a[n + k] conj(v[k])`.
public func correlate(_ a: Tensor, _ v: Tensor, _ extent: ConvolutionExtent = .valid) throws -> Tensor {
    guard a.count > 0 else { throw HornbillError(.invalidArgument, "first array argument cannot be empty") }
    guard v.count > 0 else { throw HornbillError(.invalidArgument, "second array argument cannot be empty") }
    let v = try v.conj()
    if a.count >= v.count { return try slide(a, v, extent) }
    return try slide(v, a, extent).flipped()
}

/// Sums of products of a vector's elements with those of a shorter one that slides along it.
private func slide(_ longer: Tensor, _ shorter: Tensor, _ extent: ConvolutionExtent) throws -> Tensor {
    guard longer.rank <= 1, shorter.rank <= 1 else {
        throw HornbillError(.invalidArgument, "object too deep for desired array")
    }
    let dtype = Tensor.promote(longer.dtype, shorter.dtype)
    let wide = dtype == .bool ? DType.uint8 : dtype.computeType
    var (x, window) = (try longer.reshaped(to: [longer.count]), try shorter.reshaped(to: [shorter.count]))
    (x, window) = (try x.cast(to: dtype).cast(to: wide), try window.cast(to: dtype).cast(to: wide))
    let over = window.count - 1
    switch extent {
    case .valid: break
    case .full: x = try x.padded([(over, over)])
    case .same: x = try x.padded([(window.count / 2, over - window.count / 2)])
    }
    guard dtype.isComplex else { return try Operation.slidingProduct(x, window).cast(to: dtype) }
    let (real, imaginary) = (try window.real(), try window.imag())
    let (mine, turned) = (try x.real(), try x.imag())
    return try complex(
        Operation.slidingProduct(mine, real) - Operation.slidingProduct(turned, imaginary),
        Operation.slidingProduct(mine, imaginary) + Operation.slidingProduct(turned, real))
}
