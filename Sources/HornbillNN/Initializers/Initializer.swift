import Glibc
import HornbillTensor

/// How a weight's first value is made. Distributions, names and defaults are Keras' (`keras.initializers`).
public final class Initializer: Configurable {
    public static var module: String { "keras.initializers" }
    public let className: String
    public let config: JSON.Object
    private let draw: (_ shape: [Int], _ seed: Int?) throws -> Tensor
    private let seed: Int?

    init(
        _ className: String, _ config: JSON.Object, seed: Int? = nil,
        _ draw: @escaping (_ shape: [Int], _ seed: Int?) throws -> Tensor
    ) {
        self.className = className
        self.config = config
        self.seed = seed
        self.draw = draw
    }

    /// A tensor of that shape: for a kernel, (inputs, units), with further axes in front for convolutions.
    public func callAsFunction(_ shape: [Int], dtype: DType = .float32) throws -> Tensor {
        _ = try Strides.count(shape)
        return try draw(shape, seed).cast(to: dtype)
    }

    public static let registry = Registry<Initializer>(
        "initializer",
        [
            ("Zeros", ["zero"], { name, object in
                try Config(name, object).finish()
                return Initializer(name, object) { shape, _ in try .zeros(shape) }
            }),
            ("Ones", ["one"], { name, object in
                try Config(name, object).finish()
                return Initializer(name, object) { shape, _ in try .ones(shape) }
            }),
            ("Constant", [], { name, object in
                var config = Config(name, object)
                let value = try config.double("value") ?? 0
                try config.finish()
                return Initializer(name, ["value": .double(value)]) { shape, _ in try .full(shape, value) }
            }),
            ("RandomNormal", ["normal"], { try distribution($0, $1, .normal) }),
            ("TruncatedNormal", [], { try distribution($0, $1, .truncatedNormal) }),
            ("RandomUniform", ["uniform"], uniform),
            ("VarianceScaling", [], { try scaling($0, $1, nil) }),
            ("GlorotUniform", [], { try scaling($0, $1, (1, "fan_avg", "uniform")) }),
            ("GlorotNormal", [], { try scaling($0, $1, (1, "fan_avg", "truncated_normal")) }),
            ("HeUniform", [], { try scaling($0, $1, (2, "fan_in", "uniform")) }),
            ("HeNormal", [], { try scaling($0, $1, (2, "fan_in", "truncated_normal")) }),
            ("LecunUniform", [], { try scaling($0, $1, (1, "fan_in", "uniform")) }),
            ("LecunNormal", [], { try scaling($0, $1, (1, "fan_in", "truncated_normal")) }),
            ("Orthogonal", ["OrthogonalInitializer"], orthogonal),
            ("Identity", ["IdentityInitializer", "identity"], { name, object in
                var config = Config(name, object)
                let gain = try config.double("gain") ?? 1
                try config.finish()
                // Keras does not write the gain.
                return Initializer(name, gain == 1 ? [:] : ["gain": .double(gain)]) { shape, _ in
                    guard shape.count == 2 else {
                        throw HornbillError(
                            .invalidArgument,
                            "Identity matrix initializer can only be used for 2D matrices. Received: shape=\(shapeText(shape))")
                    }
                    return try Tensor.eye(shape[0], shape[1]) * gain
                }
            }),
        ])

    private enum Distribution { case normal, truncatedNormal }

    static func seedTensor(_ seed: Int?, _ shape: [Int]) throws -> Tensor {
        if let seed { return try Tensor([UInt64(bitPattern: Int64(seed)), 0]) }
        return try Random.nextSeed(shape.reduce(1, *))
    }

    private static func distribution(
        _ name: String, _ object: JSON.Object, _ kind: Distribution
    ) throws -> Initializer {
        var config = Config(name, object)
        let mean = try config.double("mean") ?? 0, deviation = try config.double("stddev") ?? 0.05
        let seed = try config.int("seed")
        try config.finish()
        return Initializer(
            name, ["mean": .double(mean), "stddev": .double(deviation), "seed": seed.map(JSON.int) ?? .null], seed: seed
        ) { shape, seed in
            let source = try seedTensor(seed, shape)
            switch kind {
            case .normal: return try Random.normal(seed: source, shape, mean: mean, deviation: deviation)
            case .truncatedNormal:
                return try Random.truncatedNormal(seed: source, shape, mean: mean, deviation: deviation)
            }
        }
    }

    private static func uniform(_ name: String, _ object: JSON.Object) throws -> Initializer {
        var config = Config(name, object)
        let low = try config.double("minval") ?? -0.05, high = try config.double("maxval") ?? 0.05
        let seed = try config.int("seed")
        try config.finish()
        return Initializer(
            name, ["minval": .double(low), "maxval": .double(high), "seed": seed.map(JSON.int) ?? .null], seed: seed
        ) { shape, seed in try Random.uniform(seed: seedTensor(seed, shape), shape, min: low, max: high) }
    }

    /// Glorot and Bengio 2010, He et al. 2015, LeCun et al. 1998: variance `scale / fan`.
    private static func scaling(
        _ name: String, _ object: JSON.Object, _ fixed: (Double, String, String)?
    ) throws -> Initializer {
        var config = Config(name, object)
        var (scale, mode, distribution) = fixed ?? (1, "fan_in", "truncated_normal")
        if fixed == nil {
            scale = try config.double("scale") ?? scale
            mode = try config.string("mode") ?? mode
            distribution = try config.string("distribution") ?? distribution
            if distribution == "normal" { distribution = "truncated_normal" }
            guard scale > 0 else {
                throw HornbillError(.invalidArgument, "Argument `scale` must be positive float. Received: scale=\(scale)")
            }
            guard ["fan_in", "fan_out", "fan_avg"].contains(mode) else {
                throw HornbillError(
                    .invalidArgument, "Invalid `mode` argument: expected 'fan_in', 'fan_out' or 'fan_avg', got '\(mode)'")
            }
            guard ["uniform", "truncated_normal", "untruncated_normal"].contains(distribution) else {
                throw HornbillError(.invalidArgument, "Invalid `distribution` argument: '\(distribution)'")
            }
        }
        let seed = try config.int("seed")
        func axes(_ key: String) throws -> [Int]? {
            guard let json = config.json(key) else { return nil }
            guard let axes = json.intsValue else {
                throw HornbillError(.invalidArgument, "\(name): expected a list of integers for `\(key)`, got \(json)")
            }
            return axes
        }
        let inputs = try axes("input_axes"), outputs = try axes("output_axes")
        try config.finish()
        var written: JSON.Object =
            fixed != nil
            ? [:] : ["scale": .double(scale), "mode": .string(mode), "distribution": .string(distribution)]
        written["seed"] = seed.map(JSON.int) ?? .null
        written["input_axes"] = inputs.map { JSON($0) } ?? .null
        written["output_axes"] = outputs.map { JSON($0) } ?? .null
        return Initializer(name, written, seed: seed) { shape, seed in
            let (fanIn, fanOut) = try fans(shape, inputs, outputs)
            let fan = mode == "fan_in" ? fanIn : mode == "fan_out" ? fanOut : (fanIn + fanOut) / 2
            let variance = scale / max(1, fan)
            let source = try seedTensor(seed, shape)
            switch distribution {
            case "uniform":
                let limit = sqrt(3 * variance)
                return try Random.uniform(seed: source, shape, min: -limit, max: limit)
            case "untruncated_normal": return try Random.normal(seed: source, shape, deviation: sqrt(variance))
            default:
                // Truncation at ±2σ leaves 0.8796 of the deviation.
                return try Random.truncatedNormal(
                    seed: source, shape, deviation: sqrt(variance) / 0.87962566103423978)
            }
        }
    }

    /// The numbers of inputs and outputs of one unit.
    private static func fans(_ shape: [Int], _ inputs: [Int]?, _ outputs: [Int]?) throws -> (Double, Double) {
        if let inputs, let outputs {
            func product(_ axes: [Int]) throws -> Double {
                try axes.reduce(1) { $0 * Double(shape[try Strides.normalize(axis: $1, rank: shape.count)]) }
            }
            return (try product(inputs), try product(outputs))
        }
        switch shape.count {
        case 0: return (1, 1)
        case 1: return (Double(shape[0]), Double(shape[0]))
        default:
            let field = Double(shape.dropLast(2).reduce(1, *))
            return (Double(shape[shape.count - 2]) * field, Double(shape[shape.count - 1]) * field)
        }
    }
}
