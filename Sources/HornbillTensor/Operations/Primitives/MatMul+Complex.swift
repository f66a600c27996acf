/// Products of complex matrices as one product of real ones.
///
/// In memory, the left matrix already is a real one with twice the columns, in which real and imaginary parts alternate, and
/// so is the result. For the product to come out in that form, each element x + iy of the right matrix becomes the square
/// (x, y; -y, x). The real product does the same multiplications as the complex one.
extension MatMulPlan {
    /// Few rows do not repay the copy of the right matrix, which is then walked as often as it is read.
    var isWorthExpanding: Bool { output.shape[output.shape.count - 2] > 4 }

    func expanded(_ flops: Double) throws -> Kernel {
        let real = output.dtype.realType, size = real.size
        let rank = output.shape.count
        // The left matrix as it is, if its rows are dense.
        let isPlain = a.strides[rank - 2] != 0 && (a.strides[rank - 1] == 1 || a.shape[rank - 1] == 1)
        let left = isPlain ? a : MatMulPlan.dense(a)
        let copied = MatMulPlan.distinct(a), factor = MatMulPlan.distinct(b)
        func doubled(_ layout: Layout) -> Layout {
            var shape = layout.shape, strides = layout.strides.map { 2 * $0 }
            shape[rank - 1] *= 2
            strides[rank - 1] = 1
            return Layout(real, shape, strides: strides)
        }
        var squares = factor.shape
        squares[rank - 2] *= 2
        squares[rank - 1] *= 2
        let room = Strides.contiguous(squares)
        var shape = b.shape
        shape[rank - 2] *= 2
        shape[rank - 1] *= 2
        let right = Layout(real, shape, strides: shape.indices.map { shape[$0] == squares[$0] ? room[$0] : 0 })
        let product = try MatMulPlan(
            doubled(left), transposedA: false, right, transposedB: false, Layout(TensorSpec(real, doubled(output).shape))
        ).kernel()
        func rounded(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
        let start = rounded(4 * factor.count * size)
        let end = start + (isPlain ? 0 : rounded(copied.count * 2 * size))
        return Kernel(
            scratchBytes: end + product.scratchBytes, flops: 4 * flops, detail: "real, \(product.detail)"
        ) { pointers in
            let scratch = pointers[3]
            let run = try product.bind([
                isPlain ? pointers[0] : scratch + start, scratch, pointers[2], scratch + end,
            ])
            return {
                expandComplex(
                    real, shape: factor.shape, strides: factor.strides, source: pointers[1], target: scratch)
                if !isPlain {
                    copyStrided(
                        dtypeSize: 2 * size, shape: copied.shape, srcStrides: copied.strides,
                        dstStrides: Strides.contiguous(copied.shape), src: pointers[0], dst: scratch + start)
                }
                try run()
            }
        }
    }
}
