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

    /// Throws `invalidArgument` for numbers out of range, and for more than one kind of clipping.
    ///
    /// - Parameters:
    ///   - learningRate: a number, or a schedule such as `.exponentialDecay(…)`.
    ///   - learningRatePower: zero or less: how fast the rate falls.
    ///   - initialAccumulatorValue: what the sums of squares begin with.
    ///   - l1RegularizationStrength: zero or more.
    ///   - l2RegularizationStrength: zero or more.
    ///   - l2ShrinkageRegularizationStrength: zero or more.
    ///   - beta: as in the paper.
    ///   - weightDecay: the share of themselves, times the rate, that weights lose in a step.
    ///   - clipNorm: the largest norm of a gradient; `globalClipNorm` of all together, `clipValue` of an element.
    ///   - useEMA: train for the moving average of the weights, which they take over at the end and every so many steps.
    public convenience init(
        learningRate: any LearningRate = 0.001, learningRatePower: Double = -0.5, initialAccumulatorValue: Double = 0.1,
        l1RegularizationStrength: Double = 0, l2RegularizationStrength: Double = 0,
        l2ShrinkageRegularizationStrength: Double = 0, beta: Double = 0, weightDecay: Double? = nil,
        clipNorm: Double? = nil, clipValue: Double? = nil, globalClipNorm: Double? = nil, useEMA: Bool = false,
        emaMomentum: Double = 0.99, emaOverwriteFrequency: Int? = nil, name: String? = nil
    ) throws {
        try self.init(
            Config(
                optimizer: "Ftrl", learningRate, weightDecay, (clipNorm, clipValue, globalClipNorm),
                (useEMA, emaMomentum, emaOverwriteFrequency), name,
                [
                    "learning_rate_power": .double(learningRatePower),
                    "initial_accumulator_value": .double(initialAccumulatorValue),
                    "l1_regularization_strength": .double(l1RegularizationStrength),
                    "l2_regularization_strength": .double(l2RegularizationStrength),
                    "l2_shrinkage_regularization_strength": .double(l2ShrinkageRegularizationStrength),
                    "beta": .double(beta),
                ]))
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
