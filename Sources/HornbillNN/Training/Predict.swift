import HornbillGraph
import HornbillTensor

extension Model {
    /// The model's results for samples `x`, batch by batch. Safe to call from several threads at once.
    public func predict(_ x: Tensor, _ options: RunOptions) throws -> Tensor {
        try options.check()
        let data = try DataSet(x, nil)
        try buildIfNeeded(for: x)
        return try PredictionRun(self, options).predict(data)
    }

    /// The model's results for samples `x`, as one batch, without anything around it.
    public func predictOnBatch(_ x: Tensor) throws -> Tensor {
        let data = try DataSet(x, nil)
        try buildIfNeeded(for: x)
        let program = try predictStep.program(for: data.specs(batch: data.count))
        let instance = try program.acquire()
        defer { program.release(instance) }
        try data.gather(from: 0, count: data.count, into: instance)
        try instance.run()
        let result = try Tensor(uninitialized: program.outputs[0].dtype, program.outputs[0].shape)
        try result.pointer().copyMemory(from: instance.output(0), byteCount: program.outputs[0].byteCount)
        return result
    }
}

private final class PredictionRun: Run {
    func predict(_ data: DataSet) throws -> Tensor {
        let plan = BatchPlan(count: data.count, size: options.batchSize, steps: options.steps)
        let total = min(data.count, plan.steps * plan.size)
        try tell(.predictBegin, 0, [])
        var bar = ProgressBar(target: plan.steps, verbose: options.verbose, print: options.print)
        let tellsBatches = wants(.predictBatchEnd)
        var result: Tensor?
        try batches(
            of: data, size: options.batchSize, steps: options.steps, order: Array(0 ..< data.count),
            model.predictStep, begin: .predictBatchBegin
        ) { index, instance in
            let spec = instance.program.outputs[0]
            let target = try result ?? Tensor(uninitialized: spec.dtype, [total] + spec.shape.dropFirst())
            let row = spec.byteCount / max(1, spec.shape.first ?? 1)
            try (target.pointer() + index * plan.size * row).copyMemory(
                from: instance.output(0), byteCount: spec.byteCount)
            result = target
            if tellsBatches { try tell(.predictBatchEnd, index, []) }
            if bar.isDue(step: index + 1) { bar.update(index + 1, [], finalize: false) }
            return true
        }
        bar.update(plan.steps, [], finalize: true)
        try tell(.predictEnd, 0, [])
        guard let result else { throw HornbillError(.internal, "predict made no batch") }
        return result
    }
}
