import HornbillTensor

/// Moves variables against their gradients. Subclasses give the formula; clipping, decay and the counts are here.
/// (`keras.optimizers`)
open class Optimizer: Configurable {
    public static var module: String { "keras.optimizers" }
    public let className: String
    public let name: String
    public let learningRate: Variable
    public let iterations: Variable
    private let weightDecay: Double?
    private let clipNorm: Double?
    private let clipValue: Double?
    private let globalClipNorm: Double?
    /// Slots in the order of their creation, which is Keras' order of optimizer variables.
    public private(set) var slots: [Variable] = []
    private var slotsOf: [ObjectIdentifier: [String: Variable]] = [:]

    public init(_ config: inout Config, learningRate defaultRate: Double, weightDecay defaultDecay: Double? = nil) throws {
        className = config.className
        name = try config.string("name") ?? snakeCase(config.className)
        let rate = try config.double("learning_rate") ?? config.double("lr") ?? defaultRate
        learningRate = try Variable(.scalar(rate), name: "learning_rate", isTrainable: false)
        iterations = try Variable(.scalar(0, dtype: .int64), name: "iteration", isTrainable: false)
        weightDecay = try config.double("weight_decay") ?? defaultDecay
        clipNorm = try config.double("clipnorm")
        clipValue = try config.double("clipvalue")
        globalClipNorm = try config.double("global_clipnorm")
        guard [clipNorm, clipValue, globalClipNorm].compactMap({ $0 }).count < 2 else {
            throw HornbillError(
                .invalidArgument, "Only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be set.")
        }
        if try config.bool("use_ema") == true {
            throw HornbillError(.unsupported, "\(className): `use_ema` is not supported")
        }
        if config.json("loss_scale_factor") != nil || config.json("gradient_accumulation_steps") != nil {
            throw HornbillError(
                .unsupported, "\(className): `loss_scale_factor` and `gradient_accumulation_steps` are not supported")
        }
        config.ignore("ema_momentum", "ema_overwrite_frequency", "jit_compile", "is_legacy_optimizer")
    }

    // MARK: For subclasses

    open var ownConfig: JSON.Object { [:] }
    /// The names of the slots that every variable gets, in order.
    open var slotNames: [String] { [] }
    /// The variable's new value. Slots are assigned to on the way.
    open func step(_ variable: Variable, _ gradient: Tensor, _ rate: Tensor) throws -> Tensor {
        throw HornbillError(.internal, "\(className) has no formula")
    }

    func slot(_ name: String, of variable: Variable) throws -> Variable {
        if let slot = slotsOf[ObjectIdentifier(variable)]?[name] { return slot }
        let path = variable.path.split(separator: "/").joined(separator: "_")
        let slot = try Variable(
            .zeros(variable.shape, dtype: variable.dtype), name: "\(path)_\(name)", path: "\(self.name)/\(path)_\(name)",
            isTrainable: false)
        slotsOf[ObjectIdentifier(variable), default: [:]][name] = slot
        slots.append(slot)
        return slot
    }

    /// The number of the step being made, from 1, as a float.
    func stepNumber() throws -> Tensor { try iterations.value.cast(to: .float32) + 1.0 }

    // MARK: For users

    /// Makes the slots, so that tracing makes none.
    public func build(_ variables: [Variable]) throws {
        for name in slotNames {
            for variable in variables { _ = try slot(name, of: variable) }
        }
    }

    /// One step for all variables; nil gradients leave theirs alone. Also while tracing.
    public func apply(_ gradients: [Tensor?], to variables: [Variable]) throws {
        var gradients = gradients
        if let globalClipNorm {
            let squares = try gradients.compactMap { $0 }.map { try $0.square().sum() }
            if let first = squares.first {
                let norm = try squares.dropFirst().reduce(first) { try $0 + $1 }.sqrt()
                // norm / max(norm, limit), with gradients that are not finite made NaN, as in Keras.
                let scale = try globalClipNorm / maximum(norm, globalClipNorm)
                gradients = try gradients.map { try $0.map { try $0 * scale } }
            }
        }
        let rate = try learningRate.value
        for (variable, gradient) in zip(variables, gradients) {
            guard var gradient else { continue }
            if let clipNorm {
                let norm = try gradient.square().sum().sqrt()
                gradient = try gradient * (clipNorm / maximum(norm, clipNorm))
            }
            if let clipValue { gradient = try gradient.clip(min: -clipValue, max: clipValue) }
            if let weightDecay { try variable.assign(variable.value - variable.value * (rate * weightDecay)) }
            try variable.assign(step(variable, gradient, rate))
        }
        try iterations.assign(iterations.value + 1.0)
    }

    /// The step count, the learning rate and the slots, in Keras' order.
    public var variables: [Variable] { [iterations, learningRate] + slots }

    /// A number of the configuration, such as `learning_rate`; throws `unknownName` if there is none of that name.
    public func number(_ name: String) throws -> Double {
        guard let value = config[canonical(name)]?.doubleValue else {
            throw HornbillError(.unknownName, "\(className) has no number named '\(name)'")
        }
        return value
    }

    /// Sets the learning rate, the one number that can change while programs that use the optimizer exist.
    public func setNumber(_ name: String, _ value: Double) throws {
        guard canonical(name) == "learning_rate" else {
            throw HornbillError(
                .unknownName, "\(className): '\(name)' cannot be set; only learning_rate can, once the optimizer is made")
        }
        try learningRate.assign(.scalar(value))
    }

    private func canonical(_ name: String) -> String { name == "lr" ? "learning_rate" : name }

    public var config: JSON.Object {
        func optional(_ value: Double?) -> JSON { value.map(JSON.double) ?? .null }
        var object: JSON.Object = [
            "name": .string(name), "learning_rate": .double((try? learningRate.snapshot().item()) ?? .nan),
            "weight_decay": optional(weightDecay), "clipnorm": optional(clipNorm),
            "global_clipnorm": optional(globalClipNorm), "clipvalue": optional(clipValue), "use_ema": false,
            "ema_momentum": 0.99, "ema_overwrite_frequency": .null, "loss_scale_factor": .null,
            "gradient_accumulation_steps": .null,
        ]
        for (key, value) in ownConfig.members { object[key] = value }
        return object
    }

    public static let registry = Registry<Optimizer>(
        "optimizer",
        [
            ("SGD", ["sgd"], { try SGD(Config($0, $1)) }),
            ("RMSprop", ["rmsprop"], { try RMSprop(Config($0, $1)) }),
            ("Adam", ["adam"], { try Adam(Config($0, $1)) }),
            ("AdamW", ["adamw"], { try Adam(Config($0, $1)) }),
        ])
}
