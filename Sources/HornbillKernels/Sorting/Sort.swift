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
            let flip: Key = isDescending ? ~0 : 0
            sortLines(
                source.assumingMemoryBound(to: T.self), target.assumingMemoryBound(to: T.self), scratch, lines, length,
                sorted: { CountingSort.sort($0, $1, count: length, isDescending: isDescending, threads: $2) },
                key: { SortKeys.key($0, flip: flip) as Key }, value: { SortKeys.integer($0, flip: flip) })
        }
        func floats<Key: SortItem & FixedWidthInteger & UnsignedInteger>(_: Key.Type, infinity: Key)
        where Key.Key == Key {
            let flip: Key = isDescending ? ~0 : 0
            sortLines(
                source.assumingMemoryBound(to: Key.self), target.assumingMemoryBound(to: Key.self), scratch, lines, length,
                sorted: { _, _, _ in false },
                key: { SortKeys.floatKey($0, infinity: infinity, flip: flip, joinsZeros: false) },
                value: { SortKeys.floatBits($0, infinity: infinity, flip: flip) })
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
        key: (T) -> Key, value: (Key) -> T
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
                each(length, threads) { first, last in
                    for index in first ..< last { mine[index] = key(from[index]) }
                }
                let isDone = VectorOrder.sortIfPossible(mine, spare: other, count: length, threads: threads)
                let isAway = !isDone && RadixSort<Key>.sort(mine, spare: other, count: length, threads: threads)
                let sorted = isAway ? other : mine
                each(length, threads) { first, last in
                    for index in first ..< last { to[index] = value(sorted[index]) }
                }
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
        func integers<T: FixedWidthInteger>(_: T.Type) {
            let source = source.assumingMemoryBound(to: T.self)
            let flip: UInt32 = isDescending ? ~0 : 0
            positions(lines, length, target, scratch) { line, index in
                // Widened first, so that the sign's place is that of the wider type.
                let wide = T.isSigned
                    ? SortKeys.key(Int32(truncatingIfNeeded: source[line * length + index]), flip: flip)
                    : SortKeys.key(UInt32(truncatingIfNeeded: source[line * length + index]), flip: flip)
                return wide
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
                    let flip: UInt32 = isDescending ? ~0 : 0
                    return positions(lines, length, target, scratch) { line, index in
                        UInt32(truncatingIfNeeded: source[line * length + index] &- low) ^ flip
                    }
                }
            }
            let flip: UInt64 = isDescending ? ~0 : 0
            longPositions(lines, length, target, scratch) { line, index in
                SortKeys.key(source[line * length + index], flip: flip)
            }
        }
        func half(_ infinity: UInt16) {
            let source = source.assumingMemoryBound(to: UInt16.self)
            let flip: UInt16 = isDescending ? ~0 : 0
            positions(lines, length, target, scratch) { line, index in
                UInt32(SortKeys.floatKey(source[line * length + index], infinity: infinity, flip: flip, joinsZeros: true))
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
            let flip: UInt32 = isDescending ? ~0 : 0
            positions(lines, length, target, scratch) { line, index in
                SortKeys.floatKey(source[line * length + index], infinity: 0x7F80_0000, flip: flip, joinsZeros: true)
            }
        case .float64:
            let source = source.assumingMemoryBound(to: UInt64.self)
            let flip: UInt64 = isDescending ? ~0 : 0
            longPositions(lines, length, target, scratch) { line, index in
                SortKeys.floatKey(
                    source[line * length + index], infinity: 0x7FF0_0000_0000_0000, flip: flip, joinsZeros: true)
            }
        default: break
        }
    }

    @inline(__always)
    private static func positions(
        _ lines: Int, _ length: Int, _ target: UnsafeMutablePointer<Int>, _ scratch: UnsafeMutableRawPointer,
        _ key: (_ line: Int, _ index: Int) -> UInt32
    ) {
        // Longer lines would need more memory than there is: their positions fit.
        guard length <= Int(UInt32.max) else { return longPositions(lines, length, target, scratch) { UInt64(key($0, $1)) } }
        order(PackedPosition.self, lines, length, target, scratch, item: { PackedPosition(key($0, $1), $1) }) { $0.position }
    }

    @inline(__always)
    private static func longPositions(
        _ lines: Int, _ length: Int, _ target: UnsafeMutablePointer<Int>, _ scratch: UnsafeMutableRawPointer,
        _ key: (_ line: Int, _ index: Int) -> UInt64
    ) {
        order(KeyedPosition.self, lines, length, target, scratch, item: { KeyedPosition(key($0, $1), $1) }) { $0.position }
    }

    @inline(__always)
    private static func order<Item: SortItem>(
        _: Item.Type, _ lines: Int, _ length: Int, _ target: UnsafeMutablePointer<Int>, _ scratch: UnsafeMutableRawPointer,
        item: (_ line: Int, _ index: Int) -> Item, position: (Item) -> Int
    ) {
        let items = scratch.assumingMemoryBound(to: Item.self), spare = items + lines * length
        let threads = lines == 1 ? Threads.count : 1
        Threads.parallel(lines, grain: max(1, 2048 / max(1, length))) { begin, end in
            for line in begin ..< end {
                let start = line * length
                let mine = items + start, other = spare + start, to = target + start
                each(length, threads) { first, last in
                    for index in first ..< last { mine[index] = item(line, index) }
                }
                let sorted = RadixSort<Item>.sort(mine, spare: other, count: length, threads: threads) ? other : mine
                each(length, threads) { first, last in
                    for index in first ..< last { to[index] = position(sorted[index]) }
                }
            }
        }
    }
}
