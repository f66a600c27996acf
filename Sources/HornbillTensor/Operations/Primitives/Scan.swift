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
                guard inputs[0].dtype == inputs[0].dtype.computeType, inputs[0].dtype != .bool else {
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
            // Each element is a factor of every later product. Where elements are zero, the derivative is not computed
            // by this rule (it would take a product for each pair) and is NaN.
            var attributes = context.attributes
            attributes.object["reverse"] = .bool(!(try attributes.bool("reverse") ?? false))
            return [try cumulativeSum(gradient * context.outputs[0], attributes) / context.inputs[0]]
        })

    static let cumulativeMax: Operation = scan(.max, "cumulative_max", "Running maxima along an axis.")
    static let cumulativeMin: Operation = scan(.min, "cumulative_min", "Running minima along an axis.")

    /// The positions that sort along an axis: stable, NaN last.
    static let argsort: Operation = Operation(
        "argsort", "The positions that sort along an axis.",
        infer: { inputs, attributes in
            _ = try Strides.normalize(
                axis: try attributes.required("axis", attributes.int), rank: inputs[0].shape.count)
            guard inputs[0].dtype == inputs[0].dtype.computeType else {
                throw HornbillError(.typeMismatch, "argsort is not defined for dtype \(inputs[0].dtype.name)")
            }
            return [TensorSpec(.int64, inputs[0].shape)]
        },
        prepare: { request in
            let input = request.inputs[0]
            let axis = try Strides.normalize(
                axis: try request.attributes.required("axis", request.attributes.int), rank: input.shape.count)
            let isDescending = try request.attributes.bool("descending") ?? false
            let outer = input.shape[..<axis].reduce(1, *), inner = input.shape[(axis + 1)...].reduce(1, *)
            let room = input.isContiguous ? 0 : Swift.max(1, input.count * input.dtype.size)
            return Kernel(scratchBytes: room) { pointers in
                {
                    let source = dense(input, pointers[0], pointers[pointers.count - 1])
                    HornbillKernels.argsort(
                        input.dtype, source, pointers[1].assumingMemoryBound(to: Int.self), outer: outer,
                        length: input.shape[axis], inner: inner, isDescending: isDescending)
                }
            }
        })
}
