import CIntrinsics
import CVectorLoops
import Glibc

/// Copies the elements of a strided array into another of the same shape. Strides count elements; those of the
/// source may be 0 (broadcast) and both may be negative. The arrays must not overlap.
public func copyStrided(
    dtypeSize: Int, shape: [Int], srcStrides: [Int], dstStrides: [Int], src: UnsafeRawPointer,
    dst: UnsafeMutableRawPointer
) {
    if shape.contains(0) { return }
    StridedCopy(dtypeSize, shape, srcStrides, dstStrides).run(src, dst)
}

/// Puts the elements of two dense arrays of `count` elements by turns. Sizes are 1, 2, 4 and 8 bytes.
public func copyByTurns(
    elementSize: Int, _ target: UnsafeMutableRawPointer, _ first: UnsafeRawPointer, _ second: UnsafeRawPointer, count: Int
) {
    Threads.parallel(count, grain: max(1 << 13, (1 << 17) / elementSize), multiple: 64) { begin, end in
        let to = target + 2 &* begin &* elementSize, n = 2 &* (end &- begin)
        let a = first + begin &* elementSize, b = second + begin &* elementSize
        switch elementSize {
        case 1: hbi_by_turns_u8(to, a, b, n)
        case 2: hbi_by_turns_u16(to, a, b, n)
        case 4: hbi_by_turns_u32(to, a, b, n)
        default: hbi_by_turns_u64(to, a, b, n)
        }
    }
}

/// A strided copy with its dimensions in the order of the destination's memory and merged where both sides allow it.
private struct StridedCopy {
    struct Axis {
        var size: Int
        /// In bytes.
        var src: Int
        var dst: Int
    }

    let elementSize: Int
    var outer: [Axis] = []
    /// The last axis: the one whose destination stride is smallest.
    var inner: Axis
    /// The axis along which the source is contiguous, if that is another than `inner`: the copy is a transpose.
    var cross: Axis?

    init(_ elementSize: Int, _ shape: [Int], _ srcStrides: [Int], _ dstStrides: [Int]) {
        self.elementSize = elementSize
        var axes: [Axis] = []
        for d in shape.indices where shape[d] != 1 {
            axes.append(Axis(size: shape[d], src: srcStrides[d] &* elementSize, dst: dstStrides[d] &* elementSize))
        }
        // Elements may be copied in any order: the destination's is best.
        axes.sort { abs($0.dst) > abs($1.dst) }
        var merged: [Axis] = []
        for axis in axes {
            if let last = merged.last, last.src == axis.src &* axis.size, last.dst == axis.dst &* axis.size {
                merged[merged.count - 1] = Axis(size: last.size &* axis.size, src: axis.src, dst: axis.dst)
            } else {
                merged.append(axis)
            }
        }
        inner = merged.popLast() ?? Axis(size: 1, src: elementSize, dst: elementSize)
        if inner.src != elementSize, inner.src != 0, inner.size > 3,
            let position = merged.firstIndex(where: { $0.src == elementSize && $0.size > 3 })
        {
            cross = merged.remove(at: position)
        }
        outer = merged
    }

    /// A thread must have more elements to move than it takes to begin.
    private var grain: Int { max(1 << 13, (1 << 17) / elementSize) }

    func run(_ src: UnsafeRawPointer, _ dst: UnsafeMutableRawPointer) {
        let rows = outer.reduce(1) { $0 &* $1.size }
        if let cross {
            // A unit is a strip of the transpose, 16 source rows wide: whole cache lines on both sides.
            let strip = 16
            let strips = (cross.size + strip - 1) / strip
            Threads.parallel(rows * strips, grain: max(1, grain / (strip * inner.size))) { begin, end in
                for unit in begin..<end {
                    let row = unit / strips, first = (unit - row * strips) * strip
                    let (from, to) = offsets(row)
                    transpose(
                        src + from + first * cross.src, dst + to + first * cross.dst, cross,
                        min(strip, cross.size - first))
                }
            }
        } else if rows == 1 {
            if inner.src == elementSize, inner.dst == elementSize {
                return copyDense(dst, src, bytes: inner.size &* elementSize)
            }
            Threads.parallel(inner.size, grain: grain, multiple: 64) { begin, end in
                copyRow(src + begin * inner.src, dst + begin * inner.dst, end - begin)
            }
        } else {
            let streams = inner.src == elementSize && inner.dst == elementSize && inner.size * elementSize >= 2048
                && Streaming.isWorthwhile(bytes: 2 * rows * inner.size * elementSize)
            Threads.parallel(rows, grain: max(1, grain / inner.size)) { begin, end in
                for row in begin..<end {
                    let (from, to) = offsets(row)
                    if streams {
                        Streaming.copy(dst + to, src + from, bytes: inner.size &* elementSize)
                    } else {
                        copyRow(src + from, dst + to, inner.size)
                    }
                }
            }
        }
    }

    /// The byte offsets of a combination of the outer axes.
    @inline(__always)
    private func offsets(_ row: Int) -> (src: Int, dst: Int) {
        var rest = row, from = 0, to = 0
        for axis in outer.reversed() {
            let quotient = rest / axis.size
            let index = rest &- quotient &* axis.size
            from &+= index &* axis.src
            to &+= index &* axis.dst
            rest = quotient
        }
        return (from, to)
    }

    @inline(__always)
    private func copyRow(_ src: UnsafeRawPointer, _ dst: UnsafeMutableRawPointer, _ count: Int) {
        if inner.src == elementSize && inner.dst == elementSize {
            memcpy(dst, src, count &* elementSize)
        } else {
            StridedWalk.copyRun(elementSize, src, inner.src, dst, inner.dst, count)
        }
    }

    /// Copies `columns` elements along `cross` for all of `inner`, in blocks.
    private func transpose(_ src: UnsafeRawPointer, _ dst: UnsafeMutableRawPointer, _ cross: Axis, _ columns: Int) {
        switch elementSize {
        case 4 where inner.dst == 4 && inner.size >= 8 && columns >= 8: transposeSquares(8, src, dst, cross, columns)
        case 8 where inner.dst == 8 && inner.size >= 4 && columns >= 4: transposeSquares(4, src, dst, cross, columns)
        case 1: transpose(UInt8.self, src, dst, cross, columns)
        case 2: transpose(UInt16.self, src, dst, cross, columns)
        case 4: transpose(UInt32.self, src, dst, cross, columns)
        case 8: transpose(UInt64.self, src, dst, cross, columns)
        default: transpose(Bytes16.self, src, dst, cross, columns)
        }
    }

    /// In squares of vectors. The last ones overlap those before them.
    private func transposeSquares(
        _ side: Int, _ src: UnsafeRawPointer, _ dst: UnsafeMutableRawPointer, _ cross: Axis, _ columns: Int
    ) {
        var first = 0
        while first < inner.size {
            let row = min(first, inner.size &- side)
            var column = 0
            while column < columns {
                let place = min(column, columns &- side)
                let from = src + (row &* inner.src &+ place &* elementSize)
                let to = dst + (row &* inner.dst &+ place &* cross.dst)
                if side == 8 {
                    hbi_transpose_f32x8(from, inner.src, to, cross.dst)
                } else {
                    hbi_transpose_f64x4(from, inner.src, to, cross.dst)
                }
                column = column &+ side
            }
            first = first &+ side
        }
    }

    @inline(__always)
    private func transpose<T>(
        _: T.Type, _ src: UnsafeRawPointer, _ dst: UnsafeMutableRawPointer, _ cross: Axis, _ columns: Int
    ) {
        let block = 32
        var first = 0
        while first < inner.size {
            let count = min(block, inner.size &- first)
            for column in 0..<columns {
                var from = src + (first &* inner.src &+ column &* MemoryLayout<T>.size)
                var to = dst + (first &* inner.dst &+ column &* cross.dst)
                for _ in 0..<count {
                    to.storeBytes(of: from.load(as: T.self), as: T.self)
                    from += inner.src
                    to += inner.dst
                }
            }
            first &+= block
        }
    }
}
