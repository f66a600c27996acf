extension Operation {
    /// Reductions over `axes` (a list of axes counted from the front; the reduced axes disappear).
    private static func reduction(
        _ op: ReductionOp, _ name: String, _ summary: String, gradient: Gradient? = nil
    ) -> Operation {
        Operation(
            name, summary,
            infer: { inputs, attributes in
                let rank = inputs[0].shape.count
                let axes = try Strides.normalize(axes: try attributes.required("axes", attributes.ints), rank: rank)
                guard op.isOrderless || !inputs[0].dtype.isComplex else {
                    throw HornbillError(.typeMismatch, "\(name) is not defined for dtype \(inputs[0].dtype.name), which has no order")
                }
                let kept = inputs[0].shape.indices.filter { !axes.contains($0) }.map { inputs[0].shape[$0] }
                if !op.isOrderless, axes.contains(where: { inputs[0].shape[$0] == 0 }) {
                    throw HornbillError(
                        .invalidArgument,
                        "zero-size array to reduction operation \(name) which has no identity")
                }
                return [TensorSpec(op.resultType(of: inputs[0].dtype), kept)]
            },
            prepare: { request in
                let input = request.inputs[0]
                let axes = try Strides.normalize(
                    axes: try request.attributes.required("axes", request.attributes.ints), rank: input.shape.count)
                let plan = try ReductionPlan(
                    op: op, dtype: input.dtype, result: request.outputs[0].dtype, shape: input.shape,
                    strides: input.strides, axes: axes)
                return Kernel.direct(flops: Double(input.count)) { plan.run(input: $0[0], output: $0[1]) }.nesting()
            }, gradient: gradient)
    }

    /// The gradient's axes put back as axes of length 1, so that it broadcasts against the operand.
    private static func restored(_ tensor: Tensor, _ context: GradientContext) throws -> Tensor {
        var shape = context.inputs[0].shape
        for axis in try context.attributes.required("axes", context.attributes.ints) { shape[axis] = 1 }
        return try tensor.reshaped(to: shape)
    }

    static let sum: Operation = reduction(
        .sum, "sum", "The sum over axes.",
        gradient: { context in
            guard let gradient = context.gradient else { return [nil] }
            return [try restored(gradient, context).broadcast(to: context.inputs[0].shape)]
        })

    static let prod: Operation = reduction(
        .prod, "prod", "The product over axes.",
        gradient: { context in
            guard let gradient = context.gradient else { return [nil] }
            // The product of the others: where one factor is zero only that one's is not zero; with two zeros all are.
            let x = context.inputs[0], zero = Tensor.scalar(0, dtype: x.dtype), one = Tensor.scalar(1, dtype: x.dtype)
            let axes = try context.attributes.required("axes", context.attributes.ints)
            let isZero = try equal(x, zero), factors = try Tensor.where(isZero, one, x)
            let zeros = try isZero.cast(to: x.dtype).sum(axes: axes, keepDims: true)
            let product = try factors.prod(axes: axes, keepDims: true)
            let others = try Tensor.where(equal(zeros, isZero.cast(to: x.dtype)), product / factors, zero)
            return [try restored(gradient, context) * others]
        })

    /// The gradient of an extremum is shared by all elements that attain it.
    private static func extremum(_ context: GradientContext) throws -> [Tensor?] {
        guard let gradient = context.gradient else { return [nil] }
        let x = context.inputs[0]
        let hits = try equal(x, restored(context.outputs[0], context)).cast(to: x.dtype)
        let axes = try context.attributes.required("axes", context.attributes.ints)
        return [try hits * (restored(gradient, context) / hits.sum(axes: axes, keepDims: true))]
    }

    static let max: Operation = reduction(.max, "max", "The largest element over axes.", gradient: extremum)
    static let min: Operation = reduction(.min, "min", "The smallest element over axes.", gradient: extremum)
    static let any: Operation = reduction(.any, "any", "Whether an element over axes is true.")
    static let all: Operation = reduction(.all, "all", "Whether every element over axes is true.")
    static let argmax: Operation = reduction(
        .argmax, "argmax", "The index of the first largest element along an axis.")
    static let argmin: Operation = reduction(
        .argmin, "argmin", "The index of the first smallest element along an axis.")
}
