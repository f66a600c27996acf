import HornbillTensor

/// A weighted mean of a value per sample, accumulated over batches inside the compiled step (`keras.metrics`).
public final class Metric: Configurable {
    public static var module: String { "keras.metrics" }
    public let className: String
    public let config: JSON.Object
    public internal(set) var name: String
    /// The values of a batch, at least one for each sample.
    private let function: (_ target: Tensor, _ prediction: Tensor) throws -> Tensor
    /// What the mean is turned into at the end.
    private let finish: (Double) -> Double
    /// Whether `update` compares predictions with targets; else its first argument holds the values.
    public let takesPredictions: Bool
    let total: Variable
    let count: Variable

    init(
        _ config: inout Config, name: String, _ more: JSON.Object = [:], takesPredictions: Bool = true,
        finish: @escaping (Double) -> Double = { $0 },
        _ function: @escaping (_ target: Tensor, _ prediction: Tensor) throws -> Tensor
    ) throws {
        className = config.className
        self.name = try config.string("name") ?? name
        var object: JSON.Object = ["name": .string(self.name), "dtype": "float32"]
        for (key, value) in more.members { object[key] = value }
        self.config = object
        self.function = function
        self.finish = finish
        self.takesPredictions = takesPredictions
        total = try Variable(Tensor.scalar(0), name: "total", isTrainable: false)
        count = try Variable(Tensor.scalar(0), name: "count", isTrainable: false)
        try config.finish()
    }

    /// The metric's state, in Keras' order.
    public var variables: [Variable] { [total, count] }

    /// The mean of what it is told: how a model follows its loss.
    static func mean(name: String) throws -> Metric { try registry.make("Mean", ["name": .string(name)]) }

    /// Takes a batch into account. Also while tracing.
    public func update(_ target: Tensor, _ prediction: Tensor, weight: Tensor? = nil) throws {
        try add(try function(target.cast(to: prediction.dtype), prediction), weight: weight)
    }

    /// Adds values that are already computed.
    func add(_ values: Tensor, weight: Tensor? = nil) throws {
        let values = try values.cast(to: .float32)
        if let weight {
            let full = try alignedWeight(weight.cast(to: .float32), to: values).broadcast(to: values.shape)
            try total.assign(total.value + (values * full).sum())
            try count.assign(count.value + full.sum())
        } else {
            try total.assign(total.value + values.sum())
            try count.assign(count.value + Double(values.count))
        }
    }

    /// The mean so far; 0 before the first batch.
    public func result() throws -> Double {
        let items = (try total.snapshot().item(), try count.snapshot().item())
        return finish(items.1 == 0 ? 0 : Double(Float(items.0) / Float(items.1)))
    }

    public func reset() throws {
        try total.assign(.scalar(0))
        try count.assign(.scalar(0))
    }
}
