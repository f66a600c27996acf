/// Memory of a plan: constant tables that its runs read without reference counting, freed with the plan.
///
/// (Arrays in a structure are retained when it is copied, and the count is one cache line that threads fight over.)
final class PlanMemory: @unchecked Sendable {
    private var blocks: [UnsafeMutableRawPointer] = []

    /// A copy of `values`, which must be trivial, that lives as long as this object.
    func table<T>(_ values: [T]) -> UnsafeBufferPointer<T> {
        if values.isEmpty { return UnsafeBufferPointer(start: nil, count: 0) }
        let memory = bytes(values.count * MemoryLayout<T>.stride).bindMemory(to: T.self, capacity: values.count)
        memory.initialize(from: values, count: values.count)
        return UnsafeBufferPointer(start: memory, count: values.count)
    }

    /// Uninitialised memory that lives as long as this object.
    func bytes(_ count: Int) -> UnsafeMutableRawPointer {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 64)
        blocks.append(memory)
        return memory
    }

    deinit { for block in blocks { block.deallocate() } }
}
