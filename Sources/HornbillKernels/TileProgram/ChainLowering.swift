import CVectorLoops

/// Turns a tile program on floats of one type with dense results into the stages of a chain, if it can be one.
///
/// A chain has one value in registers, the last one computed. Operations are done in the program's order; an operand that
/// the operation before has not just left there comes from memory: an operand of the program, or a kept value's slot.
struct ChainLowering {
    /// Where a value is that is not in registers.
    enum Location {
        /// In the operand or the output of this number, block after block: so are operands that are not dense, once the
        /// plan has brought them together.
        case operand(Int)
        /// In a block of memory of its own.
        case slot(Int)
        case constant(Double)
    }

    private let source: TileSource
    private let type: DType
    private(set) var stages: [hbi_chain_stage] = []
    /// The slots that hold the same number everywhere: an operand's only element, or a constant that a kernel reads.
    private(set) var filled: [(slot: Int, value: Filling)] = []
    /// The operands that are not dense.
    private(set) var strided: [Int] = []
    private(set) var slotCount = 0
    /// How long a block takes, in units of about 50 picoseconds for each vector.
    private(set) var cost = 10

    enum Filling {
        case input(Int)
        case constant(Double)
    }

    /// The values of registers that are not those of an operation.
    private var locations: [Int: Location] = [:]
    /// How often registers are still to be read.
    private var uses: [Int]
    private var current: Int?
    private var freeSlots: [Int] = []

    init?(_ source: TileSource, types: [DType]) {
        guard hbi_has_chains() != 0, let type = types.first, type == .float32 || type == .float64,
            types.allSatisfy({ $0 == type })
        else { return nil }
        self.source = source
        self.type = type
        uses = Array(repeating: 0, count: types.count)
        guard source.instructions.allSatisfy({ $0.type == type }), locateInputs(), locateConstants() else { return nil }
        let outputs = source.outputs.map { resolved($0.register) }
        guard outputs.allSatisfy({ $0 >= source.firstInstruction }),
            source.outputs.allSatisfy({ $0.operand.dtype == type && isDense($0.operand) })
        else { return nil }
        for output in outputs { uses[output] += 1 }
        for instruction in source.instructions.reversed() where instruction.op != .copy && uses[instruction.result] > 0 {
            for operand in operands(instruction) { uses[operand] += 1 }
        }
        for instruction in source.instructions where instruction.op != .copy && uses[instruction.result] > 0 {
            guard emit(instruction) else { return nil }
        }
        store(outputs)
        append(HBI_CHAIN_END)
    }

    var isDouble: Bool { type == .float64 }

    /// Numbers of the table of addresses: the operands, the outputs, the slots.
    private func place(_ location: Location) -> (place: Int, moves: Int) {
        switch location {
        case .operand(let number): return (number, -1)
        case .slot(let number): return (source.inputs.count + source.outputs.count + number, 0)
        case .constant: return (0, 0)
        }
    }

    /// Whether the elements lie side by side in the order of the shape.
    private func isDense(_ operand: Operand) -> Bool {
        var step = 1
        for axis in source.shape.indices.reversed() where source.shape[axis] != 1 {
            if operand.strides[axis] != step { return false }
            step &*= source.shape[axis]
        }
        return true
    }

    // MARK: Operands

    private mutating func locateInputs() -> Bool {
        for (index, input) in source.inputs.enumerated() {
            guard input.dtype == type else { return false }
            if isDense(input) {
                locations[index] = .operand(index)
            } else if zip(source.shape, input.strides).allSatisfy({ $0 == 1 || $1 == 0 }) {
                locations[index] = .slot(fill(.input(index)))
            } else {
                locations[index] = .operand(index)
                strided.append(index)
                cost += 10
            }
        }
        return true
    }

    private mutating func locateConstants() -> Bool {
        for (index, (value, dtype)) in source.constants.enumerated() {
            guard dtype == type else { return false }
            locations[source.inputs.count + index] = .constant(value)
        }
        return true
    }

    private mutating func fill(_ value: Filling) -> Int {
        filled.append((slotCount, value))
        slotCount += 1
        return slotCount - 1
    }

    /// The register that a copy names.
    private func resolved(_ register: Int) -> Int {
        var register = register
        while register >= source.firstInstruction {
            let instruction = source.instructions[register - source.firstInstruction]
            guard instruction.op == .copy else { break }
            register = instruction.a
        }
        return register
    }

    private func operands(_ instruction: TileProgram.Instruction) -> [Int] {
        [instruction.a, instruction.b, instruction.c].prefix(instruction.op.arity).map(resolved)
    }

    // MARK: Operations

    private mutating func emit(_ instruction: TileProgram.Instruction) -> Bool {
        let op = instruction.op, operands = operands(instruction)
        switch op.arity {
        case 1:
            take(operands[0])
            guard unary(op) else { return false }
        case 2:
            guard binary(op, operands[0], operands[1]) else { return false }
        default:
            // Bounds are operands of their own: they cannot be what is in registers.
            guard op == .clip else { return false }
            take(operands[0])
            combine(HBI_CHAIN_MAXIMUM, with: operands[1])
            combine(HBI_CHAIN_MINIMUM, with: operands[2])
        }
        current = instruction.result
        return true
    }

    private mutating func unary(_ op: ElementwiseOp) -> Bool {
        switch op {
        case .negative: append(HBI_CHAIN_NEGATIVE, cost: 1)
        case .abs: append(HBI_CHAIN_ABS, cost: 1)
        case .square: append(HBI_CHAIN_SQUARE, cost: 1)
        case .sqrt: append(HBI_CHAIN_SQRT, cost: 8)
        case .exp: append(HBI_CHAIN_EXP, cost: 30)
        case .log: append(HBI_CHAIN_LOG, cost: 40)
        case .log1p: append(HBI_CHAIN_LOG1P, cost: 60)
        case .tanh: append(HBI_CHAIN_TANH, cost: 60)
        case .relu: constant(HBI_CHAIN_MAXIMUM, 0, cost: 1)
        case .reciprocal: constant(HBI_CHAIN_DIVIDE_FROM, 1, cost: 6)
        case .rsqrt:
            append(HBI_CHAIN_SQRT, cost: 8)
            constant(HBI_CHAIN_DIVIDE_FROM, 1, cost: 6)
        default: return call(op, nil, otherFirst: false)
        }
        return true
    }

    /// What combines two values, with the first one in registers, and with the second.
    private static func stages(_ op: ElementwiseOp) -> (first: Int, second: Int, cost: Int)? {
        switch op {
        case .add: return (HBI_CHAIN_ADD, HBI_CHAIN_ADD, 1)
        case .subtract: return (HBI_CHAIN_SUBTRACT, HBI_CHAIN_SUBTRACT_FROM, 1)
        case .multiply: return (HBI_CHAIN_MULTIPLY, HBI_CHAIN_MULTIPLY, 1)
        case .divide: return (HBI_CHAIN_DIVIDE, HBI_CHAIN_DIVIDE_FROM, 6)
        case .maximum: return (HBI_CHAIN_MAXIMUM, HBI_CHAIN_MAXIMUM_FROM, 2)
        case .minimum: return (HBI_CHAIN_MINIMUM, HBI_CHAIN_MINIMUM_FROM, 2)
        default: return nil
        }
    }

    private mutating func binary(_ op: ElementwiseOp, _ a: Int, _ b: Int) -> Bool {
        if a == b, op == .multiply {
            take(a, times: 2)
            append(HBI_CHAIN_SQUARE, cost: 1)
            return true
        }
        // The second operand is taken if it is there already, or if the first is a number that needs no memory.
        let isSecond = a != b && (current == b || (current != a && isConstant(a)))
        let taken = isSecond ? b : a, other = isSecond ? a : b
        take(taken)
        if let stages = ChainLowering.stages(op) {
            combine(isSecond ? stages.second : stages.first, with: other, cost: stages.cost)
            return true
        }
        defer { finish(other) }
        return call(op, other, otherFirst: isSecond)
    }

    private func isConstant(_ register: Int) -> Bool {
        if case .constant = locations[register] { return true }
        return false
    }

    /// Brings a register's value into the processor's. What was there is kept if it is needed later.
    private mutating func take(_ register: Int, times: Int = 1) {
        uses[register] -= times
        if let current, uses[current] > 0, locations[current] == nil { keep(current) }
        if current != register, let location = locations[register] {
            if case .constant(let value) = location {
                constant(HBI_CHAIN_LOAD, value, cost: 1)
            } else {
                append(HBI_CHAIN_LOAD, at: location, cost: 1)
            }
        }
        release(register)
    }

    private mutating func keep(_ register: Int) {
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
        } else {
            slot = slotCount
            slotCount += 1
        }
        locations[register] = .slot(slot)
        append(HBI_CHAIN_STORE, at: .slot(slot), cost: 1)
    }

    private mutating func combine(_ operation: Int, with other: Int, cost: Int = 2) {
        if case .constant(let value) = locations[other] {
            combine(operation, value, cost: cost)
        } else if let location = locations[other] {
            append(operation, at: location, cost: cost + 1)
        }
        finish(other)
    }

    private mutating func combine(_ operation: Int, _ value: Double, cost: Int) {
        // Dividing by a power of two is multiplying by another one.
        let number = isDouble ? value : Double(Float(value))
        let range = isDouble ? Double.leastNormalMagnitude ... 0x1p1022 : 0x1p-126 ... 0x1p126
        if operation == HBI_CHAIN_DIVIDE, number.significand == 1, range.contains(number.magnitude) {
            return constant(HBI_CHAIN_MULTIPLY, 1 / number, cost: 1)
        }
        constant(operation, value, cost: cost)
    }

    /// Notes that a register was read from memory.
    private mutating func finish(_ register: Int) {
        uses[register] -= 1
        release(register)
    }

    private mutating func release(_ register: Int) {
        if register >= source.firstInstruction, uses[register] == 0, case .slot(let slot) = locations[register] {
            freeSlots.append(slot)
            locations[register] = nil
        }
    }

    /// A call of the kernel of an operation that has no stage.
    private mutating func call(_ op: ElementwiseOp, _ other: Int?, otherFirst: Bool) -> Bool {
        guard let kernel = elementwiseKernel(op, type), op.resultType(type) == type else { return false }
        var location = Location.slot(slotCount)
        let own = slotCount
        slotCount += 1
        if let other, let known = locations[other] {
            location = known
            if case .constant(let value) = known { location = .slot(fill(.constant(value))) }
        }
        append(HBI_CHAIN_CALL, at: location, cost: 20 + 8 * op.weight)
        stages[stages.count - 1].kernel = kernel
        stages[stages.count - 1].own = Int64(place(.slot(own)).place)
        stages[stages.count - 1].other_first = otherFirst ? 1 : 0
        return true
    }

    // MARK: Results

    /// Outputs are written when every operand has been read, as they may be at the same address.
    private mutating func store(_ outputs: [Int]) {
        // What is in registers first.
        let order = outputs.indices.filter { outputs[$0] == current } + outputs.indices.filter { outputs[$0] != current }
        for index in order {
            take(outputs[index])
            current = outputs[index]
            append(HBI_CHAIN_STORE, at: .operand(source.inputs.count + index), cost: 2)
        }
    }

    // MARK: Stages

    private mutating func append(_ operation: Int, at location: Location = .slot(0), cost: Int = 0) {
        var stage = hbi_chain_stage()
        stage.code = hbi_chain_code(Int32(operation), isDouble ? 1 : 0)
        (stage.place, stage.moves) = { (Int64($0.place), Int64($0.moves)) }(place(location))
        stages.append(stage)
        self.cost += cost
    }

    private mutating func constant(_ operation: Int, _ value: Double, cost: Int) {
        append(operation + HBI_CHAIN_WITH_CONSTANT, cost: cost)
        stages[stages.count - 1].x = value
        stages[stages.count - 1].x32 = Float(value)
    }
}
