extension LinearKernelMaker {
    func cholesky(_ a: MatrixStack, _ isUpper: Bool) throws -> LinearKernel {
        let n = a.rows
        try requireCountable(n, n)
        if n == 0 { return nothing }
        if isWorthOwnLoops(n), !isUpper { return smallCholesky(a) }
        var memory = WorkMemory()
        let matrix = memory.take(Scalar.self, n * n)
        let potrf = routines.potrf
        return kernel(
            operations: cube(n) / 3, memory, failure: LinearFailure.notPositiveDefinite
        ) { index, pointers, work in
            let factor = matrix(work)
            a.pack(index, of: pointers[0], into: factor, leading: n)
            var triangle = isUpper ? Letter.upper : Letter.lower
            var size = LapackInt(n), leading = size, info: LapackInt = 0
            potrf(&triangle, &size, factor, &leading, &info, 1)
            guard info == 0 else { return false }
            for column in 0 ..< n {
                let line = factor + column &* n
                if isUpper { (line + column + 1).update(repeating: .zero, count: n &- column &- 1) } else {
                    line.update(repeating: .zero, count: column)
                }
            }
            unpack(
                factor, leading: n, rows: n, columns: n,
                to: pointers[1].assumingMemoryBound(to: Scalar.self) + index * n * n)
            return true
        }
    }

    /// Row-major memory holds the transposed matrix in LAPACK's eyes, whose other triangle is the one we want: this is
    /// computed in the result's memory.
    func choleskyInverse(_ a: MatrixStack, _ isUpper: Bool) throws -> LinearKernel {
        let n = a.rows
        try requireCountable(n, n)
        if n == 0 { return nothing }
        let potri = routines.potri
        return kernel(operations: 0.7 * cube(n), WorkMemory(), failure: LinearFailure.singular) { index, pointers, _ in
            let result = pointers[1].assumingMemoryBound(to: Scalar.self) + index * n * n
            a.packRows(index, of: pointers[0], into: result)
            var triangle = isUpper ? Letter.lower : Letter.upper
            var size = LapackInt(n), leading = size, info: LapackInt = 0
            potri(&triangle, &size, result, &leading, &info, 1)
            guard info == 0 else { return false }
            // The other triangle is the conjugate of this one.
            for row in 0 ..< n {
                for column in 0 ..< row {
                    let lower = row &* n &+ column, upper = column &* n &+ row
                    if isUpper { result[lower] = result[upper].conjugate } else { result[upper] = result[lower].conjugate }
                }
            }
            return true
        }
    }
}
