import Glibc

/// Sets `count` contiguous elements to `value`, converted as `castContiguous` converts it.
public func fill(_ dtype: DType, _ pointer: UnsafeMutableRawPointer, _ count: Int, _ value: Double) {
    var element = Bytes16(low: 0, high: 0)
    withUnsafePointer(to: value) { castContiguous(from: .float64, to: dtype, src: $0, dst: &element, count: 1) }
    fill(elementSize: dtype.size, pointer, count, &element)
}

/// Sets `count` contiguous elements of an integer type or bool to `value`, truncated; of a float type, rounded.
public func fill(_ dtype: DType, _ pointer: UnsafeMutableRawPointer, _ count: Int, integer value: Int64) {
    var element = Bytes16(low: 0, high: 0)
    withUnsafePointer(to: value) { castContiguous(from: .int64, to: dtype, src: $0, dst: &element, count: 1) }
    fill(elementSize: dtype.size, pointer, count, &element)
}

/// Sets a few contiguous elements to copies of one, on the calling thread.
public func repeatElement(
    _ elementSize: Int, _ pointer: UnsafeMutableRawPointer, _ count: Int, _ element: UnsafeRawPointer
) {
    if elementSize == 1 {
        memset(pointer, Int32(element.load(as: UInt8.self)), count)
    } else {
        StridedWalk.copyRun(elementSize, element, 0, pointer, elementSize, count)
    }
}

/// Calls `body` with copies of one element side by side, for kernels of tiles.
public func withCopies(of element: UnsafeRawPointer, size: Int, count: Int, _ body: (_ copies: UnsafeRawPointer) -> Void) {
    Scratch.with(bytes: count &* size) {
        repeatElement(size, $0, count, element)
        body($0)
    }
}

/// Sets `count` contiguous elements of `elementSize` (1, 2, 4, 8 or 16) bytes to copies of the one at `element`.
public func fill(
    elementSize: Int, _ pointer: UnsafeMutableRawPointer, _ count: Int, _ element: UnsafeRawPointer
) {
    let grain = max(1 << 14, (1 << 17) / elementSize)
    if Streaming.isWorthwhile(bytes: count &* elementSize), Int(bitPattern: pointer) & 63 == 0 {
        // The copies fill whole lines.
        return withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 64) { copies in
            let copies = copies.baseAddress.unsafelyUnwrapped
            StridedWalk.copyRun(elementSize, element, 0, copies, elementSize, 4096 / elementSize)
            let bytes = count &* elementSize
            Threads.parallel((bytes + 4095) / 4096, grain: 64) { begin, end in
                for page in begin ..< end {
                    Streaming.copy(pointer + page &* 4096, copies, bytes: min(4096, bytes &- page &* 4096))
                }
            }
        }
    }
    Threads.parallel(count, grain: grain, multiple: 64) { begin, end in
        StridedWalk.copyRun(
            elementSize, element, 0, pointer + begin &* elementSize, elementSize, end &- begin)
    }
}
