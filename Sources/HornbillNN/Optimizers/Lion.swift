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

    public convenience init(learningRate: Double = 0.001) throws {
        try self.init(Config("Lion", ["learning_rate": .double(learningRate)]))
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
