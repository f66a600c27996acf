import HornbillTensor

// Losses of probabilities.
extension Loss {
    static let crossentropies: [Entry] = [
        ("BinaryCrossentropy", ["bce", "BCE"], { name, object in
            var config = Config(name, object)
            let options = try CrossentropyOptions(&config)
            return try Loss(&config, name: "binary_crossentropy", options.json) { y, p in
                try binaryCrossentropy(options.smoothed(y, classes: 2), p, logits: options.logits)
                    .mean(axes: [options.axis])
            }
        }),
        ("BinaryFocalCrossentropy", [], { name, object in
            var config = Config(name, object)
            let options = try CrossentropyOptions(&config)
            let balances = try config.bool("apply_class_balancing") ?? false
            let alpha = try config.double("alpha") ?? 0.25, gamma = try config.double("gamma") ?? 2
            var json = options.json
            json["apply_class_balancing"] = .bool(balances)
            json["alpha"] = .double(alpha)
            json["gamma"] = .double(gamma)
            return try Loss(&config, name: "binary_focal_crossentropy", json) { y, p in
                let y = try options.smoothed(y, classes: 2), p = options.logits ? try p.sigmoid() : p
                let right = try y * p + (1.0 - y) * (1.0 - p)
                var loss = try pow(1.0 - right, .scalar(gamma)) * binaryCrossentropy(y, p, logits: false)
                if balances { loss = try (y * alpha + (1.0 - y) * (1 - alpha)) * loss }
                return try loss.mean(axes: [options.axis])
            }
        }),
        ("CategoricalCrossentropy", [], { name, object in
            var config = Config(name, object)
            let options = try CrossentropyOptions(&config)
            return try Loss(&config, name: "categorical_crossentropy", options.json) { y, p in
                try categoricalCrossentropy(
                    options.smoothed(y, classes: y.shape.last ?? 1), p, logits: options.logits, axis: options.axis)
            }
        }),
        ("CategoricalFocalCrossentropy", [], { name, object in
            var config = Config(name, object)
            let options = try CrossentropyOptions(&config)
            let alpha = try config.double("alpha") ?? 0.25, gamma = try config.double("gamma") ?? 2
            var json = options.json
            json["alpha"] = .double(alpha)
            json["gamma"] = .double(gamma)
            return try Loss(&config, name: "categorical_focal_crossentropy", json) { y, p in
                try requireSameShape(y, p)
                let y = try options.smoothed(y, classes: y.shape.last ?? 1)
                let shares = options.logits ? try p.softmax(axis: options.axis) : p
                let output = try normalized(shares, options.axis)
                return try (pow(1.0 - output, .scalar(gamma)) * alpha * -(y * output.log())).sum(axes: [options.axis])
            }
        }),
        ("SparseCategoricalCrossentropy", [], { name, object in
            var config = Config(name, object)
            let logits = try config.bool("from_logits") ?? false
            let ignored = try config.int("ignore_class")
            // Keras takes this argument but does not write it.
            let axis = try config.int("axis") ?? -1
            let counts: ((Tensor) throws -> Tensor)? = ignored.map { ignored in
                { y in try notEqual(y, .scalar(Double(ignored), dtype: y.dtype)) }
            }
            return try Loss(
                &config, name: "sparse_categorical_crossentropy",
                ["from_logits": .bool(logits), "ignore_class": ignored.map(JSON.int) ?? .null],
                labels: LabelRule(axis: axis, ignored: ignored), mask: counts
            ) { y, p in
                let losses = try sparseCategoricalCrossentropy(y, p, logits: logits, axis: axis)
                guard let counts else { return losses }
                return try losses * counts(y).cast(to: losses.dtype).reshaped(to: losses.shape)
            }
        }),
    ]

    /// Shares of a sum along `axis`, away from 0 and 1.
    static func normalized(_ output: Tensor, _ axis: Int) throws -> Tensor {
        try (output / output.sum(axes: [axis], keepDims: true)).clip(min: epsilon, max: 1 - epsilon)
    }

    static let overlaps: [Entry] = [
        ("Dice", [], { name, object in
            var config = Config(name, object)
            let (axes, json) = try overlapAxes(&config)
            return try Loss(&config, name: "dice", ["axis": json]) { y, p in
                let common = try (y * p).sum(axes: axes)
                return try 1.0 - common * 2.0 / (y.sum(axes: axes) + p.sum(axes: axes) + epsilon)
            }
        }),
        ("Tversky", [], { name, object in
            var config = Config(name, object)
            let (axes, json) = try overlapAxes(&config)
            let alpha = try config.double("alpha") ?? 0.5, beta = try config.double("beta") ?? 0.5
            return try Loss(
                &config, name: "tversky", ["alpha": .double(alpha), "beta": .double(beta), "axis": json]
            ) { y, p in
                let common = try (y * p).sum(axes: axes)
                let missed = try ((1.0 - p) * y).sum(axes: axes), wrong = try (p * (1.0 - y)).sum(axes: axes)
                return try 1.0 - common / (common + missed * alpha + wrong * beta + epsilon)
            }
        }),
    ]

    private static func overlapAxes(_ config: inout Config) throws -> ([Int]?, JSON) {
        guard let json = config.json("axis") else { return (nil, .null) }
        guard let axes = json.intValue.map({ [$0] }) ?? json.intsValue else {
            throw HornbillError(.invalidArgument, "\(config.className): expected axes as integers, got \(json)")
        }
        return (axes, json)
    }
}

/// What all cross-entropies with one number for each class have in common.
private struct CrossentropyOptions {
    let logits: Bool
    let axis: Int
    private let smoothing: Double

    init(_ config: inout Config) throws {
        logits = try config.bool("from_logits") ?? false
        smoothing = try config.double("label_smoothing") ?? 0
        axis = try config.int("axis") ?? -1
        guard (0 ... 1).contains(smoothing) else {
            throw HornbillError(
                .invalidArgument, "\(config.className): expected `label_smoothing` in [0, 1], got \(smoothing)")
        }
    }

    var json: JSON.Object {
        ["from_logits": .bool(logits), "label_smoothing": .double(smoothing), "axis": .int(axis)]
    }

    func smoothed(_ y: Tensor, classes: Int) throws -> Tensor {
        smoothing == 0 ? y : try y * (1 - smoothing) + smoothing / Double(classes)
    }
}

func binaryCrossentropy(_ target: Tensor, _ output: Tensor, logits: Bool) throws -> Tensor {
    try requireSameShape(target, output)
    if logits {
        // max(x, 0) − x·y + log(1 + e^−|x|), which overflows nowhere.
        return try output.relu() - output * target + (-output.abs()).exp().log1p()
    }
    let p = try output.clip(min: Loss.epsilon, max: 1 - Loss.epsilon)
    return try -(target * p.log() + (1.0 - target) * (1.0 - p).log())
}

func categoricalCrossentropy(_ target: Tensor, _ output: Tensor, logits: Bool, axis: Int) throws -> Tensor {
    try requireSameShape(target, output)
    let logarithm: Tensor
    if logits {
        logarithm = try output.logSoftmax(axis: axis)
    } else {
        // As Keras with TensorFlow: a model that ends with a softmax is trained on what that was computed from.
        logarithm = try output.logOfTracedSoftmax(axis: axis) ?? Loss.normalized(output, axis).log()
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
