import HornbillGraph
import HornbillTensor

// The compiled functions of a model: what happens to one batch.
extension Model {
    /// Forward, loss, gradients, update, metrics. Inputs: x, y and, if `weighted`, a weight for each sample.
    func trainStep(_ plan: TrainingPlan, weighted: Bool) -> CompiledFunction {
        function("train" + (weighted ? " weighted" : "")) { [unowned self] inputs in
            let (x, y, weight) = (inputs[0], inputs[1], weighted ? inputs[2] : nil)
            _ = try takeLosses()
            let prediction = try self(x, training: true)
            let loss = try lossValue(plan, y, prediction, weight)
            let variables = trainableWeights
            try plan.optimizer.build(variables)
            let found = try gradients(of: loss, withRespectTo: try variables.map { try $0.value })
            try plan.optimizer.apply(found, to: variables)
            try constrain()
            try track(plan, loss, x.shape[0], y, prediction, weight)
            return []
        }
    }

    /// Forward, loss and metrics.
    func testStep(_ plan: TrainingPlan, weighted: Bool) -> CompiledFunction {
        function("test" + (weighted ? " weighted" : "")) { [unowned self] inputs in
            let (x, y, weight) = (inputs[0], inputs[1], weighted ? inputs[2] : nil)
            _ = try takeLosses()
            let prediction = try self(x, training: false)
            try track(plan, try lossValue(plan, y, prediction, weight), x.shape[0], y, prediction, weight)
            return []
        }
    }

    /// Forward alone.
    var predictStep: CompiledFunction {
        function("predict") { [unowned self] inputs in [try self(inputs[0], training: false)] }
    }

    private func lossValue(_ plan: TrainingPlan, _ y: Tensor, _ prediction: Tensor, _ weight: Tensor?) throws -> Tensor {
        guard let loss = plan.loss else {
            throw HornbillError(
                .invalidArgument, "No loss to compute. Provide a `loss` argument in `compile()`.")
        }
        let value = try takeLosses().reduce(loss(y, prediction, weight: weight)) { try $0 + $1 }
        guard value.rank == 0 else {
            throw HornbillError(
                .invalidArgument, "The loss must be a scalar to train with; reduction='none' gives shape \(shapeText(value.shape))")
        }
        return value
    }

    private func track(
        _ plan: TrainingPlan, _ loss: Tensor, _ batch: Int, _ y: Tensor, _ prediction: Tensor, _ weight: Tensor?
    ) throws {
        try plan.lossTracker.add(loss, weight: .scalar(Double(batch)))
        try plan.resolve(target: y.shape, prediction: prediction.shape)
        for metric in plan.metrics ?? [] { try metric.update(y, prediction) }
        for metric in plan.weightedMetrics { try metric.update(y, prediction, weight: weight) }
    }
}
