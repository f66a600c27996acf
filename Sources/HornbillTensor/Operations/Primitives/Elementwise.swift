/// The elementwise primitives, one for each `ElementwiseOp`.
///
/// Operands have one dtype (a `where`'s condition is bool) and broadcast against each other. Results follow NumPy:
/// predicates give bool, the others the operands' dtype.
extension Operation {
    static let elementwise: [Operation] = ElementwiseOp.allCases.map { op in
        Operation(
            op.name, "\(op.name), element by element.", family: .elementwise(op),
            infer: { inputs, _ in
                guard inputs.count == op.arity else {
                    throw HornbillError(
                        .typeMismatch, "\(op.name)() takes \(op.arity) arguments but \(inputs.count) were given")
                }
                let values = op == .select ? Array(inputs.dropFirst()) : inputs
                let dtype = values[0].dtype
                guard values.allSatisfy({ $0.dtype == dtype }), op != .select || inputs[0].dtype == .bool,
                    let result = op.resultType(dtype)
                else {
                    throw HornbillError(
                        .typeMismatch,
                        "\(op.name) is not defined for dtypes " + inputs.map(\.dtype.name).joined(separator: ", "))
                }
                return [TensorSpec(result, try Strides.broadcastShape(inputs.map(\.shape)))]
            },
            prepare: { request in
                let shape = request.outputs[0].shape
                func operand(_ layout: Layout) -> Operand {
                    Operand(dtype: layout.dtype, strides: Strides.broadcast(layout.strides, layout.shape, to: shape))
                }
                let type = request.inputs[op == .select ? 1 : 0].dtype.computeType
                let count = request.inputs.count
                let program = try TileProgram(
                    shape: shape, inputs: request.inputs.map(operand), constants: [],
                    instructions: [
                        .init(op: op, type: type, a: 0, b: Swift.min(1, count - 1), c: Swift.min(2, count - 1), result: count)
                    ],
                    outputs: [(count, operand(request.outputs[0]))])
                return Kernel.direct { pointers in pointers.withUnsafeBufferPointer { program.run($0.baseAddress!) } }.nesting()
            },
            gradient: elementwiseGradient(op))
    }

    static func elementwise(_ op: ElementwiseOp) -> Operation { elementwise[Int(op.rawValue)] }
}

/// Applies an elementwise operation to an operand of a dtype for which it is defined.
func elementwise(_ op: ElementwiseOp, _ a: Tensor) throws -> Tensor {
    if let result = try DirectElementwise.unary(op, a.body) { return result }
    // Of a few 16-bit floats, two casts take less than a plan.
    if a.count <= 1024, a.dtype.size == 2, a.dtype.isFloat, a.body.address != nil, a.body.isContiguous,
        let wide = try DirectElementwise.unary(op, a.cast(to: .float32).body)
    {
        return wide.dtype == .float32 ? try wide.cast(to: a.dtype) : wide
    }
    if let result = try SmallElementwise.apply(op, a.body, a.body, a.body) { return result }
    return try Operation.elementwise(op)([a])[0]
}

/// Applies an elementwise operation to operands that already have one dtype.
func elementwise(_ op: ElementwiseOp, _ a: Tensor, _ b: Tensor) throws -> Tensor {
    if let result = try DirectElementwise.binary(op, a.body, b.body) { return result }
    if let result = try SmallElementwise.apply(op, a.body, b.body, b.body) { return result }
    return try Operation.elementwise(op)([a, b])[0]
}

/// As above for three operands.
func elementwise(_ op: ElementwiseOp, _ a: Tensor, _ b: Tensor, _ c: Tensor) throws -> Tensor {
    if let result = try SmallElementwise.apply(op, a.body, b.body, c.body) { return result }
    if let result = try DirectElementwise.ternary(op, a.body, b.body, c.body) { return result }
    return try Operation.elementwise(op)([a, b, c])[0]
}
