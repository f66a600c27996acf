import HornbillGraph
import HornbillTensor
import Synchronization

/// A layer that can be trained: it knows its loss, optimizer and metrics, and owns the compiled steps.
open class Model: Layer {
    open override class var module: String { "keras" }

    /// What `compile` was told; nil before.
    public private(set) var training: TrainingPlan?
    /// Set by a callback to end `fit` after the batch or epoch at hand.
    public var stopTraining = false
    private let functions = Mutex<[String: CompiledFunction]>([:])
    private let building = Mutex(())

    /// Whether the weights that can be trained are; setting it sets it for every layer inside.
    public override var isTrainable: Bool {
        didSet { for layer in sublayers { layer.isTrainable = isTrainable } }
    }

    /// Chooses how the model is trained. The optimizer is shared: changing its learning rate later changes the training.
    public func compile(
        optimizer: Optimizer, loss: Loss?, metrics: [MetricChoice] = [], weightedMetrics: [MetricChoice] = []
    ) throws {
        training = try TrainingPlan(optimizer: optimizer, loss: loss, metrics: metrics, weightedMetrics: weightedMetrics)
        forgetPrograms()
    }

    /// The same from Keras' `compile` configuration: `{"optimizer": …, "loss": …, "metrics": […]}`.
    ///
    /// - Parameters:
    ///   - optimizer: instead of the configuration's; likewise `loss`.
    ///   - metrics: an integer in the configuration's lists of metrics stands for one of these. If the configuration has
    ///     no metrics, all of these are used.
    public func compile(
        _ configuration: JSON.Object, optimizer: Optimizer? = nil, loss: Loss? = nil, metrics: [Metric] = []
    ) throws {
        var config = Config("compile", configuration)
        let named = config.json("optimizer")
        let optimizer = try optimizer ?? Optimizer.registry.make(named ?? "rmsprop")
        let loss = try loss ?? config.json("loss").map { try Loss.registry.make($0) }
        func choices(_ key: String) throws -> [MetricChoice]? {
            guard let json = config.json(key) else { return nil }
            return try (json.arrayValue ?? [json]).map { entry in
                guard let index = entry.intValue else { return .named(entry) }
                guard metrics.indices.contains(index) else {
                    throw HornbillError(
                        .invalidArgument, "\(key): expected the number of one of \(metrics.count) metrics, got \(index)")
                }
                return .object(metrics[index])
            }
        }
        let weighted = try choices("weighted_metrics") ?? []
        let chosen = try choices("metrics") ?? (weighted.isEmpty ? metrics.map { .object($0) } : [])
        if let weights = config.json("loss_weights"), loss != nil {
            throw HornbillError(.unsupported, "compile: `loss_weights` is not supported for one output, got \(weights)")
        }
        config.ignore("run_eagerly", "steps_per_execution", "jit_compile", "auto_scale_loss")
        try config.finish()
        try compile(optimizer: optimizer, loss: loss, metrics: chosen, weightedMetrics: weighted)
    }

    func compiled(_ call: String) throws -> TrainingPlan {
        guard let training else {
            throw HornbillError(.invalidState, "You must call `compile()` before calling `\(call)()`.")
        }
        return training
    }

    /// Compiled steps belong to the weights, layers and plan they were traced with.
    func forgetPrograms() { functions.withLock { $0 = [:] } }

    /// The compiled function of that name, made by `body` when first asked for.
    func function(_ key: String, _ body: @escaping ([Tensor]) throws -> [Tensor]) -> CompiledFunction {
        functions.withLock { functions in
            if let known = functions[key] { return known }
            let function = CompiledFunction("\(name).\(key)", flushesSubnormals: true, body)
            functions[key] = function
            return function
        }
    }

    /// Builds the model for samples like `x`, once, whichever thread comes first.
    func buildIfNeeded(for x: Tensor) throws {
        if isBuilt { return }
        try building.withLock { _ in try buildIfNeeded([nil] + x.shape.dropFirst().map { $0 }) }
    }
}

/// A metric that `compile` is told of: an object, or Keras' JSON of one ("accuracy", "mse", …).
public enum MetricChoice: ExpressibleByStringLiteral {
    case named(JSON)
    case object(Metric)

    public init(stringLiteral value: String) { self = .named(.string(value)) }

    func resolve(_ loss: Loss?, _ target: [Int], _ prediction: [Int]) throws -> Metric {
        switch self {
        case .object(let metric): return metric
        case .named(let json): return try Metric.resolve(json, loss: loss, target: target, prediction: prediction)
        }
    }
}

/// How a model is trained.
public final class TrainingPlan {
    public let optimizer: Optimizer
    public let loss: Loss?
    /// "loss" and the names of the metrics.
    public let names: [String]
    let lossTracker: MeanMetric
    let requested: [MetricChoice]
    let requestedWeighted: [MetricChoice]
    /// The metrics, once the shapes of targets and predictions are known.
    private(set) var metrics: [Metric]?
    private(set) var weightedMetrics: [Metric] = []

    init(
        optimizer: Optimizer, loss: Loss?, metrics: [MetricChoice], weightedMetrics: [MetricChoice]
    ) throws {
        self.optimizer = optimizer
        self.loss = loss
        lossTracker = try MeanMetric.mean(name: "loss")
        requested = metrics
        requestedWeighted = weightedMetrics
        // Names that nobody registered are reported now, not at the first batch.
        func names(_ list: [MetricChoice]) throws -> [String] {
            try list.map { try $0.resolve(loss, [1, 1], [1, 1]).name }
        }
        self.names = try ["loss"] + TrainingPlan.distinct(names(metrics), weighted: names(weightedMetrics))
    }

    func resolve(target: [Int], prediction: [Int]) throws {
        guard metrics == nil else { return }
        func resolved(_ list: [MetricChoice]) throws -> [Metric] {
            try list.map { try $0.resolve(loss, target, prediction) }
        }
        weightedMetrics = try resolved(requestedWeighted)
        metrics = try resolved(requested)
    }

    var all: [Metric] { [lossTracker] + (metrics ?? []) + weightedMetrics }

    /// Names made different as Keras does: a second metric of a name gets `_1`, a weighted one `weighted_`.
    private static func distinct(_ names: [String], weighted: [String]) -> [String] {
        var counts: [String: Int] = [:]
        func numbered(_ name: String) -> String {
            let used = counts[name, default: 0]
            counts[name] = used + 1
            return used == 0 ? name : "\(name)_\(used)"
        }
        return names.map(numbered)
            + weighted.map { name in
                guard counts[name] != nil else { return numbered(name) }
                return numbered("weighted_\(name)")
            }
    }

    func reset() throws { for metric in all { try metric.reset() } }

    /// Names and values, the loss first, then metrics as given.
    func results() throws -> Logs { Logs(try zip(names, all).map { ($0, try $1.result()) }) }

    /// The results by name, the order of Keras' logs.
    func logs() throws -> Logs { Logs(try results().sorted { $0.name < $1.name }) }
}
