/// `activation(x · w + b)` for x (batch, inputs) and w (inputs, units) in rows, float32.
public struct TiledDenseForward {
    public let dense: TiledDense
    private let activation: OneDNN.Activation?
    private let products: [(tile: TiledDense.Tile, product: DenseProduct)]
    private let packedBytes: Int
    public var description: String { dense.batch == 1 ? "tiles of the weights, sums of rows" : "\(products.count) tiles, gemm" }
    public var scratchpadBytes: Int { packedBytes * products.count }

    public init(_ dense: TiledDense, activation: OneDNN.Activation?) {
        self.dense = dense
        self.activation = activation
        let tiles = dense.batch == 1 ? [] : dense.resultTiles
        products = tiles.map {
            ($0, DenseProduct(rows: $0.rows.count, inputs: dense.inputs, units: $0.columns.count))
        }
        packedBytes = products.map(\.product.packedBytes).max() ?? 0
    }

    /// What does all of it.
    public func makeCall(
        source: UnsafeMutableRawPointer, weights: UnsafeMutableRawPointer, bias: UnsafeMutableRawPointer?,
        destination: UnsafeMutableRawPointer, scratchpad: UnsafeMutableRawPointer?
    ) -> () throws -> Void {
        let dense = dense, activation = activation, packedBytes = packedBytes
        let x = source.assumingMemoryBound(to: Float.self), w = weights.assumingMemoryBound(to: Float.self)
        let result = destination.assumingMemoryBound(to: Float.self)
        if dense.batch == 1 {
            return {
                weightedRowSum(
                    .float32, rows: dense.inputs, columns: dense.units, weights: source, matrix: weights, stride: dense.units,
                    to: destination)
                if bias == nil, activation == nil { return }
                finishRows(
                    destination, bias: bias, rows: 0 ..< 1, units: 0 ..< dense.units, of: dense.units, activation: activation,
                    to: destination)
            }
        }
        let calls: [() throws -> Void] = products.enumerated().map { index, part in
            let tile = part.tile, product = part.product
            let first = tile.columns.lowerBound, row = tile.rows.lowerBound
            // Not read where nothing is packed.
            let packed = (scratchpad ?? destination) + index * packedBytes
            return {
                try product.run(
                    x: x + row &* dense.inputs, xStride: dense.inputs, w: w + first, wStride: dense.units,
                    result: result + (row &* dense.units &+ first), resultStride: dense.units,
                    packed: packed.assumingMemoryBound(to: Float.self))
                if bias == nil, activation == nil { return }
                finishRows(
                    destination, bias: bias, rows: tile.rows, units: tile.columns, of: dense.units, activation: activation,
                    to: destination)
            }
        }
        return { try runCalls(calls[...], isParallel: true) }
    }
}
