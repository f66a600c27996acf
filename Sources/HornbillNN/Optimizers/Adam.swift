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

    public convenience init(learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, amsgrad: Bool = false)
        throws
    {
        try self.init(
            Config(
                "Adam",
                [
                    "learning_rate": .double(learningRate), "beta_1": .double(beta1), "beta_2": .double(beta2),
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
