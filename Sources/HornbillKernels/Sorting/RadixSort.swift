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

    /// Sorts by as many of the highest bits that vary as tell most items apart, and then the few that these do not tell
    /// apart by the rest.
    private static func lowestFirst(
        _ items: UnsafeMutablePointer<Item>, _ spare: UnsafeMutablePointer<Item>, _ count: Int, _ varying: Key
    ) -> Bool {
        let low = varying.trailingZeroBitCount, top = Key.bitWidth - varying.leadingZeroBitCount
        // Twelve more than there are numbers for the items, because floats' exponents tell few of them apart.
        let wanted = Key.bitWidth <= 32 ? top - low : min(top - low, Int.bitWidth - count.leadingZeroBitCount + 12)
        // As few digits as possible; of few items, digits short enough that counting is not all the work.
        let longest = count < 4096 ? 8 : 11
        let digits = (wanted + longest - 1) / longest, width = (wanted + digits - 1) / digits
        let start = max(low, top - digits * width)
        var from = items, to = spare
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << width) { places in
            let places = places.baseAddress.unsafelyUnwrapped
            let mask = Key(truncatingIfNeeded: (1 << width) - 1)
            var shift = start
            while shift < top {
                if varying & mask &<< Key(truncatingIfNeeded: shift) != 0 {
                    pass(from, to, count, shift: Key(truncatingIfNeeded: shift), mask: mask, places)
                    swap(&from, &to)
                }
                shift += width
            }
        }
        if start > low { finish(from, spare: to, count, shift: Key(truncatingIfNeeded: start)) }
        return from != items
    }

    /// Sorts runs of items whose keys are equal from bit `shift` up.
    private static func finish(
        _ items: UnsafeMutablePointer<Item>, spare: UnsafeMutablePointer<Item>, _ count: Int, shift: Key
    ) {
        var start = 0
        while start < count &- 1 {
            let high = items[start].sortKey &>> shift
            if items[start &+ 1].sortKey &>> shift != high {
                start = start &+ 1
                continue
            }
            var end = start &+ 2
            while end < count, items[end].sortKey &>> shift == high { end = end &+ 1 }
            if end &- start <= 16 {
                insertionSort(items, start, end)
            } else if sort(items + start, spare: spare + start, count: end - start, threads: 1) {
                (items + start).update(from: spare + start, count: end - start)
            }
            start = end
        }
    }

    @inline(__always)
    private static func insertionSort(_ items: UnsafeMutablePointer<Item>, _ start: Int, _ end: Int) {
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

    /// Deals the items to about 256 buckets of about equal size and sorts these. Leaves the result in the spare memory.
    ///
    /// Many more narrow ranges of keys are counted first, and neighbours joined to buckets, so that floats, of which most
    /// have few exponents, are dealt evenly too.
    private static func highestFirst(
        _ items: UnsafeMutablePointer<Item>, _ spare: UnsafeMutablePointer<Item>, _ count: Int, _ varying: Key,
        _ threads: Int
    ) {
        let top = Key.bitWidth - varying.leadingZeroBitCount
        let width = min(top, count >= 1 << 20 ? 14 : 12), ranges = 1 << width
        let shift = Key(truncatingIfNeeded: top - width), mask = Key(truncatingIfNeeded: ranges - 1)
        let parts = count < sharedItems ? 1 : max(1, threads), limit = 2 * buckets
        // For each part the number of items in each range; for each range its bucket; for each part and bucket the place of
        // the next item; where each bucket starts.
        let words = ranges * parts + ranges + limit * parts + limit + 1
        withUnsafeTemporaryAllocation(of: Int.self, capacity: words) { memory in
            let counts = memory.baseAddress.unsafelyUnwrapped
            let bucketOf = counts + ranges * parts, places = bucketOf + ranges, starts = places + limit * parts
            counts.initialize(repeating: 0, count: words)
            Threads.parallel(parts, grain: 1) { begin, end in
                for part in begin ..< end {
                    let mine = counts + part * ranges
                    for index in count * part / parts ..< count * (part + 1) / parts {
                        let range = Int(truncatingIfNeeded: items[index].sortKey &>> shift & mask)
                        mine[range] = mine[range] &+ 1
                    }
                }
            }
            // A bucket is full with its share, and at the latest when the next range would overfill it: fewer than twice as
            // many buckets as asked for.
            let share = max(1, count / buckets)
            var bucket = 0, filled = 0, next = 0
            for range in 0 ..< ranges {
                let length = (0 ..< parts).reduce(0) { $0 + counts[$1 * ranges + range] }
                if filled > 0, filled + length > share, bucket + 1 < limit {
                    bucket += 1
                    filled = 0
                    starts[bucket] = next
                }
                bucketOf[range] = bucket
                filled += length
                next += length
                for part in 0 ..< parts { places[part * limit + bucket] += counts[part * ranges + range] }
            }
            let used = bucket + 1
            starts[used] = count
            for bucket in 0 ..< used {
                var place = starts[bucket]
                for part in 0 ..< parts {
                    let length = places[part * limit + bucket]
                    places[part * limit + bucket] = place
                    place += length
                }
            }
            Threads.parallel(parts, grain: 1) { begin, end in
                for part in begin ..< end {
                    let mine = places + part * limit
                    for index in count * part / parts ..< count * (part + 1) / parts {
                        let item = items[index]
                        let bucket = bucketOf[Int(truncatingIfNeeded: item.sortKey &>> shift & mask)]
                        let place = mine[bucket]
                        spare[place] = item
                        mine[bucket] = place &+ 1
                    }
                }
            }
            // Buckets that would keep one thread busy while the others wait are shared.
            let much = max(sharedItems, count / (4 * parts))
            if parts > 1 {
                for bucket in 0 ..< used where starts[bucket + 1] - starts[bucket] > much {
                    sortBucket(items, spare, starts[bucket], starts[bucket + 1], threads)
                }
            }
            Threads.parallel(parts, grain: 1) { begin, end in
                for part in begin ..< end {
                    let low = count * part / parts, high = count * (part + 1) / parts
                    for bucket in 0 ..< used {
                        let (start, stop) = (starts[bucket], starts[bucket + 1])
                        let middle = start + (stop - start) / 2
                        guard middle >= low, middle < high, parts == 1 || stop - start <= much else { continue }
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
            insertionSort(items, start, end)
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
