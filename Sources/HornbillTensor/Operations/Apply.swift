extension Operation {
    /// Applies the operation: computes at once, or records a node if an operand is symbolic.
    public func callAsFunction(_ inputs: [Tensor], _ attributes: Attributes = Attributes()) throws -> [Tensor] {
        let specs = try infer(inputs.map(\.spec), attributes)
        for spec in specs { _ = try Strides.count(spec.shape) }
        if inputs.contains(where: \.isSymbolic) {
            return Node(.operation(self), inputs: try inputs.map(Tensor.symbolic), attributes, outputs: specs).results
        }
        return try evaluate(inputs, attributes, specs)
    }

    /// As above for an operation with one result.
    public func callAsFunction(_ input: Tensor, _ attributes: Attributes = Attributes()) throws -> Tensor {
        try self([input], attributes)[0]
    }

    /// As above for two operands and one result.
    public func callAsFunction(
        _ left: Tensor, _ right: Tensor, _ attributes: Attributes = Attributes()
    ) throws -> Tensor {
        try self([left, right], attributes)[0]
    }

    private func evaluate(_ inputs: [Tensor], _ attributes: Attributes, _ specs: [TensorSpec]) throws -> [Tensor] {
        if let view, let input = inputs.first, let seen = view(input.layout, attributes, specs[0]) {
            guard let result = input.view(shape: specs[0].shape, strides: seen.strides, offset: seen.offset) else {
                throw Tensor.hasNoValue
            }
            return [result]
        }
        let outputs = try specs.map { try Tensor(uninitialized: $0.dtype, $0.shape) }
        let kernel = try prepare(
            KernelRequest(inputs: inputs.map(\.layout), outputs: specs.map(Layout.init), attributes: attributes))
        var pointers = try inputs.map { try $0.pointer() } + outputs.map { try $0.pointer() }
        let scratch = try kernel.scratchBytes > 0 ? Storage(byteCount: kernel.scratchBytes) : nil
        if let scratch { pointers.append(scratch.pointer) }
        // The tensors must outlive the run: their addresses alone do not keep the memory.
        try withExtendedLifetime((inputs, outputs, scratch)) { try kernel.bind(pointers)() }
        return outputs
    }
}
