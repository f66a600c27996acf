/// Whether each of `count` dense values is among the elements of a sorted set. NaN is in no set.
public func isMember(
    _ dtype: DType, _ values: UnsafeRawPointer, count: Int, sorted: UnsafeRawPointer, setCount: Int, isInverted: Bool,
    _ target: UnsafeMutablePointer<UInt8>
) {
    /// NaN comes last in the set, and equals nothing.
    func search<T: Comparable>(_: T.Type) {
        let values = values.assumingMemoryBound(to: T.self), sorted = sorted.assumingMemoryBound(to: T.self)
        Threads.parallel(count, grain: 4096, multiple: 64) { begin, end in
            for index in begin ..< end {
                let value = values[index]
                // The last element that does not come after the value lies in base ..< base + length.
                var base = 0, length = setCount
                while length > 1 {
                    let half = length / 2, middle = sorted[base &+ half]
                    base = value < middle || middle != middle ? base : base &+ half
                    length = length &- half
                }
                target[index] = (sorted[base] == value) != isInverted ? 1 : 0
            }
        }
    }
    /// Among a few floats each is looked for, in vectors: `Flag` is as wide as an element.
    func compare<T: BinaryFloatingPoint, Flag: FixedWidthInteger>(_: T.Type, _: Flag.Type) {
        let values = values.assumingMemoryBound(to: T.self), set = sorted.assumingMemoryBound(to: T.self)
        Threads.parallel(count, grain: 2048, multiple: 64) { begin, end in
            let chunk = 64
            withUnsafeTemporaryAllocation(of: Flag.self, capacity: chunk) { flags in
                withUnsafeTemporaryAllocation(of: T.self, capacity: chunk) { few in
                    let flags = flags.baseAddress.unsafelyUnwrapped, few = few.baseAddress.unsafelyUnwrapped
                    var start = begin
                    while start < end {
                        let length = min(chunk, end &- start)
                        few.initialize(repeating: 0, count: chunk)
                        few.update(from: values + start, count: length)
                        for index in 0 ..< chunk { flags[index] = 0 }
                        for member in 0 ..< setCount {
                            let wanted = set[member]
                            for index in 0 ..< chunk { flags[index] |= few[index] == wanted ? 1 : 0 }
                        }
                        let flip: Flag = isInverted ? 1 : 0
                        for index in 0 ..< length { target[start &+ index] = UInt8(truncatingIfNeeded: flags[index] ^ flip) }
                        start = start &+ chunk
                    }
                }
            }
        }
    }
    /// Integers of a short range are looked up in a table.
    func integers<T: FixedWidthInteger>(_ type: T.Type) {
        let set = sorted.assumingMemoryBound(to: T.self), source = values.assumingMemoryBound(to: T.self)
        let low = set[0], (range, isLong) = set[setCount - 1].subtractingReportingOverflow(low)
        guard !isLong, let span = Int(exactly: range), span < max(1 << 10, min(1 << 22, 4 * (count + setCount))) else {
            return search(type)
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: span + 2) { table in
            let table = table.baseAddress.unsafelyUnwrapped, outside: UInt8 = isInverted ? 1 : 0
            table.initialize(repeating: outside, count: span + 2)
            for index in 0 ..< setCount { table[Int(truncatingIfNeeded: set[index] &- low)] = 1 - outside }
            Threads.parallel(count, grain: 1 << 14, multiple: 64) { begin, end in
                for index in begin ..< end {
                    // What lies below wraps to a large number, and all that is outside reads the last entry.
                    let value = source[index]
                    let distance = UInt(truncatingIfNeeded: Int(truncatingIfNeeded: value) &- Int(truncatingIfNeeded: low))
                    target[index] = table[Int(bitPattern: min(distance, UInt(span) &+ 1))]
                }
            }
        }
    }
    switch dtype {
    case .int8: integers(Int8.self)
    case .int16: integers(Int16.self)
    case .int32: integers(Int32.self)
    case .int64: integers(Int64.self)
    case .bool, .uint8: integers(UInt8.self)
    case .uint16: integers(UInt16.self)
    case .uint32: integers(UInt32.self)
    case .uint64: integers(UInt64.self)
    case .float32 where setCount <= 256: compare(Float.self, UInt32.self)
    case .float64 where setCount <= 128: compare(Double.self, UInt64.self)
    case .float32: search(Float.self)
    default: search(Double.self)
    }
}

/// Each of `count` dense blocks of `width` bytes `times` times, one copy after the other.
public func repeatBlocks(
    _ source: UnsafeRawPointer, width: Int, count: Int, times: Int, _ target: UnsafeMutableRawPointer
) {
    func elements<T>(_: T.Type) {
        let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
        Threads.parallel(count, grain: max(1, (1 << 15) / times), multiple: 16) { begin, end in
            if times == 2 {
                for index in begin ..< end {
                    let value = source[index]
                    target[2 &* index] = value
                    target[2 &* index &+ 1] = value
                }
                return
            }
            for index in begin ..< end { (target + index &* times).update(repeating: source[index], count: times) }
        }
    }
    switch width {
    case 1: elements(UInt8.self)
    case 2: elements(UInt16.self)
    case 4: elements(UInt32.self)
    case 8: elements(UInt64.self)
    default:
        Threads.parallel(count, grain: max(1, (1 << 17) / (width * times))) { begin, end in
            for index in begin ..< end {
                for time in 0 ..< times {
                    (target + (index &* times &+ time) &* width).copyMemory(from: source + index &* width, byteCount: width)
                }
            }
        }
    }
}
