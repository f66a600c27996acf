/// An optimizer's update of weights, recognised in a tile program.
///
/// Optimizers are written as chains of operations, and these chains run over every weight in every step of training.
/// As instructions of a tile program they would load and store a tile for each operation; as one of the loops of
/// `UpdateLoop` they load and store each operand once. The operations and their order are the same, and the results too
/// but for the last bits of an inverse root.
enum UpdateRule {
    /// `v' = v·decay + g²·share; w' = w - g·rate / √(v' + epsilon)`.
    case rmsprop(decay: Scalar, share: Scalar, epsilon: Scalar, rate: Scalar)
    /// `m' = m + (g - m)·share1; v' = v + (g² - v)·share2; w' = w - m'·rate / (√v' + epsilon)`.
    case adam(share1: Scalar, share2: Scalar, epsilon: Scalar, rate: Scalar)

    /// A number that is known now, or the single element of an input.
    enum Scalar {
        case constant(Float)
        case input(Int)
    }
}

/// The inputs and outputs of an update by their positions.
struct UpdateOperands {
    let weights: Int
    let gradient: Int
    /// The state that the optimizer keeps for each weight.
    let state: [Int]
    let newWeights: Int
    let newState: [Int]
}

extension UpdateRule {
    /// The rule that a program computes over dense float32 operands, if it is one of these.
    static func recognise(_ source: TileSource) -> (UpdateRule, UpdateOperands)? {
        let chain = Chain(source)
        guard source.outputs.allSatisfy({ chain.isDense($0.operand) }) else { return nil }
        switch source.outputs.count {
        case 2: return rmsprop(chain)
        case 3: return adam(chain)
        default: return nil
        }
    }

    private static func rmsprop(_ chain: Chain) -> (UpdateRule, UpdateOperands)? {
        guard chain.length == 9, let (result, w, move) = chain.weights(),
            let (scaled, root) = chain.operands(move, .divide), let (g, rate) = chain.operands(scaled, .multiply),
            let sum = chain.operand(root, .sqrt), let (velocity, epsilon) = chain.operands(sum, .add),
            let (kept, added) = chain.operands(velocity, .add), let (v, decay) = chain.operands(kept, .multiply),
            let (square, share) = chain.operands(added, .multiply), chain.operand(square, .square) == g,
            let state = chain.output(velocity), let rate = chain.scalar(rate), let epsilon = chain.scalar(epsilon),
            let decay = chain.scalar(decay), let share = chain.scalar(share), chain.areDense([w, g, v])
        else { return nil }
        return (
            .rmsprop(decay: decay, share: share, epsilon: epsilon, rate: rate),
            UpdateOperands(weights: w, gradient: g, state: [v], newWeights: result, newState: [state])
        )
    }

    private static func adam(_ chain: Chain) -> (UpdateRule, UpdateOperands)? {
        guard chain.length == 12, let (result, w, move) = chain.weights(),
            let (scaled, below) = chain.operands(move, .divide), let (mean, rate) = chain.operands(scaled, .multiply),
            let (root, epsilon) = chain.operands(below, .add), let square = chain.operand(root, .sqrt),
            let (m, meanMove) = chain.operands(mean, .add), let (meanGap, share1) = chain.operands(meanMove, .multiply),
            let (g, m2) = chain.operands(meanGap, .subtract), m2 == m,
            let (v, squareMove) = chain.operands(square, .add),
            let (squareGap, share2) = chain.operands(squareMove, .multiply),
            let (squared, v2) = chain.operands(squareGap, .subtract), v2 == v, chain.operand(squared, .square) == g,
            let first = chain.output(mean), let second = chain.output(square), let rate = chain.scalar(rate),
            let epsilon = chain.scalar(epsilon), let share1 = chain.scalar(share1), let share2 = chain.scalar(share2),
            chain.areDense([w, g, m, v])
        else { return nil }
        return (
            .adam(share1: share1, share2: share2, epsilon: epsilon, rate: rate),
            UpdateOperands(weights: w, gradient: g, state: [m, v], newWeights: result, newState: [first, second])
        )
    }
}

/// A tile program read backwards: which operation on which registers made a register.
private struct Chain {
    let source: TileSource

    init(_ source: TileSource) { self.source = source }

    var length: Int { source.instructions.count }

    private func instruction(_ register: Int, _ op: ElementwiseOp) -> TileProgram.Instruction? {
        let index = register - source.firstInstruction
        guard index >= 0, source.instructions[index].op == op, source.instructions[index].type == .float32 else { return nil }
        return source.instructions[index]
    }

    func operand(_ register: Int, _ op: ElementwiseOp) -> Int? { instruction(register, op)?.a }

    func operands(_ register: Int, _ op: ElementwiseOp) -> (Int, Int)? { instruction(register, op).map { ($0.a, $0.b) } }

    /// The output that is a difference, as new weights are, and its operands.
    func weights() -> (output: Int, weights: Int, move: Int)? {
        for (index, output) in source.outputs.enumerated() {
            if let (w, move) = operands(output.register, .subtract) { return (index, w, move) }
        }
        return nil
    }

    /// The output that a register is.
    func output(_ register: Int) -> Int? { source.outputs.firstIndex { $0.register == register } }

    func isDense(_ operand: Operand) -> Bool {
        guard operand.dtype == .float32 else { return false }
        var step = 1
        for axis in source.shape.indices.reversed() where source.shape[axis] != 1 {
            if operand.strides[axis] != step { return false }
            step *= source.shape[axis]
        }
        return true
    }

    /// Whether these registers are inputs that are walked densely.
    func areDense(_ registers: [Int]) -> Bool {
        registers.allSatisfy { $0 < source.inputs.count && isDense(source.inputs[$0]) }
    }

    func scalar(_ register: Int) -> UpdateRule.Scalar? {
        if register < source.inputs.count {
            let input = source.inputs[register]
            return input.dtype == .float32 && input.strides.allSatisfy { $0 == 0 } ? .input(register) : nil
        }
        guard register < source.firstInstruction else { return nil }
        let (value, dtype) = source.constants[register - source.inputs.count]
        return dtype == .float32 ? .constant(Float(value)) : nil
    }
}
