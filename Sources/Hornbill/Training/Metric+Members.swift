import HornbillNN
import HornbillTensor

// Metrics where some are wanted: `try model.compile(…, metrics: [.accuracy, .precision()])`. They are made, and their
// arguments checked, by `compile`.
extension MetricChoice {
    /// The metric of Keras' class name with such a configuration.
    fileprivate static func make(_ className: String, _ config: JSON.Object = [:]) -> MetricChoice {
        .named(["class_name": .string(className), "config": .object(config)])
    }

    /// A metric of one's own: the mean over samples of a function, which is made from operations on tensors.
    public static func custom(
        _ name: String, _ function: @escaping (_ target: Tensor, _ prediction: Tensor) throws -> Tensor
    ) throws -> MetricChoice { .object(try Metric.mean(named: name, of: function)) }

    /// The metric by itself, to use outside of a model: `update`, `result`, `reset`. Throws for arguments that make no
    /// sense, and for `.accuracy`, which depends on a model's shapes.
    public func makeMetric() throws -> Metric {
        switch self {
        case .object(let metric): return metric
        case .named(let json): return try Metric.registry.make(json)
        }
    }

    /// The share of predictions that are right: binary, of one-hot or of sparse labels, as the shapes say.
    public static var accuracy: MetricChoice { "accuracy" }
    /// The cross-entropy that fits the shapes.
    public static var crossentropy: MetricChoice { "crossentropy" }
    /// The share of predictions on the right side of the threshold.
    public static func binaryAccuracy(threshold: Double = 0.5) -> MetricChoice {
        make("BinaryAccuracy", ["threshold": .double(threshold)])
    }
    /// The share of predictions whose largest element is that of the one-hot target.
    public static var categoricalAccuracy: MetricChoice { make("CategoricalAccuracy") }
    /// The share of predictions whose largest element is at the label.
    public static var sparseCategoricalAccuracy: MetricChoice { make("SparseCategoricalAccuracy") }
    /// The share of predictions among whose `k` largest elements is that of the one-hot target.
    public static func topKCategoricalAccuracy(k: Int = 5) -> MetricChoice {
        make("TopKCategoricalAccuracy", ["k": .int(k)])
    }
    /// The share of predictions among whose `k` largest elements is the label.
    public static func sparseTopKCategoricalAccuracy(k: Int = 5) -> MetricChoice {
        make("SparseTopKCategoricalAccuracy", ["k": .int(k)])
    }

    /// The mean of (prediction − target)², named as Keras' short name.
    public static var mse: MetricChoice { "mse" }
    /// The mean of |prediction − target|, named as Keras' short name.
    public static var mae: MetricChoice { "mae" }
    /// `meanAbsolutePercentageError`, named as Keras' short name.
    public static var mape: MetricChoice { "mape" }
    /// `meanSquaredLogarithmicError`, named as Keras' short name.
    public static var msle: MetricChoice { "msle" }
    /// The mean of (prediction − target)².
    public static var meanSquaredError: MetricChoice { make("MeanSquaredError") }
    /// The root of the mean of (prediction − target)².
    public static var rootMeanSquaredError: MetricChoice { make("RootMeanSquaredError") }
    /// The mean of |prediction − target|.
    public static var meanAbsoluteError: MetricChoice { make("MeanAbsoluteError") }
    /// The mean of |prediction − target| in per cent of |target|.
    public static var meanAbsolutePercentageError: MetricChoice { make("MeanAbsolutePercentageError") }
    /// The mean of (log(1 + prediction) − log(1 + target))².
    public static var meanSquaredLogarithmicError: MetricChoice { make("MeanSquaredLogarithmicError") }
    /// The mean cosine of the angle between target and prediction.
    public static var cosineSimilarity: MetricChoice { make("CosineSimilarity") }
    /// The mean of log(cosh(prediction − target)).
    public static var logCoshError: MetricChoice { make("LogCoshError") }
    /// The share of the targets' variance that the predictions explain.
    public static var r2Score: MetricChoice { make("R2Score") }
    /// The mean of max(1 − target · prediction, 0).
    public static var hinge: MetricChoice { make("Hinge") }
    /// The mean of max(1 − target · prediction, 0)².
    public static var squaredHinge: MetricChoice { make("SquaredHinge") }
    /// max(largest wrong − right + 1, 0), for one-hot targets.
    public static var categoricalHinge: MetricChoice { make("CategoricalHinge") }
    /// The sum of target · log(target / prediction).
    public static var klDivergence: MetricChoice { make("KLDivergence") }
    /// The mean of prediction − target · log(prediction).
    public static var poisson: MetricChoice { make("Poisson") }
    /// The cross-entropy of targets 0 and 1.
    public static var binaryCrossentropy: MetricChoice { make("BinaryCrossentropy") }
    /// The cross-entropy of one-hot targets.
    public static var categoricalCrossentropy: MetricChoice { make("CategoricalCrossentropy") }
    /// The cross-entropy of labels.
    public static var sparseCategoricalCrossentropy: MetricChoice { make("SparseCategoricalCrossentropy") }

    /// How many ones were predicted above the threshold.
    public static func truePositives(threshold: Double = 0.5) -> MetricChoice {
        make("TruePositives", ["thresholds": .double(threshold)])
    }
    /// How many zeros were predicted below the threshold.
    public static func trueNegatives(threshold: Double = 0.5) -> MetricChoice {
        make("TrueNegatives", ["thresholds": .double(threshold)])
    }
    /// How many zeros were predicted above the threshold.
    public static func falsePositives(threshold: Double = 0.5) -> MetricChoice {
        make("FalsePositives", ["thresholds": .double(threshold)])
    }
    /// How many ones were predicted below the threshold.
    public static func falseNegatives(threshold: Double = 0.5) -> MetricChoice {
        make("FalseNegatives", ["thresholds": .double(threshold)])
    }
    /// The share of ones among what was predicted to be one.
    ///
    /// - Parameters:
    ///   - threshold: what counts as predicted; nil for 0.5, and for all of the top k.
    ///   - topK: look at the largest k predictions of each sample only.
    ///   - classIndex: look at this class only.
    public static func precision(threshold: Double? = nil, topK: Int? = nil, classIndex: Int? = nil) -> MetricChoice {
        make("Precision", ["thresholds": JSON(threshold), "top_k": JSON(topK), "class_id": JSON(classIndex)])
    }
    /// The share of the ones that were predicted to be one.
    ///
    /// - Parameters:
    ///   - threshold: what counts as predicted; nil for 0.5, and for all of the top k.
    ///   - topK: look at the largest k predictions of each sample only.
    ///   - classIndex: look at this class only.
    public static func recall(threshold: Double? = nil, topK: Int? = nil, classIndex: Int? = nil) -> MetricChoice {
        make("Recall", ["thresholds": JSON(threshold), "top_k": JSON(topK), "class_id": JSON(classIndex)])
    }
    /// The area under the curve of true over false positives ("ROC") or of precision over recall ("PR").
    public static func auc(
        numThresholds: Int = 200, curve: String = "ROC", multiLabel: Bool = false, fromLogits: Bool = false
    ) -> MetricChoice {
        make(
            "AUC",
            [
                "num_thresholds": .int(numThresholds), "curve": .string(curve), "multi_label": .bool(multiLabel),
                "from_logits": .bool(fromLogits),
            ])
    }
    /// The harmonic mean of precision and recall, averaged "micro", "macro" or "weighted".
    public static func f1Score(average: String = "macro", threshold: Double? = nil) -> MetricChoice {
        make("F1Score", ["average": .string(average), "threshold": JSON(threshold)])
    }
    /// The harmonic mean of precision and recall, recall counting `beta` times as much.
    public static func fBetaScore(average: String = "macro", beta: Double = 1, threshold: Double? = nil) -> MetricChoice
    {
        make("FBetaScore", ["average": .string(average), "beta": .double(beta), "threshold": JSON(threshold)])
    }
}
