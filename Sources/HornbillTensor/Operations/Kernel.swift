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
