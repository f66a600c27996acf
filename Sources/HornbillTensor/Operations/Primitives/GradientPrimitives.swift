// Operations that compute nothing and say where gradients go. The compiler removes them.
extension Operation {
    /// The operand itself, under a name of its own: what is differentiated with respect to the result does not count
    /// other uses of the operand.
    static let identity: Operation = Operation(
        "identity", "The operand itself.", family: .movement,
        infer: { inputs, _ in [inputs[0]] }, view: { input, _, _ in (0, input.strides) },
        prepare: { .copyingFirst(1, of: $0) }, gradient: { [$0.gradient] })

    /// The first operands themselves, `count` of them, whose gradients `rule` turns into those of the other operands.
    static func customGradient(count: Int, _ rule: @escaping ([Tensor]) throws -> [Tensor?]) -> Operation {
        Operation(
            customGradientName, "Values whose gradient the program gives.",
            infer: { inputs, _ in Array(inputs.prefix(count)) },
            prepare: { .copyingFirst(count, of: $0) },
            gradient: { context in
                let gradients = try context.outputs.enumerated().map { index, output in
                    try context.gradients[index] ?? Tensor.zeros(output.shape, dtype: output.dtype)
                }
                let others = Array(context.inputs.dropFirst(count))
                let found = try rule(gradients)
                guard found.count == others.count else {
                    throw HornbillError(
                        .invalidArgument,
                        "custom gradient: expected \(others.count) gradients, one for each input, got \(found.count)")
                }
                return try [Tensor?](repeating: nil, count: count)
                    + zip(found, others).map { gradient, input in
                        guard let gradient else { return nil }
                        guard gradient.shape == input.shape else {
                            throw HornbillError(
                                .shapeMismatch,
                                "custom gradient: expected shape \(shapeText(input.shape)), got "
                                    + shapeText(gradient.shape))
                        }
                        return try gradient.cast(to: input.dtype)
                    }
            })
    }

    private static let customGradientName = "custom_gradient"

    /// Whether the results are the first operands, whatever the gradients are.
    public var givesItsOperands: Bool { name == Operation.identity.name || name == Operation.customGradientName }
}

extension Kernel {
    fileprivate static func copyingFirst(_ count: Int, of request: KernelRequest) -> Kernel {
        let layouts = request.inputs, inputs = layouts.count
        return .direct { pointers in
            for index in 0 ..< count {
                let layout = layouts[index]
                copyStrided(
                    dtypeSize: layout.dtype.size, shape: layout.shape, srcStrides: layout.strides,
                    dstStrides: Strides.contiguous(layout.shape), src: pointers[index], dst: pointers[inputs + index])
            }
        }
    }
}

extension Tensor {
    /// A dense copy with memory of its own; a symbolic tensor, which never changes, itself.
    public func duplicate() throws -> Tensor { isSymbolic ? self : try copy() }

    /// The same value under a name of its own in the graph; itself if it is not symbolic.
    public func identity() throws -> Tensor { isSymbolic ? try Operation.identity(self) : self }

    /// `values`, computed from `inputs`, whose gradients are what `rule` makes of those of the values.
    ///
    /// - Parameter rule: gets the gradient of each value; returns that of each input, nil for none.
    public static func withGradient(
        _ values: [Tensor], of inputs: [Tensor], _ rule: @escaping ([Tensor]) throws -> [Tensor?]
    ) throws -> [Tensor] {
        guard !values.isEmpty, (values + inputs).contains(where: \.isSymbolic) else { return values }
        return try Operation.customGradient(count: values.count, rule)(values + inputs)
    }
}
