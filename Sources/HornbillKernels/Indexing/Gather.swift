import CIntrinsics
import Glibc

/// Blocks of a strided operand at positions along one axis: `take`, and its adjoint, which adds the blocks back.
///
/// The result is dense: the axes before, the positions, the axes after.
public struct GatherPlan: Sendable {
    private let elementSize: Int
    private let axisStride: Int
    /// The offsets of the operand's elements over the axes before and after.
    private let outer: [Int]
    private let inner: [Int]
    private let isRun: Bool

    /// - Parameters:
    ///   - shape: of the operand (for the adjoint: of the result).
    ///   - strides: in elements.
    public init(elementSize: Int, shape: [Int], strides: [Int], axis: Int) {
        self.elementSize = elementSize
        axisStride = strides[axis]
        outer = GatherPlan.offsets(shape[..<axis], strides[..<axis])
        inner = GatherPlan.offsets(shape[(axis + 1)...], strides[(axis + 1)...])
        isRun = inner.indices.allSatisfy { [inner] in inner[$0] == $0 }
    }

    private static func offsets(_ shape: ArraySlice<Int>, _ strides: ArraySlice<Int>) -> [Int] {
        var offsets = [0]
        for (length, stride) in zip(shape, strides) {
            offsets = offsets.flatMap { offset in (0 ..< length).map { offset + $0 * stride } }
        }
        return offsets
    }

    /// `target[o, n, i] = source[o, indices[n], i]`.
    public func take(
        _ source: UnsafeRawPointer, _ indices: UnsafePointer<Int>, count: Int, _ target: UnsafeMutableRawPointer
    ) {
        func copy<T>(_: T.Type) {
            let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
            let width = inner.count
            outer.withUnsafeBufferPointer { outer in
                inner.withUnsafeBufferPointer { inner in
                    if outer.count == 1, width == 1 {
                        // Single elements: a division for each would take longer than the rest.
                        Threads.parallel(count, grain: 8192, multiple: 16) { begin, end in
                            for index in begin ..< end { target[index] = source[indices[index] &* axisStride] }
                        }
                        return
                    }
                    if width == 1 {
                        Threads.parallel(outer.count, grain: max(1, 8192 / max(1, count))) { begin, end in
                            for o in begin ..< end {
                                let read = source + outer[o], write = target + o &* count
                                for index in 0 ..< count { write[index] = read[indices[index] &* axisStride] }
                            }
                        }
                        return
                    }
                    let grain = isRun ? (1 << 17) / elementSize : 1 << 14
                    Threads.parallel(outer.count * count, grain: max(1, grain / max(1, width))) { begin, end in
                        var o = begin / max(1, count), n = begin - o * count - 1
                        for row in begin ..< end {
                            n = n &+ 1
                            if n == count { (o, n) = (o &+ 1, 0) }
                            let read = source + outer[o] + indices[n] * axisStride
                            let write = target + row * width
                            if isRun {
                                write.update(from: read, count: width)
                            } else {
                                for index in 0 ..< width { write[index] = read[inner[index]] }
                            }
                        }
                    }
                }
            }
        }
        switch elementSize {
        case 1: copy(UInt8.self)
        case 2: copy(UInt16.self)
        case 4: copy(UInt32.self)
        case 8: copy(UInt64.self)
        default: copy(Bytes16.self)
        }
    }

    /// `target[o, indices[n], i] += source[o, n, i]`, for dense operands; where a position is named several times, in
    /// the order of the positions.
    public func add(
        _ dtype: DType, _ source: UnsafeRawPointer, _ indices: UnsafePointer<Int>, count: Int,
        _ target: UnsafeMutableRawPointer
    ) {
        func run<T>(_: T.Type, _ add: (T, T) -> T) {
            let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
            let width = inner.count
            outer.withUnsafeBufferPointer { outer in
                for o in 0 ..< outer.count {
                    // Threads share a block's elements, never a position, so that sums have one order.
                    Threads.parallel(width, grain: max(64, 65536 / max(1, count)), multiple: 16) { begin, end in
                        for n in 0 ..< count {
                            let read = source + (o * count + n) * width
                            let write = target + outer[o] + indices[n] * axisStride
                            for index in begin ..< end { write[index] = add(write[index], read[index]) }
                        }
                    }
                }
            }
        }
        switch dtype {
        case .float32: run(Float.self) { $0 + $1 }
        case .float64: run(Double.self) { $0 + $1 }
        case .int8, .uint8, .bool: run(UInt8.self) { $0 &+ $1 }
        case .int16, .uint16, .float16, .bfloat16: run(UInt16.self) { $0 &+ $1 }
        case .int32, .uint32: run(UInt32.self) { $0 &+ $1 }
        case .int64, .uint64: run(UInt64.self) { $0 &+ $1 }
        case .complex64: run(Complex<Float>.self) { $0 + $1 }
        case .complex128: run(Complex<Double>.self) { $0 + $1 }
        }
    }
}

/// `target[indices[n], i] = source[n, i]`, or of a single row of values for all; where a position is named several times, the
/// last row stays.
///
/// - Parameters:
///   - length: the number of the target's rows; the indices must be below it.
///   - width: the elements of a row; all operands are dense.
public func writeRows(
    elementSize: Int, _ source: UnsafeRawPointer, repeats: Bool, _ indices: UnsafePointer<Int>, count: Int, width: Int,
    _ target: UnsafeMutableRawPointer, length: Int
) {
    func run<T>(_: T.Type) {
        let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
        if width == 1 { return writeElements(source, step: repeats ? 0 : 1, indices, count, target, length) }
        // Threads share a row's elements, never a position, so that the last row stays.
        Threads.parallel(width, grain: max(64, 65536 / max(1, count)), multiple: 16) { begin, end in
            for index in 0 ..< count {
                let from = source + (repeats ? 0 : index &* width) + begin
                (target + indices[index] &* width + begin).update(from: from, count: end &- begin)
            }
        }
    }
    switch elementSize {
    case 1: run(UInt8.self)
    case 2: run(UInt16.self)
    case 4: run(UInt32.self)
    case 8: run(UInt64.self)
    default: run(Bytes16.self)
    }
}

/// `target[indices[n]] = source[n * step]`, in the order of the positions. One thread does it: another one would have to go
/// through all positions, too, to write those of its own.
@inline(__always)
private func writeElements<T>(
    _ source: UnsafePointer<T>, step: Int, _ indices: UnsafePointer<Int>, _ count: Int, _ target: UnsafeMutablePointer<T>,
    _ length: Int
) {
    // In a target that the caches do not hold, each line is asked for long before it is written to.
    let ahead = length &* MemoryLayout<T>.stride < 1 << 20 ? count : 32
    var index = 0
    while index &+ ahead < count {
        hbi_prefetch_to_write(target + indices[index &+ ahead])
        target[indices[index]] = source[index &* step]
        index = index &+ 1
    }
    while index < count {
        target[indices[index]] = source[index &* step]
        index = index &+ 1
    }
}

/// Elements at positions along an axis that differ from place to place: `take_along_axis` and its adjoint.
///
/// All operands are dense, of shape (outer, length or count, inner).
public struct GatherElementsPlan: Sendable {
    private let outer: Int
    private let length: Int
    private let count: Int
    private let inner: Int

    public init(outer: Int, length: Int, count: Int, inner: Int) {
        self.outer = outer
        self.length = length
        self.count = count
        self.inner = inner
    }

    /// `target[o, n, i] = source[o, indices[o, n, i], i]`.
    public func take(
        elementSize: Int, _ source: UnsafeRawPointer, _ indices: UnsafePointer<Int>, _ target: UnsafeMutableRawPointer
    ) {
        func copy<T>(_: T.Type) {
            let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
            Threads.parallel(outer * count, grain: max(1, 16384 / max(1, inner))) { begin, end in
                for row in begin ..< end {
                    let block = source + row / count * length * inner
                    for index in 0 ..< inner {
                        let place = row * inner + index
                        target[place] = block[indices[place] * inner + index]
                    }
                }
            }
        }
        switch elementSize {
        case 1: copy(UInt8.self)
        case 2: copy(UInt16.self)
        case 4: copy(UInt32.self)
        case 8: copy(UInt64.self)
        default: copy(Bytes16.self)
        }
    }

    /// `target[o, indices[o, n, i], i] += source[o, n, i]`.
    public func add(
        _ dtype: DType, _ source: UnsafeRawPointer, _ indices: UnsafePointer<Int>, _ target: UnsafeMutableRawPointer
    ) {
        func run<T>(_: T.Type, _ add: (T, T) -> T) {
            let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
            Threads.parallel(outer, grain: max(1, 16384 / max(1, inner * count))) { begin, end in
                for o in begin ..< end {
                    let block = target + o * length * inner
                    for n in 0 ..< count {
                        for index in 0 ..< inner {
                            let place = (o * count + n) * inner + index
                            let cell = block + (indices[place] * inner + index)
                            cell.pointee = add(cell.pointee, source[place])
                        }
                    }
                }
            }
        }
        switch dtype {
        case .float32: run(Float.self) { $0 + $1 }
        case .float64: run(Double.self) { $0 + $1 }
        case .int8, .uint8, .bool: run(UInt8.self) { $0 &+ $1 }
        case .int16, .uint16, .float16, .bfloat16: run(UInt16.self) { $0 &+ $1 }
        case .int32, .uint32: run(UInt32.self) { $0 &+ $1 }
        case .int64, .uint64: run(UInt64.self) { $0 &+ $1 }
        case .complex64: run(Complex<Float>.self) { $0 + $1 }
        case .complex128: run(Complex<Double>.self) { $0 + $1 }
        }
    }
}

/// Rows of zeros with a one at each index; rows whose index is not in `0 ..< depth` stay zero.
///
/// `indices` are 64-bit; the target is dense, of shape (outer, depth, inner), the indices of shape (outer, inner).
public func oneHot(
    _ indices: UnsafePointer<Int>, outer: Int, depth: Int, inner: Int, dtype: DType,
    _ target: UnsafeMutableRawPointer
) {
    let size = dtype.size
    memset(target, 0, outer * depth * inner * size)
    var one = 1.0
    withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { bits in
        guard let bits = bits.baseAddress else { return }
        castContiguous(from: .float64, to: dtype, src: &one, dst: bits, count: 1)
        for o in 0 ..< outer {
            for i in 0 ..< inner {
                let index = indices[o * inner + i]
                if index >= 0, index < depth {
                    memcpy(target + ((o * depth + index) * inner + i) * size, bits, size)
                }
            }
        }
    }
}
