import HornbillGraph
import HornbillTensor

extension Model {
    /// Trains the model on samples `x` with targets `y` and returns the course of the training.
    ///
    /// Throws `invalidState` before `compile`, `invalidArgument` for options that make no sense, no samples, or `x` and
    /// `y` of different lengths, `shapeMismatch` for shapes that do not fit the model, `interrupted` if a callback
    /// aborts: the model then keeps what it has learned.
    @discardableResult
    public func fit(_ x: Tensor, _ y: Tensor, _ options: FitOptions) throws -> History {
        let plan = try compiled("fit")
        try options.check()
        var data = try DataSet(x, y, weight: try options.weights(y))
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
        try buildIfNeeded(for: x)
        try checkLabels(plan, x, y)
        if let validation = options.validationData { try checkLabels(plan, validation.x, validation.y) }
        stopTraining = false
        return try FitRun(self, plan, options).train(data, validation)
    }
}

extension FitOptions {
    /// Sample and class weights as one number for each sample.
    fileprivate func weights(_ y: Tensor) throws -> Tensor? {
        guard !classWeight.isEmpty else { return sampleWeight }
        guard sampleWeight == nil else {
            throw HornbillError(.invalidArgument, "You cannot `class_weight` and `sample_weight` at the same time.")
        }
        return try classWeight.weights(of: y)
    }
}

extension [Int: Double] {
    /// The weight of each sample's class; targets are labels or one-hot rows.
    func weights(of y: Tensor) throws -> Tensor {
        guard let last = y.shape.last else {
            throw HornbillError(.invalidArgument, "y: expected an array with a batch axis, got a scalar")
        }
        guard y.rank <= 2 else {
            throw HornbillError(.invalidArgument, "`class_weight` not supported for targets with more than 2 axes, got \(y.rank)")
        }
        let isSparse = y.rank == 1 || last == 1
        let labels = try (isSparse ? y.reshaped(to: [y.count]) : y.argmax(axis: -1)).scalars(as: Int.self)
        return try Tensor(labels.map { Float(self[$0] ?? 1) })
    }
}

private final class FitRun: Run {
    private let plan: TrainingPlan
    private let fit: FitOptions

    init(_ model: Model, _ plan: TrainingPlan, _ fit: FitOptions) {
        self.plan = plan
        self.fit = fit
        super.init(model, fit.run)
    }

    func train(_ data: DataSet, _ validation: DataSet?) throws -> History {
        var history = History()
        let step = model.trainStep(plan, weighted: data.isWeighted)
        let steps = BatchPlan(count: data.count, size: options.batchSize, steps: options.steps).steps
        var order = Array(0 ..< data.count)
        var logs: Logs = []

        try tell(.trainBegin, 0, [])
        for epoch in fit.initialEpoch ..< max(fit.initialEpoch, fit.epochs) {
            try plan.reset()
            try tell(.epochBegin, epoch, [])
            if options.verbose > 0 { options.print("Epoch \(epoch + 1)/\(fit.epochs)\n") }
            if fit.shuffle {
                let (key, counter) = Random.next(data.count)
                order = Philox.permutation(count: data.count, key: key, counter: counter)
            }
            var bar = ProgressBar(target: steps, verbose: options.verbose, print: options.print)
            let tellsBatches = wants(.trainBatchEnd)
            try batches(
                of: data, size: options.batchSize, steps: options.steps, order: order, step, begin: .trainBatchBegin
            ) { index, _ in
                if tellsBatches { try tell(.trainBatchEnd, index, plan.logs()) }
                if bar.isDue(step: index + 1) { bar.update(index + 1, try plan.logs(), finalize: false) }
                return !model.stopTraining
            }
            logs = try plan.logs()
            if let validation, (epoch + 1) % fit.validationFrequency == 0 {
                var options = options
                options.verbose = 0
                options.steps = fit.validationSteps
                if fit.validationBatchSize > 0 { options.batchSize = fit.validationBatchSize }
                _ = try EvaluationRun(model, plan, options, governor: governor).evaluate(validation)
                logs += try plan.logs().map { ("val_" + $0.name, $0.value) }
                logs.sort { $0.name < $1.name }
            }
            bar.update(steps, logs, finalize: true)
            history.append(epoch: epoch, logs)
            try tell(.epochEnd, epoch, logs)
            if model.stopTraining { break }
        }
        try plan.optimizer.finish(model.trainableWeights)
        try tell(.trainEnd, 0, logs)
        return history
    }
}
