import HornbillTensor

/// An activation function, by Keras' name (`keras.activations`).
public struct Activation: Hashable, Sendable, ExpressibleByStringLiteral {
    public let name: String

    public init(_ name: String) { self.name = name }
    public init(stringLiteral value: String) { name = value }

    public static let linear = Activation("linear"), relu = Activation("relu"), relu6 = Activation("relu6")
    public static let sigmoid = Activation("sigmoid"), tanh = Activation("tanh"), softmax = Activation("softmax")
    public static let logSoftmax = Activation("log_softmax"), softplus = Activation("softplus")
    public static let softsign = Activation("softsign"), elu = Activation("elu"), selu = Activation("selu")
    public static let silu = Activation("silu"), gelu = Activation("gelu"), leakyReLU = Activation("leaky_relu")
    public static let exponential = Activation("exponential"), hardSigmoid = Activation("hard_sigmoid")
    public static let mish = Activation("mish")

    /// The activation that Keras' JSON names: a string, null for linear, or a serialised function.
    init(_ json: JSON?) throws {
        guard let json else {
            self = .linear
            return
        }
        let name = json.stringValue ?? json["config"]?.stringValue ?? json["class_name"]?.stringValue
        guard let name, Activation.functions[name] != nil else {
            throw HornbillError(
                .unknownName,
                "Could not interpret activation function identifier: \(name ?? json.description). Known are: "
                    + Activation.functions.keys.sorted().joined(separator: ", "))
        }
        self.name = name
    }

    public func callAsFunction(_ x: Tensor) throws -> Tensor {
        guard let function = Activation.functions[name] else {
            throw HornbillError(.unknownName, "Could not interpret activation function identifier: \(name)")
        }
        return try function(x)
    }

    /// Every activation. Formulas and constants are Keras'.
    static let functions: [String: (Tensor) throws -> Tensor] = [
        "linear": { $0 },
        "relu": { try $0.relu() },
        "relu6": { try $0.clip(min: 0, max: 6) },
        "sigmoid": { try $0.sigmoid() },
        "tanh": { try $0.tanh() },
        "softmax": { try $0.softmax() },
        "log_softmax": { try $0.logSoftmax() },
        "softplus": { try $0.softplus() },
        "softsign": { try $0 / ($0.abs() + 1.0) },
        "elu": { x in try Tensor.where(greater(x, .scalar(0, dtype: x.dtype)), x, x.expm1()) },
        "selu": { x in
            let alpha = 1.6732632423543772, scale = 1.0507009873554805
            return try Tensor.where(greater(x, .scalar(0, dtype: x.dtype)), x, x.expm1() * alpha) * scale
        },
        "silu": { try $0 * $0.sigmoid() },
        "swish": { try $0 * $0.sigmoid() },
        "gelu": { x in try x * 0.5 * ((x * 0.70710678118654752).erf() + 1.0) },
        "leaky_relu": { x in try Tensor.where(greater(x, .scalar(0, dtype: x.dtype)), x, x * 0.2) },
        "exponential": { try $0.exp() },
        "hard_sigmoid": { try ($0 / 6.0 + 0.5).clip(min: 0, max: 1) },
        "hard_silu": { x in try x * (x / 6.0 + 0.5).clip(min: 0, max: 1) },
        "hard_tanh": { try $0.clip(min: -1, max: 1) },
        "mish": { x in try x * x.softplus().tanh() },
    ]
}
