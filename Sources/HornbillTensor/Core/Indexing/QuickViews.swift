// The views that programs make most, without an array on the way: a view of a small tensor is to cost no more than the
// one object that it is. What these functions do not take, and what is wrong, they leave to the general ones.

/// The items of an index that need no reference counting.
public enum QuickIndex {
    case integer(Int)
    case slice(start: Int?, stop: Int?, step: Int?)
}

extension TensorBody {
    /// What `count` integers and slices select, one for each of the leading axes; nil if `item` gives nil, for a symbolic
    /// tensor and for one of many axes.
    ///
    /// Throws what `get` throws.
    public func quickView(items count: Int, _ item: (Int) -> QuickIndex?) throws -> TensorBody? {
        let rank = self.rank
        guard count <= rank, rank <= QuickViews.rank, let start = address else { return nil }
        // A constant size, for which the compiler finds room on the stack.
        return try withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 &* QuickViews.rank) { buffer in
            let newLengths = buffer.baseAddress.unsafelyUnwrapped, newStrides = newLengths + QuickViews.rank
            let (lengths, strides) = cArrays
            var address = start, kept = 0, elements = 1
            for axis in 0 ..< rank {
                if axis >= count {
                    newLengths[kept] = lengths[axis]
                    newStrides[kept] = strides[axis]
                } else {
                    switch item(axis) {
                    case .integer(let position):
                        address += try wrapped(position, axis, lengths[axis]) &* strides[axis]
                        continue
                    case .slice(let from, let to, let step):
                        let slice = try ResolvedSlice(start: from, stop: to, step: step, length: lengths[axis])
                        address += slice.start &* strides[axis]
                        newLengths[kept] = slice.count
                        newStrides[kept] = slice.step &* strides[axis]
                    case nil: return nil
                    }
                }
                elements &*= newLengths[kept]
                kept &+= 1
            }
            // Where there are no elements, the address must still not leave the storage.
            if elements == 0 { address = start }
            let dtype = self.dtype
            let isDense = QuickViews.areDense(newLengths, newStrides, kept, dtype.size)
            // Asked for last, so that nothing holds it while an error may be on its way.
            guard let storage else { return nil }
            return TensorBody.make(
                storage: storage, address: address, dtype: dtype, rank: kept, count: elements, isContiguous: isDense
            ) { lengths, byteStrides in
                for axis in 0 ..< kept { lengths[axis] = newLengths[axis] }
                if isDense { return TensorBody.fillDense(byteStrides, lengths, rank: kept, dtype) }
                for axis in 0 ..< kept { byteStrides[axis] = newStrides[axis] }
            }
        }
    }

    /// What the slice `start:stop` selects of the first axis; nil unless the tensor is dense.
    public func quickRows(from start: Int, to stop: Int) -> TensorBody? {
        let rank = self.rank
        guard isContiguous, rank > 0, let storage, let address else { return nil }
        let (lengths, strides) = cArrays
        let length = lengths[0]
        let first = start < 0 ? Swift.max(start &+ length, 0) : Swift.min(start, length)
        let last = stop < 0 ? Swift.max(stop &+ length, 0) : Swift.min(stop, length)
        let rows = Swift.max(0, last &- first)
        var elements = rows
        var axis = 1
        while axis < rank {
            elements &*= lengths[axis]
            axis &+= 1
        }
        return TensorBody.make(
            storage: storage, address: elements == 0 ? address : address + first &* strides[0], dtype: dtype, rank: rank,
            count: elements, isContiguous: true
        ) { newLengths, newStrides in
            newLengths[0] = rows
            newStrides[0] = strides[0]
            for axis in 1 ..< rank {
                newLengths[axis] = lengths[axis]
                newStrides[axis] = strides[axis]
            }
        }
    }

    /// The same elements in another shape, of which one length may be -1; nil unless the tensor is dense and the shape
    /// fits.
    public func quickReshaped(to target: UnsafeBufferPointer<Int>) -> TensorBody? {
        guard isContiguous, let storage, let address else { return nil }
        let count = self.count
        var known = 1, unknown = -1
        for axis in 0 ..< target.count {
            let length = target[axis]
            if length == -1, unknown < 0 {
                unknown = axis
                continue
            }
            guard length >= 0 else { return nil }
            let (product, overflows) = known.multipliedReportingOverflow(by: length)
            if overflows { return nil }
            known = product
        }
        var inferred = 0
        if unknown >= 0 {
            guard known > 0, count % known == 0 else { return nil }
            inferred = count / known
        } else if known != count {
            return nil
        }
        let rank = target.count, dtype = self.dtype
        return TensorBody.make(
            storage: storage, address: address, dtype: dtype, rank: rank, count: count, isContiguous: true
        ) { lengths, byteStrides in
            for axis in 0 ..< rank { lengths[axis] = axis == unknown ? inferred : target[axis] }
            TensorBody.fillDense(byteStrides, lengths, rank: rank, dtype)
        }
    }
}

private enum QuickViews {
    /// The most axes that a tensor may have.
    static let rank = 8

    /// Whether these are the lengths and byte strides of a dense row-major tensor: axes of length 1 and empty tensors do
    /// not matter.
    @inline(__always)
    static func areDense(
        _ lengths: UnsafePointer<Int>, _ byteStrides: UnsafePointer<Int>, _ rank: Int, _ elementSize: Int
    ) -> Bool {
        var step = elementSize, matches = true
        var axis = rank &- 1
        while axis >= 0 {
            let length = lengths[axis]
            if length == 0 { return true }
            if length != 1 {
                if byteStrides[axis] != step { matches = false }
                step &*= length
            }
            axis &-= 1
        }
        return matches
    }
}
