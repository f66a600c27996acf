import Glibc
import HornbillTensor

extension Metric {
    /// Every metric class that configurations can name, apart from "accuracy", which depends on the shapes.
    public static let registry = Registry<Metric>(
        "metric",
        [
            ("Mean", [], { name, object in
                var config = Config(name, object)
                return try Metric(&config, name: "mean", takesPredictions: false) { values, _ in values }
            }),
            ("Accuracy", [], { name, object in
                var config = Config(name, object)
                return try Metric(&config, name: "accuracy") { y, p in
                    let (y, p) = try aligned(y, p)
                    return try equal(y, p)
                }
            }),
            ("BinaryAccuracy", [], { name, object in
                var config = Config(name, object)
                let threshold = try config.double("threshold") ?? 0.5
                return try Metric(&config, name: "binary_accuracy", ["threshold": .double(threshold)]) { y, p in
                    let (y, p) = try aligned(y, p)
                    return try equal(y, greater(p, .scalar(threshold)).cast(to: y.dtype))
                }
            }),
            ("CategoricalAccuracy", [], { name, object in
                var config = Config(name, object)
                return try Metric(&config, name: "categorical_accuracy") { y, p in
                    try equal(y.argmax(axis: -1), p.argmax(axis: -1))
                }
            }),
            ("SparseCategoricalAccuracy", [], { name, object in
                var config = Config(name, object)
                return try Metric(&config, name: "sparse_categorical_accuracy") { y, p in
                    let labels = y.rank == p.rank && y.shape.last == 1 ? try y.squeezed(axes: [-1]) : y
                    return try equal(labels.cast(to: .int64), p.argmax(axis: -1))
                }
            }),
            ("MeanSquaredError", ["mse", "MSE"], { name, object in
                var config = Config(name, object)
                return try Metric(&config, name: "mean_squared_error") { y, p in
                    let (y, p) = try aligned(y, p)
                    return try (p - y).square().mean(axes: [-1])
                }
            }),
            ("RootMeanSquaredError", [], { name, object in
                var config = Config(name, object)
                return try Metric(&config, name: "root_mean_squared_error", finish: { sqrt($0) }) { y, p in
                    let (y, p) = try aligned(y, p)
                    return try (p - y).square()
                }
            }),
            ("MeanAbsoluteError", ["mae", "MAE"], { name, object in
                var config = Config(name, object)
                return try Metric(&config, name: "mean_absolute_error") { y, p in
                    let (y, p) = try aligned(y, p)
                    return try (p - y).abs().mean(axes: [-1])
                }
            }),
            ("BinaryCrossentropy", [], { name, object in
                try fromLoss(name, object, "binary_crossentropy", ["from_logits", "label_smoothing"])
            }),
            ("CategoricalCrossentropy", [], { name, object in
                try fromLoss(name, object, "categorical_crossentropy", ["from_logits", "label_smoothing", "axis"])
            }),
            ("SparseCategoricalCrossentropy", [], { name, object in
                try fromLoss(name, object, "sparse_categorical_crossentropy", ["from_logits", "axis"])
            }),
        ])

    /// A metric that is the mean of a loss' values.
    private static func fromLoss(
        _ className: String, _ object: JSON.Object, _ name: String, _ keys: [String]
    ) throws -> Metric {
        var config = Config(className, object)
        var arguments = JSON.Object()
        for key in keys {
            if let value = config.json(key) { arguments[key] = value }
        }
        let loss = try Loss.registry.make(className, arguments)
        return try Metric(&config, name: name, arguments) { y, p in
            let (y, p) = try aligned(y, p)
            return try loss.function(y, p)
        }
    }

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
