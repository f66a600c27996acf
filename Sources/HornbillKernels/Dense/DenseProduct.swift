/// `x · w` for float32 matrices in rows, on the thread that calls it.
struct DenseProduct {
    private let rows: Int
    private let inputs: Int
    /// Those that the library computes, in whole vectors or nearly so.
    private let units: Int
    /// Those that are few too many for a number of vectors.
    private let rest: FewColumns

    init(rows: Int, inputs: Int, units: Int) {
        self.rows = rows
        self.inputs = inputs
        let few = units > 16 && rows >= 16 && units % 16 <= FewColumns.most ? units % 16 : 0
        self.units = units - few
        rest = FewColumns(rows: rows, inputs: inputs, columns: few)
    }

    /// The memory that it needs.
    var packedBytes: Int { rest.packedBytes }

    /// - Parameters:
    ///   - xStride: the floats from row to row, here and below.
    ///   - packed: memory of `packedBytes`.
    func run(
        x: UnsafePointer<Float>, xStride: Int, w: UnsafePointer<Float>, wStride: Int, result: UnsafeMutablePointer<Float>,
        resultStride: Int, packed: UnsafeMutablePointer<Float>
    ) throws {
        try OneDNN.product(
            rows: rows, inner: inputs, columns: units, a: x, aStride: xStride, b: w, bStride: wStride, c: result,
            cStride: resultStride)
        if rest.columns > 0 {
            rest.run(
                x: x, xStride: xStride, w: w + units, wStride: wStride, c: result + units, cStride: resultStride, packed: packed)
        }
    }
}
