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

    public convenience init(learningRate: Double = 0.001) throws {
        try self.init(Config("Adadelta", ["learning_rate": .double(learningRate)]))
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
