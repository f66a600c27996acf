import HornbillGraph
import HornbillTensor

/// One call of `fit`, `evaluate` or `predict`: the batches of a data set, and those who are told of them.
class Run {
    let model: Model
    let options: RunOptions
    let governor: ThreadGovernor
    /// The steps of another run say nothing about how long this one's take.
    private let ownsGovernor: Bool
    private var nextPoll = 0.0

    /// - Parameter governor: that of the run which this one is a part of.
    init(_ model: Model, _ options: RunOptions, governor: ThreadGovernor? = nil) {
        self.model = model
        self.options = options
        self.governor = governor ?? ThreadGovernor()
        ownsGovernor = governor == nil
    }

    /// Runs `step` on the batches of `data`, in the given order of the samples.
    ///
    /// - Parameters:
    ///   - steps: how many batches at most; 0 for all.
    ///   - body: called after each batch with its number and the instance that ran it; returns whether to go on.
    func batches(
        of data: DataSet, size: Int, steps: Int, order: [Int], _ step: CompiledFunction, begin: TrainingEvent,
        _ body: (_ index: Int, _ instance: ProgramInstance) throws -> Bool
    ) throws {
        let plan = BatchPlan(count: data.count, size: size, steps: steps)
        let threads = Threads.count
        defer {
            Threads.count = threads
            Threads.shareMode()
        }
        Threads.count = governor.threads
        var program = try step.program(for: data.specs(batch: plan.size))
        var full = try program.acquire()
        defer { program.release(full) }
        // Whether the batch lies in the inputs already.
        var isGathered = false
        for index in 0 ..< plan.steps {
            if wants(begin) { try tell(begin, index, []) }
            let count = plan.length(of: index)
            if count == plan.size {
                if governor.threads != Threads.count {
                    Threads.count = governor.threads
                    let other = try step.program(for: data.specs(batch: plan.size))
                    let instance = try other.acquire()
                    program.release(full)
                    (program, full) = (other, instance)
                    isGathered = false
                }
                let start = ThreadGovernor.now()
                let gathersNext =
                    Threads.count > 1 && index + 1 < plan.steps && plan.length(of: index + 1) == plan.size
                try order.withUnsafeBufferPointer { order in
                    if !isGathered {
                        try data.gathering(order, from: index * plan.size, count: count, to: full.input).finish()
                    }
                    // Threads that wait while others do small steps gather the next batch.
                    let next =
                        gathersNext
                        ? try data.gathering(order, from: (index + 1) * plan.size, count: plan.size, to: full.nextInput) : nil
                    defer { next?.finish() }
                    try full.run(meanwhile: next)
                }
                isGathered = gathersNext
                if ownsGovernor { governor.stepTook(ThreadGovernor.now() - start) }
                if try !body(index, full) { return }
                if isGathered { full.exchangeInputs() }
            } else {
                let rest = try step.program(for: data.specs(batch: count))
                let instance = try rest.acquire()
                defer { rest.release(instance) }
                try order.withUnsafeBufferPointer { order in
                    try data.gathering(order, from: index * plan.size, count: count, to: instance.input).finish()
                    try instance.run()
                }
                if try !body(index, instance) { return }
            }
            try poll()
        }
    }

    // MARK: Callbacks

    func wants(_ event: TrainingEvent) -> Bool { options.callbacks.contains { $0.events.contains(event) } }

    func tell(_ event: TrainingEvent, _ index: Int, _ logs: Logs) throws {
        for callback in options.callbacks where callback.events.contains(event) {
            switch try callback.body(event, index, logs) {
            case .proceed: break
            case .stop: model.stopTraining = true
            case .abort: throw HornbillError(.interrupted, "a callback ended the run")
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

/// How samples are dealt out to batches: all of one size but the last.
struct BatchPlan {
    let size: Int
    let steps: Int
    private let count: Int

    init(count: Int, size: Int, steps limit: Int) {
        self.count = count
        self.size = min(size, count)
        let all = (count - 1) / self.size + 1
        steps = limit > 0 ? min(limit, all) : all
    }

    func length(of index: Int) -> Int { min(size, count - index * size) }
}
