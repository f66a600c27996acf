import HornbillTensor

/// What happens during training, as callbacks hear of it.
public enum TrainingEvent: Int32, CaseIterable, Sendable {
    case trainBegin, trainEnd, epochBegin, epochEnd, trainBatchBegin, trainBatchEnd
    case testBegin, testEnd, testBatchBegin, testBatchEnd
    case predictBegin, predictEnd, predictBatchBegin, predictBatchEnd
    /// Between batches, at most every 50 ms: a chance to interrupt.
    case poll
}

/// What a callback wants to happen next.
public enum CallbackAnswer: Int32, Sendable {
    case proceed = 0
    /// End the training after this batch or epoch.
    case stop = 1
    /// End it now, with the error `interrupted`.
    case abort = 2
}

public typealias Logs = [(name: String, value: Double)]

/// Who is told of events, and of which.
public struct Callback {
    let events: Set<TrainingEvent>
    let body: (_ event: TrainingEvent, _ index: Int, _ logs: Logs) throws -> CallbackAnswer

    /// - Parameters:
    ///   - events: batch events cost time in every batch; they are sent only if named here.
    ///   - body: gets the event, the number of the epoch or batch, and the logs so far.
    public init(
        _ events: Set<TrainingEvent>,
        _ body: @escaping (_ event: TrainingEvent, _ index: Int, _ logs: Logs) throws -> CallbackAnswer
    ) {
        self.events = events
        self.body = body
    }
}

/// The arguments of `fit`, with Keras' defaults.
public struct FitOptions {
    public var batchSize = 32
    public var epochs = 1
    public var initialEpoch = 0
    /// 0: all batches.
    public var stepsPerEpoch = 0
    public var shuffle = true
    /// 0 silent, 1 a progress bar, 2 a line for each epoch.
    public var verbose = 1
    public var validationSplit = 0.0
    public var validationData: (x: Tensor, y: Tensor, weight: Tensor?)?
    /// 0: as `batchSize`.
    public var validationBatchSize = 0
    public var validationFrequency = 1
    public var sampleWeight: Tensor?
    public var classWeight: [Int: Double] = [:]
    public var callbacks: [Callback] = []
    /// Where the progress is written.
    public var print: (String) -> Void = ProgressBar.standardOutput

    public init() {}
}
