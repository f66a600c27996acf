import HornbillTensor

extension Loss {
    /// Every loss class that configurations can name.
    public static let registry = Registry<Loss>(
        "loss function",
        [
            ("MeanSquaredError", ["mse", "MSE"], { name, object in
                var config = Config(name, object)
                config.ignore("dtype")
                return try Loss(&config, name: "mean_squared_error") { y, p in try (p - y).square().mean(axes: [-1]) }
            }),
            ("MeanAbsoluteError", ["mae", "MAE"], { name, object in
                var config = Config(name, object)
                return try Loss(&config, name: "mean_absolute_error") { y, p in try (p - y).abs().mean(axes: [-1]) }
            }),
            ("BinaryCrossentropy", [], { name, object in
                var config = Config(name, object)
                let logits = try config.bool("from_logits") ?? false
                let smoothing = try config.double("label_smoothing") ?? 0
                let axis = try config.int("axis") ?? -1
                return try Loss(
                    &config, name: "binary_crossentropy",
                    ["from_logits": .bool(logits), "label_smoothing": .double(smoothing), "axis": .int(axis)]
                ) { y, p in
                    let target = smoothing == 0 ? y : try y * (1 - smoothing) + smoothing / 2
                    return try binaryCrossentropy(target, p, logits: logits).mean(axes: [axis])
                }
            }),
            ("CategoricalCrossentropy", [], { name, object in
                var config = Config(name, object)
                let logits = try config.bool("from_logits") ?? false
                let smoothing = try config.double("label_smoothing") ?? 0
                let axis = try config.int("axis") ?? -1
                return try Loss(
                    &config, name: "categorical_crossentropy",
                    ["from_logits": .bool(logits), "label_smoothing": .double(smoothing), "axis": .int(axis)]
                ) { y, p in
                    let classes = Double(p.shape[try Strides.normalize(axis: axis, rank: p.rank)])
                    let target = smoothing == 0 ? y : try y * (1 - smoothing) + smoothing / classes
                    return try categoricalCrossentropy(target, p, logits: logits, axis: axis)
                }
            }),
            ("SparseCategoricalCrossentropy", [], { name, object in
                var config = Config(name, object)
                let logits = try config.bool("from_logits") ?? false
                let ignored = try config.int("ignore_class")
                let axis = try config.int("axis") ?? -1
                guard ignored == nil else {
                    throw HornbillError(.unsupported, "SparseCategoricalCrossentropy: `ignore_class` is not supported")
                }
                return try Loss(
                    &config, name: "sparse_categorical_crossentropy",
                    ["from_logits": .bool(logits), "ignore_class": .null, "axis": .int(axis)]
                ) { y, p in try sparseCategoricalCrossentropy(y, p, logits: logits, axis: axis) }
            }),
        ])

    /// Probabilities are kept this far from 0 and 1, as in Keras, so that logarithms stay finite.
    static let epsilon = 1e-7
}

func binaryCrossentropy(_ target: Tensor, _ output: Tensor, logits: Bool) throws -> Tensor {
    if logits {
        // max(x, 0) − x·y + log(1 + e^−|x|), which overflows nowhere.
        return try output.relu() - output * target + (-output.abs()).exp().log1p()
    }
    let p = try output.clip(min: Loss.epsilon, max: 1 - Loss.epsilon)
    return try -(target * p.log() + (1.0 - target) * (1.0 - p).log())
}

func categoricalCrossentropy(_ target: Tensor, _ output: Tensor, logits: Bool, axis: Int) throws -> Tensor {
    guard target.shape == output.shape else {
        throw HornbillError(
            .shapeMismatch,
            "Arguments `target` and `output` must have the same shape. Received: target.shape=\(shapeText(target.shape)), "
                + "output.shape=\(shapeText(output.shape))")
    }
    let logarithm: Tensor
    if logits {
        logarithm = try output.logSoftmax(axis: axis)
    } else {
        let normalised = try output / output.sum(axes: [axis], keepDims: true)
        logarithm = try normalised.clip(min: Loss.epsilon, max: 1 - Loss.epsilon).log()
    }
    return try -(target * logarithm).sum(axes: [axis])
}

func sparseCategoricalCrossentropy(_ target: Tensor, _ output: Tensor, logits: Bool, axis: Int) throws -> Tensor {
    var labels = target
    if labels.rank == output.rank, labels.shape.last == 1 { labels = try labels.squeezed(axes: [-1]) }
    guard labels.rank == output.rank - 1 else {
        throw HornbillError(
            .shapeMismatch,
            "Argument `output` must have rank (ndim) `target.ndim - 1`. Received: target.shape=\(shapeText(target.shape)), "
                + "output.shape=\(shapeText(output.shape))")
    }
    let last = try Strides.normalize(axis: axis, rank: output.rank)
    let classes = output.shape[last]
    // One-hot by comparison: labels that are no class match none.
    var shape = [Int](repeating: 1, count: output.rank)
    shape[last] = classes
    let numbers = try Tensor.arange(stop: Double(classes), dtype: .int32).reshaped(to: shape)
    let hot = try equal(labels.cast(to: .int32).expandedDims(axes: [last]), numbers).cast(to: output.dtype)
    return try categoricalCrossentropy(hot, output, logits: logits, axis: axis)
}
