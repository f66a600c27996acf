import HornbillTensor

/// Gradient descent, with momentum (Polyak) or Nesterov's. `keras.optimizers.SGD`.
public final class SGD: Optimizer {
    private let momentum: Double
    private let nesterov: Bool

    init(_ config: consuming Config) throws {
        momentum = try config.double("momentum") ?? 0
        nesterov = try config.bool("nesterov") ?? false
        guard (0 ... 1).contains(momentum) else {
            throw HornbillError(.invalidArgument, "`momentum` must be a float between [0, 1]. Received: momentum=\(momentum)")
        }
        try super.init(&config, learningRate: 0.01)
        try config.finish()
    }

    /// Throws `invalidArgument` for numbers out of range, and for more than one kind of clipping.
    ///
    /// - Parameters:
    ///   - learningRate: a number, or a schedule such as `.exponentialDecay(…)`.
    ///   - momentum: how much of its speed a step keeps, from 0 to 1.
    ///   - nesterov: look ahead along the momentum.
    ///   - weightDecay: the share of themselves, times the rate, that weights lose in a step.
    ///   - clipNorm: the largest norm of a gradient; `globalClipNorm` of all together, `clipValue` of an element.
    ///   - useEMA: train for the moving average of the weights, which they take over at the end and every so many steps.
    public convenience init(
        learningRate: any LearningRate = 0.01, momentum: Double = 0, nesterov: Bool = false, weightDecay: Double? = nil,
        clipNorm: Double? = nil, clipValue: Double? = nil, globalClipNorm: Double? = nil, useEMA: Bool = false,
        emaMomentum: Double = 0.99, emaOverwriteFrequency: Int? = nil, name: String? = nil
    ) throws {
        try self.init(
            Config(
                optimizer: "SGD", learningRate, weightDecay, (clipNorm, clipValue, globalClipNorm),
                (useEMA, emaMomentum, emaOverwriteFrequency), name,
                [
                    "momentum": .double(momentum), "nesterov": .bool(nesterov),
                ]))
    }

    public override var ownConfig: JSON.Object { ["momentum": .double(momentum), "nesterov": .bool(nesterov)] }
    public override var slotNames: [String] { momentum == 0 ? [] : ["momentum"] }

    public override func step(_ variable: Variable, _ gradient: Tensor, _ rate: Tensor) throws -> Tensor {
        let move = try gradient * rate
        guard momentum != 0 else { return try variable.value - move }
        let slot = try slot("momentum", of: variable)
        let velocity = try slot.value * momentum - move
        try slot.assign(velocity)
        return try variable.value + (nesterov ? velocity * momentum - move : velocity)
    }
}
