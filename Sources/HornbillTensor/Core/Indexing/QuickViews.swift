// The views that programs make most, without an array on the way: a view of a small tensor is to cost no more than the
// one object that it is. What these functions do not take, and what is wrong, they leave to the general ones.

/// The items of an index that need no reference counting.
public enum QuickIndex {
    case integer(Int)
    case slice(start: Int?, stop: Int?, step: Int?)
}

extension Tensor {
    /// What `count` integers and slices select, one for each of the leading axes; nil if `item` gives nil, for a symbolic
    /// tensor and for one of many axes.
    ///
    /// Throws what `get` throws.
    public func quickView(items count: Int, _ item: (Int) -> QuickIndex?) throws -> Tensor? {
        let body = self.body
        let rank = body.rank
        guard count <= rank, rank <= QuickViews.rank, let storage = body.storage, let start = body.address else { return nil }
        // A constant size, for which the compiler finds room on the stack.
        return try withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 &* QuickViews.rank) { buffer in
            let newLengths = buffer.baseAddress.unsafelyUnwrapped, newStrides = newLengths + QuickViews.rank
            let (lengths, strides) = body.cArrays
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
            let dtype = body.dtype
            let isDense = QuickViews.areDense(newLengths, newStrides, kept, dtype.size)
            return Tensor(
                body: .make(
                    storage: storage, address: address, dtype: dtype, rank: kept, count: elements, isContiguous: isDense
                ) { lengths, byteStrides in
                    for axis in 0 ..< kept { lengths[axis] = newLengths[axis] }
                    if isDense { return TensorBody.fillDense(byteStrides, lengths, rank: kept, dtype) }
                    for axis in 0 ..< kept { byteStrides[axis] = newStrides[axis] }
                })
        }
    }

    /// The same elements in another shape, of which one length may be -1; nil unless the tensor is dense and the shape
    /// fits.
    public func quickReshaped(to target: UnsafeBufferPointer<Int>) -> Tensor? {
        guard body.isContiguous, let storage = body.storage, let address = body.address else { return nil }
        let count = body.count
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
        let rank = target.count, dtype = body.dtype
        return Tensor(
            body: .make(
                storage: storage, address: address, dtype: dtype, rank: rank, count: count, isContiguous: true
            ) { lengths, byteStrides in
                for axis in 0 ..< rank { lengths[axis] = axis == unknown ? inferred : target[axis] }
                TensorBody.fillDense(byteStrides, lengths, rank: rank, dtype)
            })
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
