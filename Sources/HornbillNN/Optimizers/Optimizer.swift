import HornbillTensor

/// Moves variables against their gradients. Subclasses give the formula; clipping, decay and the counts are here.
/// (`keras.optimizers`)
open class Optimizer: Configurable {
    public static var module: String { "keras.optimizers" }
    public let className: String
    public let name: String
    /// The learning rate; what a schedule gives takes its place.
    public let learningRate: Variable
    /// The course of the learning rate, if it is not one number.
    public let schedule: LearningRateSchedule?
    public let iterations: Variable
    private let weightDecay: Double?
    private let clipNorm: Double?
    private let clipValue: Double?
    private let globalClipNorm: Double?
    private let average: MovingAverage?
    private let lossScale: Double?
    /// Slots in the order of their creation, which is Keras' order of optimizer variables.
    public private(set) var slots: [Variable] = []
    private var slotsOf: [ObjectIdentifier: [String: Variable]] = [:]

    public init(_ config: inout Config, learningRate defaultRate: Double, weightDecay defaultDecay: Double? = nil) throws {
        className = config.className
        name = try config.string("name") ?? snakeCase(config.className)
        let given = config.json("learning_rate") ?? config.json("lr")
        schedule = given?["class_name"] == nil ? nil : try given.map { try LearningRateSchedule.registry.make($0) }
        let rate = schedule == nil ? try config.double("learning_rate") ?? config.double("lr") ?? defaultRate : defaultRate
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
        average = try MovingAverage(&config)
        // Scaling the loss and then the gradients back keeps 16-bit gradients from vanishing; ours have 32 bits.
        lossScale = try config.double("loss_scale_factor")
        if config.json("gradient_accumulation_steps") != nil {
            throw HornbillError(.unsupported, "\(className): `gradient_accumulation_steps` is not supported")
        }
        config.ignore("jit_compile", "is_legacy_optimizer")
    }

    // MARK: For subclasses

    open var ownConfig: JSON.Object { [:] }
    /// The names of the slots that every variable gets, in order.
    open var slotNames: [String] { [] }
    /// What every element of a slot begins with.
    open func initialValue(of slot: String) -> Double { 0 }
    /// Called once for each step, before the variables are stepped.
    open func prepareStep() throws {}
    /// The variable's new value. Slots are assigned to on the way.
    open func step(_ variable: Variable, _ gradient: Tensor, _ rate: Tensor) throws -> Tensor {
        throw HornbillError(.internal, "\(className) has no formula")
    }

    func slot(_ name: String, of variable: Variable) throws -> Variable {
        if let slot = slotsOf[ObjectIdentifier(variable)]?[name] { return slot }
        let path = variable.path.split(separator: "/").joined(separator: "_")
        let slot = try Variable(
            .full(variable.shape, initialValue(of: name), dtype: variable.dtype), name: "\(path)_\(name)", path: "\(self.name)/\(path)_\(name)",
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
        for name in (average == nil ? [] : [MovingAverage.slot]) + slotNames {
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
        let rate = try schedule?.rate(at: iterations.value.cast(to: .float32)) ?? learningRate.value
        try prepareStep()
        for (variable, gradient) in zip(variables, gradients) {
            guard var gradient else { continue }
            if let clipNorm {
                let norm = try gradient.square().sum().sqrt()
                gradient = try gradient * (clipNorm / maximum(norm, clipNorm))
            }
            if let clipValue { gradient = try gradient.clip(min: -clipValue, max: clipValue) }
            if let weightDecay { try variable.assign(variable.value - variable.value * (rate * weightDecay)) }
            try variable.assign(step(variable, gradient, rate))
            try average?.follow(variable, slot(MovingAverage.slot, of: variable), iterations)
        }
        try iterations.assign(iterations.value + 1)
    }

    /// At the end of a training, gives the variables the averages they are to keep, if the optimizer makes averages.
    public func finish(_ variables: [Variable]) throws {
        guard average != nil else { return }
        for variable in variables { try variable.assign(slot(MovingAverage.slot, of: variable).value) }
    }

    /// The step count, the learning rate if it is one number, and the slots, in Keras' order.
    open var variables: [Variable] { [iterations] + (schedule == nil ? [learningRate] : []) + slots }

    /// A number of the configuration, such as `learning_rate`; throws `unknownName` if there is none of that name.
    public func number(_ name: String) throws -> Double {
        if let schedule, canonical(name) == "learning_rate" {
            return try schedule.rate(at: iterations.snapshot().cast(to: .float32)).item()
        }
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
        guard schedule == nil else {
            throw HornbillError(
                .typeMismatch,
                "This optimizer was created with a `LearningRateSchedule` object as its `learning_rate` constructor argument, "
                    + "hence its learning rate is not settable. If you need the learning rate to be settable, you should "
                    + "instantiate the optimizer with a float `learning_rate` argument.")
        }
        try learningRate.assign(.scalar(value))
    }

    private func canonical(_ name: String) -> String { name == "lr" ? "learning_rate" : name }

    public var config: JSON.Object {
        func optional(_ value: Double?) -> JSON { value.map(JSON.double) ?? .null }
        var object: JSON.Object = [
            "name": .string(name),
            "learning_rate": schedule?.serialized ?? .double((try? learningRate.snapshot().item()) ?? .nan),
            "weight_decay": optional(weightDecay), "clipnorm": optional(clipNorm),
            "global_clipnorm": optional(globalClipNorm), "clipvalue": optional(clipValue),
        ]
        for (key, value) in MovingAverage.config(average).members { object[key] = value }
        object["loss_scale_factor"] = optional(lossScale)
        object["gradient_accumulation_steps"] = .null
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
            ("Adagrad", [], { try Adagrad(Config($0, $1)) }),
            ("Adadelta", [], { try Adadelta(Config($0, $1)) }),
            ("Adamax", [], { try Adamax(Config($0, $1)) }),
            ("Nadam", [], { try Nadam(Config($0, $1)) }),
            ("Ftrl", [], { try Ftrl(Config($0, $1)) }),
            ("Lion", [], { try Lion(Config($0, $1)) }),
        ])
}
