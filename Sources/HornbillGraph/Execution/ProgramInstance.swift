import HornbillTensor

/// A program with memory of its own, ready to run. Used by one thread at a time.
public final class ProgramInstance {
    /// The program lives longer than its instances: it keeps those that are idle, and who uses one holds the program.
    public unowned let program: Program
    private let arena: Storage
    private let outputStorages: [Storage]
    /// Memory for inputs, with the calls that read it. There is a second set once somebody prepares the next inputs while
    /// the program runs.
    private var sets: [InputSet] = []
    private var current = 0
    /// The generation of each variable's memory when the calls were bound.
    private var generations: [Int] = []
    private let team = Team()

    private struct InputSet {
        let storages: [Storage]
        var stages: [BoundStage] = []

        init(_ specs: [TensorSpec]) throws { storages = try specs.map { try Storage(byteCount: $0.byteCount) } }
    }

    private enum BoundStage {
        case sequence([BoundCall])
        case lanes(Team.Lanes)
    }

    init(_ program: Program) throws {
        self.program = program
        arena = try Storage(byteCount: program.arenaBytes)
        outputStorages = try program.outputs.map { try Storage(byteCount: $0.byteCount) }
        sets = [try InputSet(program.inputs)]
        try bind()
    }

    /// Where the caller puts an input: dense, row-major, of the spec's dtype.
    public func input(_ index: Int) -> UnsafeMutableRawPointer { sets[current].storages[index].pointer }

    /// Where the caller puts an input of the run after the next: see `exchangeInputs`.
    public func nextInput(_ index: Int) throws -> UnsafeMutableRawPointer {
        if sets.count == 1 {
            sets.append(try InputSet(program.inputs))
            try bind()
        }
        return sets[1 - current].storages[index].pointer
    }

    /// Makes the next inputs the inputs, and the other way round.
    public func exchangeInputs() { current = sets.count - 1 - current }

    /// Where a run leaves a result: dense, row-major, valid until the next run.
    public func output(_ index: Int) -> UnsafeMutableRawPointer { outputStorages[index].pointer }

    /// Runs every step. Throws what a step finds wrong with its operands' values; variables updated by earlier steps
    /// keep their new values then.
    ///
    /// - Parameters:
    ///   - other: work for threads that have nothing to do for the program. It must not touch what the program uses, and may
    ///     not be finished when the program is.
    ///   - lookahead: what the threads will read next.
    public func run(meanwhile other: SpareWork? = nil, lookahead: Lookahead? = nil) throws {
        if program.variablesHaveMoved(since: generations) { try bind() }
        if program.flushesSubnormals {
            try Subnormals.flushed { try runStages(other, lookahead) }
        } else {
            try runStages(other, lookahead)
        }
    }

    private func runStages(_ other: SpareWork?, _ lookahead: Lookahead?) throws {
        for stage in sets[current].stages {
            switch stage {
            case .sequence(let calls): for call in calls { try Unmanaged.passUnretained(call).run() }
            case .lanes(let lanes): try team.run(lanes, meanwhile: other, lookahead: lookahead)
            }
        }
    }

    /// Resolves every address and binds every kernel.
    private func bind() throws {
        generations = try program.arrangeVariables()
        for index in sets.indices {
            let set = sets[index]
            func call(_ number: Int, lane: Int) throws -> BoundCall {
                try program.bound(
                    program.steps[number], arena, lane: lane, input: { set.storages[$0].pointer },
                    output: { self.outputStorages[$0].pointer })
            }
            sets[index].stages = try program.schedule.stages.map { stage in
                switch stage {
                case .sequence(let range): return .sequence(try range.map { try call($0, lane: 0) })
                case .lanes(let plan):
                    let first = plan.steps.lowerBound, second = Set(plan.lanes[1].map(\.step))
                    return .lanes(
                        Team.Lanes(
                            try plan.steps.map { try call($0, lane: second.contains($0) ? 1 : 0) },
                            lanes: plan.lanes.map { $0.map { ($0.step - first, $0.after) } }, paysAlone: plan.paysAlone))
                }
            }
        }
    }
}
