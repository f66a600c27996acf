import CVectorLoops
import Glibc

/// How many of `count` bytes are not 0.
public func countNonzero(_ flags: UnsafePointer<UInt8>, count: Int) -> Int {
    countNonzero(.uint8, flags, count: count)
}

/// How many of `count` dense elements of a real dtype are not 0.
public func countNonzero(_ dtype: DType, _ source: UnsafeRawPointer, count: Int) -> Int {
    func run<T: OrderedBits>(_: T.Type) -> Int {
        let source = source.assumingMemoryBound(to: T.self), parts = count &* MemoryLayout<T>.size < 1 << 18 ? 1 : Threads.count
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: parts) { sums in
            let sums = sums.baseAddress.unsafelyUnwrapped
            Threads.parallel(parts, grain: 1) { begin, end in
                for part in begin ..< end {
                    let start = count * part / parts
                    sums[part] = Runs.nonzeros(source + start, count * (part + 1) / parts - start)
                }
            }
            return (0 ..< parts).reduce(0) { $0 + sums[$1] }
        }
    }
    switch dtype {
    case .float32: return run(Float.self)
    case .float64: return run(Double.self)
    // Without the sign, floats are zero where their bits are.
    case .float16, .bfloat16: return halves(source, count)
    default:
        switch dtype.size {
        case 1: return run(UInt8.self)
        case 2: return run(UInt16.self)
        case 4: return run(UInt32.self)
        default: return run(UInt64.self)
        }
    }
}

private func halves(_ source: UnsafeRawPointer, _ count: Int) -> Int {
    let bits = source.assumingMemoryBound(to: UInt16.self)
    var total = 0
    for index in 0 ..< count { total = total &+ (bits[index] &<< 1 != 0 ? 1 : 0) }
    return total
}

/// The positions of the bytes that are not 0.
///
/// - Parameter target: room for as many positions as `countNonzero` says.
public func findNonzero(_ flags: UnsafePointer<UInt8>, count: Int, into target: UnsafeMutablePointer<Int>) {
    if VectorOrder.isAvailable {
        return forEachPart(flags, count) { begin, end, first, last in
            _ = hbi_positions(flags + begin, end - begin, begin, target + first, last - first)
        }
    }
    forEachPart(flags, count) { begin, end, first, last in
        var place = first, index = begin
        while place < last {
            // Most masks have long stretches of zeros.
            if index &+ 8 <= end, UnsafeRawPointer(flags + index).loadUnaligned(as: UInt64.self) == 0 {
                index = index &+ 8
                continue
            }
            let stop = min(end, index &+ 8)
            // Writing what may not stay needs no branch; the place after the last belongs to another thread.
            while index < stop, place < last {
                target[place] = index
                place = place &+ (flags[index] != 0 ? 1 : 0)
                index = index &+ 1
            }
        }
    }
}

/// The elements where the flags are not 0, one after another.
///
/// - Parameter target: room for as many elements as `countNonzero` says.
public func compress(
    elementSize: Int, _ source: UnsafeRawPointer, _ flags: UnsafePointer<UInt8>, count: Int,
    into target: UnsafeMutableRawPointer
) {
    func run<T>(_: T.Type) {
        let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
        forEachPart(flags, count) { begin, end, first, last in
            var place = first, index = begin
            while place < last {
                target[place] = source[index]
                place = place &+ (flags[index] != 0 ? 1 : 0)
                index = index &+ 1
            }
        }
    }
    switch elementSize {
    case 1: run(UInt8.self)
    case 2: run(UInt16.self)
    case 4 where VectorOrder.isAvailable:
        let source = source.assumingMemoryBound(to: UInt32.self), target = target.assumingMemoryBound(to: UInt32.self)
        forEachPart(flags, count) { begin, end, first, last in
            _ = hbi_compress_u32(source + begin, flags + begin, end - begin, target + first, last - first)
        }
    case 8 where VectorOrder.isAvailable:
        let source = source.assumingMemoryBound(to: UInt64.self), target = target.assumingMemoryBound(to: UInt64.self)
        forEachPart(flags, count) { begin, end, first, last in
            _ = hbi_compress_u64(source + begin, flags + begin, end - begin, target + first, last - first)
        }
    case 4: run(UInt32.self)
    case 8: run(UInt64.self)
    default: run(SIMD2<UInt64>.self)
    }
}

/// The reverse of `compress`: puts elements where the flags are not 0, and one element everywhere if `repeats`.
public func expand(
    elementSize: Int, _ source: UnsafeRawPointer, _ flags: UnsafePointer<UInt8>, count: Int, repeats: Bool,
    into target: UnsafeMutableRawPointer
) {
    func run<T>(_: T.Type) {
        let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
        if repeats {
            let value = source[0]
            Threads.parallel(count, grain: 1 << 15, multiple: 64) { begin, end in
                for index in begin ..< end where flags[index] != 0 { target[index] = value }
            }
            return
        }
        forEachPart(flags, count) { begin, end, first, _ in
            var place = first
            for index in begin ..< end where flags[index] != 0 {
                target[index] = source[place]
                place = place &+ 1
            }
        }
    }
    switch elementSize {
    case 1: run(UInt8.self)
    case 2: run(UInt16.self)
    case 4: run(UInt32.self)
    case 8: run(UInt64.self)
    default: run(SIMD2<UInt64>.self)
    }
}

/// Calls `body` with parts of the flags, each with the numbers that its flags that are not 0 have among all: from `first` up to
/// but without `last`.
private func forEachPart(
    _ flags: UnsafePointer<UInt8>, _ count: Int, _ body: (_ begin: Int, _ end: Int, _ first: Int, _ last: Int) -> Void
) {
    let parts = count < 1 << 15 ? 1 : Threads.count
    withUnsafeTemporaryAllocation(of: Int.self, capacity: parts + 1) { places in
        let places = places.baseAddress.unsafelyUnwrapped
        places[0] = 0
        Threads.parallel(parts, grain: 1) { begin, end in
            for part in begin ..< end {
                let start = count * part / parts, stop = count * (part + 1) / parts
                places[part + 1] = Runs.nonzeros(flags + start, stop - start)
            }
        }
        for part in 0 ..< parts { places[part + 1] += places[part] }
        Threads.parallel(parts, grain: 1) { begin, end in
            for part in begin ..< end {
                body(count * part / parts, count * (part + 1) / parts, places[part], places[part + 1])
            }
        }
    }
}
