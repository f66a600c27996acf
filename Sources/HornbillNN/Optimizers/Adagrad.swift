import HornbillTensor

/// Steps that shrink with the sum of the squared gradients so far (Duchi et al. 2011). `keras.optimizers.Adagrad`.
public final class Adagrad: Optimizer {
    private let start: Double
    private let epsilon: Double

    init(_ config: consuming Config) throws {
        start = try config.double("initial_accumulator_value") ?? 0.1
        epsilon = try config.double("epsilon") ?? 1e-7
        try super.init(&config, learningRate: 0.001)
        try config.finish()
    }

    /// Throws `invalidArgument` for numbers out of range, and for more than one kind of clipping.
    ///
    /// - Parameters:
    ///   - learningRate: a number, or a schedule such as `.exponentialDecay(…)`.
    ///   - initialAccumulatorValue: what the sums of squares begin with.
    ///   - epsilon: keeps a division from being one by zero.
    ///   - weightDecay: the share of themselves, times the rate, that weights lose in a step.
    ///   - clipNorm: the largest norm of a gradient; `globalClipNorm` of all together, `clipValue` of an element.
    ///   - useEMA: train for the moving average of the weights, which they take over at the end and every so many steps.
    public convenience init(
        learningRate: any LearningRate = 0.001, initialAccumulatorValue: Double = 0.1, epsilon: Double = 1e-7,
        weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil, globalClipNorm: Double? = nil,
        useEMA: Bool = false, emaMomentum: Double = 0.99, emaOverwriteFrequency: Int? = nil, name: String? = nil
    ) throws {
        try self.init(
            Config(
                optimizer: "Adagrad", learningRate, weightDecay, (clipNorm, clipValue, globalClipNorm),
                (useEMA, emaMomentum, emaOverwriteFrequency), name,
                [
                    "initial_accumulator_value": .double(initialAccumulatorValue), "epsilon": .double(epsilon),
                ]))
    }

    public override var ownConfig: JSON.Object {
        ["initial_accumulator_value": .double(start), "epsilon": .double(epsilon)]
    }
    public override var slotNames: [String] { ["accumulator"] }
    public override func initialValue(of slot: String) -> Double { start }

    public override func step(_ variable: Variable, _ gradient: Tensor, _ rate: Tensor) throws -> Tensor {
        let slot = try slot("accumulator", of: variable)
        let sum = try slot.value + gradient.square()
        try slot.assign(sum)
        return try variable.value - gradient * rate / (sum + epsilon).sqrt()
    }
}
