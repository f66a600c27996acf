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
