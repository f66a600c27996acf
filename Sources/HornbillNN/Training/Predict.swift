import HornbillGraph
import HornbillTensor

extension Model {
    /// The model's results for samples `x`, batch by batch. Safe to call from several threads at once.
    public func predict(_ x: Tensor, batchSize: Int = 32) throws -> Tensor {
        guard batchSize > 0 else {
            throw HornbillError(.invalidArgument, "batch_size: expected a positive integer, got \(batchSize)")
        }
        let data = try DataSet(x, nil)
        try buildIfNeeded([nil] + x.shape.dropFirst().map { $0 })
        let step = predictStep
        let batch = min(batchSize, data.count)
        var result: Tensor?
        var start = 0
        var order: [Int] = []
        while start < data.count {
            let count = min(batch, data.count - start)
            let program = try step.program(for: data.specs(batch: count))
            let instance = try program.acquire()
            defer { program.release(instance) }
            order = Array(start ..< start + count)
            try data.gather(order, from: 0, count: count, into: instance)
            try instance.run()
            let spec = program.outputs[0]
            let target = try result ?? Tensor(uninitialized: spec.dtype, [data.count] + spec.shape.dropFirst())
            let row = spec.byteCount / count
            try (target.pointer() + start * row).copyMemory(from: instance.output(0), byteCount: spec.byteCount)
            result = target
            start += count
        }
        guard let result else { throw HornbillError(.internal, "predict made no batch") }
        return result
    }
}
