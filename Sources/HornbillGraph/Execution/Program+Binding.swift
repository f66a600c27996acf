import HornbillTensor

// How an instance tells kernels where their operands are.
extension Program {
    /// Arranges the variables as the steps want them, and gives the generation of each one's memory.
    func arrangeVariables() throws -> [Int] {
        for (variable, arrangement) in zip(variables, arrangements) {
            switch (variable.layout, arrangement) {
            case (nil, nil): break
            case (let now?, let needed?) where now.isSame(as: needed): break
            default: try variable.rearrange(arrangement)
            }
        }
        return variables.map(\.generation)
    }

    /// Whether a variable has other memory than in that generation.
    func variablesHaveMoved(since generations: [Int]) -> Bool {
        for (index, variable) in variables.enumerated() where variable.generation != generations[index] { return true }
        return false
    }

    /// A step with its addresses.
    ///
    /// - Parameters:
    ///   - arena: the memory of the temporaries and, behind them, of the lanes' scratch.
    ///   - input: where an input is; `output` says it of a result.
    func bound(
        _ step: Step, _ arena: Storage, lane: Int = 0, input: (Int) -> UnsafeMutableRawPointer,
        output: (Int) -> UnsafeMutableRawPointer
    ) throws -> BoundCall {
        BoundCall(try step.kernel.bind(try pointers(step, arena, lane: lane, input: input, output: output)))
    }

    /// The calls of a step's pieces.
    func boundPieces(
        _ step: Step, _ pieces: Pieces, _ arena: Storage, input: (Int) -> UnsafeMutableRawPointer,
        output: (Int) -> UnsafeMutableRawPointer
    ) throws -> [BoundCall] {
        try pieces.bind(try pointers(step, arena, lane: 0, input: input, output: output)).map(BoundCall.init)
    }

    private func pointers(
        _ step: Step, _ arena: Storage, lane: Int, input: (Int) -> UnsafeMutableRawPointer,
        output: (Int) -> UnsafeMutableRawPointer
    ) throws -> Kernel.Pointers {
        var pointers = try step.places.map { place in
            let base: UnsafeMutableRawPointer
            switch place.buffer {
            case .temporary(let number): base = arena.pointer + plan.offsets[number]
            case .input(let index): base = input(index)
            case .output(let index): base = output(index)
            case .constant(let index): base = try constants[index].pointer()
            case .variable(let index): base = variables[index].storage.pointer
            }
            return base + place.offset
        }
        if step.scratch == nil, step.kernel.scratchBytes > 0 {
            pointers.append(arena.pointer + plan.byteCount + lane * scratchBytes)
        }
        return pointers
    }
}
