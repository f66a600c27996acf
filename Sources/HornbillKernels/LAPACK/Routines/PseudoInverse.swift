extension LinearKernelMaker {
    /// V S⁺ Uᴴ from the singular values.
    func pseudoInverse(_ a: MatrixStack, _ cutoff: MatrixStack) throws -> LinearKernel {
        let (m, n) = (a.rows, a.columns), k = min(m, n)
        try requireCountable(m, n)
        if k == 0 { return nothing }
        let decomposition = try SingularValues<Scalar>(routines, m, n, .reduced)
        var memory = WorkMemory()
        let matrix = memory.take(Scalar.self, m * n), room = decomposition.room(&memory)
        let left = memory.take(Scalar.self, m * k), right = memory.take(Scalar.self, k * n)
        let values = memory.take(Double.self, k)
        let gemm = routines.gemm
        return kernel(
            operations: 14 * Double(m) * Double(n) * Double(k), memory, failure: "SVD did not converge"
        ) { index, pointers, work in
            let u = left(work), vh = right(work), s = values(work)
            a.pack(index, of: pointers[0], into: matrix(work), leading: m)
            guard decomposition.run(matrix(work), s, u, vh, room, work) else { return false }
            let least = pointers[1].assumingMemoryBound(to: Double.self)[cutoff.offset(index)] * s[0]
            for column in 0 ..< k {
                let factor: Double = s[column] > least ? 1 / s[column] : 0
                for row in 0 ..< m { u[column &* m &+ row] = u[column &* m &+ row].scaled(by: factor) }
            }
            // The column-major (U S⁺) Vᴴ is the conjugate of the result in row-major order.
            let result = pointers[2].assumingMemoryBound(to: Scalar.self) + index * n * m
            var plain = Letter.plain, alsoPlain = plain, one = Scalar.one, zero = Scalar.zero
            var rows = LapackInt(m), columns = LapackInt(n), inner = LapackInt(k)
            var leadingU = rows, leadingV = inner, leading = rows
            gemm(
                &plain, &alsoPlain, &rows, &columns, &inner, &one, u, &leadingU, vh, &leadingV, &zero, result, &leading, 1, 1)
            if Scalar.isComplex {
                for element in 0 ..< m * n { result[element] = result[element].conjugate }
            }
            return true
        }
    }
}
