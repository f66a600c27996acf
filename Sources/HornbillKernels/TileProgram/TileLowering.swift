/// Turns a checked tile program into kernel calls, loads and stores.
///
/// Steps are made with one location for each value; locations of values in scratch memory are then assigned to slots
/// by liveness.
struct TileLowering {
    private let source: TileSource
    private let types: [DType]
    private let staged: Set<Int>
    private let memory: PlanMemory

    private(set) var steps: [TileStep] = []
    private(set) var loads: [TileLoad] = []
    private(set) var stores: [TileStore] = []
    private(set) var targets: [TileTarget] = []
    private(set) var hazards: [TileHazard] = []
    private(set) var slotCount = 0
    /// The size of the largest element in scratch memory.
    private(set) var widestElement = 1
    /// The work for one element, in additions.
    private(set) var cost = 1

    /// Values in scratch memory, while lowering.
    private struct Temporary {
        let elementSize: Int
        /// The last position that reads it.
        var lastUse = -1
        /// The position that defines it; loads are before the first step.
        var definition: Int
        /// Kept to the end of the run: loaded once for all tiles.
        var isPermanent = false
        var slot = -1
    }
    private var temporaries: [Temporary] = []
    /// Where each register's value is: an input's or constant's own location, or a temporary, or a target.
    private var places: [Place?]
    private var claims: [Int: Int] = [:]
    /// The loads' temporaries, in their order.
    private var loadTemporaries: [Int?] = []

    /// A location before slots are assigned.
    private enum Place: Equatable {
        /// An input's or a constant's location: final.
        case fixed(Int)
        case temporary(Int)
        case target(Int)
    }
    private struct DraftStep {
        let kernel: TileKernel
        let result: Place
        let operands: [Place]
        /// Operands and result have elements of one size, so they may share memory.
        let isInPlace: Bool
    }
    private var drafts: [DraftStep] = []
    private var draftStores: [(output: Int, place: Place, walk: StridedWalk)] = []

    init(_ source: TileSource, types: [DType], staged: Set<Int>, memory: PlanMemory) {
        self.source = source
        self.types = types
        self.staged = staged
        self.memory = memory
        places = Array(repeating: nil, count: types.count)
    }

    var locationCount: Int { source.firstInstruction + slotCount + targets.count }

    mutating func lower() {
        claimOutputs()
        let live = liveRegisters()
        for (index, instruction) in source.instructions.enumerated() where live[source.firstInstruction + index] {
            emit(instruction)
        }
        for output in source.outputs.indices { emitOutput(output) }
        findHazards()
        assignSlots()
    }

    // MARK: Steps

    /// Lets the instructions that compute contiguous outputs write into them.
    private mutating func claimOutputs() {
        for (index, output) in source.outputs.enumerated() {
            guard output.register >= source.firstInstruction, claims[output.register] == nil,
                output.operand.dtype == types[output.register], walk(output.operand).isContiguous
            else { continue }
            claims[output.register] = index
        }
    }

    private func liveRegisters() -> [Bool] {
        var live = Array(repeating: false, count: types.count)
        for output in source.outputs { live[output.register] = true }
        for instruction in source.instructions.reversed() where live[instruction.result] {
            for register in [instruction.a, instruction.b, instruction.c].prefix(instruction.op.arity) {
                live[register] = true
            }
        }
        return live
    }

    private func walk(_ operand: Operand) -> StridedWalk {
        StridedWalk(shape: source.shape, strides: operand.strides, elementSize: operand.dtype.size, memory: memory)
    }

    private mutating func emit(_ instruction: TileProgram.Instruction) {
        let op = instruction.op
        let operands = [instruction.a, instruction.b, instruction.c].prefix(op.arity).map { place(of: $0) }
        let register = instruction.result
        if op == .copy {
            emitCopy(instruction, operands[0])
            return
        }
        guard let kernel = elementwiseKernel(op, instruction.type.computeType) else { return }
        let result = resultPlace(register)
        let sizes = [instruction.a, instruction.b, instruction.c].prefix(op.arity).map { types[$0].size }
        append(kernel, result, operands, isInPlace: sizes.allSatisfy { $0 == types[register].size })
        places[register] = result
        cost += instruction.type.isComplex ? 4 * op.weight : op.weight
    }

    /// A copy is a cast, or a rounding to 16 bits and back, or another name for the same value.
    private mutating func emitCopy(_ instruction: TileProgram.Instruction, _ operand: Place) {
        let register = instruction.result
        let from = types[instruction.a], to = types[register]
        if instruction.type != to {
            let narrow = temporary(size: instruction.type.size)
            cast(operand, from, narrow, instruction.type)
            let result = resultPlace(register)
            cast(narrow, instruction.type, result, to)
            places[register] = result
        } else if from != to || claims[register] != nil {
            let result = resultPlace(register)
            cast(operand, from, result, to)
            places[register] = result
        } else {
            places[register] = operand
        }
    }

    private mutating func emitOutput(_ index: Int) {
        let (register, operand) = source.outputs[index]
        if claims[register] == index { return }
        var value = place(of: register)
        let type = types[register]
        let walk = walk(operand)
        if walk.isContiguous {
            cast(value, type, target(index), operand.dtype)
            return
        }
        if operand.dtype != type {
            let converted = temporary(size: operand.dtype.size)
            cast(value, type, converted, operand.dtype)
            value = converted
        }
        draftStores.append((index, value, walk))
    }

    private mutating func place(of register: Int) -> Place {
        if let place = places[register] { return place }
        let place = register < source.inputs.count ? load(register) : .fixed(register)
        places[register] = place
        return place
    }

    private mutating func load(_ input: Int) -> Place {
        let operand = source.inputs[input]
        let walk = walk(operand)
        let isStaged = staged.contains(input)
        var slot: Int?
        if !walk.isContiguous || isStaged {
            slot = temporaries.count
            temporaries.append(
                Temporary(
                    elementSize: operand.dtype.size, definition: -1, isPermanent: walk.isSplat || walk.period > 0))
        }
        loadTemporaries.append(slot)
        loads.append(
            TileLoad(
                input: input, location: input, slot: -1, walk: walk, readsInPlace: !isStaged,
                isInvariant: walk.isSplat))
        let type = operand.dtype.computeType
        if operand.dtype == type { return .fixed(input) }
        let wide = temporary(size: type.size)
        cast(.fixed(input), operand.dtype, wide, type)
        return wide
    }

    private mutating func cast(_ operand: Place, _ from: DType, _ result: Place, _ to: DType) {
        let path = CastPath(from: from, to: to)
        cost += 1
        guard let second = path.second else {
            append(path.first, result, [operand], isInPlace: from.size == to.size)
            return
        }
        let size = path.betweenSize
        let wide = temporary(size: size)
        append(path.first, wide, [operand], isInPlace: from.size == size)
        append(second, result, [wide], isInPlace: to.size == size)
    }

    private mutating func append(_ kernel: TileKernel, _ result: Place, _ operands: [Place], isInPlace: Bool) {
        let position = drafts.count
        for operand in operands { use(operand, at: position) }
        if case .temporary(let index) = result { temporaries[index].definition = position }
        drafts.append(DraftStep(kernel: kernel, result: result, operands: operands, isInPlace: isInPlace))
    }

    /// Notes that `place` is read at a position, which keeps its memory, or its load's, until then.
    private mutating func use(_ place: Place, at position: Int) {
        switch place {
        case .temporary(let index): temporaries[index].lastUse = position
        case .fixed(let location):
            if let load = loads.firstIndex(where: { $0.location == location }), let index = loadTemporaries[load] {
                temporaries[index].lastUse = position
            }
        case .target: break
        }
    }

    private mutating func resultPlace(_ register: Int) -> Place {
        if let output = claims[register] { return target(output) }
        return temporary(size: types[register].size)
    }

    private mutating func temporary(size: Int) -> Place {
        temporaries.append(Temporary(elementSize: size, definition: drafts.count))
        return .temporary(temporaries.count - 1)
    }

    private mutating func target(_ output: Int) -> Place {
        targets.append(
            TileTarget(output: output, location: -1, elementSize: source.outputs[output].operand.dtype.size))
        return .target(targets.count - 1)
    }

    // MARK: Hazards

    /// Pairs of an output and an input that is read in place after that output is written.
    private mutating func findHazards() {
        let end = drafts.count
        for (position, store) in draftStores.enumerated() { use(store.place, at: end + position) }
        var lastRead: [Int: Int] = [:]
        func note(_ place: Place, _ position: Int) {
            if case .fixed(let location) = place { lastRead[location] = position }
        }
        for (position, step) in drafts.enumerated() { for operand in step.operands { note(operand, position) } }
        for (position, store) in draftStores.enumerated() { note(store.place, end + position) }
        let inPlace = loads.filter { $0.readsInPlace && !$0.isInvariant }
        func noteWrite(_ output: Int, _ position: Int) {
            for load in inPlace where lastRead[load.location, default: -1] > position {
                hazards.append(TileHazard(output: output, input: load.input))
            }
        }
        for (position, step) in drafts.enumerated() {
            if case .target(let index) = step.result { noteWrite(targets[index].output, position) }
        }
        for (position, store) in draftStores.enumerated() { noteWrite(store.output, end + position) }
    }

    // MARK: Slots

    private mutating func assignSlots() {
        var free: [Int] = []
        func take(_ count: inout Int) -> Int {
            if let slot = free.popLast() { return slot }
            count += 1
            return count - 1
        }
        for index in temporaries.indices where temporaries[index].definition < 0 {
            temporaries[index].slot = take(&slotCount)
        }
        func release(at position: Int) {
            for temporary in temporaries
            where temporary.lastUse == position && temporary.slot >= 0 && !temporary.isPermanent
                && temporary.definition < position
            {
                free.append(temporary.slot)
            }
        }
        for (position, step) in drafts.enumerated() {
            if step.isInPlace { release(at: position) }
            if case .temporary(let index) = step.result { temporaries[index].slot = take(&slotCount) }
            if !step.isInPlace { release(at: position) }
        }
        widestElement = temporaries.map(\.elementSize).max() ?? 1

        let firstSlot = source.firstInstruction
        let firstTarget = firstSlot + slotCount
        func location(_ place: Place) -> Int {
            switch place {
            case .fixed(let location): return location
            case .temporary(let index): return firstSlot + temporaries[index].slot
            case .target(let index): return firstTarget + index
            }
        }
        steps = drafts.map { step in
            let locations = step.operands.map { Int32(location($0)) }
            return TileStep(
                kernel: step.kernel, result: Int32(location(step.result)), a: locations[0],
                b: locations.count > 1 ? locations[1] : locations[0],
                c: locations.count > 2 ? locations[2] : locations[0])
        }
        loads = zip(loads, loadTemporaries).map { load, temporary in
            TileLoad(
                input: load.input, location: load.location, slot: temporary.map { temporaries[$0].slot } ?? -1,
                walk: load.walk, readsInPlace: load.readsInPlace, isInvariant: load.isInvariant)
        }
        targets = targets.enumerated().map {
            TileTarget(output: $1.output, location: firstTarget + $0, elementSize: $1.elementSize)
        }
        stores = draftStores.map { TileStore(output: $0.output, location: location($0.place), walk: $0.walk) }
    }
}

extension ElementwiseOp {
    /// Roughly how many additions one element costs; decides how much work a thread is worth.
    public var weight: Int {
        switch self {
        case .angle, .exp, .expm1, .log, .log1p, .log2, .log10, .sin, .cos, .tanh, .erf, .sigmoid, .softplus, .logaddexp,
            .logaddexp2, .exp2:
            return 8
        case .tan, .asin, .acos, .atan, .sinh, .cosh, .asinh, .acosh, .atanh, .power, .atan2, .hypot, .nextafter,
            .floorDivide, .remainder, .cbrt, .mantissa, .exponent, .fmod, .scale, .gcd, .lcm:
            return 32
        default: return 1
        }
    }
}
