import HornbillTensor

/// The weighted mean of a value for each sample: most metrics. `keras.metrics.Mean`, `MeanMetricWrapper`.
final class MeanMetric: Metric {
    typealias Function = (_ target: Tensor, _ prediction: Tensor) throws -> Tensor

    /// The values of a batch, at least one for each sample; nil if `update` is given them.
    private let function: Function?
    /// What the mean is turned into at the end.
    private let finish: (Tensor) throws -> Tensor
    private var total: Variable!
    private var count: Variable!

    init(
        _ config: inout Config, name: String, _ more: JSON.Object = [:],
        finish: @escaping (Tensor) throws -> Tensor = { $0 }, _ function: Function?
    ) throws {
        self.function = function
        self.finish = finish
        try super.init(&config, name: name, more)
        total = try addVariable("total")
        count = try addVariable("count")
    }

    /// The mean of what it is told: how a model follows its loss.
    static func mean(name: String) throws -> MeanMetric {
        var config = Config("Mean", ["name": .string(name)])
        return try MeanMetric(&config, name: name, [:], nil)
    }

    override var takesPredictions: Bool { function != nil }

    override func update(_ target: Tensor, _ prediction: Tensor, weight: Tensor? = nil) throws {
        guard let function else { return try add(target, weight: weight) }
        try add(try function(target.cast(to: prediction.dtype), prediction), weight: weight)
    }

    /// Adds values that are already computed.
    func add(_ values: Tensor, weight: Tensor? = nil) throws {
        let (values, weight) = try sampleValues(values, weight) { try $0.mean(axes: $1) }
        try total.add(values.sum())
        try count.add(try weight?.sum() ?? .scalar(Double(values.shape.first ?? 1)))
    }

    override func value() throws -> Tensor { try finish(Metric.ratio(total.snapshot(), count.snapshot())) }
}

extension Metric {
    /// A metric of one's own: the mean over samples of a function, made from operations on tensors, since it is traced.
    public static func mean(
        named name: String, of function: @escaping (_ target: Tensor, _ prediction: Tensor) throws -> Tensor
    ) throws -> Metric {
        var config = Config(name, [:])
        return try MeanMetric(&config, name: name, [:]) { y, p in
            let (y, p) = try aligned(y, p)
            return try function(y, p)
        }
    }
}

/// The weighted sum of values. `keras.metrics.Sum`.
final class SumMetric: Metric {
    private var total: Variable!

    init(_ config: consuming Config) throws {
        try super.init(&config, name: "sum")
        total = try addVariable("total")
    }

    override var takesPredictions: Bool { false }

    override func update(_ target: Tensor, _ prediction: Tensor, weight: Tensor? = nil) throws {
        try total.add(sampleValues(target, weight) { try $0.sum(axes: $1) }.values.sum())
    }

    override func value() throws -> Tensor { try total.snapshot() }
}

/// Values and weights with one number for each sample, the values already weighted, by Keras' rule: a value's axes that
/// the weights lack are reduced before weighting, the others after it.
private func sampleValues(
    _ values: Tensor, _ weight: Tensor?, _ reduce: (_ values: Tensor, _ axes: [Int]) throws -> Tensor
) throws -> (values: Tensor, weight: Tensor?) {
    var values = try values.cast(to: .float32)
    guard let weight else {
        return (values.rank > 1 ? try reduce(values, Array(1 ..< values.rank)) : values, nil)
    }
    var weights = try weight.cast(to: .float32)
    (values, weights) = try aligned(values, weights)
    let rank = weights.rank
    if values.rank > rank { values = try reduce(values, Array(rank ..< values.rank)) }
    weights = try weights.broadcast(to: values.shape)
    values = try values * weights
    guard rank > 1 else { return (values, weights) }
    return (try reduce(values, Array(1 ..< values.rank)), try reduce(weights, Array(1 ..< rank)))
}
