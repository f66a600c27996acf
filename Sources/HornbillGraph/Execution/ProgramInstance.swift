import HornbillTensor

/// A program with memory of its own, ready to run. Used by one thread at a time.
public final class ProgramInstance {
    /// The program lives longer than its instances: it keeps those that are idle, and who uses one holds the program.
    public unowned let program: Program
    private let arena: Storage
    private let inputStorages: [Storage]
    private let outputStorages: [Storage]
    private var calls: [() throws -> Void] = []
    /// The generation of each variable's memory when the calls were bound.
    private var generations: [Int] = []

    init(_ program: Program) throws {
        self.program = program
        arena = try Storage(byteCount: program.arenaBytes)
        inputStorages = try program.inputs.map { try Storage(byteCount: $0.byteCount) }
        outputStorages = try program.outputs.map { try Storage(byteCount: $0.byteCount) }
        try bind()
    }

    /// Where the caller puts an input: dense, row-major, of the spec's dtype.
    public func input(_ index: Int) -> UnsafeMutableRawPointer { inputStorages[index].pointer }

    /// Where a run leaves a result: dense, row-major, valid until the next run.
    public func output(_ index: Int) -> UnsafeMutableRawPointer { outputStorages[index].pointer }

    /// Runs every step. Throws what a step finds wrong with its operands' values; variables updated by earlier steps
    /// keep their new values then.
    public func run() throws {
        if isStale { try bind() }
        for call in calls { try call() }
    }

    private var isStale: Bool {
        for (index, variable) in program.variables.enumerated() where variable.generation != generations[index] {
            return true
        }
        return false
    }

    /// Resolves every address and binds every kernel.
    private func bind() throws {
        for (variable, arrangement) in zip(program.variables, program.arrangements) {
            switch (variable.layout, arrangement) {
            case (nil, nil): break
            case (let now?, let needed?) where now.isSame(as: needed): break
            default: try variable.rearrange(arrangement)
            }
        }
        generations = program.variables.map(\.generation)
        calls = try program.steps.map { step in
            var pointers = try (step.inputs + step.outputs).map(address)
            if step.kernel.scratchBytes > 0 { pointers.append(arena.pointer + program.plan.byteCount) }
            return try step.kernel.bind(pointers)
        }
    }

    private func address(of place: Place) throws -> UnsafeMutableRawPointer {
        let base: UnsafeMutableRawPointer
        switch place.buffer {
        case .temporary(let number): base = arena.pointer + program.plan.offsets[number]
        case .input(let index): base = inputStorages[index].pointer
        case .output(let index): base = outputStorages[index].pointer
        case .constant(let index): base = try program.constants[index].pointer()
        case .variable(let index): base = program.variables[index].storage.pointer
        }
        return base + place.offset
    }
}
