/// Sorting lines of elements, each of which is dense: NaN last, also when descending.
public enum Sorting {
    /// How many bytes `sort` wants besides the target.
    public static func scratchBytes(sorting dtype: DType, count: Int) -> Int { count * dtype.size + 64 }

    /// How many bytes `argsort` wants besides the target.
    public static func scratchBytes(argsorting dtype: DType, count: Int) -> Int {
        // Positions beyond 32 bits do not fit in a word with their keys.
        dtype.size <= 4 ? 16 * count + 64 : 32 * count + 64
    }

    /// Sorts `lines` lines of `length` elements from `source` to `target`. Complex numbers have no order, and stay.
    public static func sort(
        _ dtype: DType, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, scratch: UnsafeMutableRawPointer,
        lines: Int, length: Int, isDescending: Bool
    ) {
        func integers<T: FixedWidthInteger & OrderedBits, Key: SortItem & FixedWidthInteger & UnsignedInteger>(
            _: T.Type, _: Key.Type
        ) where Key.Key == Key {
            let mask: Key = SortKeys.key(0 as T, flip: isDescending ? ~0 : 0)
            sortLines(
                source.assumingMemoryBound(to: T.self), target.assumingMemoryBound(to: T.self), scratch, lines, length,
                sorted: { CountingSort.sort($0, $1, count: length, isDescending: isDescending, threads: $2) },
                keys: { (from, to: UnsafeMutablePointer<Key>, count) in SortKeys.turn(from, to, count, mask) },
                values: { SortKeys.turn($0, $1, $2, mask) })
        }
        func floats<Key: SortItem & FixedWidthInteger & UnsignedInteger>(_: Key.Type, infinity: Key)
        where Key.Key == Key {
            let flip: Key = isDescending ? ~0 : 0
            sortLines(
                source.assumingMemoryBound(to: Key.self), target.assumingMemoryBound(to: Key.self), scratch, lines, length,
                sorted: { _, _, _ in false },
                keys: { (from, to: UnsafeMutablePointer<Key>, count) in SortKeys.floatKeys(from, to, count, infinity, flip) },
                values: { SortKeys.floatBits($0, $1, $2, infinity, flip) })
        }
        switch dtype {
        case .int8: integers(Int8.self, UInt8.self)
        case .int16: integers(Int16.self, UInt16.self)
        case .int32: integers(Int32.self, UInt32.self)
        case .int64: integers(Int64.self, UInt64.self)
        case .bool, .uint8: integers(UInt8.self, UInt8.self)
        case .uint16: integers(UInt16.self, UInt16.self)
        case .uint32: integers(UInt32.self, UInt32.self)
        case .uint64: integers(UInt64.self, UInt64.self)
        case .float16: floats(UInt16.self, infinity: 0x7C00)
        case .bfloat16: floats(UInt16.self, infinity: 0x7F80)
        case .float32: floats(UInt32.self, infinity: 0x7F80_0000)
        case .float64: floats(UInt64.self, infinity: 0x7FF0_0000_0000_0000)
        default: break
        }
    }

    @inline(__always)
    private static func sortLines<T, Key: SortItem & FixedWidthInteger & UnsignedInteger>(
        _ source: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>, _ scratch: UnsafeMutableRawPointer, _ lines: Int,
        _ length: Int, sorted isSorted: (UnsafePointer<T>, UnsafeMutablePointer<T>, _ threads: Int) -> Bool,
        keys toKeys: (UnsafePointer<T>, UnsafeMutablePointer<Key>, Int) -> Void,
        values toValues: (UnsafePointer<Key>, UnsafeMutablePointer<T>, Int) -> Void
    ) where Key.Key == Key {
        // Keys have the size of elements, so that the target can hold them while they are sorted.
        let keys = UnsafeMutableRawPointer(target).assumingMemoryBound(to: Key.self)
        let spare = scratch.assumingMemoryBound(to: Key.self)
        let threads = lines == 1 ? Threads.count : 1
        Threads.parallel(lines, grain: max(1, 4096 / max(1, length))) { begin, end in
            for line in begin ..< end {
                let start = line * length
                let from = source + start, to = target + start, mine = keys + start, other = spare + start
                if isSorted(from, to, threads) { continue }
                each(length, threads) { first, last in toKeys(from + first, mine + first, last - first) }
                let isDone = VectorOrder.sortIfPossible(mine, spare: other, count: length, threads: threads)
                let isAway = !isDone && RadixSort<Key>.sort(mine, spare: other, count: length, threads: threads)
                let sorted = isAway ? other : mine
                each(length, threads) { first, last in toValues(sorted + first, to + first, last - first) }
            }
        }
    }

    @inline(__always)
    private static func each(_ count: Int, _ threads: Int, _ body: (Int, Int) -> Void) {
        if threads < 2 { return body(0, count) }
        Threads.parallel(count, grain: 1 << 15, multiple: 64, body)
    }

    /// The positions that sort each of `lines` lines of `length` elements; equal elements keep their order.
    public static func argsort(
        _ dtype: DType, _ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Int>, scratch: UnsafeMutableRawPointer,
        lines: Int, length: Int, isDescending: Bool
    ) {
        let flip: UInt32 = isDescending ? ~0 : 0, longFlip: UInt64 = isDescending ? ~0 : 0
        func integers<T: FixedWidthInteger>(_: T.Type) {
            let source = source.assumingMemoryBound(to: T.self)
            positions(lines, length, target, scratch) { start, count, keys in
                // Widened first, so that the sign's place is that of the wider type.
                for index in 0 ..< count {
                    keys[index] = T.isSigned
                        ? SortKeys.key(Int32(truncatingIfNeeded: source[start &+ index]), flip: flip)
                        : SortKeys.key(UInt32(truncatingIfNeeded: source[start &+ index]), flip: flip)
                }
            }
        }
        func longIntegers<T: FixedWidthInteger & OrderedBits>(_: T.Type) {
            let source = source.assumingMemoryBound(to: T.self)
            // Numbers of which the differences have 32 bits fit in a word with their positions.
            if lines * length >= 256 {
                let low = T(orderedBits: T.extremum(source, lines * length, isMax: false).0)
                let high = T(orderedBits: T.extremum(source, lines * length, isMax: true).0)
                let (span, isLong) = high.subtractingReportingOverflow(low)
                if !isLong, span <= UInt32.max {
                    return positions(lines, length, target, scratch) { start, count, keys in
                        for index in 0 ..< count { keys[index] = UInt32(truncatingIfNeeded: source[start &+ index] &- low) ^ flip }
                    }
                }
            }
            longPositions(lines, length, target, scratch) { start, count, keys in
                for index in 0 ..< count { keys[index] = SortKeys.key(source[start &+ index], flip: longFlip) }
            }
        }
        func half(_ infinity: UInt16) {
            let source = source.assumingMemoryBound(to: UInt16.self), flip = UInt16(truncatingIfNeeded: flip)
            positions(lines, length, target, scratch) { start, count, keys in
                for index in 0 ..< count {
                    keys[index] = UInt32(
                        SortKeys.floatKey(source[start &+ index], infinity: infinity, flip: flip, joinsZeros: true))
                }
            }
        }
        switch dtype {
        case .int8: integers(Int8.self)
        case .int16: integers(Int16.self)
        case .int32: integers(Int32.self)
        case .bool, .uint8: integers(UInt8.self)
        case .uint16: integers(UInt16.self)
        case .uint32: integers(UInt32.self)
        case .int64: longIntegers(Int64.self)
        case .uint64: longIntegers(UInt64.self)
        case .float16: half(0x7C00)
        case .bfloat16: half(0x7F80)
        case .float32:
            let source = source.assumingMemoryBound(to: UInt32.self)
            positions(lines, length, target, scratch) { start, count, keys in
                for index in 0 ..< count {
                    keys[index] = SortKeys.floatKey(
                        source[start &+ index], infinity: 0x7F80_0000, flip: flip, joinsZeros: true)
                }
            }
        case .float64:
            let source = source.assumingMemoryBound(to: UInt64.self)
            longPositions(lines, length, target, scratch) { start, count, keys in
                for index in 0 ..< count {
                    keys[index] = SortKeys.floatKey(
                        source[start &+ index], infinity: 0x7FF0_0000_0000_0000, flip: longFlip, joinsZeros: true)
                }
            }
        default: break
        }
    }

    /// - Parameter keys: makes the keys of some elements, counted from the first one of all lines.
    private static func positions(
        _ lines: Int, _ length: Int, _ target: UnsafeMutablePointer<Int>, _ scratch: UnsafeMutableRawPointer,
        _ keys: (_ start: Int, _ count: Int, UnsafeMutablePointer<UInt32>) -> Void
    ) {
        // Longer lines would need more memory than there is: their positions fit.
        guard length <= Int(UInt32.max) else {
            return longPositions(lines, length, target, scratch) { start, count, wide in
                for index in 0 ..< count {
                    var key: UInt32 = 0
                    keys(start + index, 1, &key)
                    wide[index] = UInt64(key)
                }
            }
        }
        order(PackedPosition.self, lines, length, target, scratch, keys)
    }

    private static func longPositions(
        _ lines: Int, _ length: Int, _ target: UnsafeMutablePointer<Int>, _ scratch: UnsafeMutableRawPointer,
        _ keys: (_ start: Int, _ count: Int, UnsafeMutablePointer<UInt64>) -> Void
    ) {
        order(KeyedPosition.self, lines, length, target, scratch, keys)
    }

    private static func order<Item: PositionItem>(
        _: Item.Type, _ lines: Int, _ length: Int, _ target: UnsafeMutablePointer<Int>, _ scratch: UnsafeMutableRawPointer,
        _ keys: (_ start: Int, _ count: Int, UnsafeMutablePointer<Item.Key>) -> Void
    ) {
        let items = scratch.assumingMemoryBound(to: Item.self), spare = items + lines * length
        let threads = lines == 1 ? Threads.count : 1, block = 512
        Threads.parallel(lines, grain: max(1, 2048 / max(1, length))) { begin, end in
            for line in begin ..< end {
                let start = line * length
                let mine = items + start, other = spare + start, to = target + start
                each(length, threads) { first, last in
                    withUnsafeTemporaryAllocation(of: Item.Key.self, capacity: block) { made in
                        // Not empty.
                        let made = made.baseAddress.unsafelyUnwrapped
                        var done = first
                        while done < last {
                            let count = min(block, last &- done)
                            keys(start &+ done, count, made)
                            for index in 0 ..< count { mine[done &+ index] = Item(made[index], done &+ index) }
                            done = done &+ count
                        }
                    }
                }
                let sorted = RadixSort<Item>.sort(mine, spare: other, count: length, threads: threads) ? other : mine
                each(length, threads) { first, last in
                    for index in first ..< last { to[index] = sorted[index].position }
                }
            }
        }
    }
}
