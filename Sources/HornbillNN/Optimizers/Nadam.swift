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

    public convenience init(learningRate: Double = 0.001) throws {
        try self.init(Config("Nadam", ["learning_rate": .double(learningRate)]))
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
