import HornbillTensor

/// The step of a program of one step, which runs where its caller has inputs and outputs, without an instance: telling an
/// instance's kernels of other operands, or copying to its own, would take longer than a few elements do.
struct LoneStep {
    private let call: (UnsafePointer<UnsafeMutableRawPointer>) -> Void
    /// Where each operand is: an input's or an output's number, or nothing for a constant.
    private let operands: [(number: Int?, isOutput: Bool, offset: Int, constant: UnsafeMutableRawPointer?)]
    /// Keeps the constants.
    private let constants: [Tensor]

    /// Nil if there are other steps, or the step needs memory of its own.
    init?(_ steps: [Step], _ constants: [Tensor]) throws {
        guard steps.count == 1, let call = steps[0].kernel.callUnbound, steps[0].kernel.scratchBytes == 0 else { return nil }
        self.call = call
        self.constants = constants
        var operands: [(Int?, Bool, Int, UnsafeMutableRawPointer?)] = []
        for place in steps[0].inputs + steps[0].outputs {
            switch place.buffer {
            case .input(let number): operands.append((number, false, place.offset, nil))
            case .output(let number): operands.append((number, true, place.offset, nil))
            case .constant(let number): operands.append((nil, false, 0, try constants[number].pointer() + place.offset))
            case .temporary, .variable: return nil
            }
        }
        self.operands = operands
    }

    /// Runs the step on inputs that are dense, and results.
    func run(_ inputs: [Tensor], _ results: [Tensor]) throws {
        try withUnsafeTemporaryAllocation(of: UnsafeMutableRawPointer.self, capacity: operands.count) { pointers in
            for (index, operand) in operands.enumerated() {
                if let constant = operand.constant {
                    pointers[index] = constant
                } else if let number = operand.number {
                    pointers[index] = try (operand.isOutput ? results : inputs)[number].pointer() + operand.offset
                }
            }
            guard let start = pointers.baseAddress else { return }
            withExtendedLifetime((inputs, results)) { call(start) }
        }
    }
}
