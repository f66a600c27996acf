import Glibc

/// Copies of a few elements, walked by strides in bytes: what larger ones prepare takes longer than the copy.
enum SmallCopy {
    /// The most axes.
    static let rank = 8
    /// The most elements.
    static let limit = 1024

    /// Copies elements of 1, 2, 4, 8 or 16 bytes from one place to another that does not overlap it.
    ///
    /// - Parameters:
    ///   - rank: how many lengths and strides there are, 8 at most; no length is 0.
    ///   - sourceStrides: 0 along axes that repeat.
    static func run(
        _ elementSize: Int, rank: Int, _ lengths: UnsafePointer<Int>, from source: UnsafeRawPointer,
        _ sourceStrides: UnsafePointer<Int>, to target: UnsafeMutableRawPointer, _ targetStrides: UnsafePointer<Int>
    ) {
        switch elementSize {
        case 1: walk(UInt8.self, rank, lengths, source, sourceStrides, target, targetStrides)
        case 2: walk(UInt16.self, rank, lengths, source, sourceStrides, target, targetStrides)
        case 4: walk(UInt32.self, rank, lengths, source, sourceStrides, target, targetStrides)
        case 8: walk(UInt64.self, rank, lengths, source, sourceStrides, target, targetStrides)
        default: walk(SIMD2<UInt64>.self, rank, lengths, source, sourceStrides, target, targetStrides)
        }
    }

    @inline(__always)
    private static func walk<Element: BitwiseCopyable>(
        _: Element.Type, _ rank: Int, _ lengths: UnsafePointer<Int>, _ source: UnsafeRawPointer,
        _ sourceStrides: UnsafePointer<Int>, _ target: UnsafeMutableRawPointer, _ targetStrides: UnsafePointer<Int>
    ) {
        func copy(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer) {
            to.storeBytes(of: from.loadUnaligned(as: Element.self), as: Element.self)
        }
        if rank == 0 { return copy(source, target) }
        let last = rank &- 1, row = lengths[last], step = sourceStrides[last], stride = targetStrides[last]
        withUnsafeTemporaryAllocation(of: Int.self, capacity: SmallCopy.rank) { buffer in
            // Never empty: it has a start.
            let position = buffer.baseAddress.unsafelyUnwrapped
            for axis in 0 ..< last { position[axis] = 0 }
            var from = source, to = target
            while true {
                var index = 0
                while index < row {
                    copy(from + index &* step, to + index &* stride)
                    index &+= 1
                }
                var axis = last &- 1
                while axis >= 0 {
                    position[axis] &+= 1
                    from += sourceStrides[axis]
                    to += targetStrides[axis]
                    if position[axis] < lengths[axis] { break }
                    from -= lengths[axis] &* sourceStrides[axis]
                    to -= lengths[axis] &* targetStrides[axis]
                    position[axis] = 0
                    axis &-= 1
                }
                if axis < 0 { return }
            }
        }
    }
}

extension TensorBody {
    /// Writes the strides in bytes with which this tensor is walked to look like one of `rank` axes of the lengths
    /// `target`. False if it does not broadcast to that.
    @inline(__always)
    func broadcastStrides(_ rank: Int, _ target: UnsafePointer<Int>, into strides: UnsafeMutablePointer<Int>) -> Bool {
        let missing = rank &- self.rank
        guard missing >= 0 else { return false }
        let lengths = self.lengths, own = byteStrides
        for axis in 0 ..< missing { strides[axis] = 0 }
        for axis in 0 ..< self.rank {
            let length = lengths[axis]
            if length == target[axis &+ missing] {
                strides[axis &+ missing] = own[axis]
            } else if length == 1 {
                strides[axis &+ missing] = 0
            } else {
                return false
            }
        }
        return true
    }

    /// A dense copy with memory of its own, of a tensor of a few elements or of one that is dense; nil for others.
    func quickCopy() throws -> TensorBody? {
        guard let source = address else { return nil }
        let bytes = count &* dtype.size
        guard isContiguous || count <= SmallCopy.limit && rank <= SmallCopy.rank else { return nil }
        let storage = try Storage(byteCount: bytes)
        let result = TensorBody.make(storage: storage, dtype: dtype, like: self)
        if isContiguous {
            copyDense(storage.pointer, source, bytes: bytes)
        } else if count > 0 {
            SmallCopy.run(
                dtype.size, rank: rank, lengths, from: source, byteStrides, to: storage.pointer, result.byteStrides)
        }
        return result
    }

    /// Writes a value of the same dtype that broadcasts to a few elements. False, with nothing written, where that is left
    /// to the general way.
    func quickAssign(_ value: TensorBody) -> Bool {
        guard dtype == value.dtype, let target = address, let source = value.address, count > 0 else { return false }
        if isContiguous, value.isContiguous, hasShape(of: value), count &* dtype.size <= 1 << 16 {
            // May overlap.
            memmove(target, source, count &* dtype.size)
            return true
        }
        guard count <= SmallCopy.limit, rank <= SmallCopy.rank, !Tensor(body: self).sharesStorage(with: Tensor(body: value))
        else { return false }
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: SmallCopy.rank) { buffer in
            let strides = buffer.baseAddress.unsafelyUnwrapped
            guard value.broadcastStrides(rank, lengths, into: strides) else { return false }
            SmallCopy.run(dtype.size, rank: rank, lengths, from: source, strides, to: target, byteStrides)
            return true
        }
    }
}
