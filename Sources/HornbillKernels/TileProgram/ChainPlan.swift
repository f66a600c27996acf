import CVectorLoops
import Glibc

/// A tile program whose values stay in registers from one operation to the next: see `ChainLowering`.
final class ChainPlan: TileRunner {
    /// Results at least as large as this are written past the caches, which would hold none of it when it is read.
    private static let streamedBytes = 16 << 20
    /// The bytes of a block: a number of elements that all stages work on at once.
    private static let block = Int(HBI_CHAIN_BLOCK)

    /// The bytes of a tile: as much of a strided operand is brought together at a time.
    private static let tile = 8 << 10

    private let memory = PlanMemory()
    private let stages: UnsafeBufferPointer<hbi_chain_stage>
    /// The same with results written past the caches; empty if they are too small for that.
    private let streaming: UnsafeBufferPointer<hbi_chain_stage>
    private let filled: UnsafeBufferPointer<(slot: Int, value: ChainLowering.Filling)>
    private let strided: UnsafeBufferPointer<(input: Int, walk: StridedWalk)>
    /// The blocks of a tile of theirs.
    private let tileBlocks: Int
    private let isDouble: Bool
    private let inputCount: Int
    private let outputCount: Int
    private let slotCount: Int
    private let byteCount: Int
    /// The blocks that are worth a thread.
    private let grain: Int

    init?(_ source: TileSource, types: [DType]) {
        guard let lowering = ChainLowering(source, types: types) else { return nil }
        inputCount = source.inputs.count
        outputCount = source.outputs.count
        slotCount = lowering.slotCount
        isDouble = lowering.isDouble
        byteCount = source.shape.reduce(1, &*) &* (isDouble ? 8 : 4)
        grain = max(1, 4000 / lowering.cost)
        stages = memory.table(lowering.stages)
        filled = memory.table(lowering.filled)
        let memory = memory, elementSize = isDouble ? 8 : 4
        let walks = lowering.strided.map { input in
            (
                input: input,
                walk: StridedWalk(
                    shape: source.shape, strides: source.inputs[input].strides, elementSize: elementSize, memory: memory)
            )
        }
        strided = memory.table(walks)
        tileBlocks = ChainPlan.blocks(walks.map(\.walk))
        var streamed = lowering.stages
        let store = hbi_chain_code(Int32(HBI_CHAIN_STORE), isDouble ? 1 : 0)
        for index in streamed.indices where streamed[index].code == store && streamed[index].moves != 0 {
            streamed[index].code = hbi_chain_code(Int32(HBI_CHAIN_STREAM), isDouble ? 1 : 0)
        }
        streaming = memory.table(byteCount >= ChainPlan.streamedBytes ? streamed : [])
    }

    func run(_ pointers: UnsafePointer<UnsafeMutableRawPointer>) {
        let whole = byteCount / ChainPlan.block
        let stages = isStreamed(pointers) ? streaming : self.stages
        if whole > 0 {
            Threads.parallel(whole, grain: grain) { begin, end in
                withTable(pointers, extraBlocks: strided.count &* tileBlocks) { table in
                    runBlocks(stages, pointers, table, begin, end)
                    if stages.baseAddress == streaming.baseAddress { hbi_chain_fence() }
                }
            }
        }
        let done = whole &* ChainPlan.block
        if done < byteCount { runLast(pointers, done) }
    }

    private func runBlocks(
        _ stages: UnsafeBufferPointer<hbi_chain_stage>, _ pointers: UnsafePointer<UnsafeMutableRawPointer>,
        _ table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>>, _ begin: Int, _ end: Int
    ) {
        func run(_ begin: Int, _ end: Int) {
            hbi_chain_run(
                stages.baseAddress.unsafelyUnwrapped, table, Int64(begin &* ChainPlan.block),
                Int64(end &* ChainPlan.block), isDouble ? 1 : 0)
        }
        if strided.isEmpty { return run(begin, end) }
        let elements = ChainPlan.block / (isDouble ? 8 : 4)
        var block = begin
        while block < end {
            let next = min(end, block &+ tileBlocks), count = (next &- block) &* elements
            for (number, (input, walk)) in strided.enumerated() {
                let own = UnsafeMutableRawPointer(table[inputCount &+ outputCount &+ slotCount &+ number &* tileBlocks])
                let start = block &* elements
                var place = UnsafeRawPointer(own)
                if let direct = walk.direct(pointers[input], start, count) {
                    place = direct
                } else if block == begin || walk.period == 0 || tileBlocks &* elements % walk.period != 0 {
                    // Tiles of whole periods are all the same.
                    walk.load(pointers[input], start, count, own)
                }
                // Stages count from the operand's beginning.
                table[input] = UnsafeMutableRawPointer(mutating: place - block &* ChainPlan.block)
                    .assumingMemoryBound(to: CChar.self)
            }
            run(block, next)
            block = next
        }
    }

    /// The blocks of a tile: as many as have whole periods of a broadcast operand, if that is possible.
    private static func blocks(_ walks: [StridedWalk]) -> Int {
        let few = tile / block
        guard let walk = walks.first(where: { $0.period > 0 }) else { return few }
        let period = walk.period &* walk.elementSize
        for count in few ... 2 &* few where count &* block % period == 0 { return count }
        return few
    }

    /// Whether results go past the caches: none may be in the place of an operand, whose memory is in them.
    private func isStreamed(_ pointers: UnsafePointer<UnsafeMutableRawPointer>) -> Bool {
        if streaming.isEmpty { return false }
        for output in inputCount ..< inputCount &+ outputCount {
            if Int(bitPattern: pointers[output]) & 63 != 0 { return false }
            for input in 0 ..< inputCount where pointers[input] == pointers[output] { return false }
        }
        return true
    }

    /// Calls `body` with the addresses of operands, outputs and slots.
    @inline(__always)
    private func withTable(
        _ pointers: UnsafePointer<UnsafeMutableRawPointer>, extraBlocks: Int = 0,
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>>) -> Void
    ) {
        let operands = inputCount &+ outputCount, places = operands &+ slotCount &+ extraBlocks
        let tableBytes = (places &* MemoryLayout<UnsafeMutableRawPointer>.stride &+ 63) & ~63
        Scratch.with(bytes: tableBytes &+ (slotCount &+ extraBlocks) &* ChainPlan.block) { scratch in
            let table = scratch.bindMemory(to: UnsafeMutablePointer<CChar>.self, capacity: places)
            for place in 0 ..< operands { table[place] = pointers[place].assumingMemoryBound(to: CChar.self) }
            let slots = (scratch + tableBytes).assumingMemoryBound(to: CChar.self)
            for slot in 0 ..< slotCount &+ extraBlocks { table[operands &+ slot] = slots + slot &* ChainPlan.block }
            for (slot, value) in filled { fill(table[operands &+ slot], value, pointers) }
            body(table)
        }
    }

    private func fill(
        _ slot: UnsafeMutablePointer<CChar>, _ value: ChainLowering.Filling, _ pointers: UnsafePointer<UnsafeMutableRawPointer>
    ) {
        let slot = UnsafeMutableRawPointer(slot), count = ChainPlan.block / (isDouble ? 8 : 4)
        switch value {
        case .constant(let value): HornbillKernels.fill(isDouble ? .float64 : .float32, slot, count, value)
        case .input(let index):
            HornbillKernels.fill(elementSize: isDouble ? 8 : 4, slot, count, pointers[index])
        }
    }

    /// The elements that do not fill a block, in blocks of their own.
    private func runLast(_ pointers: UnsafePointer<UnsafeMutableRawPointer>, _ done: Int) {
        let operands = inputCount &+ outputCount, bytes = byteCount &- done
        withTable(pointers, extraBlocks: operands) { table in
            // The extra blocks stand for the operands and outputs.
            for place in 0 ..< operands { table[place] = table[operands &+ slotCount &+ place] }
            for input in 0 ..< inputCount where !isFilled(input) {
                memset(table[input], 0, ChainPlan.block)
                memcpy(table[input], pointers[input] + done, isStrided(input) ? 0 : bytes)
            }
            for (input, walk) in strided {
                let size = walk.elementSize
                walk.load(pointers[input], done / size, bytes / size, UnsafeMutableRawPointer(table[input]))
            }
            hbi_chain_run(
                stages.baseAddress.unsafelyUnwrapped, table, 0, Int64(ChainPlan.block), isDouble ? 1 : 0)
            for output in inputCount ..< operands { memcpy(pointers[output] + done, table[output], bytes) }
        }
    }

    private func isStrided(_ input: Int) -> Bool {
        for (number, _) in strided where number == input { return true }
        return false
    }

    /// Whether an input is one element for all.
    private func isFilled(_ input: Int) -> Bool {
        for (_, value) in filled { if case .input(input) = value { return true } }
        return false
    }
}
