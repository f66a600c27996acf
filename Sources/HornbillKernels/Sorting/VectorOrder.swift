import CIntrinsics
import CVectorLoops

/// Numbers that the processor deals to both sides of a pivot a vector at a time.
protocol VectorKey: SortItem, FixedWidthInteger, UnsignedInteger where Key == Self {
    /// How many `sortFew` sorts.
    static var few: Int { get }
    static func sortFew(_ from: UnsafePointer<Self>, _ to: UnsafeMutablePointer<Self>, _ count: Int)
    static func deal(
        _ from: UnsafePointer<Self>, _ count: Int, _ pivot: Self, _ less: UnsafeMutablePointer<Self>,
        _ rest: UnsafeMutablePointer<Self>
    ) -> Int
    static func countLess(_ from: UnsafePointer<Self>, _ count: Int, _ pivot: Self) -> Int
    static func between(
        _ from: UnsafePointer<Self>, _ count: Int, _ low: Self, _ high: Self, _ to: UnsafeMutablePointer<Self>, _ below: inout Int
    ) -> Int
    /// The start of the first block of 16 in which the number is; see `hbi_find_32`.
    static func find(_ from: UnsafePointer<Self>, _ count: Int, _ number: Self) -> Int
    static func dealPositions(
        _ from: UnsafePointer<Self>, _ count: Int, _ pivot: Self, first: Int, _ less: UnsafeMutablePointer<Int>,
        _ same: UnsafeMutablePointer<Int>, _ more: UnsafeMutablePointer<Int>, _ done: UnsafeMutablePointer<Int>)
}

extension UInt32: VectorKey {
    static var few: Int { 256 }
    @inline(__always)
    static func sortFew(_ from: UnsafePointer<UInt32>, _ to: UnsafeMutablePointer<UInt32>, _ count: Int) {
        hbi_sort_few_u32(from, to, count)
    }
    @inline(__always)
    static func deal(
        _ from: UnsafePointer<UInt32>, _ count: Int, _ pivot: UInt32, _ less: UnsafeMutablePointer<UInt32>,
        _ rest: UnsafeMutablePointer<UInt32>
    ) -> Int { hbi_deal_u32(from, count, pivot, less, rest) }
    @inline(__always)
    static func countLess(_ from: UnsafePointer<UInt32>, _ count: Int, _ pivot: UInt32) -> Int {
        hbi_count_less_u32(from, count, pivot)
    }
    @inline(__always)
    static func between(
        _ from: UnsafePointer<UInt32>, _ count: Int, _ low: UInt32, _ high: UInt32, _ to: UnsafeMutablePointer<UInt32>,
        _ below: inout Int
    ) -> Int { hbi_between_u32(from, count, low, high, to, &below) }
    @inline(__always)
    static func find(_ from: UnsafePointer<UInt32>, _ count: Int, _ number: UInt32) -> Int { hbi_find_32(from, 0, count, number) }
    @inline(__always)
    static func dealPositions(
        _ from: UnsafePointer<UInt32>, _ count: Int, _ pivot: UInt32, first: Int, _ less: UnsafeMutablePointer<Int>,
        _ same: UnsafeMutablePointer<Int>, _ more: UnsafeMutablePointer<Int>, _ done: UnsafeMutablePointer<Int>
    ) { hbi_deal_positions_u32(from, count, pivot, first, less, same, more, done) }
}

extension UInt64: VectorKey {
    static var few: Int { 128 }
    @inline(__always)
    static func sortFew(_ from: UnsafePointer<UInt64>, _ to: UnsafeMutablePointer<UInt64>, _ count: Int) {
        hbi_sort_few_u64(from, to, count)
    }
    @inline(__always)
    static func deal(
        _ from: UnsafePointer<UInt64>, _ count: Int, _ pivot: UInt64, _ less: UnsafeMutablePointer<UInt64>,
        _ rest: UnsafeMutablePointer<UInt64>
    ) -> Int { hbi_deal_u64(from, count, pivot, less, rest) }
    @inline(__always)
    static func countLess(_ from: UnsafePointer<UInt64>, _ count: Int, _ pivot: UInt64) -> Int {
        hbi_count_less_u64(from, count, pivot)
    }
    @inline(__always)
    static func between(
        _ from: UnsafePointer<UInt64>, _ count: Int, _ low: UInt64, _ high: UInt64, _ to: UnsafeMutablePointer<UInt64>,
        _ below: inout Int
    ) -> Int { hbi_between_u64(from, count, low, high, to, &below) }
    @inline(__always)
    static func find(_ from: UnsafePointer<UInt64>, _ count: Int, _ number: UInt64) -> Int { hbi_find_64(from, 0, count, number) }
    @inline(__always)
    static func dealPositions(
        _ from: UnsafePointer<UInt64>, _ count: Int, _ pivot: UInt64, first: Int, _ less: UnsafeMutablePointer<Int>,
        _ same: UnsafeMutablePointer<Int>, _ more: UnsafeMutablePointer<Int>, _ done: UnsafeMutablePointer<Int>
    ) { hbi_deal_positions_u64(from, count, pivot, first, less, same, more, done) }
}

/// Sorting and selecting by dealing vectors to both sides of a pivot.
enum VectorOrder {
    /// Whether the processor has the instructions.
    static let isAvailable = hbi_has_compress() != 0

    /// As `sort`, for keys of 32 and 64 bits; returns whether they are, and the processor has what it takes.
    @inline(__always)
    static func sortIfPossible<K: SortItem>(
        _ keys: UnsafeMutablePointer<K>, spare: UnsafeMutablePointer<K>, count: Int, threads: Int
    ) -> Bool {
        func sorted<W: VectorKey>(_: W.Type) -> Bool {
            guard isAvailable else { return false }
            // The same type, as the caller has found.
            let keys = UnsafeMutableRawPointer(keys).assumingMemoryBound(to: W.self)
            sort(keys, spare: UnsafeMutableRawPointer(spare).assumingMemoryBound(to: W.self), count: count, threads: threads)
            return true
        }
        if K.self == UInt32.self { return sorted(UInt32.self) }
        return K.self == UInt64.self && sorted(UInt64.self)
    }

    /// Sorts `keys` where they are, with as much spare memory, on all threads that may help.
    static func sort<K: VectorKey>(
        _ keys: UnsafeMutablePointer<K>, spare: UnsafeMutablePointer<K>, count: Int, threads: Int
    ) {
        if threads < 2 || count < 1 << 14 { return sort(from: keys, to: keys, spare: spare, count: count, depth: 0) }
        // Halved together until each thread has a part of its own.
        var from = keys, to = spare, ends = [count]
        while ends.count < threads {
            var next: [Int] = [], start = 0
            for end in ends {
                next.append(start + split(from + start, to + start, end - start, threads))
                next.append(end)
                start = end
            }
            (from, to, ends) = (to, from, next)
        }
        Threads.parallel(ends.count, grain: 1) { begin, end in
            for index in begin ..< end {
                let start = index == 0 ? 0 : ends[index - 1]
                sort(from: from + start, to: keys + start, spare: spare + start, count: ends[index] - start, depth: 0)
            }
        }
    }

    /// Moves keys so that those less than one in the middle come first; returns how many these are.
    private static func split<K: VectorKey>(
        _ from: UnsafeMutablePointer<K>, _ to: UnsafeMutablePointer<K>, _ count: Int, _ threads: Int
    ) -> Int {
        guard count > 1024 else {
            to.update(from: from, count: count)
            return 0
        }
        let middle = withUnsafeTemporaryAllocation(of: K.self, capacity: 2048) { sample -> K in
            let sample = sample.baseAddress.unsafelyUnwrapped, step = (count - 1) / 1023
            for index in 0 ..< 1024 { (sample + index).initialize(to: from[index * step]) }
            sort(from: sample, to: sample, spare: sample + 1024, count: 1024, depth: 0)
            return sample[512]
        }
        func part(_ index: Int) -> Int { count * index / threads }
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: threads) { counts in
            let counts = counts.baseAddress.unsafelyUnwrapped
            Threads.parallel(threads, grain: 1) { begin, end in
                for index in begin ..< end {
                    counts[index] = K.countLess(from + part(index), part(index + 1) - part(index), middle)
                }
            }
            let all = (0 ..< threads).reduce(0) { $0 + counts[$1] }
            Threads.parallel(threads, grain: 1) { begin, end in
                for index in begin ..< end {
                    let before = (0 ..< index).reduce(0) { $0 + counts[$1] }
                    dealBlocks(from, part(index), part(index + 1), middle, to + before, to + (all + part(index) - before))
                }
            }
            return all
        }
    }

    /// Deals a block at a time in the cache, because the loops store more than they have to.
    private static func dealBlocks<K: VectorKey>(
        _ from: UnsafePointer<K>, _ first: Int, _ last: Int, _ pivot: K, _ less: UnsafeMutablePointer<K>,
        _ rest: UnsafeMutablePointer<K>
    ) {
        let block = 1024
        withUnsafeTemporaryAllocation(of: K.self, capacity: 2 * block) { memory in
            let memory = memory.baseAddress.unsafelyUnwrapped
            var less = less, rest = rest, start = first
            while start < last {
                let length = min(block, last &- start)
                let found = K.deal(from + start, length, pivot, memory, memory + block)
                less.update(from: memory, count: found)
                rest.update(from: memory + block, count: length &- found)
                less += found
                rest += length &- found
                start = start &+ length
            }
        }
    }

    /// Sorts keys that lie at `from`, which is either `to` or `spare`.
    private static func sort<K: VectorKey>(
        from: UnsafeMutablePointer<K>, to: UnsafeMutablePointer<K>, spare: UnsafeMutablePointer<K>, count: Int, depth: Int
    ) {
        var from = from, to = to, spare = spare, count = count, depth = depth
        while count > K.few {
            let pivot = pivot(from, count)
            var less = K.deal(from, count, pivot, to, spare)
            // All others lie in the spare memory from now on.
            from = spare
            if less == 0 {
                // The pivot is the smallest: those that equal it are in their place, whoever is first.
                if pivot == .max { return to.update(from: spare, count: count) }
                less = K.deal(from, count, pivot + 1, to, spare)
            } else if depth > 64 {
                // Pivots that keep being bad: what is left is sorted by its digits.
                (to + less).update(from: spare, count: count - less)
                return sortByDigits(to, spare, count)
            } else {
                sort(from: to, to: to, spare: spare + (count - less), count: less, depth: depth + 1)
            }
            to += less
            count -= less
            depth += 1
        }
        if count > 0 { K.sortFew(from, to, count) }
    }

    private static func sortByDigits<K: VectorKey>(
        _ keys: UnsafeMutablePointer<K>, _ spare: UnsafeMutablePointer<K>, _ count: Int
    ) {
        if RadixSort<K>.sort(keys, spare: spare, count: count, threads: 1) { keys.update(from: spare, count: count) }
    }

    /// The middle of a sample.
    @inline(__always)
    private static func pivot<K: VectorKey>(_ keys: UnsafePointer<K>, _ count: Int) -> K {
        withUnsafeTemporaryAllocation(of: K.self, capacity: 32) { sample in
            let sample = sample.baseAddress.unsafelyUnwrapped
            if count < 2048 {
                K.sortFew(keys + (count / 2 &- 8), sample, 16)
                return sample[8]
            }
            let step = (count &- 1) / 31
            for index in 0 ..< 32 { (sample + index).initialize(to: keys[index &* step]) }
            K.sortFew(sample, sample, 32)
            return sample[16]
        }
    }
}
