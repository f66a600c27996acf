import HornbillTensor

/// A range of bytes that a step touches: of the arena, or of another buffer.
struct MemoryRange {
    /// Nil for the arena.
    private let buffer: Buffer?
    private let begin: Int
    private let end: Int

    /// - Parameter bytes: which of the place's bytes; nil for all of its buffer.
    init(_ place: Place, _ plan: MemoryPlan, bytes: Range<Int>? = nil) {
        var start = 0, end = Int.max
        if case .temporary(let number) = place.buffer {
            buffer = nil
            start = plan.offsets[number]
            end = start + plan.byteCounts[number]
        } else {
            buffer = place.buffer
        }
        begin = bytes.map { start + place.offset + $0.lowerBound } ?? start
        self.end = bytes.map { start + place.offset + $0.upperBound } ?? end
    }

    /// The ranges as keys, such that ranges share a key if they share memory: each begins or ends where ranges do.
    static func keys(_ memory: [(reads: [MemoryRange], writes: [MemoryRange])]) -> [(reads: [Int], writes: [Int])] {
        var borders: [Buffer?: Set<Int>] = [:]
        for range in memory.lazy.flatMap({ $0.reads + $0.writes }) where range.begin < range.end {
            borders[range.buffer, default: []].formUnion([range.begin, range.end])
        }
        var first: [Buffer?: Int] = [:], count = 0
        let sorted = borders.mapValues { $0.sorted() }
        for (buffer, list) in sorted {
            first[buffer] = count
            count += list.count
        }
        func keys(_ range: MemoryRange) -> Range<Int> {
            guard range.begin < range.end, let list = sorted[range.buffer], let first = first[range.buffer] else { return 0 ..< 0 }
            return first + position(range.begin, list) ..< first + position(range.end, list)
        }
        return memory.map { ($0.reads.flatMap(keys), $0.writes.flatMap(keys)) }
    }

    /// Where a number is in a list in order that has it.
    private static func position(_ value: Int, _ list: [Int]) -> Int {
        var low = 0, high = list.count
        while low < high {
            let middle = (low + high) / 2
            if list[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
