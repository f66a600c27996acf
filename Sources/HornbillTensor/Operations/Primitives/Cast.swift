extension Operation {
    /// The same values in another dtype, as NumPy's `astype`: floats are truncated towards zero for integers, anything
    /// but zero is true.
    static let cast: Operation = Operation(
        "cast", "The values in another dtype.", family: .cast,
        infer: { inputs, attributes in
            [TensorSpec(try attributes.required("dtype", attributes.dtype), inputs[0].shape)]
        },
        prepare: { request in
            let (source, target) = (request.inputs[0], request.outputs[0])
            if source.isContiguous {
                let count = source.count
                return .direct {
                    castContiguous(from: source.dtype, to: target.dtype, src: $0[0], dst: $0[1], count: count)
                }
            }
            // Gathered into the dense result's order first, in the source's dtype.
            let dense = Strides.contiguous(source.shape)
            let bytes = source.count * source.dtype.size
            return Kernel(scratchBytes: Swift.max(1, bytes)) { pointers in
                {
                    copyStrided(
                        dtypeSize: source.dtype.size, shape: source.shape, srcStrides: source.strides,
                        dstStrides: dense, src: pointers[0], dst: pointers[2])
                    castContiguous(
                        from: source.dtype, to: target.dtype, src: pointers[2], dst: pointers[1], count: source.count)
                }
            }
        },
        gradient: { context in [try context.gradient?.cast(to: context.inputs[0].dtype)] })
}
