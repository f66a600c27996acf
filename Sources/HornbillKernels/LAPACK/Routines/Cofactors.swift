extension LinearKernelMaker {
    /// From the singular values, since there need not be an inverse: with a = U S Vᴴ, the cofactors are those of each factor,
    /// multiplied, and those of U are det(U) times its conjugate.
    func cofactors(_ a: MatrixStack) throws -> LinearKernel {
        let n = a.rows, size = n * n
        try requireCountable(n, n)
        if n == 0 { return nothing }
        let decomposition = try SingularValues<Scalar>(routines, n, n, .reduced)
        var memory = WorkMemory()
        let matrix = memory.take(Scalar.self, size), room = decomposition.room(&memory)
        let left = memory.take(Scalar.self, size), right = memory.take(Scalar.self, size)
        let values = memory.take(Double.self, n), pivots = memory.take(LapackInt.self, n)
        let (getrf, gemm) = (routines.getrf, routines.gemm)
        return kernel(operations: 20 * cube(n), memory, failure: "") { index, pointers, work in
            let (copy, u, vh, s) = (matrix(work), left(work), right(work), values(work))
            let result = pointers[1].assumingMemoryBound(to: Scalar.self) + index * size
            a.pack(index, of: pointers[0], into: copy, leading: n)
            guard decomposition.run(copy, s, u, vh, room, work) else {
                result.update(repeating: .undefined, count: size)
                return true
            }
            /// The determinant of a unitary matrix.
            func phase(_ unitary: UnsafeMutablePointer<Scalar>) -> Scalar {
                copy.update(from: unitary, count: size)
                var rows = LapackInt(n), columns = rows, leading = rows, info: LapackInt = 0
                getrf(&rows, &columns, copy, &leading, pivots(work), &info)
                var product = Scalar.one
                for row in 0 ..< n {
                    product = product * copy[row &* (n &+ 1)].direction
                    if pivots(work)[row] != LapackInt(row &+ 1) { product = product.scaled(by: -1) }
                }
                return product
            }
            let factor = (phase(u) * phase(vh)).conjugate
            for row in 0 ..< n {
                var others = 1.0
                for other in 0 ..< n where other != row { others *= s[other] }
                let scale = factor.scaled(by: others)
                for column in 0 ..< n { vh[row &+ column &* n] = vh[row &+ column &* n] * scale }
            }
            // Row-major memory of U S' Vᴴ, whose conjugate is the result.
            var first = Letter.transposed, second = first, one = Scalar.one, zero = Scalar.zero
            var rows = LapackInt(n), columns = rows, inner = rows, stepV = rows, stepU = rows, step = rows
            gemm(&first, &second, &rows, &columns, &inner, &one, vh, &stepV, u, &stepU, &zero, result, &step, 1, 1)
            if Scalar.isComplex {
                for element in 0 ..< size { result[element] = result[element].conjugate }
            }
            return true
        }
    }
}
