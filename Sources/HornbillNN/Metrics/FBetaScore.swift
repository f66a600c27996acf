import HornbillTensor

/// The harmonic mean of precision and recall, recall counting `beta` times as much. `keras.metrics.FBetaScore`,
/// `F1Score`.
final class FBetaScore: Metric {
    private let average: String?
    private let beta: Double
    private let threshold: Double?
    private var state: [Variable] = []

    init(_ config: consuming Config) throws {
        let isF1 = config.className == "F1Score"
        average = try config.string("average")
        beta = isF1 ? 1 : try config.double("beta") ?? 1
        threshold = try config.double("threshold")
        guard average.map({ ["micro", "macro", "weighted"].contains($0) }) ?? true else {
            throw HornbillError(
                .invalidArgument,
                "Invalid `average` argument value. Expected one of: None, 'micro', 'macro', 'weighted'. Received: "
                    + "average=\(average ?? "None")")
        }
        guard beta > 0, threshold.map({ $0 > 0 && $0 <= 1 }) ?? true else {
            throw HornbillError(
                .invalidArgument, "\(config.className): expected beta > 0 and 0 < threshold <= 1")
        }
        var more: JSON.Object = ["average": average.map(JSON.string) ?? .null]
        if !isF1 { more["beta"] = .double(beta) }
        more["threshold"] = threshold.map(JSON.double) ?? .null
        try super.init(&config, name: isF1 ? "f1_score" : "fbeta_score", more)
    }

    override func update(_ target: Tensor, _ prediction: Tensor, weight: Tensor? = nil) throws {
        let y = try target.cast(to: .float32), p = try prediction.cast(to: .float32)
        guard y.rank == 2, y.shape == p.shape else {
            throw HornbillError(
                .shapeMismatch,
                "FBetaScore expects 2D inputs with shape (batch_size, output_dim). Received input shapes: "
                    + "y_pred.shape=\(shapeText(p.shape)) and y_true.shape=\(shapeText(y.shape)).")
        }
        if state.isEmpty {
            let shape = average == "micro" ? [] : [p.shape[1]]
            state = try ["true_positives", "false_positives", "false_negatives", "intermediate_weights"].map {
                try addVariable($0, shape)
            }
        }
        let says: Tensor
        if let threshold {
            says = try greater(p, .scalar(threshold)).cast(to: .float32)
        } else {
            let isLargest = try greaterEqual(p, p.max(axes: [1], keepDims: true)).cast(to: .float32)
            says = try isLargest * greater(p.abs(), .scalar(1e-9)).cast(to: .float32)
        }
        let weights = try weight.map { try alignedWeight($0.cast(to: .float32), to: p) } ?? .scalar(1)
        let axes = average == "micro" ? nil : [0]
        let values = [try says * y, try says * (1.0 - y), try (1.0 - says) * y, y]
        for (variable, value) in zip(state, values) { try variable.add((value * weights).sum(axes: axes)) }
    }

    override func value() throws -> Tensor {
        let values = try state.map { try $0.snapshot() }
        guard values.count == 4 else { return .scalar(0) }
        let precision = try values[0] / (values[0] + values[1] + 1e-7)
        let recall = try values[0] / (values[0] + values[2] + 1e-7)
        let square = beta * beta
        let score = try precision * recall / (precision * square + recall + 1e-7) * (1 + square)
        switch average {
        case "weighted": return try (score * (values[3] / (values[3].sum() + 1e-7))).sum()
        case nil: return score
        default: return try score.mean()
        }
    }
}
