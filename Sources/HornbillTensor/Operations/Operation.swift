/// One operation, defined in one place: its name, its rule for shapes and dtypes, its kernel and its gradient.
///
/// From the definition follow eager execution, recording in a graph, differentiation and `hbl_call` of the C ABI.
/// Operations are the primitives of the engine; what is built from them (`mean`, `softmax` over any axis, a layer) is
/// an ordinary function and needs no definition of its own here.
///
/// An operation takes operands as they are: broadcasting and dtype promotion are the business of the functions that
/// call it, unless its definition says otherwise.
public final class Operation {
    /// The dtypes and shapes of the results, or an error that says which operand does not fit.
    public typealias Infer = (_ inputs: [TensorSpec], _ attributes: Attributes) throws -> [TensorSpec]

    /// A result that only looks at its operand's memory in another way: where it begins (in elements from the operand's
    /// first) and its strides; nil where that is impossible and the kernel must copy.
    public typealias View = (_ input: Layout, _ attributes: Attributes, _ output: TensorSpec) -> (offset: Int, strides: [Int])?

    /// The work itself, made ready for operands that lie in memory in a certain way.
    public typealias Prepare = (_ request: KernelRequest) throws -> Kernel

    /// The gradients with respect to the inputs, in terms of other operations; nil for an input that has none.
    public typealias Gradient = (_ context: GradientContext) throws -> [Tensor?]

    public let name: String
    public let summary: String
    /// How the compiler may treat the operation.
    public let family: Family
    let infer: Infer
    let view: View?
    let prepare: Prepare
    /// Nil for operations without a useful derivative (comparisons, rounding, indices).
    public let gradient: Gradient?

    public enum Family {
        /// Element by element on operands that broadcast to the result's shape: what the compiler fuses.
        case elementwise(ElementwiseOp)
        /// A conversion of dtype, element by element.
        case cast
        /// The same elements in another arrangement.
        case movement
        /// Several elementwise operations in one loop. Made by the compiler.
        case fused
        /// Anything else.
        case other
    }

    public init(
        _ name: String, _ summary: String, family: Family = .other, infer: @escaping Infer, view: View? = nil,
        prepare: @escaping Prepare, gradient: Gradient? = nil
    ) {
        self.name = name
        self.summary = summary
        self.family = family
        self.infer = infer
        self.view = view
        self.prepare = prepare
        self.gradient = gradient
    }

    /// The specs of the results for these inputs.
    public func outputs(for inputs: [TensorSpec], _ attributes: Attributes) throws -> [TensorSpec] {
        try infer(inputs, attributes)
    }

    /// See `View`; nil also for operations that are no views.
    public func viewLayout(
        of input: Layout, _ attributes: Attributes, output: TensorSpec
    ) -> (offset: Int, strides: [Int])? {
        view?(input, attributes, output)
    }

    /// The kernel for operands that lie in memory as `request` says.
    public func kernel(for request: KernelRequest) throws -> Kernel { try prepare(request) }
}

/// What a kernel is asked to do: operands, results (dense) and attributes.
public struct KernelRequest {
    public var inputs: [Layout]
    public var outputs: [Layout]
    public var attributes: Attributes
    /// The arrangements of inputs and outputs that do not lie as their `Layout` says but as a kernel prefers. Only
    /// operations that the compiler knows to take them are given any; both are empty otherwise.
    public var inputArrangements: [(any PhysicalLayout)?] = []
    public var outputArrangements: [(any PhysicalLayout)?] = []

    public init(inputs: [Layout], outputs: [Layout], attributes: Attributes) {
        self.inputs = inputs
        self.outputs = outputs
        self.attributes = attributes
    }
}

/// Work that is ready to run on any operands of the layouts it was prepared for.
public struct Kernel {
    /// The address of the inputs, then of the outputs, then of the scratch memory if any.
    public typealias Pointers = [UnsafeMutableRawPointer]

    /// Ties the kernel to operands and returns what to call each time it must run.
    ///
    /// Two bindings of one kernel may run at the same time. The call throws only for what the operands' values decide,
    /// such as an index out of range.
    public var bind: (Pointers) throws -> () throws -> Void
    public var scratchBytes: Int
    /// Floating-point operations of one run, for reports; 0 where nobody counts them.
    public var flops: Double
    /// How the work is done, for `Program.description`.
    public var detail: String
    /// Inputs whose memory the first output may take over, because each element is read before it is written.
    public var inPlaceInputs: [Int]
    /// Inputs whose columns, not rows, are shared out to the threads: who makes them does well to do the same.
    public var inputsByColumns: [Int] = []
    /// Whether it may be called from several threads' common region: the calling thread then does the work alone.
    public private(set) var allowsNesting = false
    /// The work in pieces that threads share; nil for work that is done whole. `bind` then does it all, on several threads.
    public var pieces: Pieces?
    /// The work on operands that are told with each call; nil if the kernel wants to be bound to them.
    public var callUnbound: ((UnsafePointer<UnsafeMutableRawPointer>) -> Void)?

    public init(
        scratchBytes: Int = 0, flops: Double = 0, detail: String = "", inPlaceInputs: [Int] = [],
        bind: @escaping (Pointers) throws -> () throws -> Void
    ) {
        self.scratchBytes = scratchBytes
        self.flops = flops
        self.detail = detail
        self.inPlaceInputs = inPlaceInputs
        self.bind = bind
    }

    /// The same kernel, known to keep to the thread that calls it where several threads work side by side.
    public func nesting(_ allows: Bool = true) -> Kernel {
        var kernel = self
        kernel.allowsNesting = allows
        return kernel
    }

    /// A kernel that needs no binding.
    public static func direct(
        flops: Double = 0, detail: String = "", inPlaceInputs: [Int] = [],
        _ run: @escaping (Pointers) throws -> Void
    ) -> Kernel {
        Kernel(flops: flops, detail: detail, inPlaceInputs: inPlaceInputs) { pointers in { try run(pointers) } }
    }
}

/// A kernel's work in pieces, each for one thread. Those that touch different memory may be done side by side; others in their
/// order.
public struct Pieces {
    public let list: [Piece]
    /// As a kernel's `bind`, with a call for each piece.
    public let bind: (Kernel.Pointers) throws -> [() throws -> Void]

    public init(_ list: [Piece], bind: @escaping (Kernel.Pointers) throws -> [() throws -> Void]) {
        self.list = list
        self.bind = bind
    }

    public struct Piece {
        /// Part of an operand, by its number in the kernel's pointers; all of it if there is no range of bytes.
        public typealias Bytes = (operand: Int, range: Range<Int>?)

        public var reads: [Bytes]
        public var writes: [Bytes]
        /// Which part of a whole it is, of how many: equal parts of several steps lie in one thread's cache. Nil if any thread
        /// may do it as well.
        public var part: Int?
        public var parts: Int
        /// Its share in the kernel's work, where that is not an equal one.
        public var share: Double

        public init(reads: [Bytes], writes: [Bytes], part: Int?, parts: Int, share: Double? = nil) {
            self.reads = reads
            self.writes = writes
            self.part = part
            self.parts = parts
            self.share = share ?? 1 / Double(parts)
        }
    }
}

/// What a gradient rule sees. The tensors are symbolic when a graph is differentiated.
public struct GradientContext {
    public let inputs: [Tensor]
    public let outputs: [Tensor]
    /// The gradients of the loss with respect to the outputs; nil for outputs that do not influence it.
    public let gradients: [Tensor?]
    public let attributes: Attributes
    /// Which inputs' gradients will be used: a rule may return nil for the others.
    public let wanted: [Bool]

    public init(
        inputs: [Tensor], outputs: [Tensor], gradients: [Tensor?], attributes: Attributes, wanted: [Bool]
    ) {
        self.inputs = inputs
        self.outputs = outputs
        self.gradients = gradients
        self.attributes = attributes
        self.wanted = wanted
    }

    /// The gradient of the first output; the compiler calls a rule only if at least one output has one.
    public var gradient: Tensor? { gradients[0] }
}
