/// Reductions over the rows that belong to one segment: `result[s] = op over the n with segments[n] = s of x[n]`.
///
/// The attribute is `count`, that of segments; each row's is in `0 ..< count`.
extension Operation {
    private static func segments(
        _ name: String, _ summary: String, _ op: SegmentOp, gradient: @escaping Gradient
    ) -> Operation {
        Operation(
            name, summary,
            infer: { inputs, attributes in
                let (x, segments) = (inputs[0], inputs[1])
                let count = try attributes.required("count", attributes.int)
                guard segments.shape.count == 1, x.shape.count >= 1, x.shape[0] == segments.shape[0] else {
                    throw HornbillError(
                        .shapeMismatch, "\(name): expected a segment for each row of \(x), got \(segments)")
                }
                guard segments.dtype.isInteger, x.dtype == x.dtype.computeType, !x.dtype.isComplex, x.dtype != .bool else {
                    throw HornbillError(
                        .typeMismatch, "\(name) is not defined for dtypes \(x.dtype.name), \(segments.dtype.name)")
                }
                guard count >= 0 else {
                    throw HornbillError(.invalidArgument, "\(name): expected a number of segments, got \(count)")
                }
                return [TensorSpec(x.dtype, [count] + x.shape[1...])]
            },
            prepare: { request in
                let (x, segments, output) = (request.inputs[0], request.inputs[1], request.outputs[0])
                let rows = x.shape[0], width = x.shape[1...].reduce(1, *), places = Swift.max(16, 16 * rows)
                let room = x.isContiguous ? 0 : x.count * x.dtype.size
                return Kernel(scratchBytes: places + room) { pointers in
                    {
                        let positions = try readIndices(
                            pointers[1], dtype: segments.dtype, shape: segments.shape, strides: segments.strides,
                            count: rows, length: output.shape[0], axis: 0, into: pointers[3].assumingMemoryBound(to: Int.self))
                        reduceSegments(
                            op, x.dtype, dense(x, pointers[0], pointers[3] + places), positions, rows: rows, width: width,
                            count: output.shape[0], pointers[2])
                    }
                }
            }, gradient: gradient)
    }

    /// The elements that attain an extremum share its gradient.
    private static func extremum(_ context: GradientContext) throws -> [Tensor?] {
        guard let g = context.gradient, context.wanted[0] else { return [nil, nil] }
        let (x, segments) = (context.inputs[0], context.inputs[1])
        let hits = try equal(x, context.outputs[0].take(segments, axis: 0)).cast(to: x.dtype)
        let counts = try hits.scatteredSum(at: segments, axis: 0, length: context.outputs[0].shape[0])
        return [try hits * (g / maximum(counts, 1.0)).take(segments, axis: 0), nil]
    }

    static let segmentMax: Operation = segments("segment_max", "The largest elements of segments.", .max, gradient: extremum)
    static let segmentMin: Operation = segments("segment_min", "The smallest elements of segments.", .min, gradient: extremum)
    static let segmentProduct: Operation = segments(
        "segment_prod", "The products of segments.", .product,
        gradient: { context in
            guard let g = context.gradient, context.wanted[0] else { return [nil, nil] }
            // The product of the others, as for `prod`.
            let (x, segments) = (context.inputs[0], context.inputs[1]), count = context.outputs[0].shape[0]
            let zero = Tensor.scalar(0, dtype: x.dtype), one = Tensor.scalar(1, dtype: x.dtype)
            let isZero = try equal(x, zero).cast(to: x.dtype), factors = try Tensor.where(isZero, one, x)
            let zeros = try isZero.scatteredSum(at: segments, axis: 0, length: count)
            let products = try segmentProduct([factors, segments], context.attributes)[0]
            let others = try Tensor.where(
                equal(zeros.take(segments, axis: 0), isZero), products.take(segments, axis: 0) / factors, zero)
            return [try g.take(segments, axis: 0) * others, nil]
        })
}
