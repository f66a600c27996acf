import HornbillTensor

/// A loss: the mean over samples of a function of targets and predictions (`keras.losses`).
public final class Loss: Configurable {
    public static var module: String { "keras.losses" }
    public let className: String
    public let config: JSON.Object
    public let name: String
    let reduction: String
    /// One value for each sample: the last axis is gone.
    let function: (_ target: Tensor, _ prediction: Tensor) throws -> Tensor
    /// 1 for the samples that count and 0 for those that are left out; nil if all count.
    private let mask: ((_ target: Tensor) throws -> Tensor)?
    /// What targets that are labels must be, if they are.
    let labels: LabelRule?

    init(
        _ config: inout Config, name: String, _ more: JSON.Object = [:], labels: LabelRule? = nil,
        mask: ((_ target: Tensor) throws -> Tensor)? = nil,
        _ function: @escaping (_ target: Tensor, _ prediction: Tensor) throws -> Tensor
    ) throws {
        className = config.className
        self.name = try config.string("name") ?? name
        reduction = try config.string("reduction") ?? "sum_over_batch_size"
        guard ["sum_over_batch_size", "mean", "sum", "mean_with_sample_weight", "none"].contains(reduction) else {
            throw HornbillError(
                .invalidArgument,
                "Invalid value for argument `reduction`. Expected one of 'sum_over_batch_size', 'mean', 'sum', "
                    + "'mean_with_sample_weight', 'none'. Received: reduction=\(reduction)")
        }
        var object: JSON.Object = ["name": .string(self.name), "reduction": .string(reduction)]
        for (key, value) in more.members { object[key] = value }
        self.config = object
        self.function = function
        self.mask = mask
        self.labels = labels
        config.ignore("dtype")
        try config.finish()
    }

    /// A loss of one's own.
    ///
    /// - Parameters:
    ///   - reduction: Keras' name of it.
    ///   - function: gives one value for each sample, made from operations on tensors: it is traced and differentiated.
    public convenience init(
        named name: String, reduction: String = "sum_over_batch_size",
        _ function: @escaping (_ target: Tensor, _ prediction: Tensor) throws -> Tensor
    ) throws {
        var config = Config(name, ["reduction": .string(reduction)])
        try self.init(&config, name: name, [:], function)
    }

    /// The reduced loss; `weight` multiplies the samples' values.
    public func callAsFunction(_ target: Tensor, _ prediction: Tensor, weight: Tensor? = nil) throws -> Tensor {
        let (target, prediction) = try aligned(target.cast(to: prediction.dtype), prediction)
        var values = try function(target, prediction)
        var weight = try weight.map { try alignedWeight($0.cast(to: values.dtype), to: values) }
        if let mask = try mask?(target).cast(to: values.dtype).reshaped(to: values.shape) {
            // A mean is one over the samples that count.
            let isMean = ["sum_over_batch_size", "mean"].contains(reduction)
            let scaled = isMean ? try mask * (Double(mask.count) / maximum(mask.sum(), 1e-7)) : mask
            weight = try weight.map { try $0 * scaled } ?? scaled
        }
        if let weight, values.rank > 0 || reduction == "none" { values = try values * weight }
        if values.rank == 0 { return values }
        switch reduction {
        case "none": return values
        case "sum": return try values.sum()
        case "mean_with_sample_weight":
            guard let weight else { return try values.mean() }
            return try Metric.ratio(values.sum(), weight.broadcast(to: values.shape).sum())
        default: return try values.mean()
        }
    }
}

/// What labels of classes must be: numbers from 0 to the classes less one, or the class that does not count.
struct LabelRule {
    let axis: Int
    let ignored: Int?

    /// Throws `indexOutOfRange` if a target is no class of predictions of that shape.
    func check(_ targets: Tensor, prediction: [Int?]) throws {
        guard prediction.indices.contains(axis < 0 ? prediction.count + axis : axis),
            let classes = prediction[axis < 0 ? prediction.count + axis : axis]
        else { return }
        let labels = try targets.scalars(as: Double.self)
        func isClass(_ label: Double) -> Bool { label > -1 && label < Double(classes) || label == ignored.map(Double.init) }
        guard let index = labels.firstIndex(where: { !isClass($0) }) else { return }
        throw HornbillError(
            .indexOutOfRange,
            "y: expected labels from 0 to \(classes - 1), because the model predicts \(classes) classes, got "
                + "\(labels[index]) at position \(index)")
    }
}

/// Makes ranks equal, as Keras does: where only one of the two has a last axis of length 1, a vector gets one too, and
/// in larger tensors that axis goes.
func aligned(_ target: Tensor, _ prediction: Tensor) throws -> (Tensor, Tensor) {
    func matched(_ longer: Tensor, _ shorter: Tensor) throws -> (Tensor, Tensor)? {
        guard longer.rank == shorter.rank + 1, longer.shape.last == 1 else { return nil }
        if shorter.rank == 1 { return (longer, try shorter.expandedDims(axes: [-1])) }
        return (try longer.squeezed(axes: [-1]), shorter)
    }
    if let (target, prediction) = try matched(target, prediction) { return (target, prediction) }
    if let (prediction, target) = try matched(prediction, target) { return (target, prediction) }
    return (target, prediction)
}

/// A weight for each sample, given axes so that it broadcasts over the samples' values.
func alignedWeight(_ weight: Tensor, to values: Tensor) throws -> Tensor {
    if weight.rank == values.rank + 1, weight.shape.last == 1 { return try weight.squeezed(axes: [-1]) }
    var weight = weight
    while weight.rank < values.rank { weight = try weight.expandedDims(axes: [-1]) }
    return weight
}
