// Reading at positions that are themselves values, and the adjoints, which add up what was read.

/// How a kernel finds an integer operand in its scratch memory, as 64-bit positions.
private struct IndexOperand {
    let layout: Layout
    let count: Int

    init(_ layout: Layout) {
        self.layout = layout
        count = layout.count
    }

    /// Twice the positions: operands that are not dense are gathered first.
    var scratchBytes: Int { Swift.max(16, 16 * count) }

    /// The positions along an axis of `length`, checked; throws `indexOutOfRange`.
    func positions(
        _ pointer: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer, length: Int, axis: Int
    ) throws -> UnsafePointer<Int> {
        try readIndices(
            pointer, dtype: layout.dtype, shape: layout.shape, strides: layout.strides, count: count, length: length,
            axis: axis, into: scratch.assumingMemoryBound(to: Int.self))
    }
}

private func requireIntegers(_ spec: TensorSpec, _ name: String) throws {
    guard spec.dtype.isInteger else {
        throw HornbillError(.typeMismatch, "\(name): expected integer indices, got dtype \(spec.dtype.name)")
    }
}

/// An axis attribute of operands that must have axes.
private func axis(_ attributes: Attributes, rank: Int) throws -> Int {
    try Strides.normalize(axis: try attributes.required("axis", attributes.int), rank: rank)
}

extension Operation {
    /// `result[before, positions, after] = x[before, indices[positions], after]`. Negative indices count from the end.
    static let take: Operation = Operation(
        "take", "The elements at positions along an axis.",
        infer: { inputs, attributes in
            let (x, indices) = (inputs[0], inputs[1])
            try requireIntegers(indices, "take")
            let axis = try axis(attributes, rank: x.shape.count)
            if x.shape[axis] == 0, indices.count > 0 {
                throw HornbillError(.indexOutOfRange, "cannot do a non-empty take from an empty axes.")
            }
            return [TensorSpec(x.dtype, x.shape[..<axis] + indices.shape + x.shape[(axis + 1)...])]
        },
        prepare: { request in
            let (x, indices) = (request.inputs[0], IndexOperand(request.inputs[1]))
            let axis = try axis(request.attributes, rank: x.shape.count)
            let plan = GatherPlan(elementSize: x.dtype.size, shape: x.shape, strides: x.strides, axis: axis)
            return Kernel(scratchBytes: indices.scratchBytes) { pointers in
                {
                    let positions = try indices.positions(pointers[1], pointers[3], length: x.shape[axis], axis: axis)
                    plan.take(pointers[0], positions, count: indices.count, pointers[2])
                }
            }
        },
        gradient: { context in
            guard let gradient = context.gradient, context.wanted[0] else { return [nil, nil] }
            let x = context.inputs[0]
            let axis = try axis(context.attributes, rank: x.rank)
            return [try gradient.scatteredSum(at: context.inputs[1], axis: axis, length: x.shape[axis]), nil]
        })

    /// The adjoint of `take`: zeros to which each block is added at its position.
    static let scatterSum: Operation = Operation(
        "scatter_sum", "Zeros, with blocks added at positions along an axis.",
        infer: { inputs, attributes in
            let (blocks, indices) = (inputs[0], inputs[1])
            try requireIntegers(indices, "scatter_sum")
            let axis = try attributes.required("axis", attributes.int)
            let length = try attributes.required("length", attributes.int)
            let end = axis + indices.shape.count
            guard axis >= 0, end <= blocks.shape.count, Array(blocks.shape[axis ..< end]) == indices.shape, length >= 0,
                blocks.dtype == blocks.dtype.computeType
            else {
                throw HornbillError(
                    .shapeMismatch,
                    "scatter_sum: expected blocks with the indices' axes \(shapeText(indices.shape)) at axis \(axis), "
                        + "got \(blocks)")
            }
            return [TensorSpec(blocks.dtype, blocks.shape[..<axis] + [length] + blocks.shape[end...])]
        },
        prepare: { request in
            let (blocks, output) = (request.inputs[0], request.outputs[0])
            let indices = IndexOperand(request.inputs[1])
            let axis = try request.attributes.required("axis", request.attributes.int)
            let plan = GatherPlan(
                elementSize: output.dtype.size, shape: output.shape, strides: output.strides, axis: axis)
            let bytes = output.count * output.dtype.size
            // Behind the positions, room for dense blocks.
            let room = blocks.isContiguous ? 0 : blocks.count * blocks.dtype.size
            return Kernel(scratchBytes: indices.scratchBytes + room) { pointers in
                {
                    let positions = try indices.positions(
                        pointers[1], pointers[3], length: output.shape[axis], axis: axis)
                    let source = dense(blocks, pointers[0], pointers[3] + indices.scratchBytes)
                    _ = pointers[2].initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
                    plan.add(output.dtype, source, positions, count: indices.count, pointers[2])
                }
            }
        },
        gradient: { context in
            [try context.wanted[0] ? context.gradient?.take(context.inputs[1], axis: axis(
                context.attributes, rank: context.outputs[0].rank)) : nil, nil]
        })

    /// `result[o, n, i] = x[o, indices[o, n, i], i]` along an axis; the other axes of both operands are equal.
    static let takeAlongAxis: Operation = Operation(
        "take_along_axis", "The elements at positions along an axis that differ from line to line.",
        infer: { inputs, attributes in
            try requireIntegers(inputs[1], "take_along_axis")
            let axis = try axis(attributes, rank: inputs[0].shape.count)
            try requireAlike(inputs[0], inputs[1], exceptFor: axis)
            return [TensorSpec(inputs[0].dtype, inputs[1].shape)]
        },
        prepare: { request in
            let x = request.inputs[0], indices = IndexOperand(request.inputs[1])
            let axis = try axis(request.attributes, rank: x.shape.count)
            let plan = elementsPlan(x.shape, axis, count: indices.layout.shape[axis])
            let room = x.isContiguous ? 0 : x.count * x.dtype.size
            return Kernel(scratchBytes: indices.scratchBytes + room) { pointers in
                {
                    let positions = try indices.positions(pointers[1], pointers[3], length: x.shape[axis], axis: axis)
                    let source = dense(x, pointers[0], pointers[3] + indices.scratchBytes)
                    plan.take(elementSize: x.dtype.size, source, positions, pointers[2])
                }
            }
        },
        gradient: { context in
            guard let gradient = context.gradient, context.wanted[0] else { return [nil, nil] }
            let x = context.inputs[0]
            let axis = try axis(context.attributes, rank: x.rank)
            return [try gradient.scatteredSum(atEach: context.inputs[1], axis: axis, length: x.shape[axis]), nil]
        })

    /// The adjoint of `takeAlongAxis`: zeros to which each element is added at its position.
    static let scatterSumAlongAxis: Operation = Operation(
        "scatter_sum_along_axis", "Zeros, with elements added at positions along an axis.",
        infer: { inputs, attributes in
            try requireIntegers(inputs[1], "scatter_sum_along_axis")
            let axis = try axis(attributes, rank: inputs[0].shape.count)
            let length = try attributes.required("length", attributes.int)
            guard inputs[0].shape == inputs[1].shape, length >= 0, inputs[0].dtype == inputs[0].dtype.computeType else {
                throw HornbillError(
                    .shapeMismatch,
                    "scatter_sum_along_axis: expected elements and indices of one shape, got \(inputs[0]) and "
                        + "\(inputs[1])")
            }
            var shape = inputs[0].shape
            shape[axis] = length
            return [TensorSpec(inputs[0].dtype, shape)]
        },
        prepare: { request in
            let (elements, output) = (request.inputs[0], request.outputs[0])
            let indices = IndexOperand(request.inputs[1])
            let axis = try axis(request.attributes, rank: output.shape.count)
            let plan = elementsPlan(output.shape, axis, count: elements.shape[axis])
            let bytes = output.count * output.dtype.size
            let room = elements.isContiguous ? 0 : elements.count * elements.dtype.size
            return Kernel(scratchBytes: indices.scratchBytes + room) { pointers in
                {
                    let positions = try indices.positions(
                        pointers[1], pointers[3], length: output.shape[axis], axis: axis)
                    let source = dense(elements, pointers[0], pointers[3] + indices.scratchBytes)
                    _ = pointers[2].initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
                    plan.add(output.dtype, source, positions, pointers[2])
                }
            }
        },
        gradient: { context in
            guard let gradient = context.gradient, context.wanted[0] else { return [nil, nil] }
            let axis = try axis(context.attributes, rank: gradient.rank)
            return [try gradient.takeAlongAxis(context.inputs[1], axis: axis), nil]
        })

    private static func requireAlike(_ x: TensorSpec, _ indices: TensorSpec, exceptFor axis: Int) throws {
        guard x.shape.count == indices.shape.count,
            x.shape.indices.allSatisfy({ $0 == axis || x.shape[$0] == indices.shape[$0] })
        else {
            throw HornbillError(
                .shapeMismatch,
                "take_along_axis: expected indices with the axes of \(x) but for axis \(axis), got \(indices)")
        }
    }

    private static func elementsPlan(_ shape: [Int], _ axis: Int, count: Int) -> GatherElementsPlan {
        GatherElementsPlan(
            outer: shape[..<axis].reduce(1, *), length: shape[axis], count: count,
            inner: shape[(axis + 1)...].reduce(1, *))
    }

    /// Ones at the indices along a new axis, zeros elsewhere; an index outside `0 ..< depth` gives zeros only.
    static let oneHot: Operation = Operation(
        "one_hot", "Ones at indices along a new axis.",
        infer: { inputs, attributes in
            try requireIntegers(inputs[0], "one_hot")
            let depth = try attributes.required("depth", attributes.int)
            guard depth >= 0 else {
                throw HornbillError(.invalidArgument, "one_hot: expected a depth that is not negative, got \(depth)")
            }
            let axis = try axis(attributes, rank: inputs[0].shape.count + 1)
            var shape = inputs[0].shape
            shape.insert(depth, at: axis)
            return [TensorSpec(try attributes.dtype("dtype") ?? .float32, shape)]
        },
        prepare: { request in
            let indices = IndexOperand(request.inputs[0]), output = request.outputs[0]
            let axis = try axis(request.attributes, rank: output.shape.count)
            let outer = output.shape[..<axis].reduce(1, *), inner = output.shape[(axis + 1)...].reduce(1, *)
            return Kernel(scratchBytes: indices.scratchBytes) { pointers in
                {
                    let values = pointers[2].assumingMemoryBound(to: Int.self)
                    let layout = indices.layout
                    gatherAsInt64(
                        pointers[0], dtype: layout.dtype, shape: layout.shape, strides: layout.strides,
                        count: indices.count, into: values)
                    HornbillKernels.oneHot(
                        values, outer: outer, depth: output.shape[axis], inner: inner, dtype: output.dtype, pointers[1])
                }
            }
        })
}

/// The operand's address if it is dense, else that of a dense copy made in `scratch`.
func dense(
    _ layout: Layout, _ pointer: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer
) -> UnsafeMutableRawPointer {
    if layout.isContiguous { return pointer }
    copyStrided(
        dtypeSize: layout.dtype.size, shape: layout.shape, srcStrides: layout.strides,
        dstStrides: Strides.contiguous(layout.shape), src: pointer, dst: scratch)
    return scratch
}
