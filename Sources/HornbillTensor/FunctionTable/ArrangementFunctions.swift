extension Function {
    /// The same elements in another arrangement.
    static let movements: [Function] = [
        Function("reshape(x; shape)", "The elements in row-major order with another shape; one length may be -1.") {
            try $0[0].reshaped(to: $0.attributes.required("shape", $0.attributes.intOrInts))
        },
        Function("transpose(x; axes)", "The axes in another order, reversed if none is given.") {
            try $0[0].transposed($0.attributes.ints("axes"))
        },
        Function("broadcast_to(x; shape)", "The elements repeated to a larger shape.") {
            try $0[0].broadcast(to: $0.shape())
        },
        Function("squeeze(x; axis)", "Without axes of length 1: those named, or all.") { try $0[0].squeezed(axes: $0.axes()) },
        Function("expand_dims(x; axis)", "With new axes of length 1.") {
            try $0[0].expandedDims(axes: $0.attributes.required("axis", $0.attributes.intOrInts))
        },
        Function("flip(x; axis)", "In reverse order along axes, or all of them.") { try $0[0].flipped(axes: $0.axes()) },
        Function("concatenate(tensors...; axis)", "One after the other along an axis (0); flat if it is null.") { call in
            let tensors = try call.all()
            guard call.attributes["axis"]?.isNull ?? false else {
                return try Tensor.concatenate(tensors, axis: call.axis(0) ?? 0)
            }
            return try Tensor.concatenate(tensors.map { try $0.reshaped(to: [-1]) }, axis: 0)
        },
        Function("stack(tensors...; axis)", "Along a new axis (0).") {
            try Tensor.stack($0.all(), axis: $0.axis(0) ?? 0)
        },
    ]

    /// Elements by position.
    static let gatherings: [Function] = [
        Function("take(x, indices; axis)", "Elements at positions along an axis, or of all in row-major order.") { call in
            guard let axis = try call.axis() else { return try call[0].reshaped(to: [-1]).take(call[1], axis: 0) }
            return try call[0].take(call[1], axis: axis)
        },
        Function("take_along_axis(x, indices; axis)", "An element for each position along an axis (-1).") {
            try $0[0].takeAlongAxis($0[1], axis: $0.axis(-1) ?? -1)
        },
        Function("one_hot(indices; num_classes, axis, dtype)", "A one at each index along a new axis (-1), zeros elsewhere.") {
            try $0[0].oneHot(
                depth: $0.attributes.required("num_classes", $0.attributes.int), axis: $0.axis(-1) ?? -1,
                dtype: $0.dtype(.float32))
        },
    ]
}
