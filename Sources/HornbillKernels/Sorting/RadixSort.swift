/// Sorts items by their keys, stably, digit by digit.
///
/// What does not fit in the cache is first dealt to 256 buckets by its highest digit, on all threads; what does is sorted
/// from the lowest digit up. Digits in which no two keys differ cost nothing, so that small integers are fast whatever
/// their type. Few items are merged.
struct RadixSort<Item: SortItem> {
    private typealias Key = Item.Key

    /// Fewer items are sorted by comparison.
    private static var fewItems: Int { 256 }
    /// Items that fit in a core's second-level cache together with their spare places.
    private static var cacheItems: Int { (1 << 19) / MemoryLayout<Item>.stride }
    /// Fewer items are not worth a second thread.
    private static var sharedItems: Int { 1 << 15 }

    /// Sorts `items`, with as much spare memory. Returns whether the result lies in the spare memory.
    ///
    /// - Parameter threads: how many may help; 1 inside a parallel region.
    static func sort(
        _ items: UnsafeMutablePointer<Item>, spare: UnsafeMutablePointer<Item>, count: Int, threads: Int
    ) -> Bool {
        if count < fewItems { return mergeSort(items, spare, count) }
        let varying = varyingBits(items, count, threads)
        if varying == 0 { return false }
        if count <= cacheItems, threads < 2 || count < sharedItems { return lowestFirst(items, spare, count, varying) }
        highestFirst(items, spare, count, varying, threads)
        return true
    }

    /// The bits in which some keys differ.
    private static func varyingBits(_ items: UnsafePointer<Item>, _ count: Int, _ threads: Int) -> Key {
        let first = items[0].sortKey
        func varying(_ begin: Int, _ end: Int) -> Key {
            var bits: Key = 0
            for index in begin ..< end { bits |= items[index].sortKey ^ first }
            return bits
        }
        if threads < 2 || count < sharedItems { return varying(0, count) }
        return withUnsafeTemporaryAllocation(of: Key.self, capacity: threads) { parts in
            // Not empty: there is a thread.
            let parts = parts.baseAddress.unsafelyUnwrapped
            Threads.parallel(threads, grain: 1) { begin, end in
                for part in begin ..< end {
                    parts[part] = varying(count * part / threads, count * (part + 1) / threads)
                }
            }
            return (0 ..< threads).reduce(0) { $0 | parts[$1] }
        }
    }

    // MARK: In the cache

    private static func lowestFirst(
        _ items: UnsafeMutablePointer<Item>, _ spare: UnsafeMutablePointer<Item>, _ count: Int, _ varying: Key
    ) -> Bool {
        var from = items, to = spare
        var shift = varying.trailingZeroBitCount
        let end = Key.bitWidth - varying.leadingZeroBitCount
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 2048) { places in
            let places = places.baseAddress.unsafelyUnwrapped
            while shift < end {
                // As few digits as possible, then as short ones as possible: short ones are kinder to the cache.
                let digits = (end - shift + 10) / 11
                let width = count < 4096 ? min(8, end - shift) : (end - shift + digits - 1) / digits
                let mask = Key(truncatingIfNeeded: (1 << width) - 1)
                if varying & mask &<< Key(truncatingIfNeeded: shift) != 0 {
                    pass(from, to, count, shift: Key(truncatingIfNeeded: shift), mask: mask, places)
                    swap(&from, &to)
                }
                shift += width
            }
        }
        return from != items
    }

    /// Deals the items to the buckets of one digit.
    @inline(__always)
    private static func pass(
        _ from: UnsafePointer<Item>, _ to: UnsafeMutablePointer<Item>, _ count: Int, shift: Key, mask: Key,
        _ places: UnsafeMutablePointer<Int>
    ) {
        let buckets = Int(truncatingIfNeeded: mask) &+ 1
        for bucket in 0 ..< buckets { places[bucket] = 0 }
        for index in 0 ..< count {
            let digit = Int(truncatingIfNeeded: from[index].sortKey &>> shift & mask)
            places[digit] = places[digit] &+ 1
        }
        var next = 0
        for bucket in 0 ..< buckets {
            let length = places[bucket]
            places[bucket] = next
            next = next &+ length
        }
        for index in 0 ..< count {
            let item = from[index]
            let digit = Int(truncatingIfNeeded: item.sortKey &>> shift & mask)
            let place = places[digit]
            to[place] = item
            places[digit] = place &+ 1
        }
    }

    // MARK: Beyond the cache

    private static var buckets: Int { 256 }

    /// Leaves the result in the spare memory.
    private static func highestFirst(
        _ items: UnsafeMutablePointer<Item>, _ spare: UnsafeMutablePointer<Item>, _ count: Int, _ varying: Key,
        _ threads: Int
    ) {
        let top = Key.bitWidth - varying.leadingZeroBitCount
        let shift = Key(truncatingIfNeeded: max(0, top - 8))
        let buckets = self.buckets, mask = Key(truncatingIfNeeded: buckets - 1)
        let parts = count < sharedItems ? 1 : max(1, threads)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: buckets * parts + buckets + 1) { memory in
            let places = memory.baseAddress.unsafelyUnwrapped
            let starts = places + buckets * parts
            places.initialize(repeating: 0, count: buckets * parts)
            Threads.parallel(parts, grain: 1) { begin, end in
                for part in begin ..< end {
                    let mine = places + part * buckets
                    for index in count * part / parts ..< count * (part + 1) / parts {
                        let digit = Int(truncatingIfNeeded: items[index].sortKey &>> shift & mask)
                        mine[digit] = mine[digit] &+ 1
                    }
                }
            }
            var next = 0
            for bucket in 0 ..< buckets {
                starts[bucket] = next
                for part in 0 ..< parts {
                    let length = places[part * buckets + bucket]
                    places[part * buckets + bucket] = next
                    next += length
                }
            }
            starts[buckets] = count
            Threads.parallel(parts, grain: 1) { begin, end in
                for part in begin ..< end {
                    let mine = places + part * buckets
                    for index in count * part / parts ..< count * (part + 1) / parts {
                        let item = items[index]
                        let digit = Int(truncatingIfNeeded: item.sortKey &>> shift & mask)
                        let place = mine[digit]
                        spare[place] = item
                        mine[digit] = place &+ 1
                    }
                }
            }
            if shift == 0 { return }
            // Buckets that would keep one thread busy while the others wait are shared.
            let share = max(sharedItems, count / (4 * parts))
            if parts > 1 {
                for bucket in 0 ..< buckets where starts[bucket + 1] - starts[bucket] > share {
                    sortBucket(items, spare, starts[bucket], starts[bucket + 1], threads)
                }
            }
            Threads.parallel(parts, grain: 1) { begin, end in
                for part in begin ..< end {
                    let low = count * part / parts, high = count * (part + 1) / parts
                    for bucket in 0 ..< buckets {
                        let (start, stop) = (starts[bucket], starts[bucket + 1])
                        let middle = start + (stop - start) / 2
                        guard middle >= low, middle < high, parts == 1 || stop - start <= share else { continue }
                        sortBucket(items, spare, start, stop, 1)
                    }
                }
            }
        }
    }

    /// Sorts a bucket where it lies, in the spare memory.
    private static func sortBucket(
        _ items: UnsafeMutablePointer<Item>, _ spare: UnsafeMutablePointer<Item>, _ start: Int, _ stop: Int,
        _ threads: Int
    ) {
        let count = stop - start
        guard count > 1 else { return }
        if sort(spare + start, spare: items + start, count: count, threads: threads) {
            (spare + start).update(from: items + start, count: count)
        }
    }

    // MARK: Few items

    private static func mergeSort(
        _ items: UnsafeMutablePointer<Item>, _ spare: UnsafeMutablePointer<Item>, _ count: Int
    ) -> Bool {
        let run = 16
        var start = 0
        while start < count {
            let end = min(count, start &+ run)
            var index = start &+ 1
            while index < end {
                let item = items[index], key = item.sortKey
                var place = index
                while place > start, items[place &- 1].sortKey > key {
                    items[place] = items[place &- 1]
                    place = place &- 1
                }
                items[place] = item
                index = index &+ 1
            }
            start = end
        }
        var from = items, to = spare, width = run
        while width < count {
            var start = 0
            while start < count {
                let middle = min(count, start &+ width), end = min(count, start &+ 2 &* width)
                var left = start, right = middle, place = start
                while left < middle, right < end {
                    let (a, b) = (from[left], from[right])
                    // The right one goes first only if it is smaller: equal items keep their order.
                    let takesRight = b.sortKey < a.sortKey
                    to[place] = takesRight ? b : a
                    right = right &+ (takesRight ? 1 : 0)
                    left = left &+ (takesRight ? 0 : 1)
                    place = place &+ 1
                }
                if left < middle { (to + place).update(from: from + left, count: middle &- left) }
                if right < end { (to + place).update(from: from + right, count: end &- right) }
                start = end
            }
            swap(&from, &to)
            width = width &* 2
        }
        return from != items
    }
}
