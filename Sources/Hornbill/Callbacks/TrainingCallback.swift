import HornbillNN
import HornbillTensor

/// Someone who is told of the course of a training and may change it. (`keras.callbacks.Callback`)
///
///     final class Watcher: TrainingCallback {
///         func onEpochEnd(_ epoch: Int, logs: inout Logs, model: Model) throws {
///             if logs["val_accuracy"] ?? 0 > 0.99 { model.stopTraining = true }
///         }
///     }
///
/// Implement the moments you want; the others do nothing. Epochs and batches are counted from 0. What `onEpochEnd`
/// adds to the logs appears in the `History`, and callbacks after it see it. An error that is thrown ends the run, which
/// throws it on.
///
/// For a closure, and for the callbacks that come with Hornbill, write `callbacks: [.onEpochEnd { … }, .earlyStopping()]`.
public protocol TrainingCallback {
    /// Training begins.
    func onTrainBegin(model: Model) throws
    /// Training is over; the logs are the last epoch's.
    func onTrainEnd(logs: Logs, model: Model) throws
    /// An epoch begins.
    func onEpochBegin(_ epoch: Int, model: Model) throws
    /// An epoch is over, its validation too: `val_…` is in the logs.
    func onEpochEnd(_ epoch: Int, logs: inout Logs, model: Model) throws
    /// An evaluation or a validation is over; the logs are its results.
    func onTestEnd(logs: Logs, model: Model) throws
}

extension TrainingCallback {
    public func onTrainBegin(model: Model) throws {}
    public func onTrainEnd(logs: Logs, model: Model) throws {}
    public func onEpochBegin(_ epoch: Int, model: Model) throws {}
    public func onEpochEnd(_ epoch: Int, logs: inout Logs, model: Model) throws {}
    public func onTestEnd(logs: Logs, model: Model) throws {}
}

/// A callback that hears of each batch, too. It has a price: the metrics are computed after each batch for it.
public protocol BatchCallback: TrainingCallback {
    /// A training batch begins.
    func onTrainBatchBegin(_ batch: Int, model: Model) throws
    /// A training batch is over; the logs are those of the epoch so far.
    func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws
    /// A batch of an evaluation or a validation is over; the logs are those so far.
    func onTestBatchEnd(_ batch: Int, logs: Logs, model: Model) throws
    /// A batch of a prediction is over.
    func onPredictBatchEnd(_ batch: Int, model: Model) throws
}

extension BatchCallback {
    public func onTrainBatchBegin(_ batch: Int, model: Model) throws {}
    public func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {}
    public func onTestBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {}
    public func onPredictBatchEnd(_ batch: Int, model: Model) throws {}
}

/// Tells the callbacks of one run, and keeps its history.
final class Recorder {
    private let model: Model
    private let callbacks: [any TrainingCallback]
    private(set) var history = History()
    /// The last epoch's logs, with what callbacks added.
    private var last = Logs()

    init(_ model: Model, _ callbacks: [any TrainingCallback]) {
        self.model = model
        self.callbacks = callbacks
    }

    /// What the engine calls. It lives as long as the recorder's run.
    var callback: Callback {
        var events: Set<TrainingEvent> = [.trainBegin, .trainEnd, .epochBegin, .epochEnd, .testEnd]
        if callbacks.contains(where: { $0 is any BatchCallback }) {
            events.formUnion([.trainBatchBegin, .trainBatchEnd, .testBatchEnd, .predictBatchEnd])
        }
        return Callback(events) { event, index, logs in
            try self.tell(event, index, logs)
            return .proceed
        }
    }

    private func tell(_ event: TrainingEvent, _ index: Int, _ logs: Logs) throws {
        switch event {
        case .trainBegin: for callback in callbacks { try callback.onTrainBegin(model: model) }
        case .trainEnd: for callback in callbacks { try callback.onTrainEnd(logs: last, model: model) }
        case .epochBegin: for callback in callbacks { try callback.onEpochBegin(index, model: model) }
        case .epochEnd:
            last = logs
            for callback in callbacks { try callback.onEpochEnd(index, logs: &last, model: model) }
            history.append(epoch: index, last)
        case .testEnd: for callback in callbacks { try callback.onTestEnd(logs: logs, model: model) }
        default:
            for case let callback as any BatchCallback in callbacks {
                switch event {
                case .trainBatchBegin: try callback.onTrainBatchBegin(index, model: model)
                case .trainBatchEnd: try callback.onTrainBatchEnd(index, logs: logs, model: model)
                case .testBatchEnd: try callback.onTestBatchEnd(index, logs: logs, model: model)
                case .predictBatchEnd: try callback.onPredictBatchEnd(index, model: model)
                default: break
                }
            }
        }
    }
}
