/// A function of tensors as every surface can call it: by name, with tensors and attributes.
///
/// The declaration says all there is to know, in one line: `"sum(x; axis, keepdims)"` takes one tensor and two attributes,
/// `"clip(x, min?, max?; lower, upper)"` may go without two of its tensors, `"concatenate(tensors...; axis)"` takes any
/// number of them but none. Names are those of the Array API standard or, where that has none, of NumPy.
public final class Function {
    /// What a call is given.
    public struct Call {
        let function: Function
        let inputs: [Tensor?]
        public let attributes: Attributes

        /// A tensor that the declaration asks for.
        public subscript(position: Int) -> Tensor {
            get throws {
                guard let input = optional(position) else {
                    throw HornbillError(
                        .invalidArgument, "\(function.name): expected a tensor for '\(function.inputs[position].name)', got NULL")
                }
                return input
            }
        }

        /// A tensor that the function may go without.
        public func optional(_ position: Int) -> Tensor? { position < inputs.count ? inputs[position] : nil }

        /// All tensors of a function that takes any number of them.
        public func all() throws -> [Tensor] { try inputs.indices.map { try self[Swift.min($0, function.inputs.count - 1), $0] } }

        private subscript(parameter: Int, position: Int) -> Tensor {
            get throws {
                guard let input = inputs[position] else {
                    throw HornbillError(
                        .invalidArgument,
                        "\(function.name): expected a tensor for '\(function.inputs[parameter].name)' \(position), got NULL")
                }
                return input
            }
        }
    }

    public enum Direct {
        case unary((Tensor) throws -> Tensor)
        case binary((Tensor, Tensor) throws -> Tensor)
    }

    struct Parameter {
        let name: String
        let isOptional: Bool
    }

    public let name: String
    /// The declaration.
    public let signature: String
    /// What the function gives, in one line.
    public let summary: String
    /// The names of the attributes.
    public let attributes: [String]
    /// Whether the results are computed element by element from two operands that broadcast.
    public let isBinary: Bool
    /// The function itself, where it takes one or two tensors, no attributes, and has one result: to call it without lists.
    public let direct: Direct?
    let inputs: [Parameter]
    private let isVariadic: Bool
    private let leastInputs: Int
    private let body: (Call) throws -> [Tensor]

    /// - Parameter signature: the declaration, as above.
    public init(
        _ signature: String, _ summary: String, isBinary: Bool = false, direct: Direct? = nil,
        results body: @escaping (Call) throws -> [Tensor]
    ) {
        let parts = signature.split(whereSeparator: { "(;)".contains($0) })
        let hasInputs = signature.split(separator: "(", omittingEmptySubsequences: false).last?.first != ";"
        func names(_ part: Substring) -> [Substring] { part.split(whereSeparator: { $0 == "," || $0 == " " }) }
        let rest = parts.dropFirst()
        name = String(parts[0])
        let given = hasInputs ? rest.first.map(names) ?? [] : []
        attributes = (hasInputs ? rest.dropFirst() : rest).first.map(names)?.map(String.init) ?? []
        inputs = given.map { text in
            Parameter(name: String(text.prefix { $0 != "?" && $0 != "." }), isOptional: text.hasSuffix("?"))
        }
        leastInputs = inputs.lazy.filter { !$0.isOptional }.count
        isVariadic = given.last?.hasSuffix("...") ?? false
        self.signature = signature
        self.summary = summary
        self.isBinary = isBinary
        self.direct = direct
        self.body = body
    }

    /// A function with one result.
    public convenience init(
        _ signature: String, _ summary: String, isBinary: Bool = false, _ body: @escaping (Call) throws -> Tensor
    ) {
        self.init(signature, summary, isBinary: isBinary, results: { [try body($0)] })
    }

    /// A function of one tensor without attributes.
    convenience init(_ signature: String, _ summary: String, unary function: @escaping (Tensor) throws -> Tensor) {
        self.init(signature, summary, direct: .unary(function)) { [try function($0[0])] }
    }

    /// A function of two tensors without attributes.
    convenience init(
        _ signature: String, _ summary: String, isElementwise: Bool,
        binary function: @escaping (Tensor, Tensor) throws -> Tensor
    ) {
        self.init(signature, summary, isBinary: isElementwise, direct: .binary(function)) {
            [try function($0[0], $0[1])]
        }
    }

    /// Calls the function. Throws `typeMismatch` for a wrong number of tensors and for attributes that it has not.
    public func callAsFunction(_ inputs: [Tensor?], _ attributes: Attributes = Attributes()) throws -> [Tensor] {
        let least = leastInputs
        guard inputs.count >= least, isVariadic || inputs.count <= self.inputs.count else {
            let most = isVariadic ? "or more" : self.inputs.count == least ? "" : "to \(self.inputs.count)"
            let wanted = most.isEmpty ? "\(least)" : "\(least) \(most)"
            throw HornbillError(
                least == 1 && isVariadic ? .invalidArgument : .typeMismatch,
                "\(name)() takes \(wanted) tensors but \(inputs.count) were given: \(signature)")
        }
        for key in attributes.object.keys where !self.attributes.contains(key) {
            throw HornbillError(.typeMismatch, "\(name)() got an unexpected attribute '\(key)': \(signature)")
        }
        return try body(Call(function: self, inputs: inputs, attributes: attributes))
    }
}

extension Function.Call {
    /// One axis, a list of axes, or nil for all.
    func axes(_ name: String = "axis") throws -> [Int]? { try attributes.intOrInts(name) }
    func axis(_ standard: Int? = nil) throws -> Int? { try attributes.has("axis") ? attributes.int("axis") : standard }
    func keepDims() throws -> Bool { try attributes.bool("keepdims") ?? false }
    func dtype(_ standard: DType) throws -> DType { try attributes.dtype("dtype") ?? standard }

    /// The lengths of a new tensor's axes; one integer is one axis.
    func shape() throws -> [Int] {
        let shape = try attributes.required("shape", attributes.intOrInts)
        _ = try Strides.count(shape)
        return shape
    }
}
