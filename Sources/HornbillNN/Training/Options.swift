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

/// The arguments that `fit`, `evaluate` and `predict` have in common, with Keras' defaults.
public struct RunOptions {
    /// At least 1.
    public var batchSize = 32
    /// How many batches at most; 0 for all. In `fit`, of each epoch.
    public var steps = 0
    /// 0 silent, 1 a progress bar, 2 a line for each epoch.
    public var verbose = 1
    public var callbacks: [Callback] = []
    /// Where the progress is written.
    public var print: (String) -> Void = ProgressBar.standardOutput

    public init(batchSize: Int = 32, verbose: Int = 1) {
        self.batchSize = batchSize
        self.verbose = verbose
    }

    /// - Parameter stepsName: what the caller knows `steps` as.
    func check(stepsName: String = "steps") throws {
        guard batchSize > 0 else {
            throw HornbillError(.invalidArgument, "batch_size: expected a positive integer, got \(batchSize)")
        }
        guard steps >= 0 else {
            throw HornbillError(.invalidArgument, "\(stepsName): expected a number that is not negative, got \(steps)")
        }
        guard (0 ... 2).contains(verbose) else {
            throw HornbillError(.invalidArgument, "verbose: expected 0, 1 or 2, got \(verbose)")
        }
    }
}

/// The arguments of `fit`, with Keras' defaults.
public struct FitOptions {
    public var run = RunOptions()
    /// The number of the last epoch, counted from 1.
    public var epochs = 1
    public var initialEpoch = 0
    public var shuffle = true
    /// The share of the last samples that is kept for validation, in [0, 1).
    public var validationSplit = 0.0
    public var validationData: (x: Tensor, y: Tensor, weight: Tensor?)?
    /// 0: as the batch size of training.
    public var validationBatchSize = 0
    /// How many batches at most; 0 for all.
    public var validationSteps = 0
    /// Validate every so many epochs.
    public var validationFrequency = 1
    /// One weight for each sample.
    public var sampleWeight: Tensor?
    /// Weights of classes; others count 1.
    public var classWeight: [Int: Double] = [:]

    public init() {}

    func check() throws {
        try run.check(stepsName: "steps_per_epoch")
        guard epochs >= 0 else {
            throw HornbillError(.invalidArgument, "epochs: expected a number that is not negative, got \(epochs)")
        }
        guard initialEpoch >= 0 else {
            throw HornbillError(
                .invalidArgument, "initial_epoch: expected a number that is not negative, got \(initialEpoch)")
        }
        guard validationSplit >= 0, validationSplit < 1 else {
            throw HornbillError(
                .invalidArgument, "validation_split: expected a number in [0, 1), got \(validationSplit)")
        }
        guard validationBatchSize >= 0 else {
            throw HornbillError(
                .invalidArgument, "validation_batch_size: expected a positive integer, got \(validationBatchSize)")
        }
        guard validationSteps >= 0 else {
            throw HornbillError(
                .invalidArgument, "validation_steps: expected a positive integer, got \(validationSteps)")
        }
        guard validationFrequency > 0 else {
            throw HornbillError(
                .invalidArgument, "validation_freq: expected a positive integer, got \(validationFrequency)")
        }
    }
}
