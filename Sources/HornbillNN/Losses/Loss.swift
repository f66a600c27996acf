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

    init(
        _ config: inout Config, name: String, _ more: JSON.Object = [:],
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
        try config.finish()
    }

    /// The reduced loss; `weight` multiplies the samples' values.
    public func callAsFunction(_ target: Tensor, _ prediction: Tensor, weight: Tensor? = nil) throws -> Tensor {
        let (target, prediction) = try aligned(target.cast(to: prediction.dtype), prediction)
        var values = try function(target, prediction)
        if let weight { values = try values * alignedWeight(weight.cast(to: values.dtype), to: values) }
        switch reduction {
        case "none": return values
        case "sum": return try values.sum()
        case "mean_with_sample_weight":
            guard let weight else { return try values.mean() }
            let full = try alignedWeight(weight.cast(to: values.dtype), to: values).broadcast(to: values.shape)
            return try values.sum() / full.sum()
        default: return try values.mean()
        }
    }
}

/// Makes ranks equal: a last axis of length 1 that only one of the two has goes, as in Keras.
func aligned(_ target: Tensor, _ prediction: Tensor) throws -> (Tensor, Tensor) {
    if target.rank == prediction.rank + 1, target.shape.last == 1 { return (try target.squeezed(axes: [-1]), prediction) }
    if prediction.rank == target.rank + 1, prediction.shape.last == 1 {
        return (target, try prediction.squeezed(axes: [-1]))
    }
    return (target, prediction)
}

/// A weight for each sample, given axes so that it broadcasts over the samples' values.
func alignedWeight(_ weight: Tensor, to values: Tensor) throws -> Tensor {
    if weight.rank == values.rank + 1, weight.shape.last == 1 { return try weight.squeezed(axes: [-1]) }
    var weight = weight
    while weight.rank < values.rank { weight = try weight.expandedDims(axes: [-1]) }
    return weight
}
