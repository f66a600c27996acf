import HornbillTensor

extension Metric {
    /// Every metric class that configurations can name, apart from "accuracy", which depends on the shapes.
    public static let registry = Registry<Metric>(
        "metric", [reductions, accuracies, regressions, ofLosses, counting].flatMap { $0 })

    private typealias Entry = (name: String, aliases: [String], make: Registry<Metric>.Make)

    private static let reductions: [Entry] = [
        ("Mean", [], { name, object in
            var config = Config(name, object)
            return try MeanMetric(&config, name: "mean", [:], nil)
        }),
        ("Sum", [], { try SumMetric(Config($0, $1)) }),
    ]

    private static let accuracies: [Entry] = [
        ("Accuracy", [], { name, object in
            var config = Config(name, object)
            return try MeanMetric(&config, name: "accuracy") { y, p in
                let (y, p) = try aligned(y, p)
                return try equal(y, p)
            }
        }),
        ("BinaryAccuracy", [], { name, object in
            var config = Config(name, object)
            let threshold = try config.double("threshold") ?? 0.5
            return try MeanMetric(&config, name: "binary_accuracy", ["threshold": .double(threshold)]) { y, p in
                let (y, p) = try aligned(y, p)
                return try equal(y, greater(p, .scalar(threshold, dtype: p.dtype)).cast(to: y.dtype))
            }
        }),
        ("CategoricalAccuracy", [], { name, object in
            var config = Config(name, object)
            return try MeanMetric(&config, name: "categorical_accuracy") { y, p in
                try equal(y.argmax(axis: -1), p.argmax(axis: -1))
            }
        }),
        ("SparseCategoricalAccuracy", [], { name, object in
            var config = Config(name, object)
            return try MeanMetric(&config, name: "sparse_categorical_accuracy") { y, p in
                try equal(labels(y, p).cast(to: .int64), p.argmax(axis: -1))
            }
        }),
        ("TopKCategoricalAccuracy", [], { name, object in
            var config = Config(name, object)
            let count = try topCount(&config)
            return try MeanMetric(&config, name: "top_k_categorical_accuracy", ["k": .int(count)]) { y, p in
                try isAmongTop(count, y.argmax(axis: -1), p)
            }
        }),
        ("SparseTopKCategoricalAccuracy", [], { name, object in
            var config = Config(name, object)
            let count = try topCount(&config)
            if try config.bool("from_sorted_ids") == true {
                throw HornbillError(.unsupported, "\(name): `from_sorted_ids` is not supported")
            }
            return try MeanMetric(&config, name: "sparse_top_k_categorical_accuracy", ["k": .int(count)]) { y, p in
                try isAmongTop(count, labels(y, p).cast(to: .int64), p)
            }
        }),
    ]

    private static let regressions: [Entry] = [
        ("RootMeanSquaredError", [], { name, object in
            var config = Config(name, object)
            return try MeanMetric(&config, name: "root_mean_squared_error", finish: { try $0.sqrt() }) { y, p in
                let (y, p) = try aligned(y, p)
                return try (p - y).square()
            }
        }),
        // Unlike the loss of that name, larger is better.
        ("CosineSimilarity", [], { name, object in
            var config = Config(name, object)
            let axis = try config.int("axis") ?? -1
            return try MeanMetric(&config, name: "cosine_similarity") { y, p in
                let (y, p) = try aligned(y, p)
                return try -cosineSimilarityLoss(y, p, axis: axis)
            }
        }),
        ("LogCoshError", ["logcosh"], { name, object in
            try fromLoss(name, object, "LogCosh", named: "logcosh")
        }),
        ("R2Score", [], { try R2Score(Config($0, $1)) }),
    ]

    private static let ofLosses: [Entry] = [
        ("MeanSquaredError", ["mse", "MSE"], { try fromLoss($0, $1) }),
        ("MeanAbsoluteError", ["mae", "MAE"], { try fromLoss($0, $1) }),
        ("MeanAbsolutePercentageError", ["mape", "MAPE"], { try fromLoss($0, $1) }),
        ("MeanSquaredLogarithmicError", ["msle", "MSLE"], { try fromLoss($0, $1) }),
        ("Hinge", [], { try fromLoss($0, $1) }),
        ("SquaredHinge", [], { try fromLoss($0, $1) }),
        ("CategoricalHinge", [], { try fromLoss($0, $1) }),
        ("KLDivergence", ["kl_divergence", "kld", "KLD"], { try fromLoss($0, $1, named: "kl_divergence") }),
        ("Poisson", [], { try fromLoss($0, $1) }),
        ("BinaryCrossentropy", ["bce", "BCE"], { try fromLoss($0, $1, ["from_logits", "label_smoothing"]) }),
        ("CategoricalCrossentropy", [], { try fromLoss($0, $1, ["from_logits", "label_smoothing", "axis"]) }),
        ("SparseCategoricalCrossentropy", [], { try fromLoss($0, $1, ["from_logits", "ignore_class", "axis"]) }),
    ]

    private static let counting: [Entry] = [
        ("TruePositives", [], { try ConfusionMetric(Config($0, $1), [.truePositives], name: "true_positives") }),
        ("TrueNegatives", [], { try ConfusionMetric(Config($0, $1), [.trueNegatives], name: "true_negatives") }),
        ("FalsePositives", [], { try ConfusionMetric(Config($0, $1), [.falsePositives], name: "false_positives") }),
        ("FalseNegatives", [], { try ConfusionMetric(Config($0, $1), [.falseNegatives], name: "false_negatives") }),
        ("Precision", [], {
            try ConfusionMetric(Config($0, $1), [.truePositives, .falsePositives], name: "precision")
        }),
        ("Recall", [], { try ConfusionMetric(Config($0, $1), [.truePositives, .falseNegatives], name: "recall") }),
        ("AUC", ["auc"], { try AUC(Config($0, $1)) }),
        ("F1Score", ["f1_score"], { try FBetaScore(Config($0, $1)) }),
        ("FBetaScore", ["fbeta_score"], { try FBetaScore(Config($0, $1)) }),
    ]

    /// Labels without a last axis of length 1.
    private static func labels(_ y: Tensor, _ p: Tensor) throws -> Tensor {
        y.rank == p.rank && y.shape.last == 1 ? try y.squeezed(axes: [-1]) : y
    }

    private static func topCount(_ config: inout Config) throws -> Int {
        let count = try config.int("k") ?? 5
        guard count > 0 else {
            throw HornbillError(.invalidArgument, "\(config.className): expected a positive `k`, got \(count)")
        }
        return count
    }

    /// Whether fewer than `count` predictions are larger than the one of the right class.
    private static func isAmongTop(_ count: Int, _ labels: Tensor, _ p: Tensor) throws -> Tensor {
        guard let classes = p.shape.last else {
            throw HornbillError(.shapeMismatch, "top k accuracy: expected predictions with classes, got a scalar")
        }
        let hot = try labels.oneHot(depth: classes, dtype: p.dtype)
        guard hot.shape == p.shape else {
            throw HornbillError(
                .shapeMismatch,
                "top k accuracy: labels of shape \(shapeText(labels.shape)) do not fit predictions of shape "
                    + shapeText(p.shape))
        }
        let mine = try (hot * p).sum(axes: [-1], keepDims: true)
        return try greater(p, mine).cast(to: .float32).sum(axes: [-1]).less(than: count)
    }

    /// A metric that is the mean of a loss' values.
    private static func fromLoss(
        _ className: String, _ object: JSON.Object, _ keys: [String] = [], _ loss: String? = nil, named name: String? = nil
    ) throws -> Metric {
        var config = Config(className, object)
        var arguments = JSON.Object()
        for key in keys {
            if let value = config.json(key) { arguments[key] = value }
        }
        let loss = try Loss.registry.make(loss ?? className, arguments)
        // Also an axis that the loss does not write.
        let written = keys.reduce(into: JSON.Object()) { $0[$1] = loss.config[$1] ?? arguments[$1] ?? -1 }
        return try MeanMetric(&config, name: name ?? snakeCase(className), written) { y, p in
            let (y, p) = try aligned(y, p)
            return try loss.function(y, p)
        }
    }

    private static func fromLoss(
        _ className: String, _ object: JSON.Object, _ loss: String, named name: String
    ) throws -> Metric { try fromLoss(className, object, [], loss, named: name) }

    /// The metric that Keras means by an identifier or a configuration, for targets and predictions of these shapes.
    ///
    /// "accuracy" and "crossentropy" become the binary, categorical or sparse kind; the name stays what the user wrote.
    static func resolve(_ json: JSON, loss: Loss?, target: [Int], prediction: [Int]) throws -> Metric {
        guard let identifier = json.stringValue else { return try registry.make(json) }
        let isAccuracy = ["accuracy", "acc"].contains(identifier)
        guard isAccuracy || ["crossentropy", "ce"].contains(identifier) else {
            let metric = try registry.make(json)
            metric.name = identifier
            return metric
        }
        let isBinary = (prediction.last ?? 1) == 1
        let isSparse = target.count < prediction.count || (target.last == 1 && (prediction.last ?? 1) > 1)
        let kind = isBinary ? "Binary" : isSparse ? "SparseCategorical" : "Categorical"
        var arguments = JSON.Object()
        if !isAccuracy, let logits = loss?.config["from_logits"] { arguments["from_logits"] = logits }
        let metric = try registry.make(kind + (isAccuracy ? "Accuracy" : "Crossentropy"), arguments)
        metric.name = identifier
        return metric
    }
}
