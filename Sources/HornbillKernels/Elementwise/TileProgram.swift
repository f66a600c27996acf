import Glibc

/// One operand of a tile program: its dtype, and how it is walked along the program's shape.
public struct Operand: Sendable {
    public var dtype: DType
    /// In elements, one for each axis of the program's shape; 0 repeats.
    public var strides: [Int]

    public init(dtype: DType, strides: [Int]) {
        self.dtype = dtype
        self.strides = strides
    }
}

/// A chain of elementwise operations run over tiles that stay in the first-level cache.
///
/// Values are numbered: the inputs, then the constants, then the results of the instructions in order. A run is
/// reentrant; an output may be exactly one of the inputs' memory, because a tile's outputs are stored after all of its
/// instructions have run.
public struct TileProgram: Sendable {
    public struct Instruction: Sendable {
        public var op: ElementwiseOp
        /// The compute type the operation runs in; a `copy` whose operand has another type is a cast.
        public var type: DType
        public var a: Int
        public var b: Int
        public var c: Int
        public var result: Int

        public init(op: ElementwiseOp, type: DType, a: Int, b: Int, c: Int, result: Int) {
            self.op = op
            self.type = type
            self.a = a
            self.b = b
            self.c = c
            self.result = result
        }
    }

    private struct Call: @unchecked Sendable {
        let kernel: TileKernel?
        let cast: (from: DType, to: DType)?
        let a: Int, b: Int, c: Int, result: Int
    }

    /// How an input's tile gets into its register.
    private enum Load {
        /// The register is the memory itself.
        case direct
        /// Contiguous, but of a storage type that must be widened.
        case widen
        /// One element, repeated.
        case splat
        /// Gathered element by element along the axes.
        case gather
    }

    private let shape: [Int]
    private let count: Int
    private let inputs: [Operand]
    private let loads: [Load]
    private let constants: [(Double, DType)]
    private let calls: [Call]
    private let outputs: [(register: Int, operand: Operand)]
    /// Whether the register of an output may be the output's memory: the only use of that memory in a tile.
    private let outputContiguous: [Bool]
    /// The buffer of each register in the thread's tile memory, or nil for inputs that are read in place.
    private let slots: [Int?]
    private let slotCount: Int
    private let tile: Int
    private let types: [DType]

    public init(
        shape: [Int], inputs: [Operand], constants: [(Double, DType)], instructions: [Instruction],
        outputs: [(register: Int, operand: Operand)]
    ) throws {
        let total = inputs.count + constants.count + instructions.count
        let all = inputs + outputs.map(\.operand)
        guard all.allSatisfy({ $0.strides.count == shape.count }) else {
            throw HornbillError(.internal, "a tile program's operands must have a stride for each axis")
        }
        // Axes over which every operand is contiguous become one.
        var lengths: [Int] = []
        var strides = [[Int]](repeating: [], count: all.count)
        for axis in shape.indices where shape[axis] != 1 {
            if let last = lengths.indices.last,
                all.indices.allSatisfy({ strides[$0][last] == all[$0].strides[axis] * shape[axis] })
            {
                lengths[last] *= shape[axis]
                for index in all.indices { strides[index][last] = all[index].strides[axis] }
            } else {
                lengths.append(shape[axis])
                for index in all.indices { strides[index].append(all[index].strides[axis]) }
            }
        }
        if lengths.isEmpty {
            lengths = [1]
            strides = strides.map { _ in [1] }
        }
        self.shape = lengths
        count = shape.reduce(1, *)
        self.inputs = inputs.enumerated().map { Operand(dtype: $1.dtype, strides: strides[$0]) }
        self.outputs = outputs.enumerated().map {
            ($1.register, Operand(dtype: $1.operand.dtype, strides: strides[inputs.count + $0]))
        }
        self.constants = constants

        func isContiguous(_ operand: Operand) -> Bool {
            var step = 1
            for axis in lengths.indices.reversed() {
                if lengths[axis] != 1, operand.strides[axis] != step { return false }
                step *= lengths[axis]
            }
            return true
        }
        loads = self.inputs.map { operand in
            if isContiguous(operand) { return operand.dtype == operand.dtype.computeType ? .direct : .widen }
            return operand.strides.allSatisfy({ $0 == 0 }) ? .splat : .gather
        }
        outputContiguous = self.outputs.map { isContiguous($0.operand) }

        var types = inputs.map(\.dtype.computeType) + constants.map(\.1.computeType)
        calls = try instructions.map { instruction in
            guard [instruction.a, instruction.b, instruction.c].allSatisfy({ $0 >= 0 && $0 < total }),
                instruction.result == types.count
            else { throw HornbillError(.internal, "a tile program's instruction names an unknown register") }
            let from = types[instruction.a]
            if instruction.op == .copy, from != instruction.type {
                types.append(instruction.type)
                return Call(
                    kernel: nil, cast: (from, instruction.type), a: instruction.a, b: instruction.a, c: instruction.a,
                    result: instruction.result)
            }
            guard let kernel = elementwiseKernel(instruction.op, instruction.type) else {
                throw HornbillError(
                    .typeMismatch, "\(instruction.op.name) is not defined for dtype \(instruction.type.name)")
            }
            types.append(instruction.op.isPredicate ? .bool : instruction.type)
            return Call(
                kernel: kernel, cast: nil, a: instruction.a, b: instruction.b, c: instruction.c,
                result: instruction.result)
        }
        self.types = types

        // Buffers are reused once a value is read no more. Constants and splats are filled once for each thread.
        var lastUse = [Int](repeating: -1, count: total)
        for (index, instruction) in instructions.enumerated() {
            for operand in [instruction.a, instruction.b, instruction.c] { lastUse[operand] = index }
        }
        for output in outputs { lastUse[output.register] = .max }
        var slots = [Int?](repeating: nil, count: total)
        var free: [Int] = []
        var used = 0
        func take() -> Int {
            if let slot = free.popLast() { return slot }
            used += 1
            return used - 1
        }
        for index in inputs.indices {
            switch loads[index] {
            case .direct: break
            case .splat, .widen, .gather: slots[index] = take()
            }
        }
        for index in constants.indices { slots[inputs.count + index] = take() }
        for (index, instruction) in instructions.enumerated() {
            slots[instruction.result] = take()
            let operands = Set([instruction.a, instruction.b, instruction.c])
            for operand in operands where lastUse[operand] == index && operand >= inputs.count + constants.count {
                if let slot = slots[operand] { free.append(slot) }
            }
            if lastUse[instruction.result] == -1, let slot = slots[instruction.result] { free.append(slot) }
        }
        self.slots = slots
        slotCount = used
        // All buffers together fill about half of a 32 KiB cache.
        let widest = types.map(\.size).max() ?? 8
        tile = max(128, min(2048, 16384 / max(1, used * widest) / 64 * 64))
    }

    /// Runs the program: the addresses of the inputs, then of the outputs.
    public func run(_ pointers: UnsafePointer<UnsafeMutableRawPointer>) {
        if count == 0 { return }
        let work = count * max(1, calls.count)
        if work < 65536 {
            run(pointers, 0, count)
        } else {
            Threads.parallel(count, grain: max(tile, 32768 / max(1, calls.count)), multiple: tile) { begin, end in
                run(pointers, begin, end)
            }
        }
    }

    private func run(_ pointers: UnsafePointer<UnsafeMutableRawPointer>, _ begin: Int, _ end: Int) {
        let tile = min(tile, end - begin)
        let stride = (tile * 8 + 127) / 64 * 64
        withUnsafeTemporaryAllocation(byteCount: (slotCount + 2) * stride + 64, alignment: 64) { memory in
            withUnsafeTemporaryAllocation(of: UnsafeMutableRawPointer.self, capacity: slots.count + 1) { registers in
                let base = memory.baseAddress.unsafelyUnwrapped
                for register in slots.indices {
                    registers[register] = slots[register].map { base + $0 * stride } ?? base
                }
                let spare = base + slotCount * stride
                for (index, constant) in constants.enumerated() {
                    var value = constant.0
                    splat(.float64, &value, constant.1.computeType, registers[inputs.count + index], tile)
                }
                for (index, load) in loads.enumerated() where load == .splat {
                    splat(inputs[index].dtype, pointers[index], types[index], registers[index], tile)
                }
                var start = begin
                while start < end {
                    let n = min(tile, end - start)
                    for (index, load) in loads.enumerated() {
                        let operand = inputs[index]
                        switch load {
                        case .direct: registers[index] = pointers[index] + start * operand.dtype.size
                        case .splat: break
                        case .widen:
                            castSerial(
                                from: operand.dtype, to: types[index], pointers[index] + start * operand.dtype.size,
                                registers[index], n)
                        case .gather: gather(operand, pointers[index], types[index], registers[index], spare, start, n)
                        }
                    }
                    for call in calls {
                        if let kernel = call.kernel {
                            kernel(registers[call.result], registers[call.a], registers[call.b], registers[call.c], n)
                        } else if let cast = call.cast {
                            castSerial(from: cast.from, to: cast.to, registers[call.a], registers[call.result], n)
                        }
                    }
                    for (index, output) in outputs.enumerated() {
                        let target = pointers[inputs.count + index]
                        let type = types[output.register], dtype = output.operand.dtype
                        if outputContiguous[index] {
                            castSerial(from: type, to: dtype, registers[output.register], target + start * dtype.size, n)
                        } else {
                            castSerial(from: type, to: dtype, registers[output.register], spare, n)
                            scatter(output.operand, spare, target, start, n)
                        }
                    }
                    start += n
                }
            }
        }
    }

    private func splat(
        _ from: DType, _ source: UnsafeRawPointer, _ to: DType, _ target: UnsafeMutableRawPointer, _ n: Int
    ) {
        castSerial(from: from, to: to, source, target, 1)
        fillTile(target, to.size, n)
    }

    /// Copies `n` elements from linear position `start` into `target`, converting on the way.
    private func gather(
        _ operand: Operand, _ source: UnsafeRawPointer, _ type: DType, _ target: UnsafeMutableRawPointer,
        _ spare: UnsafeMutableRawPointer, _ start: Int, _ n: Int
    ) {
        let direct = operand.dtype == type
        let packed = direct ? target : spare
        let size = operand.dtype.size
        forRuns(operand.strides, start, n) { offset, step, position, length in
            copyRun(
                size, source + offset * size, step, packed + position * size, 1, length)
        }
        if !direct { castSerial(from: operand.dtype, to: type, packed, target, n) }
    }

    private func scatter(
        _ operand: Operand, _ packed: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ start: Int, _ n: Int
    ) {
        let size = operand.dtype.size
        forRuns(operand.strides, start, n) { offset, step, position, length in
            copyRun(size, packed + position * size, 1, target + offset * size, step, length)
        }
    }

    /// The runs along the last axis that cover `n` elements from linear position `start`.
    @inline(__always)
    private func forRuns(
        _ strides: [Int], _ start: Int, _ n: Int,
        _ body: (_ offset: Int, _ step: Int, _ position: Int, _ length: Int) -> Void
    ) {
        let last = shape.count - 1
        let inner = shape[last]
        var position = 0
        while position < n {
            var rest = start + position
            let column = rest % inner
            rest /= inner
            var offset = column * strides[last]
            var axis = last - 1
            while axis >= 0 {
                offset += rest % shape[axis] * strides[axis]
                rest /= shape[axis]
                axis -= 1
            }
            let length = min(n - position, inner - column)
            body(offset, strides[last], position, length)
            position += length
        }
    }
}

/// Repeats the first element of a tile over it.
@inline(__always)
private func fillTile(_ target: UnsafeMutableRawPointer, _ size: Int, _ n: Int) {
    func fill<T>(_: T.Type) {
        let pointer = target.assumingMemoryBound(to: T.self)
        let value = pointer[0]
        for index in 0 ..< n { pointer[index] = value }
    }
    switch size {
    case 1: fill(UInt8.self)
    case 2: fill(UInt16.self)
    case 4: fill(UInt32.self)
    default: fill(UInt64.self)
    }
}

/// Copies `n` elements of `size` bytes between two steps (in elements).
@inline(__always)
func copyRun(
    _ size: Int, _ source: UnsafeRawPointer, _ sourceStep: Int, _ target: UnsafeMutableRawPointer, _ targetStep: Int,
    _ n: Int
) {
    if sourceStep == 1 && targetStep == 1 {
        memcpy(target, source, n * size)
        return
    }
    func copy<T>(_: T.Type) {
        let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
        if sourceStep == 0 && targetStep == 1 {
            let value = source[0]
            for index in 0 ..< n { target[index] = value }
        } else {
            for index in 0 ..< n { target[index &* targetStep] = source[index &* sourceStep] }
        }
    }
    switch size {
    case 1: copy(UInt8.self)
    case 2: copy(UInt16.self)
    case 4: copy(UInt32.self)
    default: copy(UInt64.self)
    }
}
