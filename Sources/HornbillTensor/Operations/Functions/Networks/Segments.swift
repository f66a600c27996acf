/// How `Tensor.segmented` combines the rows of a segment.
public enum SegmentReduction: String, Sendable {
    case sum, prod, max, min
}

extension Tensor {
    /// The rows that belong to one segment, combined: `segments` names one for each row (or for each place of the first
    /// axes). Rows of segments outside `0 ..< count` are left out. Segments without rows give the operation's identity.
    ///
    /// - Parameter count: how many segments there are; nil: one more than the largest number, which must be known.
    public func segmented(_ reduction: SegmentReduction, _ segments: Tensor, count: Int? = nil) throws -> Tensor {
        let name = "segment_\(reduction.rawValue)", depth = segments.rank
        guard depth >= 1, rank >= depth, Array(shape[..<depth]) == segments.shape else {
            throw HornbillError(
                .shapeMismatch,
                "\(name): expected `segment_ids` of the first axes of `data`, \(shapeText(shape)), got shape "
                    + shapeText(segments.shape))
        }
        guard segments.dtype.isInteger else {
            throw HornbillError(.typeMismatch, "\(name): expected integer `segment_ids`, got dtype \(segments.dtype.name)")
        }
        guard !dtype.isComplex else {
            throw HornbillError(.typeMismatch, "\(name): expected real numbers, got dtype \(dtype.name)")
        }
        let number: Int
        if let count { number = count } else {
            try segments.requireConcrete(name)
            number = segments.count == 0 ? 0 : Int(clamping: Int64(try segments.max().scalars(as: Int64.self)[0])) &+ 1
        }
        guard number >= 0, number < 1 << 48 else {
            throw HornbillError(.invalidArgument, "\(name): `num_segments`: expected a number of segments, got \(number)")
        }
        let rest = Array(shape[depth...])
        let rows = try reshaped(to: [segments.count] + rest)
        // One segment more takes the rows that belong to none.
        let flat = try segments.reshaped(to: [segments.count]).cast(to: .int64)
        let outside = try logicalOr(less(flat, .literal(0)), greaterEqual(flat, .literal(number)))
        let places = try Tensor.where(outside, Tensor([number], shape: []), flat)
        let wide = dtype == .bool ? DType.uint8 : dtype.computeType
        let x = try rows.cast(to: wide)
        let found: Tensor
        switch reduction {
        case .sum: found = try x.scatteredSum(at: places, axis: 0, length: number + 1)
        case .prod: found = try Operation.segmentProduct(x, places, ["count": .int(number + 1)])
        case .max: found = try Operation.segmentMax(x, places, ["count": .int(number + 1)])
        case .min: found = try Operation.segmentMin(x, places, ["count": .int(number + 1)])
        }
        return try found.sliced(axis: 0, from: 0, count: number).cast(to: dtype)
    }
}
