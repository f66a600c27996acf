import Synchronization

// What the products of dense layers share: float32 matrices in rows.

/// The bytes of a matrix, in whole cache lines.
func matrixBytes(_ rows: Int, _ columns: Int) -> Int { (rows &* columns &* 4 &+ 63) & ~63 }

/// Does calls that do not need each other, on several threads if that is worth while, which take one after the other.
func runCalls(_ calls: ArraySlice<() throws -> Void>, isParallel: Bool) throws {
    if !isParallel {
        for call in calls { try call() }
        return
    }
    let failure = Mutex<(any Error)?>(nil), first = calls.startIndex
    Threads.each(calls.count) { index in
        do { try calls[first &+ index]() } catch { failure.withLock { $0 = error } }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
}

/// `activation(sums + bias)`, for some rows and some of their units.
///
/// - Parameters:
///   - sums: the first of `parts` matrices, `partBytes` apart, which are added in order. It may be the result.
///   - all: the units of a row, of which the matrices and the bias have as many.
func finishRows(
    _ sums: UnsafeRawPointer, _ parts: Int = 1, partBytes: Int = 0, bias: UnsafeMutableRawPointer?, rows: Range<Int>,
    units: Range<Int>, of all: Int, activation: OneDNN.Activation?, to result: UnsafeMutableRawPointer
) {
    for row in rows {
        let offset = (row &* all &+ units.lowerBound) &* 4
        addRows(
            sums + offset, parts, stride: partBytes, bias: bias.map { $0 + units.lowerBound &* 4 }, count: units.count,
            isRectified: activation == .relu, to: result + offset)
    }
    guard let activation, activation != .relu else { return }
    let first = result.assumingMemoryBound(to: Float.self) + (rows.lowerBound &* all &+ units.lowerBound)
    if units.count == all { return activation.apply(first, rows.count &* all) }
    for row in 0 ..< rows.count { activation.apply(first + row &* all, units.count) }
}

/// The sum of `number` rows of `count` floats, which are `stride` bytes apart, and of the bias.
func addRows(
    _ rows: UnsafeRawPointer, _ number: Int, stride: Int, bias: UnsafeMutableRawPointer? = nil, count: Int,
    isRectified: Bool = false, to result: UnsafeMutableRawPointer
) {
    var byte = 0
    while byte &+ 32 <= count &* 4 {
        var sum = rows.loadUnaligned(fromByteOffset: byte, as: SIMD8<Float>.self)
        for row in 1 ..< number {
            sum += rows.loadUnaligned(fromByteOffset: row &* stride &+ byte, as: SIMD8<Float>.self)
        }
        if let bias { sum += bias.loadUnaligned(fromByteOffset: byte, as: SIMD8<Float>.self) }
        if isRectified { sum = sum.replacing(with: 0, where: sum .< 0) }
        result.storeBytes(of: sum, toByteOffset: byte, as: SIMD8<Float>.self)
        byte = byte &+ 32
    }
    while byte < count &* 4 {
        var sum = rows.load(fromByteOffset: byte, as: Float.self)
        for row in 1 ..< number { sum += rows.load(fromByteOffset: row &* stride &+ byte, as: Float.self) }
        if let bias { sum += bias.load(fromByteOffset: byte, as: Float.self) }
        if isRectified, sum < 0 { sum = 0 }
        result.storeBytes(of: sum, toByteOffset: byte, as: Float.self)
        byte = byte &+ 4
    }
}

extension OneDNN.Activation {
    /// Applies the function in place.
    fileprivate func apply(_ values: UnsafeMutablePointer<Float>, _ count: Int) {
        let op: ElementwiseOp
        switch self {
        case .relu: op = .relu
        case .tanh: op = .tanh
        case .sigmoid: op = .sigmoid
        }
        guard let kernel = elementwiseKernel(op, .float32) else { return }
        let chunk = 2048
        for index in stride(from: 0, to: count, by: chunk) {
            let start = UnsafeMutableRawPointer(values + index)
            kernel(start, start, start, start, min(chunk, count &- index))
        }
    }
}
