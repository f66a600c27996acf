/// `activation(x · w + b)` for x (batch, inputs) and w (inputs, units) in rows, float32: each part of the inputs gives a
/// sum, and those are added in order.
public struct SplitDenseForward {
    public let split: SplitDense
    private let activation: OneDNN.Activation?
    private let products: [DenseProduct]
    /// The memory of each part: its sum, and what its product needs.
    public let partBytes: Int
    public var description: String { "\(split.parts) parts of the inputs, gemm" }
    public var scratchpadBytes: Int { partBytes * split.parts }

    public init(_ split: SplitDense, activation: OneDNN.Activation?) {
        self.split = split
        self.activation = activation
        products = split.ranges.map { DenseProduct(rows: split.batch, inputs: $0.count, units: split.units) }
        partBytes = matrixBytes(split.batch, split.units) + (products.map(\.packedBytes).max() ?? 0)
    }

    /// A call for each part's product, then one for each part of the rows, which adds up the products once all are there.
    public func makeCalls(
        source: UnsafeMutableRawPointer, weights: UnsafeMutableRawPointer, bias: UnsafeMutableRawPointer?,
        destination: UnsafeMutableRawPointer, scratchpad: UnsafeMutableRawPointer
    ) -> [() throws -> Void] {
        let split = split, activation = activation, partBytes = partBytes
        let sumBytes = matrixBytes(split.batch, split.units)
        func floats(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Float> {
            pointer.assumingMemoryBound(to: Float.self)
        }
        let productCalls: [() throws -> Void] = products.enumerated().map { part, product in
            let inputs = split.range(part), own = scratchpad + part * partBytes
            let x = floats(source) + inputs.lowerBound, w = floats(weights) + inputs.lowerBound * split.units
            return {
                try product.run(
                    x: x, xStride: split.inputs, w: w, wStride: split.units, result: floats(own), resultStride: split.units,
                    packed: floats(own + sumBytes))
            }
        }
        let sums = UnsafeRawPointer(scratchpad)
        let sumCalls: [() throws -> Void] = (0 ..< split.parts).map { part in
            let rows = split.rows(part)
            return {
                finishRows(
                    sums, split.parts, partBytes: partBytes, bias: bias, rows: rows, units: 0 ..< split.units, of: split.units,
                    activation: activation, to: destination)
            }
        }
        return productCalls + sumCalls
    }

    /// Does the work of all calls, on several threads if that is worth while.
    public func run(_ calls: [() throws -> Void]) throws {
        try runCalls(calls[..<split.parts], isParallel: !split.isSerial)
        try runCalls(calls[split.parts...], isParallel: split.batch &* split.units > 1 << 14)
    }
}
