// Tensors as sets: these functions' results have shapes that depend on values, so that they cannot be traced.

/// The different elements of a tensor and what is known of them.
public struct UniqueElements {
    /// In ascending order.
    public let values: Tensor
    /// The position in row-major order of each value's first occurrence.
    public let indices: Tensor
    /// For each element, the position of its value; of the tensor's shape.
    public let inverse: Tensor
    /// How often each value occurs.
    public let counts: Tensor
}

extension Tensor {
    /// The different elements in ascending order. Several NaN are one element if `equalNaN`, else each is its own.
    public func uniqueValues(equalNaN: Bool = false) throws -> Tensor {
        try requireConcrete("unique")
        let flat = try reshaped(to: [count])
        let sorted = try dtype.isComplex ? flat.take(flat.order(), axis: 0) : flat.sorted()
        return try sorted.compressed(sorted.startsOfRuns(equalNaN))
    }

    /// The different elements in ascending order, and how often each occurs.
    public func uniqueCounts(equalNaN: Bool = false) throws -> (values: Tensor, counts: Tensor) {
        try requireConcrete("unique")
        let flat = try reshaped(to: [count])
        let sorted = try dtype.isComplex ? flat.take(flat.order(), axis: 0) : flat.sorted()
        let firsts = try sorted.startsOfRuns(equalNaN).flatNonzero()
        let ends = try Tensor.concatenate([firsts, Tensor([count])])
        let counts = try ends.sliced(axis: 0, from: 1, count: firsts.count) - ends.sliced(axis: 0, from: 0, count: firsts.count)
        return (try sorted.take(firsts, axis: 0), counts)
    }

    /// The different elements, where they first occur, how often, and where each element's value is.
    public func unique(equalNaN: Bool = false) throws -> UniqueElements {
        try requireConcrete("unique")
        let flat = try reshaped(to: [count])
        let order = try flat.order(), sorted = try flat.take(order, axis: 0)
        return try Tensor.summary(sorted, order, starts: sorted.startsOfRuns(equalNaN), shape: shape)
    }

    /// The positions that sort a vector; complex numbers by their real, then their imaginary parts.
    private func order() throws -> Tensor {
        guard dtype.isComplex else { return try argsort() }
        // Adding 0 makes -0 the 0 that it is equal to.
        return try .lexicographicOrder([imag() + 0.0, real() + 0.0])
    }

    /// The different slices along an axis, ordered by their elements.
    public func unique(axis: Int, equalNaN: Bool = false) throws -> UniqueElements {
        try requireConcrete("unique")
        let place = try Strides.normalize(axis: axis, rank: rank)
        let length = shape[place]
        let rows = try movedAxes([place], to: [0]), flat = try rows.reshaped(to: [length, length == 0 ? 0 : count / length])
        let width = flat.shape[1]
        let order = try width == 0
            ? Tensor.arange(stop: Double(length))
            : Tensor.lexicographicOrder((0 ..< width).reversed().map { try flat.sliced(axis: 1, from: $0, count: 1).reshaped(to: [length]) })
        let sorted = try flat.take(order, axis: 0)
        let starts: Tensor
        if length == 0 { starts = try .zeros([0], dtype: .bool) } else {
            let (before, after) = (
                try sorted.sliced(axis: 0, from: 0, count: length - 1), try sorted.sliced(axis: 0, from: 1, count: length - 1)
            )
            let changes = try Tensor.differs(before, after, equalNaN).any(axes: [1])
            starts = try .concatenate([.ones([1], dtype: .bool), changes])
        }
        let found = try Tensor.summary(sorted, order, starts: starts, shape: [length])
        var lengths = rows.shape
        lengths[0] = found.values.shape[0]
        return UniqueElements(
            values: try found.values.reshaped(to: lengths).movedAxes([0], to: [place]), indices: found.indices,
            inverse: found.inverse, counts: found.counts)
    }

    /// - Parameters:
    ///   - order: the positions that sort.
    ///   - starts: where in the sorted elements a value comes for the first time.
    private static func summary(
        _ sorted: Tensor, _ order: Tensor, starts: Tensor, shape: [Int]
    ) throws -> UniqueElements {
        let firsts = try starts.flatNonzero(), length = order.count
        let ends = try concatenate([firsts.sliced(axis: 0, from: Swift.min(1, firsts.count), count: Swift.max(0, firsts.count - 1)),
            Tensor([length]).sliced(axis: 0, from: 0, count: firsts.count == 0 ? 0 : 1)])
        // The sorted elements' values by number, put where the elements came from.
        let numbers = try starts.cumulativeSum(axis: 0, dtype: .int64) - 1
        let inverse = try numbers.scatteredSum(at: order, axis: 0, length: length)
        return UniqueElements(
            values: try sorted.take(firsts, axis: 0), indices: try order.take(firsts, axis: 0),
            inverse: try inverse.reshaped(to: shape), counts: try ends - firsts)
    }

    private static func differs(_ a: Tensor, _ b: Tensor, _ equalNaN: Bool) throws -> Tensor {
        let differs = try notEqual(a, b)
        guard equalNaN, a.dtype.isInexact else { return differs }
        return try logicalAnd(differs, logicalNand(a.isNaN(), b.isNaN()))
    }

    private static func logicalNand(_ a: Tensor, _ b: Tensor) throws -> Tensor { try logicalAnd(a, b).logicalNot() }

    /// Whether an element of this vector differs from the one before it.
    private func startsOfRuns(_ equalNaN: Bool) throws -> Tensor {
        if count == 0 { return try .zeros([0], dtype: .bool) }
        let changes = try Tensor.differs(
            sliced(axis: 0, from: 0, count: count - 1), sliced(axis: 0, from: 1, count: count - 1), equalNaN)
        return try .concatenate([.ones([1], dtype: .bool), changes])
    }

    /// Whether each element is among the elements of `set`.
    public func isIn(_ set: Tensor, invert: Bool = false) throws -> Tensor {
        let (x, y) = try promoted(self, set)
        guard set.count > 0 else { return try .full(shape, invert ? 1 : 0, dtype: .bool) }
        let sorted = try y.reshaped(to: [y.count]).sorted()
        if !x.isSymbolic, !sorted.isSymbolic, x.dtype.isInteger || x.dtype == .bool || x.dtype.isFloat && x.dtype.size > 2 {
            let dense = try x.contiguous(), result = try Tensor(uninitialized: .bool, shape)
            isMember(
                x.dtype, try dense.pointer(), count: count, sorted: try sorted.pointer(), setCount: set.count,
                isInverted: invert, try result.pointer().assumingMemoryBound(to: UInt8.self))
            withExtendedLifetime((dense, sorted)) {}
            return result
        }
        let places = try sorted.searchSorted(x).clip(max: Double(set.count - 1))
        let found = try sorted.take(places, axis: 0)
        return invert ? try notEqual(found, x) : try equal(found, x)
    }

    /// The elements that both have, and where they first occur in each.
    public func intersection(_ other: Tensor) throws -> (values: Tensor, indices: Tensor, otherIndices: Tensor) {
        let (a, b) = try promoted(self, other)
        let mine = try a.unique(equalNaN: true), theirs = try b.unique(equalNaN: true)
        let isCommon = try mine.values.isIn(theirs.values)
        let values = try mine.values.compressed(isCommon)
        let places = try theirs.values.searchSorted(values)
        return (values, try mine.indices.compressed(isCommon), try theirs.indices.take(places, axis: 0))
    }

    /// The elements that one of both has.
    public func union(_ other: Tensor) throws -> Tensor {
        try Tensor.concatenate([reshaped(to: [count]), other.reshaped(to: [other.count])]).uniqueValues(equalNaN: true)
    }

    /// The elements that `other` has not.
    public func subtracting(_ other: Tensor) throws -> Tensor {
        let values = try uniqueValues(equalNaN: true)
        return try values.compressed(values.isIn(other, invert: true))
    }

    /// The elements that exactly one of both has.
    public func symmetricDifference(_ other: Tensor) throws -> Tensor {
        let (a, b) = try promoted(self, other)
        return try .concatenate([a.subtracting(b), b.subtracting(a)]).sorted()
    }
}
