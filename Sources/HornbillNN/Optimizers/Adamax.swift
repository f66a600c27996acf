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

    public convenience init(learningRate: Double = 0.001) throws {
        try self.init(Config("Adamax", ["learning_rate": .double(learningRate)]))
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
