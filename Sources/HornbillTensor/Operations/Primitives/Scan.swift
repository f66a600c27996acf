extension Operation {
    /// Running results along an axis, from its end if `reverse`.
    private static func scan(
        _ op: ScanOp, _ name: String, _ summary: String, gradient: Gradient? = nil
    ) -> Operation {
        Operation(
            name, summary,
            infer: { inputs, attributes in
                _ = try Strides.normalize(
                    axis: try attributes.required("axis", attributes.int), rank: inputs[0].shape.count)
                let isOrderless = op == .sum || op == .product
                guard inputs[0].dtype == inputs[0].dtype.computeType, inputs[0].dtype != .bool,
                    isOrderless || !inputs[0].dtype.isComplex
                else {
                    throw HornbillError(.typeMismatch, "\(name) is not defined for dtype \(inputs[0].dtype.name)")
                }
                return [inputs[0]]
            },
            prepare: { request in
                let input = request.inputs[0]
                let axis = try Strides.normalize(
                    axis: try request.attributes.required("axis", request.attributes.int), rank: input.shape.count)
                let isReversed = try request.attributes.bool("reverse") ?? false
                let outer = input.shape[..<axis].reduce(1, *), inner = input.shape[(axis + 1)...].reduce(1, *)
                let room = input.isContiguous ? 0 : Swift.max(1, input.count * input.dtype.size)
                return Kernel(scratchBytes: room) { pointers in
                    {
                        let source = dense(input, pointers[0], pointers[pointers.count - 1])
                        HornbillKernels.scan(
                            op, input.dtype, source, pointers[1], outer: outer, length: input.shape[axis],
                            inner: inner, isReversed: isReversed)
                    }
                }
            }, gradient: gradient)
    }

    static let cumulativeSum: Operation = scan(
        .sum, "cumulative_sum", "Running sums along an axis.",
        gradient: { context in
            guard let gradient = context.gradient else { return [nil] }
            var attributes = context.attributes
            attributes.object["reverse"] = .bool(!(try attributes.bool("reverse") ?? false))
            return [try cumulativeSum(gradient, attributes)]
        })

    static let cumulativeProduct: Operation = scan(
        .product, "cumulative_prod", "Running products along an axis.",
        gradient: { context in
            guard let gradient = context.gradient else { return [nil] }
            // Each element is a factor of every later product. Up to the first zero these are divided by the element;
            // the first zero itself is a factor of the products up to the second, made without it; all else is zero.
            let x = context.inputs[0], zero = Tensor.scalar(0, dtype: x.dtype), one = Tensor.scalar(1, dtype: x.dtype)
            var backwards = context.attributes
            backwards.object["reverse"] = .bool(!(try backwards.bool("reverse") ?? false))
            let isZero = try equal(x, zero), factors = try Tensor.where(isZero, one, x)
            let zeros = try cumulativeSum(isZero.cast(to: x.dtype), context.attributes)
            let terms = try gradient * cumulativeProduct(factors, context.attributes)
            func sum(whereZeros count: Tensor) throws -> Tensor {
                try cumulativeSum(Tensor.where(equal(zeros, count), terms, zero), backwards)
            }
            let first = try Tensor.where(equal(zeros, one), sum(whereZeros: one), zero)
            let before = try Tensor.where(equal(zeros, zero), sum(whereZeros: zero) / factors, zero)
            return [try Tensor.where(isZero, first, before)]
        })

    /// The gradient of a running extremum belongs to the element that is it: the latest of equal ones.
    private static func extremum(_ context: GradientContext) throws -> [Tensor?] {
        guard let gradient = context.gradient else { return [nil] }
        let (x, y) = (context.inputs[0], context.outputs[0])
        let axis = try Strides.normalize(
            axis: try context.attributes.required("axis", context.attributes.int), rank: x.rank)
        var shape = [Int](repeating: 1, count: x.rank)
        shape[axis] = x.shape[axis]
        let isReversed = try context.attributes.bool("reverse") ?? false
        let places = try Tensor.arange(stop: Double(shape[axis])).reshaped(to: shape).broadcast(to: x.shape)
        let never = Tensor.scalar(isReversed ? Double(shape[axis]) : -1, dtype: .int64)
        let attained = try Tensor.where(equal(x, y), places, never)
        let last = try (isReversed ? cumulativeMin : cumulativeMax)(attained, context.attributes)
        // NaN equals nothing; its place does not matter then, but must be one.
        let inside = try last.clip(min: 0, max: Double(Swift.max(0, shape[axis] - 1)))
        return [try gradient.scatteredSum(atEach: inside, axis: axis, length: shape[axis])]
    }

    static let cumulativeMax: Operation = scan(
        .max, "cumulative_max", "Running maxima along an axis.", gradient: extremum)
    static let cumulativeMin: Operation = scan(
        .min, "cumulative_min", "Running minima along an axis.", gradient: extremum)
}
