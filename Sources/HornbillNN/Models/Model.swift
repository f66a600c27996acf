import HornbillGraph
import HornbillTensor

/// A layer that can be trained: it knows its loss, optimizer and metrics, and owns the compiled steps.
open class Model: Layer {
    /// What `compile` was told; nil before.
    public private(set) var training: TrainingPlan?
    /// Set by a callback to end `fit` after the batch or epoch at hand.
    public var stopTraining = false
    private var functions: [String: CompiledFunction] = [:]

    /// The layers inside, for summaries.
    open var sublayers: [Layer] { [] }

    /// Chooses how the model is trained.
    ///
    /// - Parameters:
    ///   - metrics: each an identifier ("accuracy", "mse", …) or Keras' JSON of a metric.
    ///   - weightedMetrics: the same, but with samples counting by their weights.
    public func compile(
        optimizer: Optimizer, loss: Loss?, metrics: [JSON] = [], weightedMetrics: [JSON] = []
    ) throws {
        training = try TrainingPlan(optimizer: optimizer, loss: loss, metrics: metrics, weightedMetrics: weightedMetrics)
        forgetPrograms()
    }

    /// The same from Keras' `compile` configuration: `{"optimizer": …, "loss": …, "metrics": […]}`.
    public func compile(_ configuration: JSON) throws {
        var config = Config("compile", configuration.objectValue ?? JSON.Object())
        let optimizer = try Optimizer.registry.make(config.json("optimizer") ?? "rmsprop")
        let loss = try config.json("loss").map { try Loss.registry.make($0) }
        func list(_ key: String) throws -> [JSON] {
            guard let json = config.json(key) else { return [] }
            return json.arrayValue ?? [json]
        }
        let metrics = try list("metrics"), weighted = try list("weighted_metrics")
        config.ignore("loss_weights", "run_eagerly", "steps_per_execution", "jit_compile", "auto_scale_loss")
        try config.finish()
        try compile(optimizer: optimizer, loss: loss, metrics: metrics, weightedMetrics: weighted)
    }

    func compiled(_ call: String) throws -> TrainingPlan {
        guard let training else {
            throw HornbillError(.invalidState, "You must call `compile()` before calling `\(call)()`.")
        }
        return training
    }

    /// Compiled steps belong to the weights, layers and plan they were traced with.
    func forgetPrograms() { functions = [:] }

    /// The compiled function of that name, made by `body` when first asked for.
    func function(_ key: String, _ body: @escaping ([Tensor]) throws -> [Tensor]) -> CompiledFunction {
        if let known = functions[key] { return known }
        let function = CompiledFunction("\(name).\(key)", body)
        functions[key] = function
        return function
    }
}

/// How a model is trained.
public final class TrainingPlan {
    public let optimizer: Optimizer
    public let loss: Loss?
    let lossTracker: Metric
    let requested: [JSON]
    let requestedWeighted: [JSON]
    /// The metrics, once the shapes of targets and predictions are known.
    private(set) var metrics: [Metric]?
    private(set) var weightedMetrics: [Metric] = []

    init(optimizer: Optimizer, loss: Loss?, metrics: [JSON], weightedMetrics: [JSON]) throws {
        self.optimizer = optimizer
        self.loss = loss
        lossTracker = try Metric.mean(name: "loss")
        requested = metrics
        requestedWeighted = weightedMetrics
        // Names that nobody registered are reported now, not at the first batch.
        for metric in metrics + weightedMetrics {
            _ = try Metric.resolve(metric, loss: loss, target: [1, 1], prediction: [1, 1])
        }
    }

    func resolve(target: [Int], prediction: [Int]) throws {
        guard metrics == nil else { return }
        func resolved(_ list: [JSON]) throws -> [Metric] {
            try list.map { try Metric.resolve($0, loss: loss, target: target, prediction: prediction) }
        }
        weightedMetrics = try resolved(requestedWeighted)
        metrics = try resolved(requested)
    }

    var all: [Metric] { [lossTracker] + (metrics ?? []) + weightedMetrics }

    func reset() throws { for metric in all { try metric.reset() } }

    /// Names and values, the loss first, then metrics as given.
    func results() throws -> [(name: String, value: Double)] { try all.map { ($0.name, try $0.result()) } }
}
