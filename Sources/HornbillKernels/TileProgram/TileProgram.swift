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
///
/// Programs and the ways to run them are classes: structs of several references would be copied, and their counts changed, each
/// time one runs, which takes as long as some of them do.
public final class TileProgram: @unchecked Sendable {
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

    private let plan: any TileRunner
    private let update: UpdateLoop?

    /// - Throws: if ranks, registers or types do not fit together, or an operation is not defined for its type.
    public init(
        shape: [Int], inputs: [Operand], constants: [(Double, DType)], instructions: [Instruction],
        outputs: [(register: Register, operand: Operand)]
    ) throws {
        let source = TileSource(
            shape: shape, inputs: inputs, constants: constants, instructions: instructions, outputs: outputs)
        let types = try source.check()
        count = shape.reduce(1, &*)
        update = UpdateLoop(source)
        if let update {
            plan = update
        } else if let chain = ChainPlan(source, types: types) {
            plan = chain
        } else {
            let fast = TilePlan(source, types: types, staged: []), hazardous = Set(fast.hazards.map(\.input))
            plan = hazardous.isEmpty ? fast : HazardousTiles(fast, safe: TilePlan(source, types: types, staged: hazardous))
        }
    }

    /// Ranges of elements that together are all, if the program is one whose elements should always be the same threads'.
    public var parts: [Range<Int>]? {
        update?.parts
    }

    /// Runs one of `parts`, on the thread that calls it.
    public func run(_ pointers: UnsafePointer<UnsafeMutableRawPointer>, part: Range<Int>) {
        update?.run(pointers, on: part)
    }

    /// Runs the program on the operands at `pointers`: the inputs first, then the outputs.
    ///
    /// An output may be at the same address as an input with the same dtype and strides (an update in place). Any
    /// number of threads may run one program at once.
    public func run(_ pointers: UnsafePointer<UnsafeMutableRawPointer>) { plan.run(pointers) }
}

/// A way to run a program: `UpdateLoop` for an optimizer's update, `ChainPlan` for dense floats that stay in registers,
/// `TilePlan` for all others.
protocol TileRunner: AnyObject {
    func run(_ pointers: UnsafePointer<UnsafeMutableRawPointer>)
}

/// Tiles of which some input is read after an output at the same address may have been written, and others of which none is.
private final class HazardousTiles: TileRunner {
    private let fast: TilePlan
    private let safe: TilePlan

    init(_ fast: TilePlan, safe: TilePlan) {
        self.fast = fast
        self.safe = safe
    }

    func run(_ pointers: UnsafePointer<UnsafeMutableRawPointer>) {
        if fast.hasHazard(pointers) { safe.run(pointers) } else { fast.run(pointers) }
    }
}
