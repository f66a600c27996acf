import HornbillTensor

// Losses of numbers: each a mean over the last axis.
extension Loss {
    static let regressions: [Entry] = [
        plain("MeanSquaredError", ["mse", "MSE"]) { y, p in try (p - y).square().mean(axes: [-1]) },
        plain("MeanAbsoluteError", ["mae", "MAE"]) { y, p in try (p - y).abs().mean(axes: [-1]) },
        plain("MeanAbsolutePercentageError", ["mape", "MAPE"]) { y, p in
            try ((y - p) / maximum(y.abs(), epsilon)).abs().mean(axes: [-1]) * 100.0
        },
        plain("MeanSquaredLogarithmicError", ["msle", "MSLE"]) { y, p in
            try ((maximum(p, epsilon) + 1.0).log() - (maximum(y, epsilon) + 1.0).log()).square().mean(axes: [-1])
        },
        ("Huber", [], { name, object in
            var config = Config(name, object)
            // Keras takes this argument but does not write it.
            let delta = try config.double("delta") ?? 1
            return try Loss(&config, name: "huber_loss") { y, p in
                let error = try p - y, size = try error.abs()
                return try Tensor.where(
                    lessEqual(size, .scalar(delta, dtype: p.dtype)), error.square() * 0.5,
                    size * delta - 0.5 * delta * delta
                ).mean(axes: [-1])
            }
        }),
        plain("LogCosh", ["logcosh"]) { y, p in
            let error = try p - y
            return try (error + (error * -2.0).softplus() - 0.69314718055994531).mean(axes: [-1])
        },
        ("CosineSimilarity", [], { name, object in
            var config = Config(name, object)
            let axis = try config.int("axis") ?? -1
            return try Loss(&config, name: "cosine_similarity") { y, p in try cosineSimilarityLoss(y, p, axis: axis) }
        }),
        plain("KLDivergence", ["kl_divergence", "kld", "KLD"]) { y, p in
            let target = try y.clip(min: epsilon, max: 1)
            return try (target * (target / p.clip(min: epsilon, max: 1)).log()).sum(axes: [-1])
        },
        plain("Poisson") { y, p in try (p - y * (p + epsilon).log()).mean(axes: [-1]) },
    ]
}

/// The cosine of the angle between targets and predictions, negated.
func cosineSimilarityLoss(_ target: Tensor, _ prediction: Tensor, axis: Int) throws -> Tensor {
    func normalized(_ x: Tensor) throws -> Tensor {
        try x / maximum(x.square().sum(axes: [axis], keepDims: true), 1e-14).sqrt()
    }
    return try -(normalized(target) * normalized(prediction)).sum(axes: [axis])
}
