import HornbillTensor

/// Some elementwise nodes of one shape as one register program.
struct FusedExpression {
    let shape: [Int]
    /// The operands from outside, each once.
    private(set) var inputs: [Tensor] = []
    private var constants: [(Double, DType)] = []
    private var instructions: [TileProgram.Instruction] = []
    /// The nodes whose values are needed outside, and their registers.
    private(set) var results: [Node] = []
    private var resultRegisters: [Int] = []

    /// - Parameters:
    ///   - members: the nodes, inputs before results.
    ///   - uses: how often each symbol is used in the whole graph.
    ///   - current: the tensor that now stands for an operand from outside.
    init(_ members: [Node], uses: [Symbol: Int], current: (Tensor) -> Tensor) throws {
        shape = members[0].outputs[0].shape
        let ids = Set(members.map(\.id))

        // Registers are numbered inputs first, then constants, then instructions, so the operands are collected first.
        enum Source {
            case input(Int), constant(Int), member(Int)
        }
        var inputIndex: [Symbol: Int] = [:]
        var constantIndex: [Symbol: Int] = [:]
        var memberIndex: [Int: Int] = [:]
        var sources: [[Source]] = []
        for (index, member) in members.enumerated() {
            memberIndex[member.id] = index
            sources.append([])
            for input in member.inputs {
                if let position = ids.contains(input.node.id) ? memberIndex[input.node.id] : nil {
                    sources[index].append(.member(position))
                    continue
                }
                let operand = FusedExpression.withoutBroadcast(current(input))
                let symbol = operand.symbol!
                if let value = operand.node.constant, value.count == 1,
                    value.dtype.isFloat || value.dtype.size < 8
                {
                    let position = constantIndex[symbol] ?? constants.count
                    if position == constants.count {
                        constantIndex[symbol] = position
                        constants.append((try value.item(), value.dtype.computeType))
                    }
                    sources[index].append(.constant(position))
                } else {
                    let position = inputIndex[symbol] ?? inputs.count
                    if position == inputs.count {
                        inputIndex[symbol] = position
                        inputs.append(operand)
                    }
                    sources[index].append(.input(position))
                }
            }
        }
        let firstConstant = inputs.count
        let firstInstruction = firstConstant + constants.count
        func register(_ source: Source) -> Int {
            switch source {
            case .input(let index): return index
            case .constant(let index): return firstConstant + index
            case .member(let index): return firstInstruction + index
            }
        }
        for (index, member) in members.enumerated() {
            let registers = sources[index].map(register)
            let op = member.elementwise ?? .copy
            // Predicates run in the type of what they compare; `select` in that of its branches; casts in the target's
            // own, so that one to a 16-bit float rounds.
            let type: DType
            switch (member.elementwise, op.arity) {
            case (nil, _): type = member.outputs[0].dtype
            case (_, 3): type = member.inputs[1].dtype.computeType
            default: type = member.inputs[0].dtype.computeType
            }
            instructions.append(
                TileProgram.Instruction(
                    op: op, type: type, a: registers[0], b: registers.count > 1 ? registers[1] : registers[0],
                    c: registers.count > 2 ? registers[2] : registers[0], result: firstInstruction + index))
            let inside = members.reduce(0) { count, other in
                count + other.inputs.count { $0.node === member }
            }
            if uses[Symbol(node: member, index: 0), default: 0] > inside {
                results.append(member)
                resultRegisters.append(firstInstruction + index)
            }
        }
    }

    /// What `tensor` broadcasts, since operands of a loop broadcast by themselves.
    private static func withoutBroadcast(_ tensor: Tensor) -> Tensor {
        var tensor = tensor
        while tensor.node.operation?.name == "broadcast_to" { tensor = tensor.node.inputs[0] }
        return tensor
    }

    /// The node of a graph that runs this expression; its results are `results`, in order.
    func node() -> Node {
        let specs = results.map { TensorSpec($0.outputs[0].dtype, shape) }
        let names = instructions.map(\.op.name).joined(separator: " ")
        let operation = Operation(
            "fused", "Several elementwise operations in one loop.", family: .fused, infer: { _, _ in specs },
            prepare: prepare)
        return Node(.operation(operation), inputs: inputs, ["operations": .string(names)], outputs: specs)
    }

    /// An optimizer's update in the parts of the layer whose weights it updates.
    private func pieces(_ program: TileProgram, _ parts: [Range<Int>], _ request: KernelRequest) -> Pieces {
        let operands = request.inputs + request.outputs
        func bytes(_ index: Int, _ elements: Range<Int>) -> Pieces.Piece.Bytes {
            let size = operands[index].dtype.size
            return (index, operands[index].isContiguous && operands[index].shape == shape ? elements.lowerBound * size ..< elements.upperBound * size : nil)
        }
        let list = parts.enumerated().map { part, elements in
            Pieces.Piece(
                reads: request.inputs.indices.map { bytes($0, elements) },
                writes: request.outputs.indices.map { bytes(request.inputs.count + $0, elements) }, part: part,
                parts: parts.count)
        }
        return Pieces(list) { pointers in
            parts.map { part in { pointers.withUnsafeBufferPointer { program.run($0.baseAddress!, part: part) } } }
        }
    }

    private func prepare(_ request: KernelRequest) throws -> Kernel {
        // Arranged operands are walked flat, padding included: all operands but scalars are arranged in the same way.
        let arrangement = (request.inputArrangements + request.outputArrangements).compactMap { $0 }.first
        let iteration = arrangement.map { [$0.elementCount] } ?? shape
        func operand(_ layout: Layout) -> Operand {
            guard arrangement != nil else {
                return Operand(
                    dtype: layout.dtype, strides: Strides.broadcast(layout.strides, layout.shape, to: shape))
            }
            return Operand(dtype: layout.dtype, strides: [layout.count == 1 && shape != layout.shape ? 0 : 1])
        }
        let program = try TileProgram(
            shape: iteration, inputs: request.inputs.map(operand), constants: constants, instructions: instructions,
            outputs: zip(resultRegisters, request.outputs).map { ($0, operand($1)) })
        let inPlace = request.inputs.indices.filter {
            request.inputs[$0].dtype.size == request.outputs[0].dtype.size
                && (arrangement != nil && request.inputs[$0].shape == shape
                    || request.inputs[$0].isContiguous && request.inputs[$0].shape == shape)
        }
        let elements = Double(iteration.reduce(1, *))
        var kernel = Kernel(flops: elements * Double(instructions.count), inPlaceInputs: inPlace) { pointers in
            { pointers.withUnsafeBufferPointer { program.run($0.baseAddress!) } }
        }.nesting()
        kernel.callUnbound = { program.run($0) }
        kernel.pieces = program.parts.map { parts in pieces(program, parts, request) }
        return kernel
    }
}
