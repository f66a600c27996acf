import HornbillNN
import HornbillTensor

/// What `fit`, `evaluate` and `predict` write while they run.
public enum Verbosity: Int, Sendable {
    /// Nothing.
    case silent = 0
    /// A progress bar that moves.
    case bar = 1
    /// A line for each epoch.
    case line = 2
}

extension Model {
    /// Trains the model on samples `x` with targets `y` and returns the course of the training.
    ///
    ///     let history = try model.fit(x, y, epochs: 20, batchSize: 512, validationData: (xVal, yVal))
    ///     print(history["val_loss"])
    ///
    /// Any dtype of numbers will do for `x` and `y`; a layer casts what it gets to float32. If a callback throws, or an
    /// argument makes no sense, the model keeps what it has learned so far and can be used.
    ///
    /// Throws `invalidState` before `compile`; `invalidArgument` for options out of range, no samples, and `x` and `y` of
    /// different lengths; `shapeMismatch` for shapes that do not fit the model; `indexOutOfRange` for labels that are no
    /// class of the model.
    ///
    /// - Parameters:
    ///   - x: samples along the first axis.
    ///   - y: as many targets.
    ///   - epochs: how often all samples are seen; with `initialEpoch`, the number of the last epoch.
    ///   - batchSize: how many samples make a step.
    ///   - validationData: samples and targets on which the loss and metrics are computed after each epoch.
    ///   - validationSplit: the share of the last samples that is kept for validation, in 0 ..< 1.
    ///   - shuffle: whether each epoch sees the samples in another order.
    ///   - verbose: what is printed.
    ///   - callbacks: who is told of the course of the training, and may stop it.
    ///   - sampleWeight: one weight for each sample.
    ///   - classWeight: weights of classes; others count 1. Not together with `sampleWeight`.
    ///   - validationSampleWeight: one weight for each sample of `validationData`.
    ///   - initialEpoch: the number of epochs that were made before.
    ///   - stepsPerEpoch: how many batches an epoch has at most.
    ///   - validationSteps: how many batches a validation has at most.
    ///   - validationBatchSize: as `batchSize` if nil.
    ///   - validationFrequency: validate every so many epochs.
    ///   - output: where the progress is written; the standard output if nil.
    @discardableResult
    public func fit(
        _ x: Tensor, _ y: Tensor, epochs: Int = 1, batchSize: Int = 32, validationData: (x: Tensor, y: Tensor)? = nil,
        validationSplit: Double = 0, shuffle: Bool = true, verbose: Verbosity = .bar,
        callbacks: [any TrainingCallback] = [], sampleWeight: Tensor? = nil, classWeight: [Int: Double] = [:],
        validationSampleWeight: Tensor? = nil, initialEpoch: Int = 0, stepsPerEpoch: Int? = nil,
        validationSteps: Int? = nil, validationBatchSize: Int? = nil, validationFrequency: Int = 1,
        output: ((String) -> Void)? = nil
    ) throws -> History {
        var options = FitOptions()
        options.epochs = epochs
        options.initialEpoch = initialEpoch
        options.shuffle = shuffle
        options.validationSplit = validationSplit
        options.validationData = validationData.map { ($0.x, $0.y, validationSampleWeight) }
        options.validationFrequency = validationFrequency
        options.sampleWeight = sampleWeight
        options.classWeight = classWeight
        // The engine's 0 means all; a 0 written here is a mistake.
        options.run.steps = try positive(stepsPerEpoch, "stepsPerEpoch") ?? 0
        options.validationSteps = try positive(validationSteps, "validationSteps") ?? 0
        options.validationBatchSize = try positive(validationBatchSize, "validationBatchSize") ?? 0
        options.run.batchSize = batchSize
        options.run.verbose = verbose.rawValue
        if let output { options.run.print = output }
        let recorder = Recorder(self, callbacks)
        options.run.callbacks = [recorder.callback]
        try fit(x, y, options)
        return recorder.history
    }

    /// The loss and metrics on samples `x` with targets `y`: `try model.evaluate(x, y)["accuracy"]`.
    ///
    /// Throws as `fit` does.
    ///
    /// - Parameters:
    ///   - steps: how many batches at most; all if nil.
    public func evaluate(
        _ x: Tensor, _ y: Tensor, batchSize: Int = 32, verbose: Verbosity = .bar, sampleWeight: Tensor? = nil,
        steps: Int? = nil, callbacks: [any TrainingCallback] = [], output: ((String) -> Void)? = nil
    ) throws -> Logs {
        try evaluate(
            x, y, sampleWeight: sampleWeight, options(batchSize, verbose, steps, callbacks, output))
    }

    /// The model's results for samples `x`, (samples, …) float32, computed batch by batch. Safe to call from several
    /// threads at once.
    ///
    /// A model that is not built yet is built for such samples. Throws `invalidArgument` for no samples, `invalidState`
    /// if the model has no layers and `shapeMismatch` for samples of a shape that does not fit it.
    ///
    /// - Parameters:
    ///   - steps: how many batches at most; all if nil.
    public func predict(
        _ x: Tensor, batchSize: Int = 32, verbose: Verbosity = .silent, steps: Int? = nil,
        callbacks: [any TrainingCallback] = [], output: ((String) -> Void)? = nil
    ) throws -> Tensor { try predict(x, options(batchSize, verbose, steps, callbacks, output)) }

    private func options(
        _ batchSize: Int, _ verbose: Verbosity, _ steps: Int?, _ callbacks: [any TrainingCallback],
        _ output: ((String) -> Void)?
    ) throws -> RunOptions {
        var options = RunOptions(batchSize: batchSize, verbose: verbose.rawValue)
        options.steps = try positive(steps, "steps") ?? 0
        options.callbacks = callbacks.isEmpty ? [] : [Recorder(self, callbacks).callback]
        if let output { options.print = output }
        return options
    }

    private func positive(_ value: Int?, _ name: String) throws -> Int? {
        guard let value else { return nil }
        guard value > 0 else {
            throw HornbillError(.invalidArgument, "\(name): expected a positive integer, got \(value)")
        }
        return value
    }
}

extension History {
    /// The values by name, as `history.history` in Keras.
    public var history: [String: [Double]] { Dictionary(uniqueKeysWithValues: keys.map { ($0, self[$0]) }) }
}
