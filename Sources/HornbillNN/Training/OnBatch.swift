import HornbillGraph
import HornbillTensor

extension Model {
    /// One step of training on one batch. Returns the loss and metrics since the last `resetMetrics`.
    public func trainOnBatch(
        _ x: Tensor, _ y: Tensor, sampleWeight: Tensor? = nil, classWeight: [Int: Double] = [:]
    ) throws -> Logs {
        let plan = try compiled("train_on_batch")
        guard classWeight.isEmpty || sampleWeight == nil else {
            throw HornbillError(.invalidArgument, "You cannot `class_weight` and `sample_weight` at the same time.")
        }
        let weight = classWeight.isEmpty ? sampleWeight : try classWeight.weights(of: y)
        return try onBatch(plan, x, y, weight) { trainStep(plan, weighted: $0) }
    }

    /// The loss and metrics on one batch, with those since the last `resetMetrics`.
    public func testOnBatch(_ x: Tensor, _ y: Tensor, sampleWeight: Tensor? = nil) throws -> Logs {
        let plan = try compiled("test_on_batch")
        return try onBatch(plan, x, y, sampleWeight) { testStep(plan, weighted: $0) }
    }

    /// Forgets what the loss and the metrics have seen.
    public func resetMetrics() throws { try training?.reset() }

    private func onBatch(
        _ plan: TrainingPlan, _ x: Tensor, _ y: Tensor, _ weight: Tensor?, _ step: (_ weighted: Bool) -> CompiledFunction
    ) throws -> Logs {
        let data = try DataSet(x, y, weight: weight)
        try buildIfNeeded(for: x)
        try checkLabels(plan, x, y)
        let program = try step(data.isWeighted).program(for: data.specs(batch: data.count))
        let instance = try program.acquire()
        defer { program.release(instance) }
        try data.gather(from: 0, count: data.count, into: instance)
        try instance.run()
        return try plan.results()
    }
}
