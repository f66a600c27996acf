/// The elements at certain positions of a line's sorted order, found without sorting it: the keys are counted by their
/// highest digits, and only those that share the digits of a wanted one are looked at again.
public enum Selection {
    /// How many bytes `select` wants.
    public static func scratchBytes(_ dtype: DType, count: Int) -> Int { count * dtype.size + 64 }

    /// Writes the elements that sorting each of `lines` dense lines of `length` would put at `ranks` (ascending, within the
    /// line) to `target`, dense too. NaN comes last.
    public static func select(
        _ dtype: DType, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, scratch: UnsafeMutableRawPointer,
        lines: Int, length: Int, ranks: [Int]
    ) {
        if VectorOrder.isAvailable, Vectors.select(dtype, source, target, lines: lines, length: length, ranks: ranks) { return }
        func run<T, Key: SortItem & FixedWidthInteger & UnsignedInteger>(
            _: T.Type, _: Key.Type, key: @escaping (T) -> Key, value: @escaping (Key) -> T
        ) where Key.Key == Key {
            let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
            let keys = scratch.assumingMemoryBound(to: Key.self)
            let threads = lines == 1 ? Threads.count : 1
            Threads.parallel(lines, grain: max(1, 8192 / max(1, length))) { begin, end in
                for line in begin ..< end {
                    let from = source + line * length, mine = keys + line * length
                    Threads.parallel(length, grain: threads < 2 ? length : 1 << 15, multiple: 64) { first, last in
                        for index in first ..< last { mine[index] = key(from[index]) }
                    }
                    for (place, rank) in ranks.enumerated() {
                        target[line * ranks.count + place] = value(nth(mine, length, rank, threads))
                    }
                }
            }
        }
        func integers<T: FixedWidthInteger, Key: SortItem & FixedWidthInteger & UnsignedInteger>(_ type: T.Type, _ keys: Key.Type)
        where Key.Key == Key {
            run(type, keys, key: { SortKeys.key($0, flip: 0) }, value: { SortKeys.integer($0, flip: 0) })
        }
        func floats<Key: SortItem & FixedWidthInteger & UnsignedInteger>(_ keys: Key.Type, _ infinity: Key)
        where Key.Key == Key {
            run(
                keys, keys, key: { SortKeys.floatKey($0, infinity: infinity, flip: 0, joinsZeros: false) },
                value: { SortKeys.floatBits($0, infinity: infinity, flip: 0) })
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
        case .float16: floats(UInt16.self, 0x7C00)
        case .bfloat16: floats(UInt16.self, 0x7F80)
        case .float32: floats(UInt32.self, 0x7F80_0000)
        case .float64: floats(UInt64.self, 0x7FF0_0000_0000_0000)
        default: break
        }
    }

    /// The key at a position of the sorted order.
    private static func nth<Key: FixedWidthInteger & UnsignedInteger>(
        _ keys: UnsafePointer<Key>, _ count: Int, _ rank: Int, _ threads: Int
    ) -> Key {
        // The highest bits of the wanted key, as far as they are known, and its position among the keys that have them.
        var prefix: Key = 0, known = 0, rank = rank
        let parts = count < 1 << 16 ? 1 : threads
        while known < Key.bitWidth {
            let width = min(count < 4096 ? 8 : 12, Key.bitWidth - known), digits = 1 << width
            let shift = Key(truncatingIfNeeded: Key.bitWidth - known - width), mask = Key(truncatingIfNeeded: digits - 1)
            let isFirst = known == 0, above = Key(truncatingIfNeeded: Key.bitWidth - known), start = prefix
            let found: (digit: Int, before: Int, size: Int) = withUnsafeTemporaryAllocation(
                of: Int.self, capacity: digits * parts
            ) { memory in
                let memory = memory.baseAddress.unsafelyUnwrapped
                memory.initialize(repeating: 0, count: digits * parts)
                Threads.parallel(parts, grain: 1) { begin, end in
                    for part in begin ..< end {
                        let mine = memory + part * digits
                        for index in count * part / parts ..< count * (part + 1) / parts {
                            let key = keys[index]
                            if !isFirst, key &>> above != start { continue }
                            let digit = Int(truncatingIfNeeded: key &>> shift & mask)
                            mine[digit] = mine[digit] &+ 1
                        }
                    }
                }
                var before = 0
                for digit in 0 ..< digits {
                    let size = (0 ..< parts).reduce(0) { $0 + memory[$1 * digits + digit] }
                    if before + size > rank { return (digit, before, size) }
                    before += size
                }
                return (digits - 1, before, 0)
            }
            prefix = prefix &<< Key(truncatingIfNeeded: width) | Key(truncatingIfNeeded: found.digit)
            if width == Key.bitWidth { prefix = Key(truncatingIfNeeded: found.digit) }
            known += width
            rank -= found.before
            // A single key that has these bits is the one.
            if found.size == 1, known < Key.bitWidth {
                let above = Key(truncatingIfNeeded: Key.bitWidth - known)
                for index in 0 ..< count where keys[index] &>> above == prefix { return keys[index] }
            }
        }
        return prefix
    }
}
