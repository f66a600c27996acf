import HornbillTensor

/// What an optimizer takes as its learning rate: a number or a schedule.
public protocol LearningRate {
    /// Keras' JSON of it.
    var learningRateConfiguration: JSON { get }
}

extension Double: LearningRate {
    public var learningRateConfiguration: JSON { .double(self) }
}

extension Float: LearningRate {
    public var learningRateConfiguration: JSON { .double(Double(self)) }
}

extension LearningRateSchedule: LearningRate {
    public var learningRateConfiguration: JSON { serialized }
}

extension Config {
    /// The configuration of an optimizer from what all of them take, and what is its own.
    init(
        optimizer className: String, _ learningRate: any LearningRate, _ weightDecay: Double?,
        _ clipping: (norm: Double?, value: Double?, globalNorm: Double?),
        _ average: (isUsed: Bool, momentum: Double, frequency: Int?), _ name: String?, _ own: JSON.Object
    ) {
        func optional(_ value: Double?) -> JSON { value.map(JSON.double) ?? .null }
        var object: JSON.Object = [
            "name": name.map(JSON.string) ?? .null, "learning_rate": learningRate.learningRateConfiguration,
            "weight_decay": optional(weightDecay), "clipnorm": optional(clipping.norm),
            "clipvalue": optional(clipping.value), "global_clipnorm": optional(clipping.globalNorm),
            "use_ema": .bool(average.isUsed), "ema_momentum": .double(average.momentum),
            "ema_overwrite_frequency": average.frequency.map(JSON.int) ?? .null,
        ]
        for (key, value) in own.members { object[key] = value }
        self.init(className, object)
    }
}
