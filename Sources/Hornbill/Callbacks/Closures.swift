import HornbillNN
import HornbillTensor

/// A callback made of closures. (`keras.callbacks.LambdaCallback`)
public struct ClosureCallback: TrainingCallback {
    fileprivate var trainBegin: ((Model) throws -> Void)?
    fileprivate var trainEnd: ((Logs, Model) throws -> Void)?
    fileprivate var epochBegin: ((Int, Model) throws -> Void)?
    fileprivate var epochEnd: ((Int, Logs, Model) throws -> Void)?

    public func onTrainBegin(model: Model) throws { try trainBegin?(model) }
    public func onTrainEnd(logs: Logs, model: Model) throws { try trainEnd?(logs, model) }
    public func onEpochBegin(_ epoch: Int, model: Model) throws { try epochBegin?(epoch, model) }
    public func onEpochEnd(_ epoch: Int, logs: inout Logs, model: Model) throws { try epochEnd?(epoch, logs, model) }
}

/// A callback made of a closure that hears of each batch.
public struct BatchClosureCallback: BatchCallback {
    fileprivate let batchEnd: (Int, Logs, Model) throws -> Void

    public func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws { try batchEnd(batch, logs, model) }
}

extension TrainingCallback where Self == ClosureCallback {
    /// Calls a closure when the training begins.
    public static func onTrainBegin(_ body: @escaping (_ model: Model) throws -> Void) -> ClosureCallback {
        ClosureCallback(trainBegin: body)
    }
    /// Calls a closure when the training is over, with the last epoch's logs.
    public static func onTrainEnd(_ body: @escaping (_ logs: Logs) throws -> Void) -> ClosureCallback {
        ClosureCallback(trainEnd: { logs, _ in try body(logs) })
    }
    /// Calls a closure before each epoch, counted from 0.
    public static func onEpochBegin(_ body: @escaping (_ epoch: Int) throws -> Void) -> ClosureCallback {
        ClosureCallback(epochBegin: { epoch, _ in try body(epoch) })
    }
    /// Calls a closure after each epoch, counted from 0: `.onEpochEnd { epoch, logs in print(epoch, logs.loss) }`. To stop
    /// the training, set `stopTraining` of the model.
    public static func onEpochEnd(_ body: @escaping (_ epoch: Int, _ logs: Logs) throws -> Void) -> ClosureCallback {
        ClosureCallback(epochEnd: { epoch, logs, _ in try body(epoch, logs) })
    }
}

extension TrainingCallback where Self == BatchClosureCallback {
    /// Calls a closure after each training batch, counted from 0, with the logs of the epoch so far.
    public static func onTrainBatchEnd(
        _ body: @escaping (_ batch: Int, _ logs: Logs) throws -> Void
    ) -> BatchClosureCallback { BatchClosureCallback { batch, logs, _ in try body(batch, logs) } }
}

/// Stops the training at a loss that is no number. (`keras.callbacks.TerminateOnNaN`)
public struct TerminateOnNaN: BatchCallback {
    /// Stops at the first batch whose loss is NaN or infinite.
    public init() {}

    public func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {
        guard let loss = logs["loss"], !loss.isFinite else { return }
        print("Batch \(batch): Invalid loss, terminating training")
        model.stopTraining = true
    }
}

extension TrainingCallback where Self == TerminateOnNaN {
    /// Stops the training at a loss that is no number.
    public static var terminateOnNaN: TerminateOnNaN { TerminateOnNaN() }
}
