import HornbillTensor

/// Steps divided by a running root mean square of the gradient (Hinton 2012). `keras.optimizers.RMSprop`.
public final class RMSprop: Optimizer {
    private let rho: Double
    private let momentum: Double
    private let epsilon: Double
    private let centered: Bool

    init(_ config: consuming Config) throws {
        rho = try config.double("rho") ?? 0.9
        momentum = try config.double("momentum") ?? 0
        epsilon = try config.double("epsilon") ?? 1e-7
        centered = try config.bool("centered") ?? false
        try super.init(&config, learningRate: 0.001)
        try config.finish()
    }

    /// Throws `invalidArgument` for numbers out of range, and for more than one kind of clipping.
    ///
    /// - Parameters:
    ///   - learningRate: a number, or a schedule such as `.exponentialDecay(…)`.
    ///   - rho: how much of the mean square a step keeps.
    ///   - momentum: how much of its speed a step keeps.
    ///   - epsilon: keeps a division from being one by zero.
    ///   - centered: divide by the deviation instead of the root mean square.
    ///   - weightDecay: the share of themselves, times the rate, that weights lose in a step.
    ///   - clipNorm: the largest norm of a gradient; `globalClipNorm` of all together, `clipValue` of an element.
    ///   - useEMA: train for the moving average of the weights, which they take over at the end and every so many steps.
    public convenience init(
        learningRate: any LearningRate = 0.001, rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7,
        centered: Bool = false, weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, name: String? = nil
    ) throws {
        try self.init(
            Config(
                optimizer: "RMSprop", learningRate, weightDecay, (clipNorm, clipValue, globalClipNorm),
                (useEMA, emaMomentum, emaOverwriteFrequency), name,
                [
                    "rho": .double(rho), "momentum": .double(momentum), "epsilon": .double(epsilon),
                    "centered": .bool(centered),
                ]))
    }

    public override var ownConfig: JSON.Object {
        [
            "rho": .double(rho), "momentum": .double(momentum), "epsilon": .double(epsilon), "centered": .bool(centered),
        ]
    }
    public override var slotNames: [String] {
        ["velocity"] + (momentum > 0 ? ["momentum"] : []) + (centered ? ["average_gradient"] : [])
    }

    public override func step(_ variable: Variable, _ gradient: Tensor, _ rate: Tensor) throws -> Tensor {
        let slot = try slot("velocity", of: variable)
        let velocity = try slot.value * rho + gradient.square() * (1 - rho)
        try slot.assign(velocity)
        var denominator = try velocity + epsilon
        if centered {
            let mean = try self.slot("average_gradient", of: variable)
            let average = try mean.value * rho + gradient * (1 - rho)
            try mean.assign(average)
            denominator = try velocity - average.square() + epsilon
        }
        let move = try gradient * rate / denominator.sqrt()
        guard momentum > 0 else { return try variable.value - move }
        let inertia = try self.slot("momentum", of: variable)
        let moved = try inertia.value * momentum + move
        try inertia.assign(moved)
        return try variable.value - moved
    }
}
