extension Tensor {
    /// The elements in order along `axis` (all elements in one axis if nil): NaN last, in descending order too.
    public func sorted(axis: Int? = -1, descending: Bool = false) throws -> Tensor {
        try alongLast(axis) { try Operation.sort($0, ["descending": .bool(descending)]) }
    }

    /// The positions that sort along `axis` (all elements in row-major order if nil): equal elements keep their order,
    /// NaN is last.
    public func argsort(axis: Int? = -1, descending: Bool = false) throws -> Tensor {
        // As in NumPy, a tensor without axes may be sorted along its first or last one.
        let axis = rank == 0 && (axis == 0 || axis == -1) ? nil : axis
        return try alongLast(axis) { try Operation.argsort($0, ["descending": .bool(descending)]) }
    }

    /// A function of the last axis applied along any.
    private func alongLast(_ axis: Int?, _ body: (Tensor) throws -> Tensor) throws -> Tensor {
        guard let axis else { return try body(reshaped(to: [count])) }
        let place = try Strides.normalize(axis: axis, rank: rank)
        if place == rank - 1 { return try body(self) }
        return try body(swappedAxes(place, -1)).swappedAxes(place, -1)
    }

    /// The elements along an axis so arranged that those at the positions `order` are where sorting would put them, with
    /// none larger before and none smaller after them. All elements in one axis if it is nil.
    public func partitioned(_ order: [Int], axis: Int? = -1) throws -> Tensor {
        try checkPartition(order, axis)
        return try alongLast(axis) { lines in
            try lines.arranged(order, nil) { source, target, count, length, rank in
                Selection.partition(lines.dtype, source, target, lines: count, length: length, rank: rank)
            } ?? lines.sorted()
        }
    }

    /// The positions of the elements of `partitioned`.
    public func argpartition(_ order: [Int], axis: Int? = -1) throws -> Tensor {
        try checkPartition(order, axis)
        return try alongLast(axis) { lines in
            try lines.arranged(order, .int64) { source, target, count, length, rank in
                Selection.argpartition(
                    lines.dtype, source, target.assumingMemoryBound(to: Int.self), lines: count, length: length, rank: rank)
            } ?? lines.argsort()
        }
    }

    /// What `body` makes of the lines along the last axis for a single position; nil if it cannot.
    private func arranged(
        _ order: [Int], _ dtype: DType?,
        _ body: (UnsafeMutableRawPointer, UnsafeMutableRawPointer, _ lines: Int, _ length: Int, _ rank: Int) -> Bool
    ) throws -> Tensor? {
        guard order.count == 1, !isSymbolic, rank > 0, count > 0, !self.dtype.isComplex else { return nil }
        let length = shape[rank - 1], place = order[0] < 0 ? order[0] + length : order[0]
        let dense = try contiguous(), result = try Tensor(uninitialized: dtype ?? self.dtype, shape)
        let isDone = body(try dense.pointer(), try result.pointer(), count / length, length, place)
        return withExtendedLifetime((dense, result)) { isDone ? result : nil }
    }

    private func checkPartition(_ order: [Int], _ axis: Int?) throws {
        let length = try axis.map { shape[try Strides.normalize(axis: $0, rank: rank)] } ?? count
        for position in order where position < -length || position >= length {
            throw HornbillError(.invalidArgument, "kth(=\(position)) out of bounds (\(length))")
        }
    }

    /// The `count` largest elements along the last axis, the largest first, and their positions (int32).
    public func topK(_ count: Int, sorted: Bool = true) throws -> (values: Tensor, indices: Tensor) {
        guard rank > 0, count >= 0, count <= shape[rank - 1] else {
            throw HornbillError(
                .invalidArgument, "top_k: expected 0 to \(shape.last ?? 0) elements along the last axis, got \(count)")
        }
        let order = try argsort(axis: -1, descending: true).sliced(axis: -1, from: 0, count: count)
        return (try takeAlongAxis(order, axis: -1), try order.cast(to: .int32))
    }

    /// Where the elements of `values` would go in this vector, which is in order: before equal elements, or behind them
    /// if `right`. If it is not in order, `sorter` says the positions that sort it.
    public func searchSorted(_ values: Tensor, right: Bool = false, sorter: Tensor? = nil) throws -> Tensor {
        guard rank == 1 else { throw HornbillError(.invalidArgument, "object too deep for desired array") }
        var sorted = self
        if let sorter {
            guard sorter.dtype.isInteger else { throw HornbillError(.typeMismatch, "sorter must only contain integers") }
            guard sorter.shape == shape else {
                throw HornbillError(.invalidArgument, "sorter.size must equal a.size")
            }
            sorted = try take(sorter, axis: 0)
        }
        let (x, y) = try promoted(sorted, values)
        return try Operation.searchSorted(x, y, ["right": .bool(right)])
    }

    /// The number of the interval between ascending or descending `edges` that each element lies in, 0 before the first.
    /// Intervals include their lower ends, or their upper ones if `right`.
    public func digitized(_ edges: Tensor, right: Bool = false) throws -> Tensor {
        guard edges.rank == 1 else { throw HornbillError(.invalidArgument, "object too deep for desired array") }
        guard !edges.isSymbolic else {
            throw HornbillError(.unsupported, "digitize() cannot be traced with edges that are not known")
        }
        let before = try edges.sliced(axis: 0, from: 0, count: Swift.max(0, edges.count - 1))
        let after = try edges.sliced(axis: 0, from: Swift.min(1, edges.count), count: before.count)
        let rises = try lessEqual(before, after).all().item() != 0, falls = try greaterEqual(before, after).all().item() != 0
        guard rises || falls else {
            throw HornbillError(.invalidArgument, "bins must be monotonically increasing or decreasing")
        }
        if rises { return try edges.searchSorted(self, right: !right) }
        let places = try edges.flipped().searchSorted(self, right: !right)
        return try subtract(.scalar(Double(edges.count), dtype: .int64), places)
    }

    /// The positions that sort by the last of these rows, equal ones by the one before it, and so on.
    public static func lexicographicOrder(_ keys: [Tensor], axis: Int = -1) throws -> Tensor {
        guard let first = keys.first else {
            throw HornbillError(.typeMismatch, "need sequence of keys with len > 0 in lexsort")
        }
        guard keys.allSatisfy({ $0.shape == first.shape }) else {
            throw HornbillError(.shapeMismatch, "all keys need to be the same shape")
        }
        if first.rank == 0 { return .scalar(0, dtype: .int64) }
        var order = try first.argsort(axis: axis)
        for key in keys.dropFirst() {
            order = try order.takeAlongAxis(key.takeAlongAxis(order, axis: axis).argsort(axis: axis), axis: axis)
        }
        return order
    }
}
