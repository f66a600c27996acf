import HornbillTensor

/// True and false positives and negatives of predictions above thresholds.
struct Confusion {
    enum Part: String, CaseIterable {
        case truePositives = "true_positives", falsePositives = "false_positives"
        case trueNegatives = "true_negatives", falseNegatives = "false_negatives"
    }

    let thresholds: [Double]
    var topK: Int?
    var classIndex: Int?
    /// Whether each label of the last axis is counted for itself.
    var isMultiLabel = false
    var labelWeights: [Double]?

    /// The threshold or the list of thresholds of a configuration.
    static func thresholds(_ config: inout Config, default standard: Double) throws -> (values: [Double], json: JSON) {
        guard let json = config.json("thresholds") else { return ([standard], .null) }
        let values = (json.arrayValue ?? [json]).compactMap(\.doubleValue)
        guard !values.isEmpty, values.count == json.arrayValue?.count ?? 1, values.allSatisfy({ (0 ... 1).contains($0) })
        else {
            throw HornbillError(
                .invalidArgument,
                "Threshold values must be in [0, 1]. Received: \(json)")
        }
        return (values, json)
    }

    /// A batch's counts: for each threshold, and for each label if `isMultiLabel`.
    func counts(_ target: Tensor, _ prediction: Tensor, _ weight: Tensor?) throws -> [Part: Tensor] {
        var (y, p) = try aligned(target.cast(to: .float32), prediction.cast(to: .float32))
        if let topK { p = try Confusion.keepTop(topK, p) }
        if let classIndex {
            guard p.rank > 1, (0 ..< p.shape[p.rank - 1]).contains(classIndex), y.shape == p.shape else {
                throw HornbillError(
                    .invalidArgument,
                    "class_id: expected a class of predictions of shape \(shapeText(p.shape)), got \(classIndex)")
            }
            y = try y.sliced(axis: y.rank - 1, from: classIndex, count: 1)
            p = try p.sliced(axis: p.rank - 1, from: classIndex, count: 1)
        }
        guard y.shape == p.shape, p.rank > 0 else {
            throw HornbillError(
                .shapeMismatch,
                "Shapes \(shapeText(p.shape)) and \(shapeText(y.shape)) are incompatible: y_pred and y_true must agree")
        }
        let labels = isMultiLabel ? p.shape[p.rank - 1] : 1
        var weights = Tensor.scalar(1)
        if let weight { weights = try weights * alignedWeight(weight.cast(to: .float32), to: p) }
        if let labelWeights { weights = try weights * Tensor(labelWeights.map { Float($0) }) }
        // (thresholds, samples, labels)
        let flat = [1, p.count / max(1, labels), labels]
        weights = try weights.broadcast(to: p.shape).reshaped(to: flat)
        let zero = Tensor.scalar(0)
        let isPositive = try notEqual(y, zero).cast(to: .float32).reshaped(to: flat)
        let limits = try Tensor(thresholds.map { Float($0) }, shape: [thresholds.count, 1, 1])
        let says = try greater(p.reshaped(to: flat), limits).cast(to: .float32)
        func sum(_ values: Tensor) throws -> Tensor {
            let sums = try (values * weights).sum(axes: [1])
            return isMultiLabel ? sums : try sums.reshaped(to: [thresholds.count])
        }
        return [
            .truePositives: try sum(isPositive * says), .falsePositives: try sum((1.0 - isPositive) * says),
            .trueNegatives: try sum((1.0 - isPositive) * (1.0 - says)),
            .falseNegatives: try sum(isPositive * (1.0 - says)),
        ]
    }

    /// Everything but the largest `count` numbers of each row made too small for any threshold.
    private static func keepTop(_ count: Int, _ p: Tensor) throws -> Tensor {
        try Tensor.where(rank(p).less(than: count), p, .scalar(-1e10))
    }

    /// For each number its place, from 0, in the falling order of its row; the first of equals comes first.
    static func rank(_ p: Tensor) throws -> Tensor {
        guard p.rank > 0 else { throw HornbillError(.shapeMismatch, "top k: expected predictions with classes, got a scalar") }
        return try p.argsort(axis: -1, descending: true).argsort(axis: -1)
    }
}

extension Tensor {
    func less(than limit: Int) throws -> Tensor { try HornbillTensor.less(self, .scalar(Double(limit), dtype: dtype)) }
}

/// `keras.metrics.TruePositives`, `FalsePositives`, `TrueNegatives`, `FalseNegatives`, `Precision` and `Recall`.
final class ConfusionMetric: Metric {
    private let confusion: Confusion
    private let parts: [Confusion.Part]
    private var counts: [Variable] = []

    /// - Parameter parts: what is counted: one part is the result itself; of two, the first's share is the result.
    init(_ config: consuming Config, _ parts: [Confusion.Part], name: String) throws {
        let topK = parts.count > 1 ? try config.int("top_k") : nil
        let classIndex = parts.count > 1 ? try config.int("class_id") : nil
        let (thresholds, json) = try Confusion.thresholds(&config, default: topK == nil ? 0.5 : -1e10)
        confusion = Confusion(thresholds: thresholds, topK: topK, classIndex: classIndex)
        self.parts = parts
        var more: JSON.Object = ["thresholds": json]
        if parts.count > 1 {
            more["top_k"] = topK.map(JSON.int) ?? .null
            more["class_id"] = classIndex.map(JSON.int) ?? .null
        }
        try super.init(&config, name: name, more)
        counts = try parts.map { try addVariable(parts.count > 1 ? $0.rawValue : "accumulator", [thresholds.count]) }
    }

    override func update(_ target: Tensor, _ prediction: Tensor, weight: Tensor? = nil) throws {
        let found = try confusion.counts(target, prediction, weight)
        for (part, count) in zip(parts, counts) {
            if let amount = found[part] { try count.add(amount) }
        }
    }

    override func value() throws -> Tensor {
        let values = try counts.map { try $0.snapshot() }
        let result = values.count == 1 ? values[0] : try Metric.ratio(values[0], values[0] + values[1])
        return result.count == 1 ? try result.reshaped(to: []) : result
    }
}
