/// What lies outside an array whose elements are looked up at places between them.
public enum SamplingEdge: String, Sendable {
    /// One value everywhere.
    case constant
    /// The last element.
    case nearest
    /// The array again.
    case wrap
    /// The array reversed, the last element not repeated.
    case mirror
    /// The array reversed, the last element repeated.
    case reflect

    /// Where in `0 ..< length` the element of an index is, for indices of int64.
    fileprivate func inside(_ index: Tensor, _ length: Int) throws -> Tensor {
        func mirrored(_ index: Tensor, _ length: Int) throws -> Tensor {
            guard length > 1 else { return try index * 0 }
            let s = length - 1
            return try (remainder(index + s, .literal(2 * s)) - s).abs()
        }
        switch self {
        case .constant, .nearest: return try index.clip(min: 0, max: Double(length - 1))
        case .wrap: return try remainder(index, .literal(length))
        case .mirror: return try mirrored(index, length)
        case .reflect: return try floorDivide(mirrored(index * 2 + 1, 2 * length + 1) - 1, .literal(2))
        }
    }
}

/// Values looked up at places between elements.
struct Sampler {
    /// Whether a value is the mean of its neighbours, weighted by distance, or the nearest one.
    let isLinear: Bool
    let edge: SamplingEdge
    let fill: Double

    /// Values of a table, (elements, …), that holds arrays of `lengths` in row-major order.
    ///
    /// - Parameters:
    ///   - coordinates: for each axis, floats of the table's dtype; all of one shape.
    ///   - first: the first element of the array that each place looks up; nil: 0.
    /// - Returns: (the coordinates' shape, …).
    func values(_ table: Tensor, _ lengths: [Int], at coordinates: [Tensor], first: Tensor? = nil) throws -> Tensor {
        let shape = coordinates[0].shape, rest = table.shape[1...]
        let wide = shape + rest.map { _ in 1 }
        guard lengths.allSatisfy({ $0 > 0 }), lengths.count <= 8 else {
            throw HornbillError(
                .shapeMismatch, "expected an array of at most 8 axes, none of them empty, got shape \(shapeText(lengths))")
        }
        var result: Tensor?
        // The neighbours on both sides along each axis; the nearest alone otherwise.
        for corner in 0 ..< (isLinear ? 1 << lengths.count : 1) {
            var place = first, weight: Tensor?, isInside: Tensor?
            for (axis, length) in lengths.enumerated() {
                // Far outside, and NaN, are outside all the same.
                let coordinate = coordinates[axis]
                let limited = try coordinate.clip(min: -0x1p30, max: 0x1p30)
                var lower = try isLinear ? limited.floor() : limited.roundedAway()
                if isLinear {
                    let fraction = try coordinate - lower.stopGradient()
                    let isUpper = corner >> axis & 1 == 1
                    let share = try isUpper ? fraction : 1.0 - fraction
                    weight = try weight.map { try $0 * share } ?? share
                    if isUpper { lower = try lower + 1.0 }
                }
                let index = try lower.stopGradient().cast(to: .int64)
                if edge == .constant {
                    let valid = try logicalAnd(greaterEqual(index, .literal(0)), less(index, .literal(length)))
                    isInside = try isInside.map { try logicalAnd($0, valid) } ?? valid
                }
                // In bounds whatever a coordinate was.
                let fixed = try edge.inside(index, length).clip(min: 0, max: Double(length - 1))
                let step = lengths[(axis + 1)...].reduce(1, *)
                let offset = try fixed * step
                place = try place.map { try $0 + offset } ?? offset
            }
            guard let place else { continue }
            var value = try table.take(place.broadcast(to: shape), axis: 0)
            if let isInside { value = try .where(isInside.reshaped(to: wide), value, .scalar(fill, dtype: table.dtype)) }
            if let weight { value = try value * weight.reshaped(to: wide) }
            result = try result.map { try $0 + value } ?? value
        }
        return result ?? table
    }
}

extension Tensor {
    /// Values at places between elements: `coordinates` holds, along its first axis, a position along each axis of this
    /// tensor. In this tensor's dtype; integers are rounded.
    ///
    /// - Parameter order: 0 takes the nearest element, 1 a mean of neighbours.
    public func sampled(
        at coordinates: Tensor, order: Int, edge: SamplingEdge = .constant, fill: Double = 0
    ) throws -> Tensor {
        guard order == 0 || order == 1 else {
            throw HornbillError(.invalidArgument, "map_coordinates: `order`: expected 0 or 1, got \(order)")
        }
        guard coordinates.rank >= 2 else {
            throw HornbillError(
                .shapeMismatch,
                "map_coordinates: `coordinates`: expected at least 2 axes, got shape \(shapeText(coordinates.shape))")
        }
        guard coordinates.shape[0] == rank, rank > 0 else {
            throw HornbillError(
                .shapeMismatch,
                "map_coordinates: `coordinates`: expected a position for each axis of shape \(shapeText(shape)) along its "
                    + "first axis, got shape \(shapeText(coordinates.shape))")
        }
        guard !dtype.isComplex, !coordinates.dtype.isComplex else {
            throw HornbillError(
                .typeMismatch,
                "map_coordinates: expected real numbers, got dtypes \(dtype.name) and \(coordinates.dtype.name)")
        }
        let type = dtype.isFloat ? dtype.computeType : .float32
        let table = try cast(to: type).reshaped(to: [count])
        let places = try coordinates.cast(to: coordinates.dtype == .float64 ? .float64 : type)
        let axes = try (0 ..< rank).map { try places.sliced(axis: 0, from: $0, count: 1).squeezed(axes: [0]).cast(to: type) }
        let found = try Sampler(isLinear: order == 1, edge: edge, fill: fill).values(table, shape, at: axes)
        return try dtype.isInteger ? found.roundedAway().cast(to: dtype) : found.cast(to: dtype)
    }
}
