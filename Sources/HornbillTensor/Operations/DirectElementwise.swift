/// Elementwise operations on dense operands: a kernel called at once, without the plan that strided or narrow operands
/// need. Making a plan takes longer than adding ten numbers.
enum DirectElementwise {
    /// Larger operands of short rows want a plan.
    private static let limit = 1 << 15, longRow = 512

    /// A thread must have more to do than it takes to begin: bytes to move, or a function to compute.
    @inline(__always)
    private static func grain(_ op: ElementwiseOp, _ size: Int) -> Int { max(1 << 11, (1 << 17) / size / op.weight) }

    /// Calls the kernel on parts of operands of one shape, on all threads where they are large.
    @inline(__always)
    private static func run(
        _ kernel: TileKernel, _ op: ElementwiseOp, _ target: UnsafeMutableRawPointer, _ resultSize: Int,
        _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ size: Int, _ count: Int
    ) {
        if count <= 1 << 13 { return kernel(target, left, right, right, count) }
        let streams = streams(count &* (resultSize &+ (left == right ? size : 2 &* size)), target, left, right)
        Threads.parallel(count, grain: grain(op, size), multiple: 64) { begin, end in
            let a = left + begin &* size, b = right + begin &* size, to = target + begin &* resultSize
            if streams {
                Streaming.run(kernel, to, resultSize, a, size, b, size, b, size, count: end &- begin)
            } else {
                kernel(to, a, b, b, end &- begin)
            }
        }
    }

    /// Whether to write past the caches; not where an operand is replaced.
    @inline(__always)
    private static func streams(
        _ bytes: Int, _ target: UnsafeMutableRawPointer, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer
    ) -> Bool {
        Streaming.isWorthwhile(bytes: bytes) && UnsafeRawPointer(target) != left && UnsafeRawPointer(target) != right
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
        guard let larger = larger(a, b) else { return try grid(op, kernel, a, left, b, right) }
        let result = try make(op, like: larger)
        broadcast(op, kernel, result.storage.pointer, result.body.dtype.size, a, left, b, right, isLeftLarger: larger === a)
        return Tensor(body: result.body)
    }

    /// `a op= b` where the memory is; false if the operands need more than that.
    static func inPlace(_ op: ElementwiseOp, _ a: TensorBody, _ b: TensorBody) -> Bool {
        guard a.dtype == b.dtype, op.definedResultType(a.dtype) == a.dtype, let left = dense(a), let right = dense(b),
            let kernel = kernel(op, a), let target = a.address
        else { return false }
        if a.hasShape(of: b) {
            // An element must be read before another one is written there.
            guard left == right || areApart(a, left, b, right) else { return false }
            run(kernel, op, target, a.dtype.size, left, right, a.dtype.size, a.count)
            return true
        }
        guard larger(a, b) === a, areApart(a, left, b, right) else { return false }
        broadcast(op, kernel, target, a.dtype.size, a, left, b, right, isLeftLarger: true)
        return true
    }

    /// Nil if the operands need a plan: unless they are of one shape or single elements.
    static func ternary(_ op: ElementwiseOp, _ a: TensorBody, _ b: TensorBody, _ c: TensorBody) throws -> Tensor? {
        guard b.dtype == c.dtype, a.dtype == (op == .select ? .bool : b.dtype), let kernel = kernel(op, b),
            let first = dense(a), let second = dense(b), let third = dense(c)
        else { return nil }
        let model = a.count > 1 ? a : (b.count > 1 ? b : c)
        func fits(_ body: TensorBody) -> Bool { body.hasShape(of: model) || body.count == 1 && body.rank <= model.rank }
        guard fits(a), fits(b), fits(c), model.count > 0 else { return nil }
        let dtype = b.dtype, size = dtype.size, firstSize = a.dtype.size
        let storage = try Storage(byteCount: model.count &* size)
        let target = storage.pointer
        let (repeatsFirst, repeatsSecond, repeatsThird) = (a.count < model.count, b.count < model.count, c.count < model.count)
        let streams = Streaming.isWorthwhile(bytes: 2 &* model.count &* size)
        func part(_ begin: Int, _ end: Int) {
            if !repeatsFirst, !repeatsSecond, !repeatsThird {
                let to = target + begin &* size, x = first + begin &* firstSize
                let y = second + begin &* size, z = third + begin &* size
                if streams {
                    return Streaming.run(kernel, to, size, x, firstSize, y, size, z, size, count: end &- begin)
                }
                return kernel(to, x, y, z, end &- begin)
            }
            // A condition is a byte, and there are as many copies of all.
            let longest = min(tileLength(size), end &- begin)
            splat(repeatsFirst ? first : nil, firstSize, longest) { firstTile in
                splat(repeatsSecond ? second : nil, size, longest) { secondTile in
                    splat(repeatsThird ? third : nil, size, longest) { thirdTile in
                        if streams {
                            return Streaming.run(
                                kernel, target + begin &* size, size, firstTile ?? (first + begin &* firstSize),
                                repeatsFirst ? 0 : firstSize, secondTile ?? (second + begin &* size),
                                repeatsSecond ? 0 : size, thirdTile ?? (third + begin &* size), repeatsThird ? 0 : size,
                                count: end &- begin, longest: longest)
                        }
                        var done = begin
                        while done < end {
                            let length = min(longest, end &- done)
                            kernel(
                                target + done &* size, firstTile ?? (first + done &* firstSize),
                                secondTile ?? (second + done &* size), thirdTile ?? (third + done &* size), length)
                            done &+= length
                        }
                    }
                }
            }
        }
        if model.count <= 1 << 13 {
            part(0, model.count)
        } else {
            Threads.parallel(model.count, grain: grain(op, size), multiple: 64, part)
        }
        return Tensor(body: .make(storage: storage, dtype: dtype, like: model))
    }

    /// Whether dense operands share no memory.
    private static func areApart(
        _ a: TensorBody, _ left: UnsafeRawPointer, _ b: TensorBody, _ right: UnsafeRawPointer
    ) -> Bool {
        left + a.count &* a.dtype.size <= right || right + b.count &* b.dtype.size <= left
    }

    /// The operand along whose leading axes the other one repeats, if they need no plan.
    private static func larger(_ a: TensorBody, _ b: TensorBody) -> TensorBody? {
        let larger: TensorBody
        if repeats(b, along: a) { larger = a } else if repeats(a, along: b) { larger = b } else { return nil }
        let row = larger === a ? b.count : a.count
        return larger.count <= limit || row == 1 || row >= longRow ? larger : nil
    }

    @inline(never)
    private static func broadcast(
        _ op: ElementwiseOp, _ kernel: TileKernel, _ target: UnsafeMutableRawPointer, _ resultSize: Int, _ a: TensorBody,
        _ left: UnsafeRawPointer, _ b: TensorBody, _ right: UnsafeRawPointer, isLeftLarger: Bool
    ) {
        let size = a.dtype.size, count = isLeftLarger ? a.count : b.count, row = isLeftLarger ? b.count : a.count
        let streams = streams(count &* (resultSize &+ size), target, left, right)
        if row == 1, isLeftLarger, let kernel = kernelByScalar(op, a.dtype, right) {
            return Threads.parallel(count, grain: max(1 << 11, (1 << 17) / size), multiple: 64) { begin, end in
                let to = target + begin &* resultSize, from = left + begin &* size
                if streams {
                    Streaming.run(kernel, to, resultSize, from, size, right, 0, right, 0, count: end &- begin)
                } else {
                    kernel(to, from, right, right, end &- begin)
                }
            }
        }
        func elements(_ begin: Int, _ end: Int) {
            let length = min(tileLength(size), end &- begin)
            splat(isLeftLarger ? right : left, size, length) { tile in
                guard let tile else { return }
                if streams {
                    let l = isLeftLarger ? left + begin &* size : tile, r = isLeftLarger ? tile : right + begin &* size
                    return Streaming.run(
                        kernel, target + begin &* resultSize, resultSize, l, isLeftLarger ? size : 0, r,
                        isLeftLarger ? 0 : size, r, isLeftLarger ? 0 : size, count: end &- begin, longest: length)
                }
                var done = begin
                while done < end {
                    let n = min(length, end &- done)
                    let l = isLeftLarger ? left + done &* size : tile, r = isLeftLarger ? tile : right + done &* size
                    kernel(target + done &* resultSize, l, r, r, n)
                    done &+= n
                }
            }
        }
        func rows(_ begin: Int, _ end: Int) {
            for index in begin ..< end {
                let done = index &* row
                let l = isLeftLarger ? left + done &* size : left, r = isLeftLarger ? right : right + done &* size
                if streams {
                    Streaming.run(kernel, target + done &* resultSize, resultSize, l, size, r, size, r, size, count: row)
                } else {
                    kernel(target + done &* resultSize, l, r, r, row)
                }
            }
        }
        if count <= 1 << 13 {
            row == 1 ? elements(0, count) : rows(0, count / row)
        } else if row == 1 {
            Threads.parallel(count, grain: grain(op, size), multiple: 64, elements)
        } else {
            Threads.parallel(count / row, grain: max(1, grain(op, size) / row), rows)
        }
    }

    /// How an operand takes part in a matrix of results.
    private enum Part { case whole, row, column }

    private static func part(_ body: TensorBody, in shape: [Int], _ columns: Int) -> Part? {
        if body.rank == shape.count, (0 ..< body.rank).allSatisfy({ body.lengths[$0] == shape[$0] }) { return .whole }
        if body.count == columns, body.rank > 0, body.lengths[body.rank &- 1] == columns { return .row }
        guard body.rank == shape.count, body.lengths[body.rank &- 1] == 1,
            (0 ..< body.rank &- 1).allSatisfy({ body.lengths[$0] == shape[$0] })
        else { return nil }
        return .column
    }

    /// Operands of which one repeats along the last axis, or along the others: row by row. Nil for other ones, and for short
    /// rows.
    @inline(never)
    private static func grid(
        _ op: ElementwiseOp, _ kernel: TileKernel, _ a: TensorBody, _ left: UnsafeRawPointer, _ b: TensorBody,
        _ right: UnsafeRawPointer
    ) throws -> Tensor? {
        guard max(a.rank, b.rank) > 1, let shape = try? Strides.broadcastShape([a.shape, b.shape]),
            let count = try? Strides.count(shape), let columns = shape.last, columns >= 16, count > 0,
            let first = part(a, in: shape, columns), let second = part(b, in: shape, columns)
        else { return nil }
        let dtype = op.definedResultType(a.dtype), result = try Tensor(uninitialized: dtype, shape)
        let target = try result.pointer(), size = a.dtype.size, resultSize = dtype.size
        // Several short rows at once, whose repeated operands are brought side by side; of a long one, a part.
        let group = max(1, tileLength(size) / columns), length = min(columns, tileLength(size))
        let streams = length >= 64 && group == 1 && Streaming.isWorthwhile(bytes: count &* (resultSize &+ size))
        Threads.parallel(count / columns, grain: max(1, grain(op, size) / columns)) { begin, end in
            withUnsafeTemporaryAllocation(byteCount: 2 &* tileBytes, alignment: 64) { memory in
                // Never empty: it has a start.
                let tile = memory.baseAddress.unsafelyUnwrapped, other = tile + tileBytes
                /// The operand for some rows, in `room` where it repeats.
                func operand(
                    _ part: Part, _ address: UnsafeRawPointer, _ row: Int, _ rows: Int, _ room: UnsafeMutableRawPointer
                ) -> UnsafeRawPointer {
                    switch part {
                    case .whole: return address + row &* columns &* size
                    case .row: return group == 1 ? address : UnsafeRawPointer(room)
                    case .column:
                        for index in 0 ..< rows {
                            repeatElement(
                                size, room + index &* length &* size, length, address + (row &+ index) &* size)
                        }
                        return UnsafeRawPointer(room)
                    }
                }
                for (part, address, room) in [(first, left, tile), (second, right, other)] where part == .row && group > 1 {
                    for index in 0 ..< group { (room + index &* columns &* size).copyMemory(from: address, byteCount: columns &* size) }
                }
                let xSize = first == .column ? 0 : size, ySize = second == .column ? 0 : size
                var row = begin
                while row < end {
                    let rows = min(group, end &- row), to = target + row &* columns &* resultSize
                    let x = operand(first, left, row, rows, tile), y = operand(second, right, row, rows, other)
                    if group > 1 {
                        kernel(to, x, y, y, rows &* columns)
                    } else if streams {
                        Streaming.run(
                            kernel, to, resultSize, x, xSize, y, ySize, y, ySize, count: columns, longest: length)
                    } else {
                        var done = 0
                        while done < columns {
                            let n = min(length, columns &- done), q = y + done &* ySize
                            kernel(to + done &* resultSize, x + done &* xSize, q, q, n)
                            done &+= n
                        }
                    }
                    row &+= rows
                }
            }
        }
        return withExtendedLifetime(result) { result }
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

    /// So few that all operands and the result stay in the first-level cache.
    private static let tileBytes = 4096

    @inline(__always)
    private static func tileLength(_ size: Int) -> Int { tileBytes / size }

    /// Calls `body` with copies of one element side by side, or with nil for none.
    private static func splat(
        _ element: UnsafeRawPointer?, _ size: Int, _ count: Int, _ body: (_ tile: UnsafeRawPointer?) -> Void
    ) {
        if let element { withCopies(of: element, size: size, count: count) { body($0) } } else { body(nil) }
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
