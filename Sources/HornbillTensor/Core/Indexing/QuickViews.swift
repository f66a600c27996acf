// The views that programs make most, without an array on the way: a view of a small tensor is to cost no more than the
// one object that it is. What these functions do not take, and what is wrong, they leave to the general ones.

/// The items of an index that need no reference counting.
public enum QuickIndex {
    case integer(Int)
    case slice(start: Int?, stop: Int?, step: Int?)
    case newAxis
}

extension TensorBody {
    /// What `count` integers, slices and new axes select, one of the first two for each of the leading axes; nil if `item`
    /// gives nil, for a symbolic tensor and for one of many axes.
    ///
    /// Throws what `get` throws.
    public func quickView(items count: Int, _ item: (Int) -> QuickIndex?) throws -> TensorBody? {
        let rank = self.rank
        guard count <= QuickViews.rank, rank <= QuickViews.rank, let start = address else { return nil }
        if count > rank {
            // That there are too many is said before anything else.
            var taken = 0
            for index in 0 ..< count {
                if case .newAxis = item(index) { continue }
                taken &+= 1
            }
            if taken > rank { return nil }
        }
        // A constant size, for which the compiler finds room on the stack.
        return try withUnsafeTemporaryAllocation(of: Int.self, capacity: 4 &* QuickViews.rank) { buffer in
            let newLengths = buffer.baseAddress.unsafelyUnwrapped, newStrides = newLengths + 2 &* QuickViews.rank
            let (lengths, strides) = cArrays
            var address = start, kept = 0, elements = 1, axis = 0
            for index in 0 ..< count {
                let item = item(index)
                if case .newAxis = item {
                    newLengths[kept] = 1
                    newStrides[kept] = 0
                    kept &+= 1
                    continue
                }
                guard axis < rank else { return nil }
                switch item {
                case .integer(let position):
                    address += try wrapped(position, axis, lengths[axis]) &* strides[axis]
                case .slice(let from, let to, let step):
                    let slice = try ResolvedSlice(start: from, stop: to, step: step, length: lengths[axis])
                    address += slice.start &* strides[axis]
                    newLengths[kept] = slice.count
                    newStrides[kept] = slice.step &* strides[axis]
                    elements &*= slice.count
                    kept &+= 1
                default: return nil
                }
                axis &+= 1
            }
            while axis < rank {
                newLengths[kept] = lengths[axis]
                newStrides[kept] = strides[axis]
                elements &*= lengths[axis]
                kept &+= 1
                axis &+= 1
            }
            guard kept <= QuickViews.rank else { return nil }
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

    /// The axes in reverse order; nil for a symbolic tensor.
    public func quickTransposed() -> TensorBody? {
        guard let storage, let address else { return nil }
        let rank = self.rank
        let (lengths, strides) = cArrays
        guard rank <= QuickViews.rank else { return nil }
        let dtype = self.dtype, count = self.count
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 &* QuickViews.rank) { buffer in
            let newLengths = buffer.baseAddress.unsafelyUnwrapped, newStrides = newLengths + QuickViews.rank
            for axis in 0 ..< rank {
                newLengths[axis] = lengths[rank &- 1 &- axis]
                newStrides[axis] = strides[rank &- 1 &- axis]
            }
            let isDense = QuickViews.areDense(newLengths, newStrides, rank, dtype.size)
            return TensorBody.make(
                storage: storage, address: address, dtype: dtype, rank: rank, count: count, isContiguous: isDense
            ) { lengths, byteStrides in
                for axis in 0 ..< rank { lengths[axis] = newLengths[axis] }
                if isDense { return TensorBody.fillDense(byteStrides, lengths, rank: rank, dtype) }
                for axis in 0 ..< rank { byteStrides[axis] = newStrides[axis] }
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

extension TensorBody {
    /// The few elements, or blocks of them, at positions along the first axis of a dense tensor; nil for others, for
    /// positions that are no dense int64 with axes, and where one is out of bounds.
    public func quickTaken(at positions: TensorBody) throws -> TensorBody? {
        guard let row = quickBlock(positions), let source = address, let places = positions.address else { return nil }
        let count = positions.count, length = lengths[0], bytes = row &* dtype.size
        let first = places.assumingMemoryBound(to: Int.self)
        guard QuickViews.areInside(first, count, length) else { return nil }
        let storage = try Storage(byteCount: count &* bytes)
        let mine = rank, theirs = positions.rank, dtype = self.dtype
        let result = TensorBody.make(
            storage: storage, address: storage.pointer, dtype: dtype, rank: mine &+ theirs &- 1, count: count &* row,
            isContiguous: true
        ) { newLengths, byteStrides in
            for axis in 0 ..< theirs { newLengths[axis] = positions.lengths[axis] }
            for axis in 1 ..< mine { newLengths[theirs &+ axis &- 1] = lengths[axis] }
            TensorBody.fillDense(byteStrides, newLengths, rank: mine &+ theirs &- 1, dtype)
        }
        var target = storage.pointer
        for index in 0 ..< count {
            let place = first[index] < 0 ? first[index] &+ length : first[index]
            target.copyMemory(from: source + place &* bytes, byteCount: bytes)
            target += bytes
        }
        return result
    }

    /// Writes a value of the same dtype, one element or as many as there are places, to what `quickTaken` reads. False,
    /// with nothing written, where that gives nil, for read-only memory and for values that broadcast in another way.
    public func quickPut(_ value: TensorBody, at positions: TensorBody) -> Bool {
        guard !isReadOnly, let row = quickBlock(positions), let target = address, let places = positions.address,
            let source = value.address, value.dtype == dtype, value.isContiguous,
            !Tensor(body: self).sharesStorage(with: Tensor(body: value)),
            !Tensor(body: self).sharesStorage(with: Tensor(body: positions))
        else { return false }
        let count = positions.count, length = lengths[0], size = dtype.size, bytes = row &* size
        let isOne = value.count == 1 && value.rank < 2
        guard isOne || value.rank == positions.rank &+ rank &- 1 && value.count == count &* row else { return false }
        if !isOne {
            for axis in 0 ..< positions.rank where value.lengths[axis] != positions.lengths[axis] { return false }
            for axis in 1 ..< rank where value.lengths[positions.rank &+ axis &- 1] != lengths[axis] { return false }
        }
        let first = places.assumingMemoryBound(to: Int.self)
        guard QuickViews.areInside(first, count, length) else { return false }
        for index in 0 ..< count {
            let place = first[index] < 0 ? first[index] &+ length : first[index]
            let block = target + place &* bytes
            if isOne {
                for element in 0 ..< row { (block + element &* size).copyMemory(from: source, byteCount: size) }
            } else {
                block.copyMemory(from: source + index &* bytes, byteCount: bytes)
            }
        }
        return true
    }

    /// How many elements a position along the first axis has, if few are asked for.
    @inline(__always)
    private func quickBlock(_ positions: TensorBody) -> Int? {
        guard isContiguous, address != nil, rank > 0, positions.dtype == .int64, positions.rank > 0,
            positions.isContiguous, positions.address != nil, rank &+ positions.rank <= QuickViews.rank,
            positions.count <= 1 << 10, lengths[0] > 0
        else { return nil }
        let row = count / lengths[0]
        return row <= 1 << 10 && row &* positions.count <= 1 << 13 ? row : nil
    }
}

private enum QuickViews {
    /// The most axes that a tensor may have.
    static let rank = 8

    /// Whether positions are within an axis, counted from either end.
    @inline(__always)
    static func areInside(_ positions: UnsafePointer<Int>, _ count: Int, _ length: Int) -> Bool {
        for index in 0 ..< count where positions[index] < -length || positions[index] >= length { return false }
        return true
    }

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
