import HornbillGraph
import HornbillTensor

extension Model {
    /// The loss and metrics on samples `x` with targets `y`: the loss first, then the metrics as they were given.
    public func evaluate(
        _ x: Tensor, _ y: Tensor, sampleWeight: Tensor? = nil, _ options: RunOptions
    ) throws -> Logs {
        let plan = try compiled("evaluate")
        try options.check()
        let data = try DataSet(x, y, weight: sampleWeight)
        try buildIfNeeded(for: x)
        try checkLabels(plan, x, y)
        return try EvaluationRun(self, plan, options).evaluate(data)
    }
}

extension Model {
    /// Throws if the loss wants labels and a target is none that the model can predict.
    func checkLabels(_ plan: TrainingPlan, _ x: Tensor, _ y: Tensor) throws {
        guard let rule = plan.loss?.labels else { return }
        try rule.check(y, prediction: outputShape([nil] + x.shape.dropFirst().map { $0 }))
    }
}

final class EvaluationRun: Run {
    private let plan: TrainingPlan

    init(_ model: Model, _ plan: TrainingPlan, _ options: RunOptions, governor: ThreadGovernor? = nil) {
        self.plan = plan
        super.init(model, options, governor: governor)
    }

    func evaluate(_ data: DataSet) throws -> Logs {
        let step = model.testStep(plan, weighted: data.isWeighted)
        let steps = BatchPlan(count: data.count, size: options.batchSize, steps: options.steps).steps
        try plan.reset()
        try tell(.testBegin, 0, [])
        var bar = ProgressBar(target: steps, verbose: options.verbose, print: options.print)
        let tellsBatches = wants(.testBatchEnd)
        try batches(
            of: data, size: options.batchSize, steps: options.steps, order: Array(0 ..< data.count), step,
            begin: .testBatchBegin
        ) { index, _ in
            if tellsBatches { try tell(.testBatchEnd, index, plan.logs()) }
            if bar.isDue(step: index + 1) { bar.update(index + 1, try plan.logs(), finalize: false) }
            return true
        }
        bar.update(steps, try plan.logs(), finalize: true)
        let results = try plan.results()
        try tell(.testEnd, 0, results)
        return results
    }
}
