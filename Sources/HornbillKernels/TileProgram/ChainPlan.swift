import CIntrinsics
import Glibc

/// A tile program whose values stay in registers from one operation to the next: see `ChainLowering`.
final class ChainPlan {
    /// Results at least as large as this are written past the caches, which would hold none of it when it is read.
    private static let streamedBytes = 16 << 20
    /// The bytes of a block: a number of elements that all stages work on at once.
    private static let block = Int(HBI_CHAIN_BLOCK)

    private let memory = PlanMemory()
    private let stages: UnsafeBufferPointer<hbi_chain_stage>
    /// The same with results written past the caches; empty if they are too small for that.
    private let streaming: UnsafeBufferPointer<hbi_chain_stage>
    private let filled: UnsafeBufferPointer<(slot: Int, value: ChainLowering.Filling)>
    private let isDouble: Bool
    private let inputCount: Int
    private let outputCount: Int
    private let slotCount: Int
    private let byteCount: Int
    /// Blocks that are worth a thread.
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
                withTable(pointers) { table in
                    hbi_chain_run(
                        stages.baseAddress.unsafelyUnwrapped, table, Int64(begin &* ChainPlan.block),
                        Int64(end &* ChainPlan.block), isDouble ? 1 : 0)
                    if stages.baseAddress == streaming.baseAddress { hbi_chain_fence() }
                }
            }
        }
        let done = whole &* ChainPlan.block
        if done < byteCount { runLast(pointers, done) }
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
                memcpy(table[input], pointers[input] + done, bytes)
            }
            hbi_chain_run(
                stages.baseAddress.unsafelyUnwrapped, table, 0, Int64(ChainPlan.block), isDouble ? 1 : 0)
            for output in inputCount ..< operands { memcpy(pointers[output] + done, table[output], bytes) }
        }
    }

    /// Whether an input is one element for all.
    private func isFilled(_ input: Int) -> Bool {
        for (_, value) in filled { if case .input(input) = value { return true } }
        return false
    }
}
