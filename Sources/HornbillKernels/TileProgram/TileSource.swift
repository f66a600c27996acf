/// A tile program as its author wrote it.
struct TileSource {
    let shape: [Int]
    let inputs: [Operand]
    let constants: [(Double, DType)]
    let instructions: [TileProgram.Instruction]
    let outputs: [(register: Int, operand: Operand)]

    var firstInstruction: Int { inputs.count + constants.count }

    /// Checks the program; returns the compute type of each register.
    func check() throws -> [DType] {
        guard shape.allSatisfy({ $0 >= 0 }) else {
            throw HornbillError(.invalidArgument, "negative size in a shape: expected sizes >= 0, got \(shape)")
        }
        guard shape.count <= StridedWalk.maxRank else {
            throw HornbillError(
                .unsupported, "too many dimensions: expected at most \(StridedWalk.maxRank), got \(shape.count)")
        }
        for operand in inputs + outputs.map(\.operand) where operand.strides.count != shape.count {
            throw HornbillError(
                .shapeMismatch,
                "wrong number of strides: expected \(shape.count) for shape \(shape), got \(operand.strides)")
        }
        guard !outputs.isEmpty else {
            throw HornbillError(.invalidArgument, "no outputs: expected at least one, got none")
        }
        var types = inputs.map(\.dtype.computeType) + constants.map(\.1.computeType)
        for instruction in instructions { types.append(try check(instruction, types)) }
        for (register, operand) in outputs {
            guard types.indices.contains(register) else {
                throw HornbillError(
                    .indexOutOfRange, "unknown output register: expected 0 ..< \(types.count), got \(register)")
            }
            for (size, stride) in zip(shape, operand.strides) where size > 1 && stride == 0 {
                throw HornbillError(
                    .invalidArgument, "broadcast output: expected strides that differ from 0, got \(operand.strides)")
            }
        }
        return types
    }

    private func check(_ instruction: TileProgram.Instruction, _ types: [DType]) throws -> DType {
        let op = instruction.op
        guard instruction.result == types.count else {
            throw HornbillError(
                .invalidArgument,
                "instruction \(op.name) assigns the wrong register: expected \(types.count), got \(instruction.result)")
        }
        let type = instruction.type.computeType
        guard let result = op.resultType(type) else {
            throw HornbillError(
                .typeMismatch, "\(op.name) is not defined for \(instruction.type.name): expected another dtype")
        }
        let operands = [instruction.a, instruction.b, instruction.c].prefix(op.arity)
        for (position, register) in operands.enumerated() {
            guard types.indices.contains(register) else {
                throw HornbillError(
                    .indexOutOfRange,
                    "\(op.name) reads an unknown register: expected 0 ..< \(types.count), got \(register)")
            }
            if op == .copy { continue }
            let expected = op == .select && position == 0 ? DType.bool : type
            guard types[register] == expected else {
                throw HornbillError(
                    .typeMismatch,
                    "operand \(position) of \(op.name): expected \(expected.name), got \(types[register].name)")
            }
        }
        return result
    }
}
