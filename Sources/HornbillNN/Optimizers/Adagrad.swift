import HornbillTensor

/// Steps that shrink with the sum of the squared gradients so far (Duchi et al. 2011). `keras.optimizers.Adagrad`.
public final class Adagrad: Optimizer {
    private let start: Double
    private let epsilon: Double

    init(_ config: consuming Config) throws {
        start = try config.double("initial_accumulator_value") ?? 0.1
        epsilon = try config.double("epsilon") ?? 1e-7
        try super.init(&config, learningRate: 0.001)
        try config.finish()
    }

    public convenience init(learningRate: Double = 0.001) throws {
        try self.init(Config("Adagrad", ["learning_rate": .double(learningRate)]))
    }

    public override var ownConfig: JSON.Object {
        ["initial_accumulator_value": .double(start), "epsilon": .double(epsilon)]
    }
    public override var slotNames: [String] { ["accumulator"] }
    public override func initialValue(of slot: String) -> Double { start }

    public override func step(_ variable: Variable, _ gradient: Tensor, _ rate: Tensor) throws -> Tensor {
        let slot = try slot("accumulator", of: variable)
        let sum = try slot.value + gradient.square()
        try slot.assign(sum)
        return try variable.value - gradient * rate / (sum + epsilon).sqrt()
    }
}
