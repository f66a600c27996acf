import HornbillKernels

/// Products of a few elements of tensors with values, computed at once. What these functions do not take, and what is
/// wrong, they leave to the general ones.
enum SmallProducts {
    /// The product of vectors and matrices of one dtype, as `matmul`.
    @inline(never)
    static func matmul(_ a: TensorBody, _ b: TensorBody) throws -> Tensor? {
        let dtype = a.dtype, left = a.rank, right = b.rank
        guard dtype == b.dtype, left <= 2, right <= 2, SmallContraction.isDefined(dtype), let x = a.address,
            let y = b.address
        else { return nil }
        let inner = a.lengths[left &- 1]
        let rows = left == 2 ? a.lengths[0] : 1, columns = right == 2 ? b.lengths[1] : 1
        // Longer products of long vectors are better summed in parts.
        guard inner == b.lengths[0], inner <= 512, rows > 0, rows <= 512, columns > 0, columns <= 512,
            rows &* columns &* inner <= SmallContraction.limit / 2
        else { return nil }
        let storage = try Storage(byteCount: rows &* columns &* dtype.size)
        let result = TensorBody.make(
            storage: storage, address: storage.pointer, dtype: dtype, rank: left &+ right &- 2, count: rows &* columns,
            isContiguous: true
        ) { lengths, byteStrides in
            if left == 2 { lengths[0] = rows }
            if right == 2 { lengths[left &- 1] = columns }
            TensorBody.fillDense(byteStrides, lengths, rank: left &+ right &- 2, dtype)
        }
        let size = dtype.size
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 &* SmallContraction.axes) { buffer in
            // Never empty: it has a start.
            let lengths = buffer.baseAddress.unsafelyUnwrapped
            let first = lengths + SmallContraction.axes, second = first + SmallContraction.axes
            (lengths[0], lengths[1], lengths[2]) = (rows, columns, inner)
            (first[0], first[1], first[2]) = (left == 2 ? a.byteStrides[0] / size : 0, 0, a.byteStrides[left &- 1] / size)
            (second[0], second[1], second[2]) = (0, right == 2 ? b.byteStrides[1] / size : 0, b.byteStrides[0] / size)
            withUnsafePointer(to: (UnsafeRawPointer(x), UnsafeRawPointer(y))) { pair in
                pair.withMemoryRebound(to: UnsafeRawPointer.self, capacity: 2) { sources in
                    SmallContraction.run(
                        dtype, outer: 2, axes: 3, lengths, first, UnsafeBufferPointer(start: sources, count: 2),
                        storage.pointer)
                }
            }
        }
        return Tensor(body: result)
    }

    /// Einstein's summation, where the subscripts are letters without an ellipsis.
    @inline(never)
    static func einsum(_ subscripts: String, _ operands: [Tensor]) throws -> Tensor? {
        guard let dtype = operands.first?.dtype, operands.count <= SmallContraction.operands,
            SmallContraction.isDefined(dtype), operands.allSatisfy({ $0.dtype == dtype && $0.body.address != nil })
        else { return nil }
        var subscripts = subscripts
        return try subscripts.withUTF8 { text in
            try withUnsafeTemporaryAllocation(of: Int.self, capacity: 128 &+ 5 &* SmallContraction.axes) { buffer in
                // Never empty: it has a start.
                let start = buffer.baseAddress.unsafelyUnwrapped
                var plan = SmallEinsum(
                    axisOf: start, lengths: start + 128, strides: start + 128 + SmallContraction.axes)
                guard plan.read(text, operands) else { return nil }
                return plan.isSmall ? try plan.run(dtype, operands) : try plan.rows(dtype, operands)
            }
        }
    }
}

/// What an equation of letters asks for, in memory that is lent.
private struct SmallEinsum {
    /// For each letter its axis, -1 before it has one. Axes of the result come first, in its order.
    let axisOf: UnsafeMutablePointer<Int>
    let lengths: UnsafeMutablePointer<Int>
    /// Those of the first operand, then of the second, and so on, in elements.
    let strides: UnsafeMutablePointer<Int>
    private var outer = 0, axes = 0
    /// Whether there are few products.
    private(set) var isSmall = true

    init(
        axisOf: UnsafeMutablePointer<Int>, lengths: UnsafeMutablePointer<Int>, strides: UnsafeMutablePointer<Int>
    ) {
        (self.axisOf, self.lengths, self.strides) = (axisOf, lengths, strides)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") }

    /// False for what has to be read the general way, everything that is wrong included.
    mutating func read(_ text: UnsafeBufferPointer<UInt8>, _ operands: [Tensor]) -> Bool {
        // Without an arrow the result has the letters that occur once, in order.
        var arrow = -1
        for index in 0 ..< text.count where text[index] == UInt8(ascii: ">") { arrow = index }
        guard arrow > 0, text[arrow &- 1] == UInt8(ascii: "-") else { return false }
        for letter in 0 ..< 128 { axisOf[letter] = -1 }
        for index in arrow &+ 1 ..< text.count where text[index] != UInt8(ascii: " ") {
            let letter = text[index]
            guard SmallEinsum.isLetter(letter), axisOf[Int(letter)] < 0, axes < SmallContraction.axes else { return false }
            axisOf[Int(letter)] = axes
            lengths[axes] = -1
            axes &+= 1
        }
        outer = axes
        var operand = 0, position = 0
        for index in 0 ..< arrow &- 1 where text[index] != UInt8(ascii: " ") {
            let letter = text[index]
            if letter == UInt8(ascii: ",") {
                guard position == operands[operand].body.rank, operand &+ 1 < operands.count else { return false }
                operand &+= 1
                position = 0
                continue
            }
            let body = operands[operand].body
            guard SmallEinsum.isLetter(letter), position < body.rank else { return false }
            if axisOf[Int(letter)] < 0 {
                guard axes < SmallContraction.axes else { return false }
                axisOf[Int(letter)] = axes
                lengths[axes] = -1
                axes &+= 1
            }
            let axis = axisOf[Int(letter)]
            // Axes of length 1 that broadcast are left to the general way.
            guard lengths[axis] < 0 || lengths[axis] == body.lengths[position] else { return false }
            lengths[axis] = body.lengths[position]
            position &+= 1
        }
        guard operand &+ 1 == operands.count, position == operands[operand].body.rank else { return false }
        var products = 1
        for axis in 0 ..< axes {
            guard lengths[axis] > 0 else { return false }
            isSmall = isSmall && lengths[axis] <= SmallContraction.limit
            if isSmall { products &*= lengths[axis] }
            isSmall = isSmall && products <= SmallContraction.limit
        }
        fillStrides(text[..<(arrow &- 1)], operands)
        return true
    }

    /// A letter that an operand has twice walks its diagonal.
    private func fillStrides(_ inputs: Slice<UnsafeBufferPointer<UInt8>>, _ operands: [Tensor]) {
        for index in 0 ..< operands.count &* SmallContraction.axes { strides[index] = 0 }
        var operand = 0, position = 0
        for letter in inputs where letter != UInt8(ascii: " ") {
            if letter == UInt8(ascii: ",") {
                operand &+= 1
                position = 0
                continue
            }
            let body = operands[operand].body
            strides[operand &* SmallContraction.axes &+ axisOf[Int(letter)]] &+= body.byteStrides[position] / body.dtype.size
            position &+= 1
        }
    }

    /// Sums of products of two operands' rows, whose elements lie side by side: one outer axis, and one that is summed. Nil
    /// for others.
    func rows(_ dtype: DType, _ operands: [Tensor]) throws -> Tensor? {
        let second = strides + SmallContraction.axes
        guard operands.count == 2, outer == 1, axes == 2, strides[1] == 1, second[1] == 1, !dtype.isComplex,
            let a = operands[0].body.address, let b = operands[1].body.address
        else { return nil }
        let result = try Tensor(uninitialized: dtype, [lengths[0]])
        rowProducts(
            dtype, rows: lengths[0], count: lengths[1], a: a, aStride: strides[0], b: b, bStride: second[0],
            try result.pointer(), targetStride: 1)
        return withExtendedLifetime(operands) { result }
    }

    func run(_ dtype: DType, _ operands: [Tensor]) throws -> Tensor? {
        guard outer <= 8 else { return nil }
        var count = 1
        for axis in 0 ..< outer { count &*= lengths[axis] }
        let storage = try Storage(byteCount: count &* dtype.size)
        let result = TensorBody.make(
            storage: storage, address: storage.pointer, dtype: dtype, rank: outer, count: count, isContiguous: true
        ) { newLengths, byteStrides in
            for axis in 0 ..< outer { newLengths[axis] = lengths[axis] }
            TensorBody.fillDense(byteStrides, newLengths, rank: outer, dtype)
        }
        return withUnsafeTemporaryAllocation(of: UnsafeRawPointer.self, capacity: SmallContraction.operands) { sources in
            for (index, operand) in operands.enumerated() {
                // Asked for above: every operand has values.
                guard let address = operand.body.address else { return nil }
                sources[index] = UnsafeRawPointer(address)
            }
            SmallContraction.run(
                dtype, outer: outer, axes: axes, lengths, strides,
                UnsafeBufferPointer(rebasing: UnsafeBufferPointer(sources)[..<operands.count]), storage.pointer)
            return withExtendedLifetime(operands) { Tensor(body: result) }
        }
    }
}
