/// Elementwise operations on a few elements, wherever they lie: operands that repeat or lie apart are brought side by side
/// first. `DirectElementwise` is for dense operands.
enum SmallElementwise {
    /// The most elements of a result.
    private static let limit = 256

    /// Nil if the operation needs a plan, which also says what is wrong. Operations of one and two operands are given the
    /// last one again.
    @inline(never)
    static func apply(_ op: ElementwiseOp, _ a: TensorBody, _ b: TensorBody, _ c: TensorBody) throws -> Tensor? {
        // A select's first operand is a condition.
        let type = b.dtype
        guard c.dtype == type, a.dtype == (op == .select ? .bool : type), type.computeType == type,
            let kernel = elementwiseKernel(op, type), a.address != nil, b.address != nil, c.address != nil
        else { return nil }
        let rank = max(a.rank, b.rank, c.rank)
        guard rank <= SmallCopy.rank else { return nil }
        return try withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 &* SmallCopy.rank) { buffer -> Tensor? in
            // Never empty: it has a start.
            let lengths = buffer.baseAddress.unsafelyUnwrapped
            for axis in 0 ..< rank { lengths[axis] = 1 }
            guard widen(lengths, rank, a), widen(lengths, rank, b), widen(lengths, rank, c) else { return nil }
            var count = 1
            for axis in 0 ..< rank {
                // One of length 0 is empty; of the others, none is so long that the product overflows.
                guard lengths[axis] > 0, lengths[axis] <= limit else { return nil }
                count &*= lengths[axis]
                guard count <= limit else { return nil }
            }
            let dtype = op.definedResultType(type), storage = try Storage(byteCount: count &* dtype.size)
            let result = TensorBody.make(
                storage: storage, address: storage.pointer, dtype: dtype, rank: rank, count: count, isContiguous: true
            ) { newLengths, byteStrides in
                for axis in 0 ..< rank { newLengths[axis] = lengths[axis] }
                TensorBody.fillDense(byteStrides, newLengths, rank: rank, dtype)
            }
            let size = (count &* 16 &+ 63) & ~63
            withUnsafeTemporaryAllocation(byteCount: 3 &* size, alignment: 64) { memory in
                let room = memory.baseAddress.unsafelyUnwrapped, strides = lengths + SmallCopy.rank
                func operand(_ body: TensorBody, _ place: Int) -> UnsafeRawPointer {
                    // Checked above; a dense operand of as many elements has them in the same order.
                    let source = UnsafeRawPointer(body.address.unsafelyUnwrapped)
                    if body.isContiguous, body.count == count { return source }
                    let elementSize = body.dtype.size
                    // It broadcasts: the lengths are made from its own.
                    _ = body.broadcastStrides(rank, lengths, into: strides)
                    TensorBody.fillDense(strides + SmallCopy.rank, lengths, rank: rank, body.dtype)
                    let target = room + place &* size
                    SmallCopy.run(
                        elementSize, rank: rank, lengths, from: source, strides, to: target, strides + SmallCopy.rank)
                    return UnsafeRawPointer(target)
                }
                let first = operand(a, 0)
                let second = op.arity > 1 ? operand(b, 1) : first
                kernel(storage.pointer, first, second, op.arity > 2 ? operand(c, 2) : second, count)
            }
            return Tensor(body: result)
        }
    }

    /// Broadcasts the lengths with a tensor's. False if they do not fit.
    @inline(__always)
    private static func widen(_ lengths: UnsafeMutablePointer<Int>, _ rank: Int, _ body: TensorBody) -> Bool {
        let missing = rank &- body.rank, own = body.lengths
        for axis in 0 ..< body.rank {
            let length = own[axis]
            if lengths[axis &+ missing] == 1 {
                lengths[axis &+ missing] = length
            } else if length != 1, length != lengths[axis &+ missing] {
                return false
            }
        }
        return true
    }
}
