import HornbillTensor

/// While training, zeros for a share `rate` of the elements, the others scaled up to keep the mean.
/// `keras.layers.Dropout`; Srivastava et al. 2014.
public final class Dropout: Layer {
    private let rate: Double
    private let seed: Int?
    private let noiseShape: [Int?]?
    private var generator: Variable?

    init(_ config: consuming Config) throws {
        guard let rate = try config.double("rate") else {
            throw HornbillError(.typeMismatch, "Dropout: missing 1 required argument: 'rate'")
        }
        guard rate >= 0, rate <= 1 else {
            throw HornbillError(
                .invalidArgument, "Invalid value received for argument `rate`. Expected a float value between 0 and 1. Received: rate=\(rate)")
        }
        self.rate = rate
        seed = try config.int("seed")
        noiseShape = try config.shape("noise_shape")
        try super.init(&config)
        try config.finish()
    }

    public convenience init(_ rate: Double, seed: Int? = nil, name: String? = nil) throws {
        var object: JSON.Object = ["rate": .double(rate)]
        object["seed"] = seed.map(JSON.int)
        object["name"] = name.map(JSON.string)
        try self.init(Config("Dropout", object))
    }

    public override var ownConfig: JSON.Object {
        [
            "rate": .double(rate), "seed": seed.map(JSON.int) ?? .null,
            "noise_shape": noiseShape.map { .array($0.map { $0.map(JSON.int) ?? .null }) } ?? .null,
        ]
    }

    public override func build(_ shape: [Int?]) throws {
        let start = try seed.map { try Tensor([UInt64(bitPattern: Int64($0)), 0]) } ?? Random.nextSeed(1)
        // The key of an unseeded layer is its own, so that two layers never drop alike.
        generator = try Variable(start, name: "seed_generator_state", path: "\(name)/seed_generator/seed_generator_state", isTrainable: false)
    }

    public override func call(_ input: Tensor, training: Bool) throws -> Tensor {
        guard training, rate > 0, let generator else { return input }
        if rate == 1 { return try input * 0.0 }
        let shape = noiseShape.map { zip($0, input.shape).map { $0 ?? $1 } } ?? input.shape
        let state = try generator.value
        let draws = try Random.uniform(seed: state, shape)
        try generator.assign(state + Tensor([UInt64(0), UInt64(shape.reduce(1, *))]))
        let kept = try greaterEqual(draws, .scalar(rate)).cast(to: input.dtype)
        return try input * (kept * (1 / (1 - rate)))
    }
}
