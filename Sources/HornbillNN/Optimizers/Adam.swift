import HornbillTensor

/// Adaptive moments (Kingma and Ba 2014), AMSGrad (Reddi et al. 2018) and, as `AdamW`, decoupled weight decay
/// (Loshchilov and Hutter 2019). `keras.optimizers.Adam`, `AdamW`.
public final class Adam: Optimizer {
    private let beta1: Double
    private let beta2: Double
    private let epsilon: Double
    private let amsgrad: Bool

    init(_ config: consuming Config) throws {
        beta1 = try config.double("beta_1") ?? 0.9
        beta2 = try config.double("beta_2") ?? 0.999
        epsilon = try config.double("epsilon") ?? 1e-7
        amsgrad = try config.bool("amsgrad") ?? false
        try super.init(&config, learningRate: 0.001, weightDecay: config.className == "AdamW" ? 0.004 : nil)
        try config.finish()
    }

    /// Throws `invalidArgument` for numbers out of range, and for more than one kind of clipping.
    ///
    /// - Parameters:
    ///   - learningRate: a number, or a schedule such as `.exponentialDecay(…)`.
    ///   - beta1: how much of the mean of the gradients a step keeps.
    ///   - beta2: how much of the mean of their squares a step keeps.
    ///   - epsilon: keeps a division from being one by zero.
    ///   - amsgrad: divide by the largest mean square so far.
    ///   - weightDecay: the share of themselves, times the rate, that weights lose in a step.
    ///   - clipNorm: the largest norm of a gradient; `globalClipNorm` of all together, `clipValue` of an element.
    ///   - useEMA: train for the moving average of the weights, which they take over at the end and every so many steps.
    public convenience init(
        learningRate: any LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
        amsgrad: Bool = false, weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, name: String? = nil
    ) throws {
        try self.init(
            Config(
                optimizer: "Adam", learningRate, weightDecay, (clipNorm, clipValue, globalClipNorm),
                (useEMA, emaMomentum, emaOverwriteFrequency), name,
                [
                    "beta_1": .double(beta1), "beta_2": .double(beta2), "epsilon": .double(epsilon),
                    "amsgrad": .bool(amsgrad),
                ]))
    }

    public override var ownConfig: JSON.Object {
        ["beta_1": .double(beta1), "beta_2": .double(beta2), "epsilon": .double(epsilon), "amsgrad": .bool(amsgrad)]
    }
    public override var slotNames: [String] { ["momentum", "velocity"] + (amsgrad ? ["velocity_hat"] : []) }

    public override func step(_ variable: Variable, _ gradient: Tensor, _ rate: Tensor) throws -> Tensor {
        let (first, second) = (try slot("momentum", of: variable), try slot("velocity", of: variable))
        let number = try stepNumber()
        let power1 = try pow(.scalar(beta1), number), power2 = try pow(.scalar(beta2), number)
        let alpha = try rate * (1.0 - power2).sqrt() / (1.0 - power1)
        let (m, v) = (try first.value, try second.value)
        let mean = try m + (gradient - m) * (1 - beta1)
        var square = try v + (gradient.square() - v) * (1 - beta2)
        try first.assign(mean)
        try second.assign(square)
        if amsgrad {
            let highest = try slot("velocity_hat", of: variable)
            square = try maximum(highest.value, square)
            try highest.assign(square)
        }
        return try variable.value - mean * alpha / (square.sqrt() + epsilon)
    }
}
