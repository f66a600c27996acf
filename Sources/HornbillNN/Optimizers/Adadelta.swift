import HornbillTensor

/// Steps in the variables' own units: as large as recent steps (Zeiler 2012). `keras.optimizers.Adadelta`.
public final class Adadelta: Optimizer {
    private let rho: Double
    private let epsilon: Double

    init(_ config: consuming Config) throws {
        rho = try config.double("rho") ?? 0.95
        epsilon = try config.double("epsilon") ?? 1e-7
        try super.init(&config, learningRate: 0.001)
        try config.finish()
    }

    /// Throws `invalidArgument` for numbers out of range, and for more than one kind of clipping.
    ///
    /// - Parameters:
    ///   - learningRate: a number, or a schedule such as `.exponentialDecay(…)`.
    ///   - rho: how much of the mean squares a step keeps.
    ///   - epsilon: keeps a division from being one by zero.
    ///   - weightDecay: the share of themselves, times the rate, that weights lose in a step.
    ///   - clipNorm: the largest norm of a gradient; `globalClipNorm` of all together, `clipValue` of an element.
    ///   - useEMA: train for the moving average of the weights, which they take over at the end and every so many steps.
    public convenience init(
        learningRate: any LearningRate = 0.001, rho: Double = 0.95, epsilon: Double = 1e-7, weightDecay: Double? = nil,
        clipNorm: Double? = nil, clipValue: Double? = nil, globalClipNorm: Double? = nil, useEMA: Bool = false,
        emaMomentum: Double = 0.99, emaOverwriteFrequency: Int? = nil, name: String? = nil
    ) throws {
        try self.init(
            Config(
                optimizer: "Adadelta", learningRate, weightDecay, (clipNorm, clipValue, globalClipNorm),
                (useEMA, emaMomentum, emaOverwriteFrequency), name,
                [
                    "rho": .double(rho), "epsilon": .double(epsilon),
                ]))
    }

    public override var ownConfig: JSON.Object {
        ["rho": .double(rho), "epsilon": .double(epsilon)]
    }
    public override var slotNames: [String] { ["accumulated_grad", "accumulated_delta_var"] }

    public override func step(_ variable: Variable, _ gradient: Tensor, _ rate: Tensor) throws -> Tensor {
        let gradients = try slot("accumulated_grad", of: variable), moves = try slot("accumulated_delta_var", of: variable)
        let square = try gradients.value * rho + gradient.square() * (1 - rho)
        try gradients.assign(square)
        let move = try (moves.value + epsilon).sqrt() * gradient / (square + epsilon).sqrt()
        try moves.assign(moves.value * rho + move.square() * (1 - rho))
        return try variable.value - move * rate
    }
}
