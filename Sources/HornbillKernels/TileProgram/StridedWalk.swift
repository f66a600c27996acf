import CVectorLoops
import Glibc

/// One operand's elements in the row-major order of an iteration shape: where each run of them lies in memory.
///
/// Adjacent dimensions that one stride can describe are merged, so that runs are as long as they can be. The tables
/// belong to the plan that made the walk.
struct StridedWalk {
    static let maxRank = 64

    let elementSize: Int
    /// The number of merged dimensions; at least one.
    let rank: Int
    /// Merged dimensions, outermost first, with strides in bytes.
    let dims: UnsafePointer<Int>
    let strides: UnsafePointer<Int>
    /// The number of elements after which the operand repeats itself because it is broadcast along the outermost
    /// dimension; 0 if it does not.
    let period: Int

    init(shape: [Int], strides elementStrides: [Int], elementSize: Int, memory: PlanMemory) {
        self.elementSize = elementSize
        var dims: [Int] = [], strides: [Int] = []
        for (size, stride) in zip(shape, elementStrides) where size != 1 {
            let bytes = stride &* elementSize
            if let last = strides.last, last == bytes &* size {
                dims[dims.count - 1] &*= size
                strides[strides.count - 1] = bytes
            } else {
                dims.append(size)
                strides.append(bytes)
            }
        }
        if dims.isEmpty {
            dims = [1]
            strides = [elementSize]
        }
        rank = dims.count
        period = rank > 1 && strides[0] == 0 ? dims[1...].reduce(1, &*) : 0
        self.dims = memory.table(dims).baseAddress.unsafelyUnwrapped
        self.strides = memory.table(strides).baseAddress.unsafelyUnwrapped
    }

    var isContiguous: Bool { rank == 1 && strides[0] == elementSize }

    /// The same element everywhere.
    var isSplat: Bool { rank == 1 && strides[0] == 0 }

    /// Splits element `start` into its position along each dimension; returns the byte offset.
    @inline(__always)
    private func position(_ start: Int, _ index: UnsafeMutablePointer<Int>) -> Int {
        var rest = start
        var offset = 0
        var d = rank &- 1
        while d > 0 {
            let size = dims[d]
            let quotient = rest / size
            index[d] = rest &- quotient &* size
            offset &+= index[d] &* strides[d]
            rest = quotient
            d &-= 1
        }
        index[0] = rest
        return offset &+ rest &* strides[0]
    }

    /// Calls `body` with the byte offset, stride and length of each run of elements from `start` on, `count` in all.
    @inline(__always)
    func forEachRun(_ start: Int, _ count: Int, _ body: (_ offset: Int, _ stride: Int, _ done: Int, _ run: Int) -> Void) {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedWalk.maxRank) { buffer in
            let index = buffer.baseAddress.unsafelyUnwrapped
            var offset = position(start, index)
            let inner = rank &- 1
            let innerSize = dims[inner], innerStride = strides[inner]
            var done = 0
            while done < count {
                let run = min(count &- done, innerSize &- index[inner])
                body(offset, innerStride, done, run)
                done &+= run
                if done == count { break }
                // Step to the next row: the inner dimension is exhausted.
                offset &-= index[inner] &* innerStride
                index[inner] = 0
                var d = inner &- 1
                while d >= 0 {
                    index[d] &+= 1
                    offset &+= strides[d]
                    if index[d] < dims[d] { break }
                    offset &-= dims[d] &* strides[d]
                    index[d] = 0
                    d &-= 1
                }
            }
        }
    }

    /// The address of elements `start ..< start + count` if they lie side by side.
    @inline(__always)
    func direct(_ base: UnsafeRawPointer, _ start: Int, _ count: Int) -> UnsafeRawPointer? {
        let inner = rank &- 1
        guard strides[inner] == elementSize else { return nil }
        if inner == 0 { return base + start &* elementSize }
        let innerSize = dims[inner]
        guard start % innerSize &+ count <= innerSize else { return nil }
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedWalk.maxRank) { buffer in
            base + position(start, buffer.baseAddress.unsafelyUnwrapped)
        }
    }

    /// Copies elements `start ..< start + count` to contiguous memory.
    func load(_ base: UnsafeRawPointer, _ start: Int, _ count: Int, _ to: UnsafeMutableRawPointer) {
        let size = elementSize
        if period > 0 && count > period {
            // One period, then doubling copies of what is there: it repeats from any start.
            loadRuns(base, start % period, min(count, period), to)
            var done = period
            while done < count {
                let more = min(done, count &- done)
                memcpy(to + done &* size, to, more &* size)
                done &+= more
            }
            return
        }
        loadRuns(base, start, count, to)
    }

    private func loadRuns(_ base: UnsafeRawPointer, _ start: Int, _ count: Int, _ to: UnsafeMutableRawPointer) {
        let size = elementSize
        if rank == 2, strides[1] == 0, size == 4, dims[1] <= 16 { return loadColumn(base, start, count, to) }
        forEachRun(start, count) { offset, stride, done, run in
            let source = base + offset
            let target = to + done &* size
            if stride == size {
                memcpy(target, source, run &* size)
            } else {
                StridedWalk.copyRun(size, source, stride, target, size, run)
            }
        }
    }

    /// Loads elements that repeat along short rows, as a factor for each row does: whole vectors are stored for each row,
    /// of which the next row overwrites what is too much.
    private func loadColumn(_ base: UnsafeRawPointer, _ start: Int, _ count: Int, _ to: UnsafeMutableRawPointer) {
        let width = dims[1], step = strides[0]
        var row = start / width, done = 0, run = width &- start % width
        while done < count {
            let value = (base + row &* step).loadUnaligned(as: UInt32.self)
            let target = to + done &* 4
            if done &+ 16 <= count {
                target.storeBytes(of: SIMD16(repeating: value), as: SIMD16<UInt32>.self)
            } else {
                for i in 0 ..< min(run, count &- done) { target.storeBytes(of: value, toByteOffset: i &* 4, as: UInt32.self) }
            }
            done &+= run
            run = width
            row &+= 1
        }
    }

    /// Copies contiguous memory to elements `start ..< start + count`.
    func store(_ from: UnsafeRawPointer, _ base: UnsafeMutableRawPointer, _ start: Int, _ count: Int) {
        let size = elementSize
        forEachRun(start, count) { offset, stride, done, run in
            let source = from + done &* size
            let target = base + offset
            if stride == size {
                memcpy(target, source, run &* size)
            } else {
                StridedWalk.copyRun(size, source, size, target, stride, run)
            }
        }
    }

    /// Copies `count` elements between two strides (in bytes; 0 repeats the source).
    @inline(__always)
    static func copyRun(
        _ size: Int, _ source: UnsafeRawPointer, _ sourceStride: Int, _ target: UnsafeMutableRawPointer,
        _ targetStride: Int, _ count: Int
    ) {
        if targetStride == size, count > 8, copyVectors(size, source, sourceStride, target, count) { return }
        switch size {
        case 1: copyRun(UInt8.self, source, sourceStride, target, targetStride, count)
        case 2: copyRun(UInt16.self, source, sourceStride, target, targetStride, count)
        case 4: copyRun(UInt32.self, source, sourceStride, target, targetStride, count)
        case 8: copyRun(UInt64.self, source, sourceStride, target, targetStride, count)
        default: copyRun(Bytes16.self, source, sourceStride, target, targetStride, count)
        }
    }

    /// Copies every other element, or elements in reverse order, in vectors; false if they lie in another way.
    @inline(__always)
    private static func copyVectors(
        _ size: Int, _ source: UnsafeRawPointer, _ stride: Int, _ target: UnsafeMutableRawPointer, _ count: Int
    ) -> Bool {
        if stride == 2 &* size {
            switch size {
            case 1: hbi_every_other_u8(target, source, count)
            case 2: hbi_every_other_u16(target, source, count)
            case 4: hbi_every_other_u32(target, source, count)
            case 8: hbi_every_other_u64(target, source, count)
            default: return false
            }
            return true
        }
        guard stride == -size else { return false }
        // The first element is the last one in memory.
        let lowest = source - (count &- 1) &* size
        switch size {
        case 1: hbi_backwards_u8(target, lowest, count)
        case 2: hbi_backwards_u16(target, lowest, count)
        case 4: hbi_backwards_u32(target, lowest, count)
        case 8: hbi_backwards_u64(target, lowest, count)
        default: return false
        }
        return true
    }

    private static func copyRun<T>(
        _: T.Type, _ source: UnsafeRawPointer, _ sourceStride: Int, _ target: UnsafeMutableRawPointer,
        _ targetStride: Int, _ count: Int
    ) {
        if sourceStride == 0 && targetStride == MemoryLayout<T>.stride {
            let value = source.load(as: T.self)
            let target = target.assumingMemoryBound(to: T.self)
            for i in 0..<max(count, 0) { target[i] = value }
            return
        }
        var source = source, target = target
        for _ in 0..<max(count, 0) {
            target.storeBytes(of: source.load(as: T.self), as: T.self)
            source += sourceStride
            target += targetStride
        }
    }
}
