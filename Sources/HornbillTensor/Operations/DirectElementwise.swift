/// Elementwise operations on dense operands: a kernel called at once, without the plan that strided or narrow operands
/// need. Making a plan takes longer than adding ten numbers.
enum DirectElementwise {
    /// Larger operands that broadcast want a plan.
    private static let limit = 1 << 15

    /// Calls the kernel on parts of operands of one shape, on all threads where they are large.
    @inline(__always)
    private static func run(
        _ kernel: TileKernel, _ op: ElementwiseOp, _ target: UnsafeMutableRawPointer, _ resultSize: Int,
        _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ size: Int, _ count: Int
    ) {
        if count <= 1 << 13 { return kernel(target, left, right, right, count) }
        // A thread must have more to do than it takes to begin: bytes to move, or a function to compute.
        let grain = max(1 << 11, (1 << 17) / size / op.weight)
        Threads.parallel(count, grain: grain, multiple: 64) { begin, end in
            let a = left + begin &* size, b = right + begin &* size
            kernel(target + begin &* resultSize, a, b, b, end &- begin)
        }
    }

    /// Nil if the operand needs a plan.
    @inline(__always)
    static func unary(_ op: ElementwiseOp, _ a: TensorBody) throws -> Tensor? {
        guard let source = dense(a), let kernel = kernel(op, a) else { return nil }
        let result = try make(op, like: a)
        run(kernel, op, result.storage.pointer, result.body.dtype.size, source, source, a.dtype.size, a.count)
        return Tensor(body: result.body)
    }

    /// Nil if the operands need a plan: unless they have one shape, or one of them is a single element or repeats
    /// along the other's leading axes.
    @inline(__always)
    static func binary(_ op: ElementwiseOp, _ a: TensorBody, _ b: TensorBody) throws -> Tensor? {
        guard a.dtype == b.dtype, let left = dense(a), let right = dense(b), let kernel = kernel(op, a) else { return nil }
        if a.hasShape(of: b) {
            let result = try make(op, like: a)
            run(kernel, op, result.storage.pointer, result.body.dtype.size, left, right, a.dtype.size, a.count)
            return Tensor(body: result.body)
        }
        return try broadcast(op, kernel, a, left, b, right)
    }

    @inline(never)
    private static func broadcast(
        _ op: ElementwiseOp, _ kernel: TileKernel, _ a: TensorBody, _ left: UnsafeRawPointer, _ b: TensorBody,
        _ right: UnsafeRawPointer
    ) throws -> Tensor? {
        let larger: TensorBody
        if repeats(b, along: a) { larger = a } else if repeats(a, along: b) { larger = b } else { return nil }
        guard larger.count <= limit else { return nil }
        let result = try make(op, like: larger)
        let target = result.storage.pointer
        let size = larger.dtype.size, resultSize = result.body.dtype.size
        let row = larger === a ? b.count : a.count
        if row == 1 {
            splat(larger === a ? right : left, size) { tile, length in
                var done = 0
                while done < larger.count {
                    let n = min(length, larger.count &- done)
                    let l = larger === a ? left + done &* size : tile, r = larger === a ? tile : right + done &* size
                    kernel(target + done &* resultSize, l, r, r, n)
                    done &+= n
                }
            }
        } else {
            var done = 0
            while done < larger.count {
                let l = larger === a ? left + done &* size : left, r = larger === a ? right : right + done &* size
                kernel(target + done &* resultSize, l, r, r, row)
                done &+= row
            }
        }
        return Tensor(body: result.body)
    }

    /// Whether the elements of `small` are those of `large` without some leading axes, or a single one.
    private static func repeats(_ small: TensorBody, along large: TensorBody) -> Bool {
        guard small.rank <= large.rank, large.count > 0 else { return false }
        if small.count == 1 { return true }
        let lengths = small.lengths, others = large.lengths + (large.rank &- small.rank)
        var axis = 0
        // A small tensor's leading axes of length 1 repeat as well.
        while axis < small.rank, lengths[axis] == 1 { axis &+= 1 }
        while axis < small.rank {
            if lengths[axis] != others[axis] { return false }
            axis &+= 1
        }
        return true
    }

    /// Calls `body` with copies of one element side by side, and how many.
    private static func splat(
        _ element: UnsafeRawPointer, _ size: Int, _ body: (_ tile: UnsafeRawPointer, _ length: Int) -> Void
    ) {
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 64) { buffer in
            // Never empty: it has a start.
            let tile = buffer.baseAddress.unsafelyUnwrapped
            fill(elementSize: size, tile, 1024 / size, element)
            body(tile, 1024 / size)
        }
    }

    @inline(__always)
    private static func dense(_ body: TensorBody) -> UnsafeRawPointer? {
        body.isContiguous ? body.address.map { UnsafeRawPointer($0) } : nil
    }

    /// The kernel for the body's dtype; nil also for 16-bit floats, which kernels only know widened.
    @inline(__always)
    private static func kernel(_ op: ElementwiseOp, _ body: TensorBody) -> TileKernel? {
        body.dtype.computeType == body.dtype ? elementwiseKernel(op, body.dtype) : nil
    }

    @inline(__always)
    private static func make(_ op: ElementwiseOp, like body: TensorBody) throws -> (storage: Storage, body: TensorBody) {
        let dtype = op.definedResultType(body.dtype)
        let storage = try Storage(byteCount: body.count &* dtype.size)
        return (storage, .make(storage: storage, dtype: dtype, like: body))
    }
}
