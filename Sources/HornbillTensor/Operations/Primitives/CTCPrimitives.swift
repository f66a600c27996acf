/// Connectionist temporal classification.
extension Operation {
    private static func ctcPlan(_ inputs: [TensorSpec], _ attributes: Attributes) throws -> CTCLossPlan {
        let (x, target) = (inputs[0], inputs[1])
        guard x.shape.count == 3, target.shape.count == 2, target.shape[0] == x.shape[0],
            inputs[2].shape == [x.shape[0]], inputs[3].shape == [x.shape[0]]
        else {
            throw HornbillError(
                .shapeMismatch,
                "ctc_loss: expected `output` (batch, steps, classes), `target` (batch, labels) and two lengths for each of the "
                    + "batch, got \(x), \(target), \(inputs[2]), \(inputs[3])")
        }
        guard x.dtype == .float32 || x.dtype == .float64, inputs[1 ... 3].allSatisfy({ $0.dtype == .int64 }) else {
            throw HornbillError(
                .typeMismatch,
                "ctc_loss: expected float32 or float64 logarithms and int64 labels, got \(x.dtype.name), \(target.dtype.name)")
        }
        let blank = try attributes.int("mask_index") ?? 0
        guard blank >= 0, blank < x.shape[2] else {
            throw HornbillError(.invalidArgument, "ctc_loss: `mask_index`: expected one of \(x.shape[2]) classes, got \(blank)")
        }
        return CTCLossPlan(
            batch: x.shape[0], steps: x.shape[1], classes: x.shape[2], labels: target.shape[1], blank: blank)
    }

    /// How many bytes of scratch memory dense copies of the operands take, and where they begin.
    private static func rooms(_ inputs: [Layout]) -> (offsets: [Int], end: Int) {
        var offsets: [Int] = [], end = 0
        for input in inputs {
            offsets.append(end)
            if !input.isContiguous { end += (input.count * input.dtype.size + 63) / 64 * 64 }
        }
        return (offsets, end)
    }

    /// The losses of logarithms (batch, steps, classes), labels, and how many labels and steps count.
    static let ctcLoss: Operation = Operation(
        "ctc_loss", "The negative logarithm of the probability of labels.",
        infer: { inputs, attributes in
            _ = try ctcPlan(inputs, attributes)
            return [TensorSpec(inputs[0].dtype, [inputs[0].shape[0]])]
        },
        prepare: { request in
            let inputs = request.inputs, plan = try ctcPlan(inputs.map(\.spec), request.attributes)
            let (offsets, end) = rooms(inputs)
            return Kernel(scratchBytes: Swift.max(1, end)) { pointers in
                {
                    let operands = inputs.indices.map { dense(inputs[$0], pointers[$0], pointers[5] + offsets[$0]) }
                    let ints = operands[1...].map { UnsafePointer($0.assumingMemoryBound(to: Int.self)) }
                    func run<T: BinaryFloatingPoint>(_: T.Type) {
                        plan.losses(
                            operands[0].assumingMemoryBound(to: T.self), ints[0], ints[1], ints[2],
                            pointers[4].assumingMemoryBound(to: T.self))
                    }
                    if inputs[0].dtype == .float64 { run(Double.self) } else { run(Float.self) }
                }
            }
        },
        gradient: { context in
            guard let g = context.gradient, context.wanted[0] else { return [nil, nil, nil, nil] }
            return [try ctcLossGradient(context.inputs + [g], context.attributes)[0], nil, nil, nil]
        })

    static let ctcLossGradient: Operation = Operation(
        "ctc_loss_gradient", "The gradient of ctc_loss.",
        infer: { inputs, attributes in
            _ = try ctcPlan(inputs, attributes)
            guard inputs[4] == TensorSpec(inputs[0].dtype, [inputs[0].shape[0]]) else {
                throw HornbillError(
                    .shapeMismatch, "ctc_loss_gradient: expected a gradient for each of the batch, got \(inputs[4])")
            }
            return [inputs[0]]
        },
        prepare: { request in
            let inputs = request.inputs, plan = try ctcPlan(inputs.map(\.spec), request.attributes)
            let (offsets, end) = rooms(inputs)
            return Kernel(scratchBytes: end + plan.roomCount * 8 + 64) { pointers in
                {
                    let operands = inputs.indices.map { dense(inputs[$0], pointers[$0], pointers[6] + offsets[$0]) }
                    let ints = operands[1 ... 3].map { UnsafePointer($0.assumingMemoryBound(to: Int.self)) }
                    let room = (pointers[6] + end).assumingMemoryBound(to: Double.self)
                    func run<T: BinaryFloatingPoint>(_: T.Type) {
                        plan.gradients(
                            operands[0].assumingMemoryBound(to: T.self), ints[0], ints[1], ints[2],
                            operands[4].assumingMemoryBound(to: T.self), pointers[5].assumingMemoryBound(to: T.self),
                            room: room)
                    }
                    if inputs[0].dtype == .float64 { run(Double.self) } else { run(Float.self) }
                }
            }
        },
        // Linear in the last operand. Of the logarithms nobody has needed it so far.
        gradient: { context in
            guard let g = context.gradient else { return [nil, nil, nil, nil, nil] }
            guard !context.wanted[0] else {
                throw HornbillError(.unsupported, "ctc_loss has no second derivatives")
            }
            let ones = try Tensor.scalar(1, dtype: g.dtype).broadcast(to: context.inputs[4].shape)
            let unit = try ctcLossGradient(context.inputs.dropLast() + [ones], context.attributes)[0]
            return [nil, nil, nil, nil, try (g * unit).sum(axes: [1, 2])]
        })
}
