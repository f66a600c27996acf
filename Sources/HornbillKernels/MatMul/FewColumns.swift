import CIntrinsics

/// `x · w` for one to four columns of w: what is left of a product whose other columns are computed in whole vectors.
///
/// A library's product computes sixteen columns at a time, whether they are there or not. Here the vectors go along the inputs.
struct FewColumns {
    static let most = 4

    let rows: Int
    let inputs: Int
    let columns: Int

    /// The memory for the columns of w, one after the other.
    var packedBytes: Int { (inputs &* columns &* 4 &+ 63) & ~63 }

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
            for input in 0 ..< inputs { packed[column &* inputs &+ input] = w[input &* wStride &+ column] }
        }
        var column = 0
        while column < columns {
            // A column without a partner is computed twice.
            let second = min(column &+ 1, columns &- 1)
            let left = UnsafePointer(packed) + column &* inputs, right = UnsafePointer(packed) + second &* inputs
            var row = 0
            while row < rows {
                // So are rows that are left.
                let first = max(0, min(row, rows &- 4)), last = rows &- 1
                let at = (first, min(first &+ 1, last), min(first &+ 2, last), min(first &+ 3, last))
                let sums = products(
                    x + at.0 &* xStride, x + at.1 &* xStride, x + at.2 &* xStride, x + at.3 &* xStride, left, right)
                func put(_ row: Int, _ sum: (Float, Float)) {
                    c[row &* cStride &+ column] = sum.0
                    c[row &* cStride &+ second] = sum.1
                }
                put(at.0, sums.0)
                put(at.1, sums.1)
                put(at.2, sums.2)
                put(at.3, sums.3)
                row = row &+ 4
            }
            column = column &+ 2
        }
    }

    private typealias Pair = (Float, Float)

    /// Four rows with two columns.
    @inline(__always)
    private func products(
        _ x0: UnsafePointer<Float>, _ x1: UnsafePointer<Float>, _ x2: UnsafePointer<Float>, _ x3: UnsafePointer<Float>,
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>
    ) -> (Pair, Pair, Pair, Pair) {
        @inline(__always)
        func load(_ pointer: UnsafePointer<Float>, _ index: Int) -> SIMD16<Float> {
            UnsafeRawPointer(pointer + index).loadUnaligned(as: SIMD16<Float>.self)
        }
        var (l0, l1, l2, l3) = (SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>())
        var (r0, r1, r2, r3) = (SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>())
        var index = 0
        while index &+ 16 <= inputs {
            let l = load(left, index), r = load(right, index)
            let a = load(x0, index), b = load(x1, index), c = load(x2, index), d = load(x3, index)
            l0 = hbi_fma_f32x16(a, l, l0)
            r0 = hbi_fma_f32x16(a, r, r0)
            l1 = hbi_fma_f32x16(b, l, l1)
            r1 = hbi_fma_f32x16(b, r, r1)
            l2 = hbi_fma_f32x16(c, l, l2)
            r2 = hbi_fma_f32x16(c, r, r2)
            l3 = hbi_fma_f32x16(d, l, l3)
            r3 = hbi_fma_f32x16(d, r, r3)
            index = index &+ 16
        }
        var sums = ((sum(l0), sum(r0)), (sum(l1), sum(r1)), (sum(l2), sum(r2)), (sum(l3), sum(r3)))
        while index < inputs {
            let l = left[index], r = right[index]
            sums.0.0 += x0[index] * l
            sums.0.1 += x0[index] * r
            sums.1.0 += x1[index] * l
            sums.1.1 += x1[index] * r
            sums.2.0 += x2[index] * l
            sums.2.1 += x2[index] * r
            sums.3.0 += x3[index] * l
            sums.3.1 += x3[index] * r
            index = index &+ 1
        }
        return sums
    }

    @inline(__always)
    private func sum(_ vector: SIMD16<Float>) -> Float {
        let eight = vector.lowHalf + vector.highHalf, four = eight.lowHalf + eight.highHalf
        return (four[0] + four[2]) + (four[1] + four[3])
    }
}
