/// One input or output of a tile program: a dtype and a stride for each dimension of the program's shape.
public struct Operand: Hashable, Sendable {
    public var dtype: DType
    /// In elements, for the common iteration shape; 0 broadcasts an input.
    public var strides: [Int]

    public init(dtype: DType, strides: [Int]) {
        self.dtype = dtype
        self.strides = strides
    }
}

/// A chain of elementwise operations that runs over tiles small enough for the first-level cache, on all threads.
///
/// The program is in static single assignment form. Its registers are numbered: the inputs first, then the
/// constants, then one for each instruction. A register holds a compute type: 16-bit floats are widened to float32
/// when loaded, and rounded to nearest even when stored.
///
/// What is done when the program is made is not done when it runs: the shape is collapsed, dead instructions are
/// dropped, registers share memory by liveness, the last instruction writes into the output itself, and contiguous
/// inputs are read in place.
public struct TileProgram: @unchecked Sendable {
    /// The number of a value: inputs, then constants, then instructions in order.
    public typealias Register = Int

    /// `result = op(a, b, c)` computed in `type`. Operands beyond the operation's arity are ignored.
    ///
    /// The operands must hold `type` (its compute type), except a select's condition, which is bool, and a copy's
    /// operand, whose type may be any: such a copy is a cast. A copy to a 16-bit float rounds to its precision.
    public struct Instruction: Hashable, Sendable {
        public var op: ElementwiseOp
        public var type: DType
        public var a: Register
        public var b: Register
        public var c: Register
        /// The register assigned; instructions assign consecutive ones.
        public var result: Register

        public init(op: ElementwiseOp, type: DType, a: Register, b: Register = 0, c: Register = 0, result: Register) {
            self.op = op
            self.type = type
            self.a = a
            self.b = b
            self.c = c
            self.result = result
        }
    }

    /// The number of elements that each output gets.
    public let count: Int

    private enum Plan {
        /// An optimizer's update, which has a loop of its own.
        case update(UpdateLoop)
        /// Dense floats that stay in registers.
        case chain(ChainPlan)
        /// All others. `safe` reads no input after an output at the same address may have been written; nil if `fast` does
        /// not, either.
        case tiles(fast: TilePlan, safe: TilePlan?)
    }
    private let plan: Plan

    /// - Throws: if ranks, registers or types do not fit together, or an operation is not defined for its type.
    public init(
        shape: [Int], inputs: [Operand], constants: [(Double, DType)], instructions: [Instruction],
        outputs: [(register: Register, operand: Operand)]
    ) throws {
        let source = TileSource(
            shape: shape, inputs: inputs, constants: constants, instructions: instructions, outputs: outputs)
        let types = try source.check()
        count = shape.reduce(1, &*)
        if let update = UpdateLoop(source) {
            plan = .update(update)
        } else if let chain = ChainPlan(source, types: types) {
            plan = .chain(chain)
        } else {
            let fast = TilePlan(source, types: types, staged: []), hazardous = Set(fast.hazards.map(\.input))
            plan = .tiles(fast: fast, safe: hazardous.isEmpty ? nil : TilePlan(source, types: types, staged: hazardous))
        }
    }

    /// Ranges of elements that together are all, if the program is one whose elements should always be the same threads'.
    public var parts: [Range<Int>]? {
        if case .update(let update) = plan { update.parts } else { nil }
    }

    /// Runs one of `parts`, on the thread that calls it.
    public func run(_ pointers: UnsafePointer<UnsafeMutableRawPointer>, part: Range<Int>) {
        if case .update(let update) = plan { update.run(pointers, on: part) }
    }

    /// Runs the program on the operands at `pointers`: the inputs first, then the outputs.
    ///
    /// An output may be at the same address as an input with the same dtype and strides (an update in place). Any
    /// number of threads may run one program at once.
    public func run(_ pointers: UnsafePointer<UnsafeMutableRawPointer>) {
        switch plan {
        case .update(let update): update.run(pointers)
        case .chain(let chain): chain.run(pointers)
        case .tiles(let fast, let safe?) where fast.hasHazard(pointers): safe.run(pointers)
        case .tiles(let fast, _): fast.run(pointers)
        }
    }
}
