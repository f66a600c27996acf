import HornbillTensor

/// Steps of one size, in the direction of the momentum's sign (Chen et al. 2023). `keras.optimizers.Lion`.
public final class Lion: Optimizer {
    private let beta1: Double
    private let beta2: Double

    init(_ config: consuming Config) throws {
        beta1 = try config.double("beta_1") ?? 0.9
        beta2 = try config.double("beta_2") ?? 0.99
        guard beta1 > 0, beta1 <= 1 else {
            throw HornbillError(
                .invalidArgument,
                "Argument `beta_1` must be in the [0, 1] range. Otherwise, the optimizer degenerates to SignSGD. Received: "
                    + "beta_1=\(beta1).")
        }
        try super.init(&config, learningRate: 0.001)
        try config.finish()
    }

    /// Throws `invalidArgument` for numbers out of range, and for more than one kind of clipping.
    ///
    /// - Parameters:
    ///   - learningRate: a number, or a schedule such as `.exponentialDecay(…)`.
    ///   - beta1: how much of the mean of the gradients a step keeps.
    ///   - beta2: how much of the momentum a step keeps.
    ///   - weightDecay: the share of themselves, times the rate, that weights lose in a step.
    ///   - clipNorm: the largest norm of a gradient; `globalClipNorm` of all together, `clipValue` of an element.
    ///   - useEMA: train for the moving average of the weights, which they take over at the end and every so many steps.
    public convenience init(
        learningRate: any LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.99, weightDecay: Double? = nil,
        clipNorm: Double? = nil, clipValue: Double? = nil, globalClipNorm: Double? = nil, useEMA: Bool = false,
        emaMomentum: Double = 0.99, emaOverwriteFrequency: Int? = nil, name: String? = nil
    ) throws {
        try self.init(
            Config(
                optimizer: "Lion", learningRate, weightDecay, (clipNorm, clipValue, globalClipNorm),
                (useEMA, emaMomentum, emaOverwriteFrequency), name,
                [
                    "beta_1": .double(beta1), "beta_2": .double(beta2),
                ]))
    }

    public override var ownConfig: JSON.Object {
        ["beta_1": .double(beta1), "beta_2": .double(beta2)]
    }
    public override var slotNames: [String] { ["momentum"] }

    public override func step(_ variable: Variable, _ gradient: Tensor, _ rate: Tensor) throws -> Tensor {
        let slot = try slot("momentum", of: variable), momentum = try slot.value
        try slot.assign(momentum * beta2 + gradient * (1 - beta2))
        return try variable.value - (momentum * beta1 + gradient * (1 - beta1)).sign() * rate
    }
}
