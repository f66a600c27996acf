import HornbillTensor

/// A learning rate that follows the number of steps made (`keras.optimizers.schedules`).
public final class LearningRateSchedule: Configurable {
    public static var module: String { "keras.optimizers.schedules" }
    public let className: String
    public let config: JSON.Object
    private let formula: (_ step: Tensor) throws -> Tensor

    init(_ className: String, _ config: JSON.Object, _ formula: @escaping (_ step: Tensor) throws -> Tensor) {
        self.className = className
        self.config = config
        self.formula = formula
    }

    /// The rate of the step with that number, counted from 0 as a float. Also while tracing.
    public func rate(at step: Tensor) throws -> Tensor { try formula(step) }

    public static let registry = Registry<LearningRateSchedule>(
        "learning rate schedule",
        [
            ("ExponentialDecay", [], { name, object in
                try decay(name, object) { rate, decay, share in try pow(.scalar(decay), share) * rate }
            }),
            ("InverseTimeDecay", [], { name, object in
                try decay(name, object) { rate, decay, share in try rate / (share * decay + 1.0) }
            }),
            ("PiecewiseConstantDecay", [], { try piecewise(Config($0, $1)) }),
            ("PolynomialDecay", [], { try polynomial(Config($0, $1)) }),
            ("CosineDecay", [], { try cosine(Config($0, $1)) }),
            ("CosineDecayRestarts", [], { try restarts(Config($0, $1)) }),
        ])

    private static func required(_ config: inout Config, _ key: String) throws -> Double {
        guard let value = try config.double(key) else {
            throw HornbillError(.typeMismatch, "\(config.className): missing 1 required argument: '\(key)'")
        }
        return value
    }

    private static func steps(_ config: inout Config, _ key: String = "decay_steps") throws -> Double {
        let steps = try required(&config, key)
        guard steps > 0 else {
            throw HornbillError(.invalidArgument, "Argument `\(key)` must be > 0. Received: \(key)=\(steps)")
        }
        return steps
    }

    /// The two schedules of a decay rate for so many steps, which may go down like stairs.
    private static func decay(
        _ className: String, _ object: JSON.Object,
        _ formula: @escaping (_ rate: Double, _ decay: Double, _ share: Tensor) throws -> Tensor
    ) throws -> LearningRateSchedule {
        var config = Config(className, object)
        let rate = try required(&config, "initial_learning_rate"), steps = try steps(&config)
        let decay = try required(&config, "decay_rate"), isStaircase = try config.bool("staircase") ?? false
        let name = try config.string("name") ?? className
        try config.finish()
        return LearningRateSchedule(
            className,
            [
                "initial_learning_rate": .double(rate), "decay_steps": .double(steps), "decay_rate": .double(decay),
                "staircase": .bool(isStaircase), "name": .string(name),
            ]
        ) { step in
            let share = try step / steps
            return try formula(rate, decay, isStaircase ? share.floor() : share)
        }
    }

    private static func piecewise(_ config: consuming Config) throws -> LearningRateSchedule {
        func numbers(_ key: String) throws -> [Double] {
            guard let values = config.json(key)?.arrayValue else {
                throw HornbillError(.typeMismatch, "PiecewiseConstantDecay: missing 1 required argument: '\(key)'")
            }
            return values.compactMap(\.doubleValue)
        }
        let boundaries = try numbers("boundaries"), values = try numbers("values")
        guard !boundaries.isEmpty, boundaries.count == values.count - 1 else {
            throw HornbillError(
                .invalidArgument,
                "The length of boundaries should be 1 less than the length of values. Received: boundaries=\(boundaries) of "
                    + "length \(boundaries.count), and values=\(values) of length \(values.count).")
        }
        let name = try config.string("name") ?? "PiecewiseConstant"
        try config.finish()
        return LearningRateSchedule(
            "PiecewiseConstantDecay",
            [
                "boundaries": .array(boundaries.map(JSON.double)), "values": .array(values.map(JSON.double)),
                "name": .string(name),
            ]
        ) { step in
            var rate = Tensor.scalar(values[boundaries.count])
            for (boundary, value) in zip(boundaries, values).reversed() {
                rate = try Tensor.where(lessEqual(step, .scalar(boundary)), .scalar(value), rate)
            }
            return rate
        }
    }

    private static func polynomial(_ config: consuming Config) throws -> LearningRateSchedule {
        let rate = try required(&config, "initial_learning_rate"), steps = try steps(&config)
        let end = try config.double("end_learning_rate") ?? 0.0001, power = try config.double("power") ?? 1
        let isCyclic = try config.bool("cycle") ?? false, name = try config.string("name") ?? "PolynomialDecay"
        try config.finish()
        return LearningRateSchedule(
            "PolynomialDecay",
            [
                "initial_learning_rate": .double(rate), "decay_steps": .double(steps), "end_learning_rate": .double(end),
                "power": .double(power), "cycle": .bool(isCyclic), "name": .string(name),
            ]
        ) { step in
            let limit = isCyclic ? try maximum((step / steps).ceil(), 1) * steps : .scalar(steps)
            let share = try (isCyclic ? step : minimum(step, steps)) / limit
            return try pow(1.0 - share, .scalar(power)) * (rate - end) + end
        }
    }

    private static func cosine(_ config: consuming Config) throws -> LearningRateSchedule {
        let rate = try required(&config, "initial_learning_rate"), steps = try steps(&config)
        let alpha = try config.double("alpha") ?? 0, name = try config.string("name") ?? "CosineDecay"
        let target = try config.double("warmup_target"), warmup = try config.double("warmup_steps") ?? 0
        try config.finish()
        return LearningRateSchedule(
            "CosineDecay",
            [
                "initial_learning_rate": .double(rate), "decay_steps": .double(steps), "alpha": .double(alpha),
                "name": .string(name), "warmup_target": target.map(JSON.double) ?? .null, "warmup_steps": .double(warmup),
            ]
        ) { step in
            func decayed(_ step: Tensor, _ rate: Double) throws -> Tensor {
                let wave = try ((minimum(step, steps) * (Double.pi / steps)).cos() + 1.0) * 0.5
                return try (wave * (1 - alpha) + alpha) * rate
            }
            guard let target else { return try decayed(step, rate) }
            let rising = try step * ((target - rate) / max(warmup, 1)) + rate
            return try Tensor.where(less(step, .scalar(warmup)), rising, decayed(step - warmup, target))
        }
    }

    private static func restarts(_ config: consuming Config) throws -> LearningRateSchedule {
        let rate = try required(&config, "initial_learning_rate"), first = try steps(&config, "first_decay_steps")
        let longer = try config.double("t_mul") ?? 2, lower = try config.double("m_mul") ?? 1
        let alpha = try config.double("alpha") ?? 0, name = try config.string("name") ?? "SGDRDecay"
        try config.finish()
        return LearningRateSchedule(
            "CosineDecayRestarts",
            [
                "initial_learning_rate": .double(rate), "first_decay_steps": .double(first), "t_mul": .double(longer),
                "m_mul": .double(lower), "alpha": .double(alpha), "name": .string(name),
            ]
        ) { step in
            let share = try step / first
            let restart: Tensor, position: Tensor
            if longer == 1 {
                restart = try share.floor()
                position = try share - restart
            } else {
                // Periods grow like a geometric series; its sum tells the period that a step is in.
                let logarithm = try Tensor.scalar(longer).log()
                restart = try ((1.0 - share * (1 - longer)).log() / logarithm).floor()
                let length = try pow(.scalar(longer), restart)
                position = try (share - (1.0 - length) / (1 - longer)) / length
            }
            let wave = try ((position * Double.pi).cos() + 1.0) * pow(.scalar(lower), restart) * 0.5
            return try (wave * (1 - alpha) + alpha) * rate
        }
    }
}
