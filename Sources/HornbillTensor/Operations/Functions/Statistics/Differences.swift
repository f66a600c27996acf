extension Tensor {
    /// The differences of neighbours along an axis, taken `times` times. Of bool they are where neighbours differ.
    public func differences(_ times: Int = 1, axis: Int = -1, prepend: Tensor? = nil, append: Tensor? = nil) throws -> Tensor {
        guard times >= 0 else {
            throw HornbillError(.invalidArgument, "order must be non-negative but got \(times)")
        }
        if times == 0 { return self }
        guard rank > 0 else {
            throw HornbillError(.invalidArgument, "diff requires input that is at least one dimensional")
        }
        let place = try Strides.normalize(axis: axis, rank: rank)
        func end(_ tensor: Tensor) throws -> Tensor {
            guard tensor.rank == 0 else { return tensor }
            var lengths = shape
            lengths[place] = 1
            return try tensor.broadcast(to: lengths)
        }
        let parts = try [prepend.map(end), self, append.map(end)].compactMap { $0 }
        var result = parts.count == 1 ? self : try .concatenate(parts, axis: place)
        for _ in 0 ..< Swift.min(times, result.shape[place]) { result = try result.steps(place) }
        return result
    }

    /// Each element along an axis less the one before it.
    private func steps(_ axis: Int) throws -> Tensor {
        let length = Swift.max(0, shape[axis] - 1)
        let before = try sliced(axis: axis, from: 0, count: length)
        let after = try sliced(axis: axis, from: shape[axis] - length, count: length)
        return dtype == .bool ? try notEqual(after, before) : try after - before
    }

    /// The differences of neighbours in row-major order, between other values.
    public func flatDifferences(begin: Tensor? = nil, end: Tensor? = nil) throws -> Tensor {
        let steps = try reshaped(to: [count]).steps(0)
        func flat(_ tensor: Tensor) throws -> Tensor {
            guard Tensor.canCast(tensor.dtype, to: dtype) else {
                throw HornbillError(
                    .typeMismatch,
                    "dtype of `to_begin` and `to_end` must be compatible with input `ary` under the `same_kind` rule.")
            }
            return try tensor.reshaped(to: [tensor.count]).cast(to: dtype)
        }
        let parts = try [begin.map(flat), steps, end.map(flat)].compactMap { $0 }
        return parts.count == 1 ? steps : try .concatenate(parts)
    }

    /// The slope at each element along an axis, from its neighbours on both sides; at the ends from one side, by
    /// differences of first or second order.
    ///
    /// - Parameter at: the places of the elements along the axis, or one number, the distance of neighbours.
    public func slopes(at places: Tensor? = nil, axis: Int, edgeOrder: Int = 1) throws -> Tensor {
        let place = try Strides.normalize(axis: axis, rank: rank)
        let length = shape[place]
        guard edgeOrder == 1 || edgeOrder == 2 else {
            throw HornbillError(.invalidArgument, "'edge_order' greater than 2 not supported")
        }
        guard length >= edgeOrder + 1 else {
            throw HornbillError(
                .invalidArgument,
                "Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) elements are required.")
        }
        let values = try asFloat()
        let places = try places.map { try $0.cast(to: $0.dtype.isFloat ? $0.dtype : values.dtype) } ?? .scalar(1, dtype: values.dtype)
        guard places.rank == 0 || places.shape == [length] else {
            throw HornbillError(
                .shapeMismatch, "when 1d, distances must match the length of the corresponding dimension")
        }
        func y(_ from: Int, _ count: Int) throws -> Tensor { try values.sliced(axis: place, from: from, count: count) }
        var lengths = [Int](repeating: 1, count: rank)
        lengths[place] = length - 1
        let steps = places.rank == 0
            ? try places.broadcast(to: lengths) : try places.steps(0).reshaped(to: lengths)
        func step(_ from: Int, _ count: Int) throws -> Tensor { try steps.sliced(axis: place, from: from, count: count) }

        var parts: [Tensor] = []
        func edge(_ first: Int, _ second: Int, _ third: Int, _ near: Int, _ far: Int, _ sign: Double) throws -> Tensor {
            let a = try step(near, 1)
            if edgeOrder == 1 { return try (y(second, 1) - y(first, 1)) * sign / a }
            let b = try step(far, 1)
            let weights = (
                try -(a * 2.0 + b) / (a * (a + b)), try (a + b) / (a * b), try -a / (b * (a + b))
            )
            return try (y(first, 1) * weights.0 + y(second, 1) * weights.1 + y(third, 1) * weights.2) * sign
        }
        parts.append(try edge(0, 1, Swift.min(2, length - 1), 0, Swift.min(1, length - 2), 1))
        if length > 2 {
            let inside = length - 2
            if places.rank == 0 {
                parts.append(try (y(2, inside) - y(0, inside)) / (places * 2.0))
            } else {
                let (a, b) = (try step(0, inside), try step(1, inside))
                let left = try -b / (a * (a + b)), middle = try (b - a) / (a * b), right = try a / (b * (a + b))
                parts.append(try y(0, inside) * left + y(1, inside) * middle + y(2, inside) * right)
            }
        }
        parts.append(
            try edge(
                length - 1, length - 2, Swift.max(0, length - 3), length - 2, Swift.max(0, length - 3), -1))
        return try .concatenate(parts, axis: place)
    }

    /// The area under the elements along an axis, by trapezia.
    ///
    /// - Parameters:
    ///   - at: the places of the elements; a vector lies along the axis.
    ///   - step: the distance of neighbours, if no places are given.
    public func trapezoid(at places: Tensor? = nil, step: Double = 1, axis: Int = -1) throws -> Tensor {
        let place = try Strides.normalize(axis: axis, rank: rank)
        let y = try asFloat(), length = Swift.max(0, shape[place] - 1)
        let pairs = try y.sliced(axis: place, from: shape[place] - length, count: length)
            + y.sliced(axis: place, from: 0, count: length)
        guard let places else { return try (pairs * step / 2.0).sum(axes: [place]) }
        var widths = try places.differences(axis: places.rank == 1 ? 0 : axis)
        if widths.rank == 1 {
            var lengths = [Int](repeating: 1, count: rank)
            lengths[place] = widths.count
            widths = try widths.reshaped(to: lengths)
        }
        return try (widths * pairs / 2.0).sum(axes: [place])
    }

    /// `scanned` results with the value of no elements in front.
    func withInitial(_ value: Double, axis: Int) throws -> Tensor {
        var lengths = shape
        let place = try Strides.normalize(axis: axis, rank: rank)
        lengths[place] = 1
        return try .concatenate([Tensor.scalar(value, dtype: dtype).broadcast(to: lengths), self], axis: place)
    }
}
