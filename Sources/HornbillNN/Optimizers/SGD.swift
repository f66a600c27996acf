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

    public convenience init(learningRate: Double = 0.01, momentum: Double = 0, nesterov: Bool = false) throws {
        try self.init(
            Config(
                "SGD",
                ["learning_rate": .double(learningRate), "momentum": .double(momentum), "nesterov": .bool(nesterov)]))
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
