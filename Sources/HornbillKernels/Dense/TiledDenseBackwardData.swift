/// The gradient of a dense layer's input in tiles: `dy · wᵀ`, float32.
public struct TiledDenseBackwardData {
    public let dense: TiledDense
    private let tiles: [TiledDense.Tile]
    public var description: String { "\(tiles.count) tiles, gemm" }

    public init(_ dense: TiledDense) {
        self.dense = dense
        tiles = dense.inputGradientTiles
    }

    /// What does all of it.
    public func makeCall(
        gradient: UnsafeMutableRawPointer, weights: UnsafeMutableRawPointer, sourceGradient: UnsafeMutableRawPointer
    ) -> () throws -> Void {
        let dense = dense
        let dy = gradient.assumingMemoryBound(to: Float.self), w = weights.assumingMemoryBound(to: Float.self)
        let dx = sourceGradient.assumingMemoryBound(to: Float.self)
        let calls: [() throws -> Void] = tiles.map { tile in
            let row = tile.rows.lowerBound, input = tile.columns.lowerBound
            return {
                try OneDNN.product(
                    rows: tile.rows.count, inner: dense.units, columns: tile.columns.count, a: dy + row &* dense.units,
                    aStride: dense.units, b: w + input &* dense.units, bStride: dense.units, isBTransposed: true,
                    c: dx + (row &* dense.inputs &+ input), cStride: dense.inputs)
            }
        }
        return { try runCalls(calls[...], isParallel: true) }
    }
}
