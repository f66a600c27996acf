/// How an iteration shape is cut into tiles: units of consecutive elements in row-major order.
struct Tiling {
    /// The longest tile.
    let tile: Int
    let units: Int
    /// Whether tiles pay no attention to rows; else a tile lies within a row, so that operands that are contiguous
    /// or broadcast along the rows can be read in place.
    let isFlat: Bool
    private let count: Int
    private let row: Int
    private let tilesPerRow: Int

    init(shape: [Int], operands: [Operand], maxTile: Int) {
        count = shape.reduce(1, &*)
        row = Tiling.commonRow(shape: shape, operands: operands)
        if row == count || row < maxTile / 4 {
            isFlat = true
            tilesPerRow = 1
            // Whole rows, if they are short: then a broadcast row is the same in every tile.
            tile = row > 0 && row <= maxTile ? maxTile / row * row : maxTile
            units = (count &+ tile &- 1) / max(tile, 1)
        } else {
            isFlat = false
            tilesPerRow = (row + maxTile - 1) / maxTile
            tile = (row + tilesPerRow - 1) / tilesPerRow
            units = count / row * tilesPerRow
        }
    }

    /// The first element and the length of a unit.
    @inline(__always)
    func unit(_ index: Int) -> (start: Int, length: Int) {
        if isFlat {
            let start = index &* tile
            return (start, min(tile, count &- start))
        }
        let line = index / tilesPerRow
        let column = (index &- line &* tilesPerRow) &* tile
        return (line &* row &+ column, min(tile, row &- column))
    }

    /// The length of the longest runs along which every operand has one stride.
    private static func commonRow(shape: [Int], operands: [Operand]) -> Int {
        var row = 1
        // The innermost dimension of more than one element, outwards as long as all operands allow merging.
        var inner: Int?
        for d in shape.indices.reversed() where shape[d] != 1 {
            if let inner, !operands.allSatisfy({ $0.strides[d] == $0.strides[inner] &* shape[inner] }) { return row }
            row &*= shape[d]
            inner = d
        }
        return row
    }
}
