/// Sorts integers of a short range by counting them.
enum CountingSort {
    /// The longest range; its counts fit in the second-level cache.
    private static let longest = 1 << 16

    /// Writes the elements of a line in order to `target`, if their range is short beside their number; else returns false.
    ///
    /// - Parameter threads: how many may help; 1 inside a parallel region.
    static func sort<T: FixedWidthInteger & OrderedBits>(
        _ source: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>, count: Int, isDescending: Bool, threads: Int
    ) -> Bool {
        guard count >= 256, count <= Int(UInt32.max), let (low, range) = range(source, count, threads) else { return false }
        let parts = threads < 2 || count < 1 << 15 || range > count / 16 ? 1 : threads
        // Two tables for each part, so that equal neighbours do not wait for each other.
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: (2 * parts + 1) * range) { memory in
            let counts = memory.baseAddress.unsafelyUnwrapped
            counts.initialize(repeating: 0, count: (2 * parts + 1) * range)
            Threads.parallel(parts, grain: 1) { begin, end in
                for part in begin ..< end {
                    let first = counts + 2 * part * range, second = first + range
                    var index = count * part / parts
                    let last = count * (part + 1) / parts
                    while index &+ 2 <= last {
                        let a = Int(truncatingIfNeeded: source[index] &- low) & mask(T.self)
                        let b = Int(truncatingIfNeeded: source[index &+ 1] &- low) & mask(T.self)
                        first[a] = first[a] &+ 1
                        second[b] = second[b] &+ 1
                        index = index &+ 2
                    }
                    if index < last {
                        let a = Int(truncatingIfNeeded: source[index] &- low) & mask(T.self)
                        first[a] = first[a] &+ 1
                    }
                }
            }
            let totals = counts + 2 * parts * range
            for table in 0 ..< 2 * parts {
                let mine = counts + table * range
                for value in 0 ..< range { totals[value] = totals[value] &+ mine[value] }
            }
            fill(target, count, low, totals, range, isDescending, parts)
        }
        return true
    }

    /// The differences of integers of a narrow type wrap in that type.
    @inline(__always)
    private static func mask<T: FixedWidthInteger>(_: T.Type) -> Int {
        T.bitWidth == 64 ? -1 : (1 &<< T.bitWidth) &- 1
    }

    /// The smallest element and how many values there may be; nil if these are too many.
    private static func range<T: FixedWidthInteger & OrderedBits>(
        _ source: UnsafePointer<T>, _ count: Int, _ threads: Int
    ) -> (low: T, range: Int)? {
        let most = min(longest, 4 * count)
        if T.bitWidth == 8 { return (T.min, 256) }
        func length(_ low: T, _ high: T) -> Int? {
            let (distance, isLong) = high.subtractingReportingOverflow(low)
            guard !isLong, let length = Int(exactly: distance), length < most else { return nil }
            return length + 1
        }
        // Most arrays that do not qualify show it at once.
        var low = source[0], high = source[0]
        for index in 0 ..< 64 {
            let value = source[(count - 1) / 63 * index]
            low = min(low, value)
            high = max(high, value)
        }
        guard length(low, high) != nil else { return nil }
        let parts = threads < 2 || count < 1 << 16 ? 1 : threads
        return withUnsafeTemporaryAllocation(of: T.self, capacity: 2 * parts) { ends in
            let ends = ends.baseAddress.unsafelyUnwrapped
            Threads.parallel(parts, grain: 1) { begin, end in
                for part in begin ..< end {
                    let start = count * part / parts, size = count * (part + 1) / parts - start
                    (ends + 2 * part).initialize(to: T(orderedBits: T.extremum(source + start, size, isMax: false).0))
                    (ends + 2 * part + 1).initialize(to: T(orderedBits: T.extremum(source + start, size, isMax: true).0))
                }
            }
            for part in 0 ..< parts {
                low = min(low, ends[2 * part])
                high = max(high, ends[2 * part + 1])
            }
            return length(low, high).map { (low, $0) }
        }
    }

    /// Writes each value as often as it was counted.
    private static func fill<T: FixedWidthInteger>(
        _ target: UnsafeMutablePointer<T>, _ count: Int, _ low: T, _ totals: UnsafePointer<UInt32>, _ range: Int,
        _ isDescending: Bool, _ parts: Int
    ) {
        Threads.parallel(parts, grain: 1) { begin, end in
            // Each part writes the runs that begin in its share of the target.
            let first = count * begin / parts, last = count * end / parts
            var place = 0
            for index in 0 ..< range {
                let value = isDescending ? range &- 1 &- index : index, length = Int(totals[value])
                if place >= first, place < last {
                    (target + place).update(repeating: low &+ T(truncatingIfNeeded: value), count: length)
                }
                place = place &+ length
                if place >= last { return }
            }
        }
    }
}
