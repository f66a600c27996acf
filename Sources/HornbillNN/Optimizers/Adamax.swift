import HornbillTensor

/// Adam with the largest gradient in place of the mean square (Kingma and Ba 2014). `keras.optimizers.Adamax`.
public final class Adamax: Optimizer {
    private let beta1: Double
    private let beta2: Double
    private let epsilon: Double

    init(_ config: consuming Config) throws {
        beta1 = try config.double("beta_1") ?? 0.9
        beta2 = try config.double("beta_2") ?? 0.999
        epsilon = try config.double("epsilon") ?? 1e-7
        try super.init(&config, learningRate: 0.001)
        try config.finish()
    }

    /// Throws `invalidArgument` for numbers out of range, and for more than one kind of clipping.
    ///
    /// - Parameters:
    ///   - learningRate: a number, or a schedule such as `.exponentialDecay(…)`.
    ///   - beta1: how much of the mean of the gradients a step keeps.
    ///   - beta2: how much of the mean of their squares a step keeps.
    ///   - epsilon: keeps a division from being one by zero.
    ///   - weightDecay: the share of themselves, times the rate, that weights lose in a step.
    ///   - clipNorm: the largest norm of a gradient; `globalClipNorm` of all together, `clipValue` of an element.
    ///   - useEMA: train for the moving average of the weights, which they take over at the end and every so many steps.
    public convenience init(
        learningRate: any LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
        weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil, globalClipNorm: Double? = nil,
        useEMA: Bool = false, emaMomentum: Double = 0.99, emaOverwriteFrequency: Int? = nil, name: String? = nil
    ) throws {
        try self.init(
            Config(
                optimizer: "Adamax", learningRate, weightDecay, (clipNorm, clipValue, globalClipNorm),
                (useEMA, emaMomentum, emaOverwriteFrequency), name,
                [
                    "beta_1": .double(beta1), "beta_2": .double(beta2), "epsilon": .double(epsilon),
                ]))
    }

    public override var ownConfig: JSON.Object {
        ["beta_1": .double(beta1), "beta_2": .double(beta2), "epsilon": .double(epsilon)]
    }
    public override var slotNames: [String] { ["momentum", "norm"] }

    public override func step(_ variable: Variable, _ gradient: Tensor, _ rate: Tensor) throws -> Tensor {
        let first = try slot("momentum", of: variable), largest = try slot("norm", of: variable)
        let mean = try first.value + (gradient - first.value) * (1 - beta1)
        let norm = try maximum(largest.value * beta2, gradient.abs())
        try first.assign(mean)
        try largest.assign(norm)
        let power = try pow(.scalar(beta1), stepNumber())
        return try variable.value - mean * (rate / (1.0 - power)) / (norm + epsilon)
    }
}
