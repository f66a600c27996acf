import HornbillTensor

/// Adam with Nesterov's momentum (Dozat 2016). `keras.optimizers.Nadam`.
public final class Nadam: Optimizer {
    private let beta1: Double
    private let beta2: Double
    private let epsilon: Double
    /// The product of the momenta of all steps so far.
    private let product: Variable

    init(_ config: consuming Config) throws {
        beta1 = try config.double("beta_1") ?? 0.9
        beta2 = try config.double("beta_2") ?? 0.999
        epsilon = try config.double("epsilon") ?? 1e-7
        product = try Variable(.scalar(1), name: "u_product", isTrainable: false)
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
                optimizer: "Nadam", learningRate, weightDecay, (clipNorm, clipValue, globalClipNorm),
                (useEMA, emaMomentum, emaOverwriteFrequency), name,
                [
                    "beta_1": .double(beta1), "beta_2": .double(beta2), "epsilon": .double(epsilon),
                ]))
    }

    public override var ownConfig: JSON.Object {
        ["beta_1": .double(beta1), "beta_2": .double(beta2), "epsilon": .double(epsilon)]
    }
    public override var slotNames: [String] { ["momentum", "velocity"] }

    public override func prepareStep() throws { try product.assign(product.value * weight(stepNumber())) }

    /// The momentum of a step.
    private func weight(_ number: Tensor) throws -> Tensor {
        try (1.0 - pow(.scalar(0.96), number) * 0.5) * beta1
    }

    public override func step(_ variable: Variable, _ gradient: Tensor, _ rate: Tensor) throws -> Tensor {
        let first = try slot("momentum", of: variable), second = try slot("velocity", of: variable)
        let number = try stepNumber()
        let mean = try first.value + (gradient - first.value) * (1 - beta1)
        let square = try second.value + (gradient.square() - second.value) * (1 - beta2)
        try first.assign(mean)
        try second.assign(square)
        let now = try weight(number), next = try weight(number + 1.0), sofar = try product.value
        let ahead = try mean * (next / (1.0 - sofar * next)) + gradient * ((1.0 - now) / (1.0 - sofar))
        let power = try pow(.scalar(beta2), number)
        return try variable.value - ahead * rate / ((square / (1.0 - power)).sqrt() + epsilon)
    }
}
