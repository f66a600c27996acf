extension Tensor {
    /// The same storage seen in another way: no operation, no kernel, one small object.
    ///
    /// - Parameters:
    ///   - offset: where the new tensor begins, in elements from this one's first.
    ///   - strides: nil for a dense row-major tensor. Every element must lie within the storage.
    /// - Returns: nil for a symbolic tensor.
    @inline(__always)
    func view(shape: [Int], count: Int, strides: [Int]?, offset: Int = 0) -> Tensor? {
        guard let storage = body.storage, let address = body.address else { return nil }
        return Tensor(
            body: .make(
                storage: storage, address: address + offset &* dtype.size, dtype: dtype, shape: shape, count: count,
                strides: strides))
    }

    /// As above for strides that may turn out to be those of a dense tensor.
    @inline(__always)
    func view(shape: [Int], strides: [Int], offset: Int = 0) -> Tensor? {
        var count = 1
        for length in shape { count &*= length }
        let isDense = Strides.areContiguous(strides, shape)
        return view(shape: shape, count: count, strides: isDense ? nil : strides, offset: offset)
    }

    /// Whether two concrete tensors look at the same storage.
    func sharesStorage(with other: Tensor) -> Bool {
        guard let mine = body.storage, let theirs = other.body.storage else { return false }
        // Memory that was lent to us may be lent twice.
        return mine === theirs
            || mine.pointer < theirs.pointer + theirs.byteCount && theirs.pointer < mine.pointer + mine.byteCount
    }
}
