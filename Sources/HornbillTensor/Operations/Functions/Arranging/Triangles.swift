extension Tensor {
    /// Whether an element lies on the `diagonal`-th diagonal or below, for a matrix of these lengths.
    private static func isLower(_ rows: Int, _ columns: Int, _ diagonal: Int) throws -> Tensor {
        let row = try arange(stop: Double(rows)).reshaped(to: [rows, 1])
        let column = try arange(stop: Double(columns)).reshaped(to: [1, columns])
        // A diagonal beyond all corners is as good as one at the corner, and cannot overflow.
        let limit = Swift.max(-rows - 1, Swift.min(columns + 1, diagonal))
        return try lessEqual(column, row + limit)
    }

    private func triangle(_ diagonal: Int, isLower: Bool) throws -> Tensor {
        guard rank >= 2 else {
            throw HornbillError(.invalidArgument, "tril and triu: expected at least 2 axes, got \(rank)")
        }
        let shift = isLower ? diagonal : diagonal == .min ? diagonal : diagonal - 1
        let mask = try Tensor.isLower(shape[rank - 2], shape[rank - 1], shift)
        let zero = Tensor.scalar(0, dtype: dtype)
        return isLower ? try .where(mask, self, zero) : try .where(mask, zero, self)
    }

    /// Each matrix of the last two axes with zeros above the `diagonal`-th diagonal.
    public func lowerTriangle(diagonal: Int = 0) throws -> Tensor { try triangle(diagonal, isLower: true) }

    /// Each matrix of the last two axes with zeros below the `diagonal`-th diagonal.
    public func upperTriangle(diagonal: Int = 0) throws -> Tensor { try triangle(diagonal, isLower: false) }

    /// Ones on and below the `diagonal`-th diagonal, zeros above.
    public static func tri(_ rows: Int, _ columns: Int? = nil, diagonal: Int = 0, dtype: DType = .float64) throws -> Tensor {
        let columns = columns ?? rows
        // NumPy takes no columns for a negative number of them.
        let (rows, width) = (Swift.max(0, rows), Swift.max(0, columns))
        _ = try Strides.count([rows, width])
        return try isLower(rows, width, diagonal).cast(to: dtype)
    }

    /// The elements on the diagonals of the planes of two axes, along a new last axis: a view.
    public func diagonal(offset: Int = 0, axis1: Int = 0, axis2: Int = 1) throws -> Tensor {
        guard rank >= 2 else {
            throw HornbillError(.invalidArgument, "diag requires an array of at least two dimensions")
        }
        let first = try Strides.normalize(axis: axis1, rank: rank), second = try Strides.normalize(axis: axis2, rank: rank)
        guard first != second else { throw HornbillError(.invalidArgument, "axis1 and axis2 cannot be the same") }
        let others = (0 ..< rank).filter { $0 != first && $0 != second }
        let plane = try transposed(others + [first, second])
        let (rows, columns) = (shape[first], shape[second])
        let row = offset < 0 ? Int(Swift.min(offset.magnitude, UInt(rows))) : 0
        let column = offset > 0 ? Swift.min(offset, columns) : 0
        let length = Swift.max(0, Swift.min(rows - row, columns - column))
        let lengths = others.map { shape[$0] }
        let strides = plane.body.strides
        if let last = strides.last, let view = plane.view(
            shape: lengths + [length], strides: strides.dropLast(2) + [strides[strides.count - 2] + last],
            offset: lengths.contains(0) || length == 0 ? 0 : row * strides[strides.count - 2] + column * last)
        {
            return view
        }
        // Row by row in one axis, the diagonal's elements lie at even distances.
        let rank = others.count + 1
        let flat = try plane.reshaped(to: lengths + [rows * columns])
        return try flat.sliced(
            starts: [Int](repeating: 0, count: rank - 1) + [length == 0 ? 0 : row * columns + column],
            steps: [Int](repeating: 1, count: rank - 1) + [length > 1 ? columns + 1 : 1], lengths: lengths + [length])
    }

    /// Matrices with the last axis on their `offset`-th diagonal, zeros elsewhere: the adjoint of `diagonal`.
    public func diagonalMatrix(offset: Int = 0) throws -> Tensor {
        guard rank >= 1 else { throw HornbillError(.invalidArgument, "Input must be 1- or 2-d.") }
        let length = shape[rank - 1]
        let (size, isTooLarge) = length.addingReportingOverflow(Int(Swift.min(offset.magnitude, UInt(Int.max))))
        guard !isTooLarge, size < 1 << 31 else { throw HornbillError(.outOfMemory, "diag: cannot allocate \(offset) diagonals") }
        let lengths = Array(shape.dropLast())
        _ = try Strides.count(lengths + [size, size])
        let start = offset < 0 ? -offset * size : offset
        let flat = try Operation.unslice(
            self,
            [
                "shape": JSON(lengths + [size * size]),
                "starts": JSON([Int](repeating: 0, count: rank - 1) + [length == 0 ? 0 : start]),
                "steps": JSON([Int](repeating: 1, count: rank - 1) + [length > 1 ? size + 1 : 1]), "lengths": JSON(shape),
            ])
        return try flat.reshaped(to: lengths + [size, size])
    }

    /// The sum of the diagonals of the planes of two axes.
    public func trace(offset: Int = 0, axis1: Int = 0, axis2: Int = 1, dtype: DType? = nil) throws -> Tensor {
        let diagonal = try diagonal(offset: offset, axis1: axis1, axis2: axis2)
        let result = try (dtype.map(diagonal.cast) ?? diagonal).sum(axes: [-1])
        return try dtype.map(result.cast) ?? result
    }

    /// The powers of a vector's elements as the rows of a matrix, the highest first unless `increasing`.
    public func vandermonde(columns: Int? = nil, increasing: Bool = false) throws -> Tensor {
        guard rank == 1 else { throw HornbillError(.invalidArgument, "x must be a one-dimensional array or sequence.") }
        let columns = columns ?? count
        guard columns >= 0 else { throw HornbillError(.invalidArgument, "negative dimensions are not allowed") }
        _ = try Strides.count([count, columns])
        let type = Tensor.promote(dtype, .int64)
        if columns == 0 { return try .zeros([count, 0], dtype: type) }
        let x = try cast(to: type).reshaped(to: [count, 1])
        let factors = try Tensor.concatenate(
            [.ones([count, 1], dtype: type), x.broadcast(to: [count, columns - 1])], axis: 1)
        let powers = try factors.cumulativeProduct(axis: 1, dtype: type)
        return increasing ? powers : try powers.flipped(axes: [1])
    }

    /// The vectors spread to the axes of a grid, one tensor for each. `isMatrix`: the first two axes are rows and columns
    /// of a picture (`xy`), so that the first vector varies along the second axis.
    public static func meshGrid(_ vectors: [Tensor], isMatrix: Bool = true, isSparse: Bool = false) throws -> [Tensor] {
        let count = vectors.count
        guard vectors.allSatisfy({ $0.rank <= 1 }) else {
            throw HornbillError(.invalidArgument, "meshgrid: expected vectors, got a tensor with more than one axis")
        }
        var order = Array(0 ..< count)
        if isMatrix, count >= 2 { order.swapAt(0, 1) }
        var full = [Int](repeating: 1, count: count)
        for (index, vector) in vectors.enumerated() { full[order[index]] = vector.count }
        return try vectors.enumerated().map { index, vector in
            var lengths = [Int](repeating: 1, count: count)
            lengths[order[index]] = vector.count
            let sparse = try vector.reshaped(to: lengths)
            return isSparse ? sparse : try sparse.broadcast(to: full)
        }
    }

    /// The position along each axis of each place in a grid of that shape, along a new first axis.
    public static func indices(_ shape: [Int], dtype: DType = .int64) throws -> Tensor {
        _ = try Strides.count([shape.count] + shape)
        if shape.isEmpty { return try zeros([0], dtype: dtype) }
        return try stack(
            shape.enumerated().map { axis, length in
                var lengths = [Int](repeating: 1, count: shape.count)
                lengths[axis] = length
                return try arange(stop: Double(length), dtype: dtype).reshaped(to: lengths).broadcast(to: shape)
            })
    }
}
