import Glibc

extension LinearKernelMaker {
    /// Sign and logarithm of the magnitude, or their product: as in NumPy, sign · exp(Σ log |uᵢᵢ|).
    func determinant(_ a: MatrixStack, isLogarithmic: Bool) throws -> LinearKernel {
        let n = a.rows
        try requireCountable(n, n)
        var memory = WorkMemory()
        let factors = memory.take(Scalar.self, n * n), pivots = memory.take(LapackInt.self, n)
        let getrf = routines.getrf, isSmall = isWorthOwnLoops(n)
        return kernel(operations: 0.7 * cube(n), memory, failure: "") { index, pointers, work in
            let matrix = factors(work), exchanged = pivots(work)
            var info: LapackInt = 0
            if isSmall {
                a.packRows(index, of: pointers[0], into: matrix)
                info = SmallLU(matrix, exchanged, n).factor() ? 0 : 1
            } else if n > 0 {
                a.pack(index, of: pointers[0], into: matrix, leading: n)
                var rows = LapackInt(n), columns = rows, leading = rows
                getrf(&rows, &columns, matrix, &leading, exchanged, &info)
            }
            var sign = Scalar.one, logarithm = 0.0
            if info > 0 {
                (sign, logarithm) = (.zero, -.infinity)
            } else {
                var isOdd = false
                for row in 0 ..< n {
                    let element = matrix[row &* (n &+ 1)]
                    if exchanged[row] != LapackInt(row &+ 1) { isOdd.toggle() }
                    sign = sign * element.direction
                    logarithm += Glibc.log(element.absolute)
                }
                if isOdd { sign = sign.scaled(by: -1) }
            }
            if isLogarithmic {
                pointers[1].assumingMemoryBound(to: Scalar.self)[index] = sign
                pointers[2].assumingMemoryBound(to: Double.self)[index] = logarithm
            } else {
                pointers[1].assumingMemoryBound(to: Scalar.self)[index] = sign.scaled(by: Glibc.exp(logarithm))
            }
            return true
        }
    }

    func lu(_ a: MatrixStack) throws -> LinearKernel {
        let (m, n) = (a.rows, a.columns), k = min(m, n)
        try requireCountable(m, n)
        if k == 0 { return nothing }
        var memory = WorkMemory()
        let factors = memory.take(Scalar.self, m * n)
        let getrf = routines.getrf
        return kernel(
            operations: Double(m) * Double(n) * Double(k), memory, failure: ""
        ) { index, pointers, work in
            let matrix = factors(work)
            let exchanged = pointers[2].assumingMemoryBound(to: LapackInt.self) + index * k
            a.pack(index, of: pointers[0], into: matrix, leading: m)
            var rows = LapackInt(m), columns = LapackInt(n), leading = rows, info: LapackInt = 0
            getrf(&rows, &columns, matrix, &leading, exchanged, &info)
            unpack(
                matrix, leading: m, rows: m, columns: n,
                to: pointers[1].assumingMemoryBound(to: Scalar.self) + index * m * n)
            for row in 0 ..< k { exchanged[row] -= 1 }
            return true
        }
    }
}
