import HornbillNN
import HornbillTensor

/// How a loss makes one number from those of the samples.
public enum LossReduction: String, Sendable {
    /// The mean.
    case sumOverBatchSize = "sum_over_batch_size"
    /// The sum.
    case sum
    /// The sum divided by the sum of the sample weights.
    case meanWithSampleWeight = "mean_with_sample_weight"
    /// None: a number for each sample. A model cannot be trained with that.
    case none
}

// Losses where one is wanted: `try model.compile(optimizer: .adam, loss: .mse)`. A loss can also be called:
// `try Loss.mse(targets, predictions)`.
extension Loss {
    /// The loss of Keras' name, with its defaults: `.named("mse")`. Throws `unknownName`.
    public static func named(_ name: String) throws -> Loss { try registry.make(name) }

    /// A loss of one's own: `.custom("cubic") { y, p in try (y - p).abs().pow(3).mean(axis: -1) }`.
    ///
    /// - Parameter function: gives one value for each sample, made from operations on tensors: it is called with symbolic
    ///   tensors once, differentiated and compiled.
    public static func custom(
        _ name: String, reduction: LossReduction = .sumOverBatchSize,
        _ function: @escaping (_ target: Tensor, _ prediction: Tensor) throws -> Tensor
    ) throws -> Loss { try Loss(named: name, reduction: reduction.rawValue, function) }

    fileprivate static func make(
        _ className: String, _ reduction: LossReduction, _ config: JSON.Object = [:]
    ) throws -> Loss {
        var object = config
        object["reduction"] = .string(reduction.rawValue)
        return try registry.make(className, object)
    }
}

// Losses of numbers: each a mean over the last axis.
extension Loss {
    /// The mean of (prediction − target)².
    public static var meanSquaredError: Loss { get throws { try named("MeanSquaredError") } }
    /// Short for `meanSquaredError`.
    public static var mse: Loss { get throws { try named("MeanSquaredError") } }
    /// The mean of (prediction − target)².
    public static func meanSquaredError(reduction: LossReduction) throws -> Loss {
        try make("MeanSquaredError", reduction)
    }
    /// The mean of |prediction − target|.
    public static var meanAbsoluteError: Loss { get throws { try named("MeanAbsoluteError") } }
    /// Short for `meanAbsoluteError`.
    public static var mae: Loss { get throws { try named("MeanAbsoluteError") } }
    /// The mean of |prediction − target|.
    public static func meanAbsoluteError(reduction: LossReduction) throws -> Loss {
        try make("MeanAbsoluteError", reduction)
    }
    /// The mean of |prediction − target| in per cent of |target|.
    public static var meanAbsolutePercentageError: Loss { get throws { try named("MeanAbsolutePercentageError") } }
    /// Short for `meanAbsolutePercentageError`.
    public static var mape: Loss { get throws { try named("MeanAbsolutePercentageError") } }
    /// The mean of |prediction − target| in per cent of |target|.
    public static func meanAbsolutePercentageError(reduction: LossReduction) throws -> Loss {
        try make("MeanAbsolutePercentageError", reduction)
    }
    /// The mean of (log(1 + prediction) − log(1 + target))².
    public static var meanSquaredLogarithmicError: Loss { get throws { try named("MeanSquaredLogarithmicError") } }
    /// Short for `meanSquaredLogarithmicError`.
    public static var msle: Loss { get throws { try named("MeanSquaredLogarithmicError") } }
    /// The mean of (log(1 + prediction) − log(1 + target))².
    public static func meanSquaredLogarithmicError(reduction: LossReduction) throws -> Loss {
        try make("MeanSquaredLogarithmicError", reduction)
    }
    /// Squares of errors up to `delta`, from there on a straight line (Huber 1964).
    public static var huber: Loss { get throws { try named("Huber") } }
    /// Squares of errors up to `delta`, from there on a straight line (Huber 1964).
    public static func huber(delta: Double = 1, reduction: LossReduction = .sumOverBatchSize) throws -> Loss {
        try make("Huber", reduction, ["delta": .double(delta)])
    }
    /// The mean of log(cosh(prediction − target)).
    public static var logCosh: Loss { get throws { try named("LogCosh") } }
    /// The mean of log(cosh(prediction − target)).
    public static func logCosh(reduction: LossReduction) throws -> Loss {
        try make("LogCosh", reduction)
    }
    /// The cosine of the angle between target and prediction, negated.
    public static var cosineSimilarity: Loss { get throws { try named("CosineSimilarity") } }
    /// The cosine of the angle between target and prediction, negated.
    public static func cosineSimilarity(axis: Int = -1, reduction: LossReduction = .sumOverBatchSize) throws -> Loss {
        try make("CosineSimilarity", reduction, ["axis": .int(axis)])
    }
    /// The sum of target · log(target / prediction) (Kullback and Leibler 1951).
    public static var klDivergence: Loss { get throws { try named("KLDivergence") } }
    /// The sum of target · log(target / prediction) (Kullback and Leibler 1951).
    public static func klDivergence(reduction: LossReduction) throws -> Loss {
        try make("KLDivergence", reduction)
    }
    /// The mean of prediction − target · log(prediction).
    public static var poisson: Loss { get throws { try named("Poisson") } }
    /// The mean of prediction − target · log(prediction).
    public static func poisson(reduction: LossReduction) throws -> Loss {
        try make("Poisson", reduction)
    }
}

// Losses of margins, for targets -1 and 1.
extension Loss {
    /// The mean of max(1 − target · prediction, 0).
    public static var hinge: Loss { get throws { try named("Hinge") } }
    /// The mean of max(1 − target · prediction, 0).
    public static func hinge(reduction: LossReduction) throws -> Loss {
        try make("Hinge", reduction)
    }
    /// The mean of max(1 − target · prediction, 0)².
    public static var squaredHinge: Loss { get throws { try named("SquaredHinge") } }
    /// The mean of max(1 − target · prediction, 0)².
    public static func squaredHinge(reduction: LossReduction) throws -> Loss {
        try make("SquaredHinge", reduction)
    }
    /// max(largest wrong − right + 1, 0), for one-hot targets.
    public static var categoricalHinge: Loss { get throws { try named("CategoricalHinge") } }
    /// max(largest wrong − right + 1, 0), for one-hot targets.
    public static func categoricalHinge(reduction: LossReduction) throws -> Loss {
        try make("CategoricalHinge", reduction)
    }
}

// Losses of probabilities; of logits if `fromLogits`.
extension Loss {
    /// The cross-entropy of targets 0 and 1, mean over the last axis.
    public static var binaryCrossentropy: Loss { get throws { try named("BinaryCrossentropy") } }
    /// The cross-entropy of targets 0 and 1, mean over the last axis.
    public static func binaryCrossentropy(
        fromLogits: Bool = false, labelSmoothing: Double = 0, axis: Int = -1,
        reduction: LossReduction = .sumOverBatchSize
    ) throws -> Loss {
        try make(
            "BinaryCrossentropy", reduction,
            [
                "from_logits": .bool(fromLogits),
                "label_smoothing": .double(labelSmoothing),
                "axis": .int(axis),
            ])
    }
    /// The cross-entropy of one-hot targets.
    public static var categoricalCrossentropy: Loss { get throws { try named("CategoricalCrossentropy") } }
    /// The cross-entropy of one-hot targets.
    public static func categoricalCrossentropy(
        fromLogits: Bool = false, labelSmoothing: Double = 0, axis: Int = -1,
        reduction: LossReduction = .sumOverBatchSize
    ) throws -> Loss {
        try make(
            "CategoricalCrossentropy", reduction,
            [
                "from_logits": .bool(fromLogits),
                "label_smoothing": .double(labelSmoothing),
                "axis": .int(axis),
            ])
    }
    /// The cross-entropy of targets that are labels: 0, 1, … Those equal to `ignoreClass` do not count.
    public static var sparseCategoricalCrossentropy: Loss { get throws { try named("SparseCategoricalCrossentropy") } }
    /// The cross-entropy of targets that are labels: 0, 1, … Those equal to `ignoreClass` do not count.
    public static func sparseCategoricalCrossentropy(
        fromLogits: Bool = false, ignoreClass: Int? = nil, axis: Int = -1, reduction: LossReduction = .sumOverBatchSize
    ) throws -> Loss {
        try make(
            "SparseCategoricalCrossentropy", reduction,
            [
                "from_logits": .bool(fromLogits),
                "ignore_class": JSON(ignoreClass),
                "axis": .int(axis),
            ])
    }
    /// The cross-entropy of targets 0 and 1, easy samples counting less (Lin et al. 2017).
    public static var binaryFocalCrossentropy: Loss { get throws { try named("BinaryFocalCrossentropy") } }
    /// The cross-entropy of targets 0 and 1, easy samples counting less (Lin et al. 2017).
    public static func binaryFocalCrossentropy(
        applyClassBalancing: Bool = false, alpha: Double = 0.25, gamma: Double = 2, fromLogits: Bool = false,
        labelSmoothing: Double = 0, axis: Int = -1, reduction: LossReduction = .sumOverBatchSize
    ) throws -> Loss {
        try make(
            "BinaryFocalCrossentropy", reduction,
            [
                "apply_class_balancing": .bool(applyClassBalancing),
                "alpha": .double(alpha),
                "gamma": .double(gamma),
                "from_logits": .bool(fromLogits),
                "label_smoothing": .double(labelSmoothing),
                "axis": .int(axis),
            ])
    }
    /// The cross-entropy of one-hot targets, easy samples counting less (Lin et al. 2017).
    public static var categoricalFocalCrossentropy: Loss { get throws { try named("CategoricalFocalCrossentropy") } }
    /// The cross-entropy of one-hot targets, easy samples counting less (Lin et al. 2017).
    public static func categoricalFocalCrossentropy(
        alpha: Double = 0.25, gamma: Double = 2, fromLogits: Bool = false, labelSmoothing: Double = 0, axis: Int = -1,
        reduction: LossReduction = .sumOverBatchSize
    ) throws -> Loss {
        try make(
            "CategoricalFocalCrossentropy", reduction,
            [
                "alpha": .double(alpha),
                "gamma": .double(gamma),
                "from_logits": .bool(fromLogits),
                "label_smoothing": .double(labelSmoothing),
                "axis": .int(axis),
            ])
    }
}

// Losses of overlaps.
extension Loss {
    /// 1 − twice the overlap by the sum of both (Dice 1945).
    public static var dice: Loss { get throws { try named("Dice") } }
    /// 1 − twice the overlap by the sum of both (Dice 1945).
    public static func dice(reduction: LossReduction) throws -> Loss {
        try make("Dice", reduction)
    }
    /// 1 − the overlap by itself, `alpha` misses and `beta` false alarms (Salehi et al. 2017).
    public static var tversky: Loss { get throws { try named("Tversky") } }
    /// 1 − the overlap by itself, `alpha` misses and `beta` false alarms (Salehi et al. 2017).
    public static func tversky(
        alpha: Double = 0.5, beta: Double = 0.5, reduction: LossReduction = .sumOverBatchSize
    ) throws -> Loss {
        try make("Tversky", reduction, ["alpha": .double(alpha), "beta": .double(beta)])
    }
}
