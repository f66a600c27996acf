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
