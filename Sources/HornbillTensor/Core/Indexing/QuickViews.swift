// The views that programs make most, without an array on the way: a view of a small tensor is to cost no more than the
// one object that it is. What these functions do not take, and what is wrong, they leave to the general ones.

extension Tensor {
    /// What `count` integers and slices select, one for each of the leading axes; nil for other items and for a symbolic
    /// tensor.
    ///
    /// Throws what `get` throws.
    public func quickView(items count: Int, _ item: (Int) throws -> Index) throws -> Tensor? {
        let rank = body.rank
        guard count <= rank, let storage = body.storage, var address = body.address else { return nil }
        let (lengths, byteStrides) = body.cArrays
        return try withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 &* rank) { buffer in
            var kept = 0
            for axis in 0 ..< count {
                let length = lengths[axis], stride = byteStrides[axis]
                switch try item(axis) {
                case .integer(let position):
                    address += try wrapped(position, axis, length) &* stride
                case .slice(let start, let stop, let step):
                    let slice = try ResolvedSlice(start: start, stop: stop, step: step, length: length)
                    address += slice.start &* stride
                    buffer[kept] = slice.count
                    buffer[rank &+ kept] = slice.step &* stride
                    kept &+= 1
                default: return nil
                }
            }
            for axis in count ..< rank {
                buffer[kept] = lengths[axis]
                buffer[rank &+ kept] = byteStrides[axis]
                kept &+= 1
            }
            var elements = 1
            for axis in 0 ..< kept { elements &*= buffer[axis] }
            // Nothing lies at the address of no elements, and it must not leave the storage.
            if elements == 0, let start = body.address { address = start }
            let dtype = body.dtype
            let isDense = QuickViews.isDense(buffer.baseAddress, kept, rank, dtype.size)
            return Tensor(
                body: .make(
                    storage: storage, address: address, dtype: dtype, rank: kept, count: elements, isContiguous: isDense
                ) { newLengths, newStrides in
                    for axis in 0 ..< kept { newLengths[axis] = buffer[axis] }
                    if isDense { return TensorBody.fillDense(newStrides, newLengths, rank: kept, dtype) }
                    for axis in 0 ..< kept { newStrides[axis] = buffer[rank &+ axis] }
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
    /// Whether `lengths`, followed `gap` further on by strides in bytes, are those of a dense row-major tensor: axes of
    /// length 1 and empty tensors do not matter.
    @inline(__always)
    static func isDense(_ lengths: UnsafePointer<Int>?, _ rank: Int, _ gap: Int, _ elementSize: Int) -> Bool {
        guard let lengths else { return true }
        var step = elementSize
        var axis = rank &- 1
        var matches = true
        while axis >= 0 {
            let length = lengths[axis]
            if length == 0 { return true }
            if length != 1 {
                if lengths[gap &+ axis] != step { matches = false }
                step &*= length
            }
            axis &-= 1
        }
        return matches
    }
}
