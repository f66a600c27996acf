/// `x · w` for one to four columns of w: what is left of a product whose other columns are computed in whole vectors.
///
/// A library's product computes sixteen columns at a time, whether they are there or not. Here the vectors go along the inputs.
struct FewColumns {
    static let most = 4

    let rows: Int
    let inputs: Int
    let columns: Int

    /// The memory for a column of w, its elements side by side.
    var packedBytes: Int { columns > 0 ? matrixBytes(1, inputs) : 0 }

    /// - Parameters:
    ///   - x: rows of `inputs` floats, `xStride` floats apart.
    ///   - w: the first of the columns, in rows `wStride` floats apart.
    ///   - c: the results, in rows `cStride` floats apart.
    ///   - packed: memory of `packedBytes`.
    func run(
        x: UnsafePointer<Float>, xStride: Int, w: UnsafePointer<Float>, wStride: Int, c: UnsafeMutablePointer<Float>,
        cStride: Int, packed: UnsafeMutablePointer<Float>
    ) {
        for column in 0 ..< columns {
            for input in 0 ..< inputs { packed[input] = w[input &* wStride &+ column] }
            rowProducts(
                .float32, rows: rows, count: inputs, a: x, aStride: xStride, b: packed, bStride: 0, c + column,
                targetStride: cStride)
        }
    }
}
