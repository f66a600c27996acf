import HornbillTensor

/// The share of the targets' variance that the predictions explain. `keras.metrics.R2Score`.
final class R2Score: Metric {
    private let aggregation: String?
    private let regressors: Int
    private var samples: Variable!
    private var state: [Variable] = []

    init(_ config: consuming Config) throws {
        let isGiven = config.object["class_aggregation"] != nil
        let chosen = try config.string("class_aggregation")
        aggregation = isGiven ? chosen : "uniform_average"
        regressors = try config.int("num_regressors") ?? 0
        guard aggregation.map({ ["uniform_average", "variance_weighted_average"].contains($0) }) ?? true, regressors >= 0
        else {
            throw HornbillError(
                .invalidArgument,
                "R2Score: expected class_aggregation None, 'uniform_average' or 'variance_weighted_average' and "
                    + "num_regressors >= 0, got \(aggregation ?? "None") and \(regressors)")
        }
        try super.init(
            &config, name: "r2_score",
            ["class_aggregation": aggregation.map(JSON.string) ?? .null, "num_regressors": .int(regressors)])
        samples = try addVariable("num_samples")
    }

    override func update(_ target: Tensor, _ prediction: Tensor, weight: Tensor? = nil) throws {
        let (y, p) = try aligned(target.cast(to: .float32), prediction.cast(to: .float32))
        guard y.rank == 2, y.shape == p.shape else {
            throw HornbillError(
                .shapeMismatch,
                "R2Score expects 2D inputs with shape (batch_size, output_dim). Received input shapes: "
                    + "y_pred.shape=\(shapeText(p.shape)) and y_true.shape=\(shapeText(y.shape)).")
        }
        if state.isEmpty {
            state = try ["squared_sum", "sum", "residual", "count"].map { try addVariable($0, [p.shape[1]]) }
        }
        let weights = try weight.map { try alignedWeight($0.cast(to: .float32), to: y) } ?? .scalar(1)
        let full = try weights.broadcast(to: y.shape)
        let values = [try y.square() * full, try y * full, try (y - p).square() * full, full]
        for (variable, value) in zip(state, values) { try variable.add(value.sum(axes: [0])) }
        try samples.add(.scalar(Double(y.count)))
    }

    override func value() throws -> Tensor {
        let values = try state.map { try $0.snapshot() }
        guard values.count == 4 else { return .scalar(0) }
        let total = try values[0] - values[1] * (values[1] / values[3])
        let raw = try 1.0 - values[2] / total
        let scores = try Tensor.where(raw.isInfinite(), .scalar(0), raw)
        var score = scores
        if aggregation == "uniform_average" { score = try scores.mean() }
        if aggregation == "variance_weighted_average" { score = try (total * scores).sum() / total.sum() }
        let count = try samples.snapshot().item()
        guard regressors > 0, Double(regressors) < count - 1 else { return score }
        return try 1.0 - (1.0 - score) * (count - 1) / (count - Double(regressors) - 1)
    }
}
