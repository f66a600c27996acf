// Taking apart and putting together along axes.

extension Tensor {
    /// The parts of an axis between these positions: views. Positions are cut off at the ends, as Python's slices are.
    public func split(at positions: [Int], axis: Int = 0) throws -> [Tensor] {
        let axis = try Strides.normalize(axis: axis, rank: rank)
        let length = shape[axis]
        var parts: [Tensor] = []
        var start: Int? = nil
        for stop in positions.map(Optional.init) + [nil] {
            let part = try ResolvedSlice(start: start, stop: stop, step: nil, length: length)
            parts.append(try sliced(axis: axis, from: part.start, count: part.count))
            start = stop
        }
        return parts
    }

    /// `count` parts of an axis: views. Parts are equally long; where that is impossible the first ones are longer by one
    /// if `allowsUnequal`, else `invalidArgument` is thrown.
    public func split(into count: Int, axis: Int = 0, allowsUnequal: Bool = false) throws -> [Tensor] {
        let axis = try Strides.normalize(axis: axis, rank: rank)
        guard count > 0 else {
            throw HornbillError(.invalidArgument, "number sections must be larger than 0.")
        }
        guard count <= 1 << 20 else { throw HornbillError(.outOfMemory, "split: cannot make \(count) parts") }
        let length = shape[axis], (least, longer) = (length / count, length % count)
        guard longer == 0 || allowsUnequal else {
            throw HornbillError(.invalidArgument, "array split does not result in an equal division")
        }
        return try (0 ..< count).map { part in
            let lengthOfPart = least + (part < longer ? 1 : 0)
            let start = part * least + Swift.min(part, longer)
            return try sliced(axis: axis, from: lengthOfPart == 0 ? 0 : start, count: lengthOfPart)
        }
    }

    /// The tensors along an axis, which they have no more: views.
    public func unstacked(axis: Int = 0) throws -> [Tensor] {
        guard rank > 0 else {
            throw HornbillError(.invalidArgument, "Input array must be at least 1-d.")
        }
        let axis = try Strides.normalize(axis: axis, rank: rank)
        return try (0 ..< shape[axis]).map { try sliced(axis: axis, from: $0, count: 1).squeezed(axes: [axis]) }
    }

    /// The tensors one below the other: along the first axis, vectors as rows.
    public static func verticallyStacked(_ tensors: [Tensor]) throws -> Tensor {
        try concatenate(tensors.map { $0.rank >= 2 ? $0 : try $0.reshaped(to: [1, $0.count]) }, axis: 0)
    }

    /// The tensors side by side: along the second axis, vectors along their only one.
    public static func horizontallyStacked(_ tensors: [Tensor]) throws -> Tensor {
        let parts = try tensors.map { $0.rank >= 1 ? $0 : try $0.reshaped(to: [1]) }
        return try concatenate(parts, axis: (parts.first?.rank ?? 1) == 1 ? 0 : 1)
    }

    /// The tensors one behind the other: along the third axis.
    public static func stackedInDepth(_ tensors: [Tensor]) throws -> Tensor {
        try concatenate(
            tensors.map {
                switch $0.rank {
                case 0, 1: return try $0.reshaped(to: [1, $0.count, 1])
                case 2: return try $0.expandedDims(axes: [2])
                default: return $0
                }
            }, axis: 2)
    }

    /// The vectors as columns of a matrix, matrices as they are.
    public static func columnsStacked(_ tensors: [Tensor]) throws -> Tensor {
        try concatenate(tensors.map { $0.rank >= 2 ? $0 : try $0.reshaped(to: [$0.count, 1]) }, axis: 1)
    }

    /// The tensor followed by `values` along an axis; all elements of both in row-major order if nil.
    public func appending(_ values: Tensor, axis: Int? = nil) throws -> Tensor {
        guard let axis else { return try .concatenate([reshaped(to: [count]), values.reshaped(to: [values.count])]) }
        return try .concatenate([self, values], axis: axis)
    }

    /// Without what lies at the positions along an axis (of all elements in row-major order if nil).
    public func deleting(_ positions: [Int], axis: Int? = nil) throws -> Tensor {
        guard let axis else { return try reshaped(to: [count]).deleting(positions, axis: 0) }
        let place = try Strides.normalize(axis: axis, rank: rank)
        let length = shape[place]
        var keep = [Bool](repeating: true, count: length)
        for position in positions {
            guard position >= -length, position < length else {
                throw HornbillError(
                    .indexOutOfRange, "index \(position) is out of bounds for axis \(place) with size \(length)")
            }
            keep[position < 0 ? position + length : position] = false
        }
        let rest = keep.indices.filter { keep[$0] }
        // A run of what stays needs no positions.
        if let first = rest.first, let last = rest.last, last - first + 1 == rest.count {
            return try sliced(axis: place, from: first, count: rest.count)
        }
        return try take(Tensor(rest), axis: place)
    }

    /// With `values` before the positions along an axis (of all elements in row-major order if nil).
    ///
    /// At one position, any number of values go in; at several, one value each, or one for all. Values are cast to the
    /// tensor's dtype.
    ///
    /// - Parameter isScalar: whether the position was one number, not a list of one: the values then lie along the axis
    ///   as NumPy moves them.
    public func inserting(_ values: Tensor, at positions: [Int], axis: Int? = nil, isScalar: Bool = false) throws -> Tensor {
        guard let axis else {
            return try reshaped(to: [count]).inserting(values, at: positions, axis: 0, isScalar: isScalar)
        }
        let place = try Strides.normalize(axis: axis, rank: rank)
        let length = shape[place]
        let wrapped = try positions.map { position in
            guard position >= -length, position <= length else {
                throw HornbillError(
                    .indexOutOfRange, "index \(position) is out of bounds for axis \(place) with size \(length)")
            }
            return position < 0 ? position + length : position
        }
        var values = try values.cast(to: dtype)
        if values.rank < rank {
            values = try values.reshaped(to: [Int](repeating: 1, count: rank - values.rank) + values.shape)
        }
        if isScalar, positions.count == 1 { values = try values.movedAxes([0], to: [place]) }
        let count = wrapped.count == 1 ? values.shape[place] : wrapped.count
        var lengths = shape
        lengths[place] = count
        guard (try? Strides.broadcastShape([values.shape, lengths])) == lengths else {
            throw HornbillError(
                .shapeMismatch,
                "could not broadcast input array from shape \(shapeText(values.shape)) into shape \(shapeText(lengths))")
        }
        let added = try values.broadcast(to: lengths)
        // Where each element of the result comes from: the tensor's come first, then the values.
        let order = wrapped.count == 1
            ? Array(0 ..< wrapped[0]) + (length ..< length + count) + (wrapped[0] ..< length)
            : {
                let sorted = wrapped.indices.sorted { (wrapped[$0], $0) < (wrapped[$1], $1) }
                var next = 0, order: [Int] = []
                for index in sorted {
                    order += next ..< wrapped[index]
                    next = wrapped[index]
                    order.append(length + index)
                }
                return order + (next ..< length)
            }()
        return try .concatenate([self, added], axis: place).take(Tensor(order), axis: place)
    }
}
