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
    private let team: Team

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
        team = Team(lanes: program.schedule.laneCount)
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
    public func run(meanwhile other: SpareWork? = nil) throws {
        if program.variablesHaveMoved(since: generations) { try bind() }
        if program.flushesSubnormals {
            try Subnormals.flushed { try runStages(other) }
        } else {
            try runStages(other)
        }
    }

    private func runStages(_ other: SpareWork?) throws {
        let stages = sets[current].stages
        for index in stages.indices {
            switch stages[index] {
            case .sequence(let calls):
                for call in calls { try Unmanaged.passUnretained(call).run() }
            case .lanes(let lanes):
                try team.run(lanes, meanwhile: other, isLast: index == stages.count - 1)
            }
        }
    }

    /// Resolves every address and binds every kernel.
    private func bind() throws {
        generations = try program.arrangeVariables()
        for index in sets.indices {
            let set = sets[index]
            func input(_ number: Int) -> UnsafeMutableRawPointer { set.storages[number].pointer }
            func call(_ number: Int, lane: Int) throws -> BoundCall {
                try program.bound(program.steps[number], arena, lane: lane, input: input, output: output)
            }
            var pieces: [Int: [BoundCall]] = [:]
            func call(_ number: Int, piece: Int) throws -> BoundCall {
                let step = program.steps[number]
                guard let list = step.kernel.pieces else { throw HornbillError(.internal, "\(step.name) has no pieces") }
                let calls = try pieces[number] ?? program.boundPieces(step, list, arena, input: input, output: output)
                pieces[number] = calls
                return calls[piece]
            }
            sets[index].stages = try program.schedule.stages.map { stage in
                switch stage {
                case .sequence(let range): return .sequence(try range.map { try call($0, lane: 0) })
                case .lanes(let plan):
                    let calls = try plan.lanes.enumerated().map { lane, items in
                        try items.map { item in
                            if let piece = item.piece { return try call(item.step, piece: piece) }
                            return try call(item.step, lane: lane)
                        }
                    }
                    return .lanes(Team.Lanes(plan, calls))
                }
            }
        }
    }
}
