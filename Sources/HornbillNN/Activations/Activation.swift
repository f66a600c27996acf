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
        "relu6": { try limited($0, 0, 6, atBounds: false) },
        "sigmoid": { try $0.sigmoid() },
        "tanh": { try $0.tanh() },
        "softmax": { try $0.softmax() },
        "log_softmax": { try $0.logSoftmax() },
        "softplus": { try $0.softplus() },
        "softsign": { try $0 / ($0.abs() + 1.0) },
        "elu": { x in try positive(x, x, negativePart(x).expm1()) },
        "selu": { x in
            let alpha = 1.6732632423543772, scale = 1.0507009873554805
            return try positive(x, x, negativePart(x).expm1() * alpha) * scale
        },
        "silu": { try $0 * $0.sigmoid() },
        "swish": { try $0 * $0.sigmoid() },
        "gelu": { x in try x * 0.5 * ((x * 0.70710678118654752).erf() + 1.0) },
        "leaky_relu": { x in try Tensor.where(greaterEqual(x, .scalar(0, dtype: x.dtype)), x, x * 0.2) },
        "exponential": { try $0.exp() },
        "hard_sigmoid": sixth,
        "hard_silu": { try $0 * sixth($0) },
        "hard_tanh": { try limited($0, -1, 1, atBounds: true) },
        "hard_swish": { try $0 * sixth($0) },
        "mish": { x in try x * x.softplus().tanh() },
        "celu": { x in try positive(x, x, negativePart(x).expm1()) },
        "log_sigmoid": { try -((-$0).softplus()) },
        "tanh_shrink": { try $0 - $0.tanh() },
        "hard_shrink": { x in try positive(x.abs() - 0.5, x, x * 0.0) },
        "soft_shrink": { x in try x - limited(x, -0.5, 0.5, atBounds: true) },
        "squareplus": { x in try (x + (x.square() + 4.0).sqrt()) / 2.0 },
        "sparse_plus": { x in try positive(x - 1.0, x, (x + 1.0).relu().square() / 4.0) },
        "sparse_sigmoid": { x in try ((x + 1.0) / 2.0).clip(min: 0, max: 1) },
        "sparsemax": sparsemax,
    ]

    /// `x` limited to `low ... high`, with the gradient 1 between the bounds and, if `atBounds`, on them.
    private static func limited(_ x: Tensor, _ low: Double, _ high: Double, atBounds: Bool) throws -> Tensor {
        let (bottom, top) = (Tensor.scalar(low, dtype: x.dtype), Tensor.scalar(high, dtype: x.dtype))
        let isLow = try atBounds ? less(x, bottom) : lessEqual(x, bottom)
        let isHigh = try atBounds ? greater(x, top) : greaterEqual(x, top)
        return try Tensor.where(isLow, bottom, Tensor.where(isHigh, top, x))
    }

    /// A sixth of `x` about ½, between 0 and 1.
    private static func sixth(_ x: Tensor) throws -> Tensor { try limited(x / 6.0 + 0.5, 0, 1, atBounds: false) }

    /// `a` where `x` is positive, else `b`.
    private static func positive(_ x: Tensor, _ a: Tensor, _ b: Tensor) throws -> Tensor {
        try Tensor.where(greater(x, .scalar(0, dtype: x.dtype)), a, b)
    }

    /// `x` where it is not positive, else 0: so that exponentials in a branch that is not taken cannot be infinite, which
    /// would make its gradient NaN.
    private static func negativePart(_ x: Tensor) throws -> Tensor {
        let zero = Tensor.scalar(0, dtype: x.dtype)
        return try Tensor.where(greater(x, zero), zero, x)
    }

    /// The nearest probabilities (Martins and Astudillo 2016): x − τ where that is positive, with τ such that the sum is 1.
    private static func sparsemax(_ x: Tensor) throws -> Tensor {
        let sorted = try x.sorted(axis: -1, descending: true), sums = try sorted.cumulativeSum(axis: -1)
        let places = try Tensor.arange(start: 1, stop: Double(x.shape.last ?? 1) + 1, dtype: x.dtype)
        let isKept = try greater(sorted * places, sums - 1.0).cast(to: x.dtype)
        // The last sum that is kept belongs to the smallest number that is.
        let count = try isKept.sum(axes: [-1], keepDims: true)
        let total = try (sorted * isKept).sum(axes: [-1], keepDims: true)
        return try (x - (total - 1.0) / count).relu()
    }
}
