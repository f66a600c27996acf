import CDNNL
import Synchronization

/// A dense layer of many inputs and few units, whose inputs are dealt out to threads in parts.
///
/// The batch of such a layer is small beside its weights. Threads that share the batch would each read all weights,
/// half of which another core has just updated; threads that share the inputs keep their part of the weights, of their
/// gradient and of the optimizer's state in their own cache from step to step, and exchange only sums of the result's
/// size. The parts do not depend on the number of threads, nor do the results.
public struct SplitDense: Sendable {
    public let batch: Int
    public let inputs: Int
    public let units: Int

    /// Nil if the layer is not of that kind.
    public init?(batch: Int, inputs: Int, units: Int) {
        guard SplitDense.suits(inputs: inputs, units: units), SplitDense.suits(batch: batch, units: units) else { return nil }
        self.batch = batch
        self.inputs = inputs
        self.units = units
    }

    /// Whether layers of these sizes are split, for batches that are not large. Their weights lie in rows, and are so many that
    /// it matters in whose cache they are.
    public static func suits(inputs: Int, units: Int) -> Bool {
        isLong(inputs: inputs, units: units) && inputs &* units >= 1 << 14
    }

    /// Whether one thread computes a layer because it has many inputs, but few weights: threads would share its inputs, whose
    /// products would then be added in an order that depends on how many threads there are.
    static func isNarrow(batch: Int, inputs: Int, units: Int) -> Bool {
        isLong(inputs: inputs, units: units) && !suits(inputs: inputs, units: units) && suits(batch: batch, units: units)
    }

    private static func isLong(inputs: Int, units: Int) -> Bool { inputs >= 512 && units <= 128 && units > 0 }

    private static func suits(batch: Int, units: Int) -> Bool { batch > 0 && batch &* units <= 1 << 15 }

    /// What the elements of a weight are dealt out to threads in multiples of, so that a thread gets the rows, or nearly those,
    /// that it has in its cache: `row` inputs if it is the weight of such a layer.
    static func multiple(_ shape: [Int]) -> Int {
        shape.count == 2 && suits(inputs: shape[0], units: shape[1]) ? row &* shape[1] : 64
    }

    /// Parts begin at multiples of so many inputs: cache lines of a batch belong to one part.
    private static let row = 16

    /// How many parts there are: a power of two, so that the threads get as much each.
    public var parts: Int {
        var parts = 2
        while parts < 16, inputs / (parts &* 2) >= 384 { parts &*= 2 }
        return parts
    }

    /// The elements of each part of a weight of such a layer; nil if it is none.
    static func elements(_ shape: [Int]) -> [Range<Int>]? {
        guard shape.count == 2, suits(inputs: shape[0], units: shape[1]),
            let layer = SplitDense(batch: 1, inputs: shape[0], units: shape[1])
        else { return nil }
        return (0 ..< layer.parts).map { part in
            let inputs = layer.range(part)
            return inputs.lowerBound &* layer.units ..< inputs.upperBound &* layer.units
        }
    }

    /// The inputs of a part.
    public func range(_ part: Int) -> Range<Int> {
        func border(_ index: Int) -> Int { index == parts ? inputs : inputs &* index / parts / SplitDense.row &* SplitDense.row }
        return border(part) ..< border(part &+ 1)
    }

    /// Floating-point operations of each of the layer's products.
    public var flops: Double { 2 * Double(batch) * Double(inputs) * Double(units) }

    /// Whether a product uses the thread alone that calls it.
    public var isSerial: Bool { flops < Threads.worthForking }

    /// The memory of one part's float32 matrix of `rows` rows, in whole cache lines.
    static func bytes(_ rows: Int, _ columns: Int) -> Int { (rows &* columns &* 4 &+ 63) & ~63 }

    /// The rows of the batch that a part adds up.
    public func rows(_ part: Int) -> Range<Int> { Threads.part(part, of: parts, count: batch, multiple: 1) }

    /// Runs calls that do not need each other, on several threads if that is worth while.
    func run(_ calls: ArraySlice<() throws -> Void>, isLarge: Bool) throws {
        if !isLarge {
            for call in calls { try call() }
            return
        }
        let failure = Mutex<(any Error)?>(nil), first = calls.startIndex
        Threads.parallel(calls.count, grain: 1) { begin, end in
            for index in first &+ begin ..< first &+ end {
                do { try calls[index]() } catch { failure.withLock { $0 = error } }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }
}

/// `activation(x · w + b)` for x (batch, inputs) and w (inputs, units) in rows, float32: each part of the inputs gives a
/// sum, and those are added in order.
public struct SplitDenseForward {
    public let split: SplitDense
    private let activation: OneDNN.Activation?
    /// Units that are few too many for a number of vectors, which are computed apart.
    private let rest: Int
    /// The memory of each part: its sum, and what those units need.
    public let partBytes: Int
    public var description: String { "\(split.parts) parts of the inputs, gemm" }
    public var scratchpadBytes: Int { partBytes * split.parts }

    public init(_ split: SplitDense, activation: OneDNN.Activation?) {
        self.split = split
        self.activation = activation
        let rest = split.units > 16 && split.batch >= 16 && split.units % 16 <= FewColumns.most ? split.units % 16 : 0
        self.rest = rest
        let free = (0 ..< split.parts).map { SplitDenseForward.few(split, $0, rest).packedBytes }.max() ?? 0
        partBytes = SplitDense.bytes(split.batch, split.units) + free
    }

    private static func few(_ split: SplitDense, _ part: Int, _ rest: Int) -> FewColumns {
        FewColumns(rows: split.batch, inputs: split.range(part).count, columns: rest)
    }

    /// A call for each part's product, then one for each part of the rows, which adds up the products once all are there.
    public func makeCalls(
        source: UnsafeMutableRawPointer, weights: UnsafeMutableRawPointer, bias: UnsafeMutableRawPointer?,
        destination: UnsafeMutableRawPointer, scratchpad: UnsafeMutableRawPointer
    ) -> [() throws -> Void] {
        let split = split, activation = activation, partBytes = partBytes, rest = rest
        let sumBytes = SplitDense.bytes(split.batch, split.units)
        func floats(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Float> {
            pointer.assumingMemoryBound(to: Float.self)
        }
        let productCalls = (0 ..< split.parts).map { part in
            let inputs = split.range(part), few = SplitDenseForward.few(split, part, rest), vectors = split.units - rest
            let x = floats(source) + inputs.lowerBound, w = floats(weights) + inputs.lowerBound * split.units
            let own = scratchpad + part * partBytes, sum = floats(own), packed = floats(own + sumBytes)
            return {
                try OneDNN.product(
                    rows: split.batch, inner: inputs.count, columns: vectors, a: x, aStride: split.inputs, b: w,
                    bStride: split.units, c: sum, cStride: split.units)
                if rest > 0 {
                    few.run(
                        x: x, xStride: split.inputs, w: w + vectors, wStride: split.units, c: sum + vectors,
                        cStride: split.units, packed: packed)
                }
            }
        }
        let sums = UnsafeRawPointer(scratchpad)
        let sumCalls = (0 ..< split.parts).map { part in
            let rows = split.rows(part)
            return {
                for row in rows {
                    let offset = row &* split.units &* 4
                    addParts(
                        sums + offset, split.parts, stride: partBytes, bias: bias, count: split.units,
                        isRectified: activation == .relu, to: destination + offset)
                }
                if let activation, activation != .relu {
                    let first = destination.assumingMemoryBound(to: Float.self) + rows.lowerBound &* split.units
                    activation.apply(first, rows.count &* split.units)
                }
            }
        }
        return productCalls + sumCalls
    }

    /// Does the work of all calls, on several threads if that is worth while.
    public func run(_ calls: [() throws -> Void]) throws {
        try split.run(calls[..<split.parts], isLarge: !split.isSerial)
        try split.run(calls[split.parts...], isLarge: split.batch &* split.units > 1 << 14)
    }
}

/// One row: the sum of the parts, which are `stride` bytes apart, and the bias.
private func addParts(
    _ sums: UnsafeRawPointer, _ parts: Int, stride: Int, bias: UnsafeMutableRawPointer?, count: Int, isRectified: Bool,
    to result: UnsafeMutableRawPointer
) {
    var byte = 0
    while byte &+ 32 <= count &* 4 {
        var sum = sums.loadUnaligned(fromByteOffset: byte, as: SIMD8<Float>.self)
        for part in 1 ..< parts {
            sum += sums.loadUnaligned(fromByteOffset: part &* stride &+ byte, as: SIMD8<Float>.self)
        }
        if let bias { sum += bias.loadUnaligned(fromByteOffset: byte, as: SIMD8<Float>.self) }
        if isRectified { sum = sum.replacing(with: 0, where: sum .< 0) }
        result.storeBytes(of: sum, toByteOffset: byte, as: SIMD8<Float>.self)
        byte = byte &+ 32
    }
    while byte < count &* 4 {
        var sum = sums.load(fromByteOffset: byte, as: Float.self)
        for part in 1 ..< parts { sum += sums.load(fromByteOffset: part &* stride &+ byte, as: Float.self) }
        if let bias { sum += bias.load(fromByteOffset: byte, as: Float.self) }
        if isRectified, sum < 0 { sum = 0 }
        result.storeBytes(of: sum, toByteOffset: byte, as: Float.self)
        byte = byte &+ 4
    }
}

/// The gradients of such a layer's weights and bias: `xᵀ · dy`, in rows, and the sum of dy over the batch.
public struct SplitDenseBackwardWeights {
    public let split: SplitDense
    private let isTransposed: Bool
    public var description: String { "\(split.parts) parts of the inputs\(isTransposed ? ", transposed" : ""), gemm" }
    /// The memory of each part: its gradient, if that must be turned.
    public let partBytes: Int
    public var scratchpadBytes: Int { partBytes * split.parts }

    public init(_ split: SplitDense) {
        self.split = split
        // oneDNN computes columns in vectors of 16. With units that are few too many for a number of vectors, it is
        // faster to let the inputs be the columns and to turn the result.
        isTransposed = split.batch >= 64 && Double((split.units + 15) & ~15) > 1.15 * Double(split.units)
        let longest = (0 ..< split.parts).map { split.range($0).count }.max() ?? 0
        partBytes = isTransposed ? SplitDense.bytes(split.units, longest) : 0
    }

    /// A call for each part of the inputs, then one for the bias, if there is one.
    public func makeCalls(
        source: UnsafeMutableRawPointer, gradient: UnsafeMutableRawPointer, weightsGradient: UnsafeMutableRawPointer,
        biasGradient: UnsafeMutableRawPointer?, scratchpad: UnsafeMutableRawPointer?
    ) -> [() throws -> Void] {
        let split = split, isTransposed = isTransposed
        var calls: [() throws -> Void] = (0 ..< split.parts).map { part in
            let range = split.range(part)
            let x = source.assumingMemoryBound(to: Float.self) + range.lowerBound
            let dy = gradient.assumingMemoryBound(to: Float.self)
            let rows = weightsGradient + range.lowerBound * split.units * 4
            let result = isTransposed ? scratchpad.map { $0 + part * partBytes } ?? rows : rows
            let c = result.assumingMemoryBound(to: Float.self)
            return {
                if isTransposed {
                    try OneDNN.product(
                        rows: split.units, inner: split.batch, columns: range.count, a: dy, aStride: split.units,
                        isATransposed: true, b: x, bStride: split.inputs, c: c, cStride: range.count)
                } else {
                    try OneDNN.product(
                        rows: range.count, inner: split.batch, columns: split.units, a: x, aStride: split.inputs,
                        isATransposed: true, b: dy, bStride: split.units, c: c, cStride: split.units)
                }
                if isTransposed {
                    copyStrided(
                        dtypeSize: 4, shape: [range.count, split.units], srcStrides: [1, range.count],
                        dstStrides: [split.units, 1], src: result, dst: rows)
                }
            }
        }
        if let biasGradient { calls.append { sumRows(gradient, split.batch, split.units, to: biasGradient) } }
        return calls
    }

    /// Does the work of all calls, on several threads if that is worth while.
    public func run(_ calls: [() throws -> Void]) throws {
        try split.run(calls[..<split.parts], isLarge: !split.isSerial)
        for call in calls[split.parts...] { try call() }
    }
}

/// The sum of `rows` rows of `count` floats.
private func sumRows(_ source: UnsafeRawPointer, _ rows: Int, _ count: Int, to result: UnsafeMutableRawPointer) {
    var byte = 0
    while byte &+ 32 <= count &* 4 {
        var sum = source.loadUnaligned(fromByteOffset: byte, as: SIMD8<Float>.self)
        for row in 1 ..< max(1, rows) {
            sum += source.loadUnaligned(fromByteOffset: row &* count &* 4 &+ byte, as: SIMD8<Float>.self)
        }
        result.storeBytes(of: sum, toByteOffset: byte, as: SIMD8<Float>.self)
        byte = byte &+ 32
    }
    while byte < count &* 4 {
        var sum = source.load(fromByteOffset: byte, as: Float.self)
        for row in 1 ..< max(1, rows) { sum += source.load(fromByteOffset: row &* count &* 4 &+ byte, as: Float.self) }
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
        Threads.parallel((count &+ chunk &- 1) / chunk, grain: 4) { begin, end in
            for index in begin ..< end {
                let start = UnsafeMutableRawPointer(values + index &* chunk)
                kernel(start, start, start, start, min(chunk, count &- index &* chunk))
            }
        }
    }
}
