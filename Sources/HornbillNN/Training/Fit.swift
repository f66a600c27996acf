import HornbillGraph
import HornbillTensor

extension Model {
    /// Trains the model on samples `x` with targets `y` and returns the course of the training.
    public func fit(_ x: Tensor, _ y: Tensor, _ options: FitOptions = FitOptions()) throws -> History {
        let plan = try compiled("fit")
        try FitRun.check(options)
        let weight = try FitRun.weights(y, options)
        var data = try DataSet(x, y, weight: weight)
        var validation = try options.validationData.map { try DataSet($0.x, $0.y, weight: $0.weight) }
        if options.validationSplit > 0, validation == nil {
            // The last samples, before any shuffling.
            let kept = Int((Double(data.count) * (1 - options.validationSplit)).rounded(.down))
            guard kept > 0, kept < data.count else {
                throw HornbillError(
                    .invalidArgument,
                    "Training data contains \(data.count) samples, which is not sufficient to split it into a validation and "
                        + "training set as specified by `validation_split=\(options.validationSplit)`. Either provide more "
                        + "data, or a different value for the `validation_split` argument.")
            }
            validation = data.part(from: kept, count: data.count - kept)
            data = data.part(from: 0, count: kept)
        }
        try buildIfNeeded([nil] + x.shape.dropFirst().map { $0 })
        stopTraining = false
        let run = try FitRun(self, plan, data, validation, options)
        return try run.train()
    }

    /// The loss and metrics on samples `x` with targets `y`, in the order of their names.
    public func evaluate(
        _ x: Tensor, _ y: Tensor, batchSize: Int = 32, sampleWeight: Tensor? = nil, verbose: Int = 1,
        callbacks: [Callback] = [], print: @escaping (String) -> Void = ProgressBar.standardOutput
    ) throws -> Logs {
        let plan = try compiled("evaluate")
        try FitRun.check(batchSize: batchSize)
        let data = try DataSet(x, y, weight: sampleWeight)
        try buildIfNeeded([nil] + x.shape.dropFirst().map { $0 })
        var options = FitOptions()
        options.verbose = verbose
        options.callbacks = callbacks
        options.print = print
        options.batchSize = batchSize
        return try FitRun(self, plan, data, nil, options).evaluate(data, batchSize: batchSize, verbose: verbose)
    }
}

/// One call of `fit` or `evaluate`.
private final class FitRun {
    private let model: Model
    private let plan: TrainingPlan
    private let data: DataSet
    private let validation: DataSet?
    private let options: FitOptions
    private var nextPoll = 0.0

    init(
        _ model: Model, _ plan: TrainingPlan, _ data: DataSet, _ validation: DataSet?, _ options: FitOptions
    ) throws {
        self.model = model
        self.plan = plan
        self.data = data
        self.validation = validation
        self.options = options
    }

    // MARK: Arguments

    static func check(batchSize: Int) throws {
        guard batchSize > 0 else {
            throw HornbillError(.invalidArgument, "batch_size: expected a positive integer, got \(batchSize)")
        }
    }

    static func check(_ options: FitOptions) throws {
        try check(batchSize: options.batchSize)
        guard options.validationBatchSize >= 0, options.stepsPerEpoch >= 0, options.validationFrequency > 0 else {
            throw HornbillError(
                .invalidArgument, "validation_batch_size, steps_per_epoch and validation_freq must not be negative or zero")
        }
        guard options.epochs >= 0, options.initialEpoch >= 0 else {
            throw HornbillError(.invalidArgument, "epochs: expected a number that is not negative, got \(options.epochs)")
        }
        guard options.validationSplit >= 0, options.validationSplit < 1 else {
            throw HornbillError(
                .invalidArgument, "validation_split: expected a number in [0, 1), got \(options.validationSplit)")
        }
    }

    /// Sample and class weights as one number for each sample.
    static func weights(_ y: Tensor, _ options: FitOptions) throws -> Tensor? {
        guard !options.classWeight.isEmpty else { return options.sampleWeight }
        guard options.sampleWeight == nil else {
            throw HornbillError(
                .invalidArgument, "You cannot `class_weight` and `sample_weight` at the same time.")
        }
        let isSparse = y.rank == 1 || y.shape[y.rank - 1] == 1
        let labels = try (isSparse ? y.reshaped(to: [-1]) : y.argmax(axis: -1)).scalars(as: Int.self)
        return try Tensor(labels.map { Float(options.classWeight[$0] ?? 1) })
    }

    // MARK: Training

    func train() throws -> History {
        var history = History()
        let batch = min(options.batchSize, data.count)
        let steps = (data.count + batch - 1) / batch
        let planned = options.stepsPerEpoch > 0 ? min(options.stepsPerEpoch, steps) : steps
        let step = model.trainStep(plan, weighted: data.isWeighted)
        let full = try step.program(for: data.specs(batch: batch)).makeInstance()
        let rest = data.count - (steps - 1) * batch
        let last = rest == batch ? full : try step.program(for: data.specs(batch: rest)).makeInstance()
        var order = Array(0 ..< data.count)

        try tell(.trainBegin, 0, [])
        for epoch in options.initialEpoch ..< max(options.initialEpoch, options.epochs) {
            try plan.reset()
            try tell(.epochBegin, epoch, [])
            if options.verbose > 0, options.epochs > 1 { options.print("Epoch \(epoch + 1)/\(options.epochs)\n") }
            if options.shuffle {
                let (key, counter) = Random.next(data.count)
                order = Philox.permutation(count: data.count, key: key, counter: counter)
            }
            var bar = ProgressBar(target: planned, verbose: options.verbose, print: options.print)
            for index in 0 ..< planned {
                if wants(.trainBatchBegin) { try tell(.trainBatchBegin, index, []) }
                let count = index == steps - 1 ? rest : batch
                let instance = count == batch ? full : last
                try data.gather(order, from: index * batch, count: count, into: instance)
                try instance.run()
                if wants(.trainBatchEnd) { try tell(.trainBatchEnd, index, sortedResults()) }
                if bar.isDue(step: index + 1) { bar.update(index + 1, try sortedResults(), finalize: false) }
                try poll()
                if model.stopTraining { break }
            }
            var logs = try sortedResults()
            if let validation, (epoch + 1) % options.validationFrequency == 0 {
                let size = options.validationBatchSize > 0 ? options.validationBatchSize : options.batchSize
                let results = try evaluate(validation, batchSize: size, verbose: 0)
                logs += results.map { ("val_" + $0.name, $0.value) }.sorted { $0.0 < $1.0 }
            }
            bar.update(planned, logs, finalize: true)
            history.append(epoch: epoch, logs)
            try tell(.epochEnd, epoch, logs)
            if model.stopTraining { break }
        }
        try tell(.trainEnd, 0, [])
        return history
    }

    func evaluate(_ data: DataSet, batchSize: Int, verbose: Int) throws -> Logs {
        let batch = min(batchSize, data.count)
        let steps = (data.count + batch - 1) / batch
        let step = model.testStep(plan, weighted: data.isWeighted)
        let order = Array(0 ..< data.count)
        let full = try step.program(for: data.specs(batch: batch))
        let rest = data.count - (steps - 1) * batch
        let last = rest == batch ? full : try step.program(for: data.specs(batch: rest))
        let instance = try full.acquire()
        defer { full.release(instance) }
        try plan.reset()
        try tell(.testBegin, 0, [])
        var bar = ProgressBar(target: steps, verbose: verbose, print: options.print)
        for index in 0 ..< steps {
            if wants(.testBatchBegin) { try tell(.testBatchBegin, index, []) }
            let isPartial = index == steps - 1 && rest != batch
            let current = isPartial ? try last.acquire() : instance
            defer { if isPartial { last.release(current) } }
            try data.gather(order, from: index * batch, count: isPartial ? rest : batch, into: current)
            try current.run()
            if wants(.testBatchEnd) { try tell(.testBatchEnd, index, sortedResults()) }
            if bar.isDue(step: index + 1) { bar.update(index + 1, try sortedResults(), finalize: false) }
            try poll()
        }
        bar.update(steps, try sortedResults(), finalize: true)
        let results = try plan.results()
        try tell(.testEnd, 0, results)
        return results
    }

    /// Results by name, the order of Keras' logs.
    private func sortedResults() throws -> Logs { try plan.results().sorted { $0.name < $1.name } }

    // MARK: Callbacks

    private func wants(_ event: TrainingEvent) -> Bool { options.callbacks.contains { $0.events.contains(event) } }

    private func tell(_ event: TrainingEvent, _ index: Int, _ logs: Logs) throws {
        for callback in options.callbacks where callback.events.contains(event) {
            switch try callback.body(event, index, logs) {
            case .proceed: break
            case .stop: model.stopTraining = true
            case .abort: throw HornbillError(.interrupted, "a callback ended the training")
            }
        }
    }

    private func poll() throws {
        guard wants(.poll) else { return }
        let now = ProgressBar.now()
        guard now >= nextPoll else { return }
        nextPoll = now + 0.05
        try tell(.poll, 0, [])
    }
}
