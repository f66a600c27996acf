/// The gradients of a dense layer's weights and bias, `xᵀ · dy` in rows and the sum of dy over the batch, in parts: ranges of
/// the inputs, and of the units for the bias. Float32.
public struct DenseGradientParts {
    private let batch: Int
    private let inputs: Int
    private let units: Int
    private let ranges: [Range<Int>]
    private let biasRanges: [Range<Int>]
    private let isTransposed: Bool
    private let isParallel: Bool
    /// The memory of each part: its gradient, if that must be turned.
    public let partBytes: Int
    public var scratchpadBytes: Int { partBytes * ranges.count }
    public var description: String { "\(ranges.count) parts of the inputs\(isTransposed ? ", transposed" : ""), gemm" }

    public init(_ split: SplitDense) {
        self.init(
            split.batch, split.inputs, split.units, split.ranges, bias: [0 ..< split.units], isParallel: !split.isSerial)
    }

    public init(_ dense: TiledDense) {
        self.init(
            dense.batch, dense.inputs, dense.units, dense.inputRanges, bias: dense.biasRanges, isParallel: true)
    }

    private init(
        _ batch: Int, _ inputs: Int, _ units: Int, _ ranges: [Range<Int>], bias: [Range<Int>], isParallel: Bool
    ) {
        self.batch = batch
        self.inputs = inputs
        self.units = units
        self.ranges = ranges
        biasRanges = bias
        self.isParallel = isParallel
        // oneDNN computes columns in vectors of 16. With units that are few too many for a number of vectors, it is
        // faster to let the inputs be the columns and to turn the result.
        isTransposed = batch >= 64 && Double((units + 15) & ~15) > 1.15 * Double(units)
        partBytes = isTransposed ? matrixBytes(units, ranges.map(\.count).max() ?? 0) : 0
    }

    /// A call for each part of the inputs, then those for the bias, if there is one.
    public func makeCalls(
        source: UnsafeMutableRawPointer, gradient: UnsafeMutableRawPointer, weightsGradient: UnsafeMutableRawPointer,
        biasGradient: UnsafeMutableRawPointer?, scratchpad: UnsafeMutableRawPointer?
    ) -> [() throws -> Void] {
        let batch = batch, inputs = inputs, units = units, isTransposed = isTransposed
        let dy = gradient.assumingMemoryBound(to: Float.self)
        let calls: [() throws -> Void] = ranges.enumerated().map { part, range in
            let x = source.assumingMemoryBound(to: Float.self) + range.lowerBound
            let rows = weightsGradient + range.lowerBound * units * 4
            let result = isTransposed ? scratchpad.map { $0 + part * partBytes } ?? rows : rows
            let c = result.assumingMemoryBound(to: Float.self)
            return {
                guard isTransposed else {
                    return try OneDNN.product(
                        rows: range.count, inner: batch, columns: units, a: x, aStride: inputs, isATransposed: true, b: dy,
                        bStride: units, c: c, cStride: units)
                }
                try OneDNN.product(
                    rows: units, inner: batch, columns: range.count, a: dy, aStride: units, isATransposed: true, b: x,
                    bStride: inputs, c: c, cStride: range.count)
                copyStrided(
                    dtypeSize: 4, shape: [range.count, units], srcStrides: [1, range.count], dstStrides: [units, 1],
                    src: result, dst: rows)
            }
        }
        guard let biasGradient else { return calls }
        return calls
            + biasRanges.map { range in
                {
                    let first = range.lowerBound &* 4
                    addRows(gradient + first, batch, stride: units &* 4, count: range.count, to: biasGradient + first)
                }
            }
    }

    /// Does the work of all calls, on several threads if that is worth while.
    public func run(_ calls: [() throws -> Void]) throws { try runCalls(calls[...], isParallel: isParallel) }
}
