import HornbillTensor

/// Follow the regularized leader, for sparse models of one layer (McMahan et al. 2013). `keras.optimizers.Ftrl`.
public final class Ftrl: Optimizer {
    private let power: Double
    private let start: Double
    private let l1: Double
    private let l2: Double
    private let shrinkage: Double
    private let beta: Double

    init(_ config: consuming Config) throws {
        power = try config.double("learning_rate_power") ?? -0.5
        start = try config.double("initial_accumulator_value") ?? 0.1
        l1 = try config.double("l1_regularization_strength") ?? 0
        l2 = try config.double("l2_regularization_strength") ?? 0
        shrinkage = try config.double("l2_shrinkage_regularization_strength") ?? 0
        beta = try config.double("beta") ?? 0
        guard power <= 0, [start, l1, l2, shrinkage].allSatisfy({ $0 >= 0 }) else {
            throw HornbillError(
                .invalidArgument,
                "Ftrl: expected `learning_rate_power` to be negative or zero, and `initial_accumulator_value` and the "
                    + "regularization strengths to be positive or zero")
        }
        try super.init(&config, learningRate: 0.001)
        try config.finish()
    }

    public convenience init(learningRate: Double = 0.001) throws {
        try self.init(Config("Ftrl", ["learning_rate": .double(learningRate)]))
    }

    public override var ownConfig: JSON.Object {
        ["learning_rate_power": .double(power), "initial_accumulator_value": .double(start), "l1_regularization_strength": .double(l1), "l2_regularization_strength": .double(l2), "l2_shrinkage_regularization_strength": .double(shrinkage), "beta": .double(beta)]
    }
    public override var slotNames: [String] { ["accumulator", "linear"] }
    public override func initialValue(of slot: String) -> Double { slot == "accumulator" ? start : 0 }

    public override func step(_ variable: Variable, _ gradient: Tensor, _ rate: Tensor) throws -> Tensor {
        let squares = try slot("accumulator", of: variable), slot = try slot("linear", of: variable)
        let (before, value) = (try squares.value, try variable.value)
        let after = try before + gradient.square()
        let (old, new) = (try pow(before, -power), try pow(after, -power))
        let linear = try slot.value + gradient + value * (2 * shrinkage) - (new - old) / rate * value
        try slot.assign(linear)
        try squares.assign(after)
        let quadratic = try new / rate + (beta / (rate * 2.0) + l2) * 2.0
        return try (linear.clip(min: -l1, max: l1) - linear) / quadratic
    }
}
