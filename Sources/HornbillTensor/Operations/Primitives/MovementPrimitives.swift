extension Operation {
    /// The kernel of a movement that cannot be a view: the operand's elements in the order of the result.
    private static func copying(_ request: KernelRequest, shape: [Int], strides: [Int], offset: Int = 0) -> Kernel {
        let size = request.inputs[0].dtype.size
        let dense = Strides.contiguous(shape)
        return .direct {
            copyStrided(
                dtypeSize: size, shape: shape, srcStrides: strides, dstStrides: dense, src: $0[0] + offset * size,
                dst: $0[1])
        }
    }

    /// The same elements in another shape of as many.
    static let reshape: Operation = Operation(
        "reshape", "The same elements in another shape.", family: .movement,
        infer: { inputs, attributes in
            let shape = try attributes.required("shape", attributes.ints)
            guard try Strides.count(shape) == inputs[0].count else {
                throw HornbillError(
                    .shapeMismatch, "cannot reshape array of size \(inputs[0].count) into shape \(shapeText(shape))")
            }
            return [TensorSpec(inputs[0].dtype, shape)]
        },
        view: { input, _, output in
            Strides.reshaped(input.strides, input.shape, to: output.shape).map { (0, $0) }
        },
        prepare: { request in
            copying(request, shape: request.inputs[0].shape, strides: request.inputs[0].strides)
        },
        gradient: { context in [try context.gradient?.reshaped(to: context.inputs[0].shape)] })

    /// The axes in another order.
    static let transpose: Operation = Operation(
        "transpose", "The axes in another order.", family: .movement,
        infer: { inputs, attributes in
            let axes = try attributes.required("axes", attributes.ints)
            guard axes.count == inputs[0].shape.count else {
                throw HornbillError(.invalidArgument, "axes don't match array")
            }
            let order = try Strides.normalize(axes: axes, rank: inputs[0].shape.count)
            return [TensorSpec(inputs[0].dtype, order.map { inputs[0].shape[$0] })]
        },
        view: { input, attributes, _ in
            guard let axes = (try? attributes.ints("axes")) ?? nil,
                let order = try? Strides.normalize(axes: axes, rank: input.shape.count)
            else { return nil }
            return (0, order.map { input.strides[$0] })
        },
        prepare: { request in
            let order = try Strides.normalize(
                axes: try request.attributes.required("axes", request.attributes.ints),
                rank: request.inputs[0].shape.count)
            return copying(
                request, shape: request.outputs[0].shape, strides: order.map { request.inputs[0].strides[$0] })
        },
        gradient: { context in
            let axes = try context.attributes.required("axes", context.attributes.ints)
            let order = try Strides.normalize(axes: axes, rank: axes.count)
            var inverse = order
            for (position, axis) in order.enumerated() { inverse[axis] = position }
            return [try context.gradient?.transposed(inverse)]
        })

    /// The elements repeated along new axes and axes of length 1.
    static let broadcastTo: Operation = Operation(
        "broadcast_to", "The elements repeated to a larger shape.", family: .movement,
        infer: { inputs, attributes in
            let shape = try attributes.required("shape", attributes.ints)
            let missing = shape.count - inputs[0].shape.count
            let fits = missing >= 0
                && inputs[0].shape.indices.allSatisfy {
                    inputs[0].shape[$0] == shape[$0 + missing] || inputs[0].shape[$0] == 1
                }
            guard fits else {
                throw HornbillError(
                    .shapeMismatch,
                    "operands could not be broadcast together: input of shape \(shapeText(inputs[0].shape)), "
                        + "requested shape \(shapeText(shape))")
            }
            return [TensorSpec(inputs[0].dtype, shape)]
        },
        view: { input, _, output in (0, Strides.broadcast(input.strides, input.shape, to: output.shape)) },
        prepare: { request in
            let shape = request.outputs[0].shape
            return copying(
                request, shape: shape,
                strides: Strides.broadcast(request.inputs[0].strides, request.inputs[0].shape, to: shape))
        },
        gradient: { context in [try context.gradient?.summed(to: context.inputs[0].shape)] })

    /// Every `steps[i]`-th element from `starts[i]`, `lengths[i]` of them, along each axis.
    static let slice: Operation = Operation(
        "slice", "Evenly spaced elements along each axis.", family: .movement,
        infer: { inputs, attributes in
            let (starts, steps, lengths) = try sliceAttributes(attributes)
            let shape = inputs[0].shape
            guard [starts.count, steps.count, lengths.count].allSatisfy({ $0 == shape.count }) else {
                throw HornbillError(.invalidArgument, "slice: expected one start, step and length for each axis")
            }
            for axis in shape.indices where lengths[axis] > 0 {
                let last = starts[axis] + (lengths[axis] - 1) * steps[axis]
                guard starts[axis] >= 0, starts[axis] < shape[axis], last >= 0, last < shape[axis] else {
                    throw HornbillError(
                        .indexOutOfRange, "slice is out of bounds for axis \(axis) with size \(shape[axis])")
                }
            }
            return [TensorSpec(inputs[0].dtype, lengths)]
        },
        view: { input, attributes, output in
            guard let (starts, steps, lengths) = try? sliceAttributes(attributes) else { return nil }
            let offset = lengths.contains(0) ? 0 : zip(starts, input.strides).reduce(0) { $0 + $1.0 * $1.1 }
            return (offset, zip(steps, input.strides).map { $0 * $1 })
        },
        prepare: { request in
            let (starts, steps, _) = try sliceAttributes(request.attributes)
            let strides = request.inputs[0].strides
            return copying(
                request, shape: request.outputs[0].shape, strides: zip(steps, strides).map { $0 * $1 },
                offset: zip(starts, strides).reduce(0) { $0 + $1.0 * $1.1 })
        },
        gradient: { context in
            guard let gradient = context.gradient else { return [nil] }
            return [
                try unslice(gradient, ["shape": JSON(context.inputs[0].shape)], context.attributes)
            ]
        })

    /// The adjoint of `slice`: zeros with the operand laid over the elements that the slice would take.
    static let unslice: Operation = Operation(
        "unslice", "Zeros, with the operand at evenly spaced places.", family: .movement,
        infer: { inputs, attributes in [TensorSpec(inputs[0].dtype, try attributes.required("shape", attributes.ints))] },
        prepare: { request in
            let (starts, steps, _) = try sliceAttributes(request.attributes)
            let (source, target) = (request.inputs[0], request.outputs[0])
            let size = source.dtype.size
            let offset = source.count == 0 ? 0 : zip(starts, target.strides).reduce(0) { $0 + $1.0 * $1.1 } * size
            let strides = zip(steps, target.strides).map { $0 * $1 }
            let bytes = target.count * size
            return .direct {
                _ = $0[1].initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
                copyStrided(
                    dtypeSize: size, shape: source.shape, srcStrides: source.strides, dstStrides: strides, src: $0[0],
                    dst: $0[1] + offset)
            }
        },
        gradient: { context in [try context.gradient.map { try slice($0, context.attributes) }] })

    private static func unslice(_ gradient: Tensor, _ shape: Attributes, _ slice: Attributes) throws -> Tensor {
        var attributes = slice
        attributes.object["shape"] = shape["shape"]
        return try unslice(gradient, attributes)
    }

    private static func sliceAttributes(
        _ attributes: Attributes
    ) throws -> (starts: [Int], steps: [Int], lengths: [Int]) {
        (
            try attributes.required("starts", attributes.ints), try attributes.required("steps", attributes.ints),
            try attributes.required("lengths", attributes.ints)
        )
    }

    /// The operands one after another along an axis.
    static let concatenate: Operation = Operation(
        "concatenate", "The operands one after another along an axis.", family: .movement,
        infer: { inputs, attributes in
            guard let first = inputs.first else {
                throw HornbillError(.invalidArgument, "need at least one array to concatenate")
            }
            guard first.shape.count > 0 else {
                throw HornbillError(.invalidArgument, "zero-dimensional arrays cannot be concatenated")
            }
            let axis = try Strides.normalize(axis: try attributes.int("axis") ?? 0, rank: first.shape.count)
            var shape = first.shape
            for (index, input) in inputs.enumerated().dropFirst() {
                guard input.shape.count == shape.count, input.dtype == first.dtype,
                    shape.indices.allSatisfy({ $0 == axis || shape[$0] == input.shape[$0] })
                else {
                    throw HornbillError(
                        .shapeMismatch,
                        "all the input array dimensions except for the concatenation axis must match exactly, but the "
                            + "array at index 0 is \(first) and the array at index \(index) is \(input)")
                }
                shape[axis] += input.shape[axis]
            }
            return [TensorSpec(first.dtype, shape)]
        },
        prepare: { request in
            let output = request.outputs[0]
            let axis = try Strides.normalize(
                axis: try request.attributes.int("axis") ?? 0, rank: output.shape.count)
            let size = output.dtype.size
            let inputs = request.inputs
            return .direct { pointers in
                var offset = 0
                for (index, input) in inputs.enumerated() {
                    copyStrided(
                        dtypeSize: size, shape: input.shape, srcStrides: input.strides, dstStrides: output.strides,
                        src: pointers[index], dst: pointers[inputs.count] + offset * size)
                    offset += input.shape[axis] * output.strides[axis]
                }
            }
        },
        gradient: { context in
            guard let gradient = context.gradient else { return context.inputs.map { _ in nil } }
            let axis = try Strides.normalize(axis: try context.attributes.int("axis") ?? 0, rank: gradient.rank)
            var start = 0
            return try context.inputs.map { input in
                let length = input.shape[axis]
                defer { start += length }
                return try gradient.sliced(axis: axis, from: start, count: length)
            }
        })
}

extension Operation {
    /// The operand itself, through which no gradient flows.
    static let stopGradient: Operation = Operation(
        "stop_gradient", "The operand, through which no gradient flows.", family: .movement,
        infer: { inputs, _ in [inputs[0]] }, view: { input, _, _ in (0, input.strides) },
        prepare: { request in
            let input = request.inputs[0]
            return .direct {
                copyStrided(
                    dtypeSize: input.dtype.size, shape: input.shape, srcStrides: input.strides,
                    dstStrides: Strides.contiguous(input.shape), src: $0[0], dst: $0[1])
            }
        })
}
