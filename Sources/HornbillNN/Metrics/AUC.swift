import HornbillTensor

/// The area under the curve of true over false positives (ROC) or of precision over recall (PR), by Riemann sums over
/// thresholds. `keras.metrics.AUC`; the interpolation of PR curves is Davis and Goadrich's (2006).
final class AUC: Metric {
    private var confusion: Confusion
    private let curve: String
    private let summation: String
    private let fromLogits: Bool
    private let labelWeights: [Double]?
    private var counts: [Confusion.Part: Variable] = [:]

    init(_ config: consuming Config) throws {
        let given = config.json("thresholds")
        var thresholds = try given.map { _ in try Confusion.thresholds(&config, default: 0.5).values.sorted() }
        let count = try thresholds.map { $0.count + 2 } ?? config.int("num_thresholds") ?? 200
        config.ignore("num_thresholds")
        guard count > 1, count <= 1_000_000 else {
            throw HornbillError(
                .invalidArgument, "Argument `num_thresholds` must be an integer > 1. Received: num_thresholds=\(count)")
        }
        if thresholds == nil { thresholds = (0 ..< count - 2).map { Double($0 + 1) / Double(count - 1) } }
        curve = try config.string("curve") ?? "ROC"
        summation = try config.string("summation_method") ?? "interpolation"
        guard ["ROC", "PR"].contains(curve), ["interpolation", "minoring", "majoring"].contains(summation) else {
            throw HornbillError(
                .invalidArgument,
                "AUC: expected curve 'ROC' or 'PR' and summation_method 'interpolation', 'minoring' or 'majoring', got "
                    + "'\(curve)' and '\(summation)'")
        }
        fromLogits = try config.bool("from_logits") ?? false
        let isMultiLabel = try config.bool("multi_label") ?? false
        let labels = try config.int("num_labels")
        labelWeights = config.json("label_weights")?.arrayValue?.compactMap(\.doubleValue)
        guard labels == nil || isMultiLabel else {
            throw HornbillError(.invalidArgument, "`num_labels` is needed only when `multi_label` is True.")
        }
        let epsilon = 1e-7
        confusion = Confusion(
            thresholds: [-epsilon] + (thresholds ?? []) + [1 + epsilon], isMultiLabel: isMultiLabel,
            labelWeights: isMultiLabel ? nil : labelWeights)
        var more: JSON.Object = [
            "num_thresholds": .int(count), "curve": .string(curve), "summation_method": .string(summation),
            "multi_label": .bool(isMultiLabel), "num_labels": labels.map(JSON.int) ?? .null,
            "label_weights": labelWeights.map { .array($0.map(JSON.double)) } ?? .null, "from_logits": .bool(fromLogits),
        ]
        if given != nil { more["thresholds"] = thresholds.map { .array($0.map(JSON.double)) } }
        try super.init(&config, name: "auc", more)
        if !isMultiLabel { try addCounts([count]) } else if let labels { try addCounts([count, labels]) }
    }

    private func addCounts(_ shape: [Int]) throws {
        for part in Confusion.Part.allCases { counts[part] = try addVariable(part.rawValue, shape) }
    }

    override func update(_ target: Tensor, _ prediction: Tensor, weight: Tensor? = nil) throws {
        let p = fromLogits ? try prediction.sigmoid() : prediction
        for (part, amount) in try confusion.counts(target, p, weight) {
            if counts.isEmpty { try addCounts(amount.shape) }
            try counts[part]?.add(amount)
        }
    }

    override func value() throws -> Tensor {
        guard let tp = try counts[.truePositives]?.snapshot(), let fp = try counts[.falsePositives]?.snapshot(),
            let tn = try counts[.trueNegatives]?.snapshot(), let fn = try counts[.falseNegatives]?.snapshot()
        else { return .scalar(0) }
        let last = tp.shape[0] - 1
        func upper(_ x: Tensor) throws -> Tensor { try x.sliced(axis: 0, from: 0, count: last) }
        func lower(_ x: Tensor) throws -> Tensor { try x.sliced(axis: 0, from: 1, count: last) }

        let terms: Tensor
        if curve == "PR", summation == "interpolation" {
            let positives = try tp + fp, step = try upper(tp) - lower(tp)
            let slope = try Metric.ratio(step, (upper(positives) - lower(positives)).relu())
            let intercept = try lower(tp) - slope * lower(positives)
            let zero = Tensor.scalar(0)
            let both = try greater(minimum(upper(positives), lower(positives)), zero)
            let ratio = try Tensor.where(both, Metric.ratio(upper(positives), lower(positives).relu()), .scalar(1))
            terms = try Metric.ratio(slope * (step + intercept * ratio.log()), (lower(tp) + lower(fn)).relu())
        } else {
            let recall = try Metric.ratio(tp, tp + fn)
            let x = curve == "PR" ? recall : try Metric.ratio(fp, fp + tn)
            let y = curve == "PR" ? try Metric.ratio(tp, tp + fp) : recall
            let heights: Tensor
            switch summation {
            case "interpolation": heights = try (upper(y) + lower(y)) / 2.0
            case "minoring": heights = try minimum(upper(y), lower(y))
            default: heights = try maximum(upper(y), lower(y))
            }
            terms = try (upper(x) - lower(x)) * heights
        }
        guard confusion.isMultiLabel else { return try terms.sum() }
        let areas = try terms.sum(axes: [0])
        guard let labelWeights else { return try areas.mean() }
        let weights = try Tensor(labelWeights.map { Float($0) })
        return try Metric.ratio((areas * weights).sum(), weights.sum())
    }
}
