/// A dense layer whose products are computed in tiles, which threads take one after the other.
///
/// oneDNN's primitives give each thread an equal part. Where the cores of a machine are not equally fast, since other programs
/// use them, the fastest would wait for the slowest. The tiles depend on the layer alone, and so do the results.
public struct TiledDense: Sendable {
    public let batch: Int
    public let inputs: Int
    public let units: Int

    /// Nil if the layer is not of that kind: if it is so small that one thread computes it, or if its inputs are split.
    public init?(batch: Int, inputs: Int, units: Int) {
        guard batch > 0, TiledDense.suits(inputs: inputs, units: units),
            SplitDense(batch: batch, inputs: inputs, units: units) == nil,
            DenseWork(batch: batch, inputs: inputs, units: units).isWorthSharing
        else { return nil }
        self.batch = batch
        self.inputs = inputs
        self.units = units
    }

    /// Whether the weights of layers of these sizes lie in rows: oneDNN's own arrangements gain little where there are many.
    public static func suits(inputs: Int, units: Int) -> Bool {
        inputs &* units >= 1 << 14 || SplitDense.isLong(inputs: inputs, units: units)
    }

    /// Floating-point operations of each of the layer's products.
    public var flops: Double { DenseWork(batch: batch, inputs: inputs, units: units).flops }

    /// A part of a matrix.
    struct Tile: Equatable {
        let rows: Range<Int>
        let columns: Range<Int>
    }

    /// Those of the result.
    var resultTiles: [Tile] {
        // Each tile reads all weights of its units: where there are few rows, tiles share the units instead.
        if batch < 64, units >= 256 { return tiles(rows: [0 ..< batch], columns: ranges(units, least: 128)) }
        return tiles(rows: ranges(batch, least: batch < 64 ? 16 : 32), columns: [0 ..< units])
    }

    /// Those of the gradient of x.
    var inputGradientTiles: [Tile] {
        if batch < 256, inputs >= 256 { return tiles(rows: [0 ..< batch], columns: ranges(inputs, least: 128)) }
        return tiles(rows: ranges(batch, least: batch < 256 ? 32 : 128), columns: [0 ..< inputs])
    }

    /// The inputs of each tile of the gradient of w.
    public var inputRanges: [Range<Int>] { ranges(inputs, least: 64) }

    /// The units of each part of the gradient of the bias.
    public var biasRanges: [Range<Int>] { ranges(units, least: 128) }

    private func tiles(rows: [Range<Int>], columns: [Range<Int>]) -> [Tile] {
        rows.flatMap { rows in columns.map { Tile(rows: rows, columns: $0) } }
    }

    /// Ranges of an eighth, and at the end of half of that: threads that take one after the other then end together.
    ///
    /// - Parameter least: the shortest range but for those at the end; a multiple of 16, as are all beginnings.
    private func ranges(_ count: Int, least: Int) -> [Range<Int>] {
        let length = max(least, (count / 8 &+ 15) / 16 &* 16), half = (length / 2 &+ 15) / 16 &* 16
        var ranges: [Range<Int>] = [], begin = 0
        while begin < count {
            let next = begin &+ (4 &* (count &- begin) > count ? length : half)
            let end = count &- next < 16 ? count : next
            ranges.append(begin ..< end)
            begin = end
        }
        return ranges
    }
}

/// How much there is to do for a product of a dense layer.
struct DenseWork {
    let flops: Double
    /// Whether several threads compute it: whether there is much to compute or, with few rows, much memory to go through.
    let isWorthSharing: Bool

    init(batch: Int, inputs: Int, units: Int) {
        flops = 2 * Double(batch) * Double(inputs) * Double(units)
        isWorthSharing = max(flops, 8 * Double(inputs) * Double(units)) >= Threads.worthForking
    }
}

/// `activation(x · w + b)` for x (batch, inputs) and w (inputs, units) in rows, float32.
public struct TiledDenseForward {
    public let dense: TiledDense
    private let activation: OneDNN.Activation?
    private let products: [(tile: TiledDense.Tile, product: DenseProduct)]
    private let packedBytes: Int
    public var description: String { dense.batch == 1 ? "tiles of a row" : "\(products.count) tiles, gemm" }
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

/// The gradient of such a layer's input: `dy · wᵀ`.
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
