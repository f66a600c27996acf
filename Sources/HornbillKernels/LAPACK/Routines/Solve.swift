// Systems of equations by LU factorisation, as NumPy solves them: the same routine, on the same arrangement of the matrix,
// so that results agree to the last digit.

extension LinearKernelMaker {
    func solve(_ a: MatrixStack, _ b: MatrixStack) throws -> LinearKernel {
        let n = a.rows, columns = b.columns
        try requireCountable(n, n)
        try requireCountable(n, columns)
        if n == 0 { return nothing }
        if isWorthOwnLoops(n), columns > 0 { return smallSolve(a, b) }
        // LAPACK looks at the matrix only if there is a right-hand side, and a singular one is an error in any case.
        let width = max(1, columns)
        var memory = WorkMemory()
        let factors = memory.take(Scalar.self, n * n), right = memory.take(Scalar.self, n * width)
        let pivots = memory.take(LapackInt.self, n)
        let gesv = routines.gesv
        return kernel(
            operations: 0.7 * cube(n) + 2 * Double(n) * Double(n) * Double(columns), memory, failure: LinearFailure.singular
        ) { index, pointers, work in
            let matrix = factors(work)
            a.pack(index, of: pointers[0], into: matrix, leading: n)
            let result = pointers[2].assumingMemoryBound(to: Scalar.self) + index * n * columns
            // A single column lies in the result as LAPACK wants it.
            let x = columns == 1 ? result : right(work)
            if columns == 0 { x.update(repeating: .zero, count: n) } else {
                b.pack(index, of: pointers[1], into: x, leading: n)
            }
            var size = LapackInt(n), count = LapackInt(width), rows = size, leading = size, info: LapackInt = 0
            gesv(&size, &count, matrix, &rows, pivots(work), x, &leading, &info)
            guard info == 0 else { return false }
            if columns != 1 { unpack(x, leading: n, rows: n, columns: columns, to: result) }
            return true
        }
    }

    func inverse(_ a: MatrixStack, _ fillsUndefined: Bool) throws -> LinearKernel {
        let n = a.rows
        try requireCountable(n, n)
        if n == 0 { return nothing }
        if isWorthOwnLoops(n) { return smallInverse(a, fillsUndefined) }
        var memory = WorkMemory()
        let factors = memory.take(Scalar.self, n * n), inverse = memory.take(Scalar.self, n * n)
        let pivots = memory.take(LapackInt.self, n)
        let gesv = routines.gesv
        return kernel(operations: 2.7 * cube(n), memory, failure: LinearFailure.singular) { index, pointers, work in
            let matrix = factors(work), x = inverse(work)
            a.pack(index, of: pointers[0], into: matrix, leading: n)
            x.update(repeating: .zero, count: n * n)
            for row in 0 ..< n { x[row &* (n &+ 1)] = .one }
            var size = LapackInt(n), count = size, rows = size, leading = size, info: LapackInt = 0
            gesv(&size, &count, matrix, &rows, pivots(work), x, &leading, &info)
            let result = pointers[1].assumingMemoryBound(to: Scalar.self) + index * n * n
            guard info == 0 else {
                if fillsUndefined { result.update(repeating: .undefined, count: n * n) }
                return fillsUndefined
            }
            unpack(x, leading: n, rows: n, columns: n, to: result)
            return true
        }
    }

    /// Both triangles' systems are solved from the right, xᵀ aᵀ = bᵀ, where row-major memory is already transposed.
    func solveTriangular(_ a: MatrixStack, _ b: MatrixStack, _ isLower: Bool) throws -> LinearKernel {
        let n = a.rows, columns = b.columns
        try requireCountable(n, n)
        try requireCountable(n, columns)
        if n == 0 || columns == 0 { return nothing }
        var memory = WorkMemory()
        // Read where it lies if its rows or columns are dense.
        let isRowMajor = a.columnStride == 1 && a.rowStride >= n, isColumnMajor = a.rowStride == 1 && a.columnStride >= n
        let isInPlace = isRowMajor || isColumnMajor
        let copy = memory.take(Scalar.self, isInPlace ? 0 : n * n)
        let trsm = routines.trsm
        return kernel(
            operations: Double(n) * Double(n) * Double(columns), memory, failure: LinearFailure.singular
        ) { index, pointers, work in
            var matrix = pointers[0].assumingMemoryBound(to: Scalar.self) + a.offset(index)
            for row in 0 ..< n where matrix[row &* (a.rowStride &+ a.columnStride)].absolute == 0 { return false }
            if !isInPlace {
                matrix = copy(work)
                a.pack(index, of: pointers[0], into: matrix, leading: n)
            }
            let result = pointers[2].assumingMemoryBound(to: Scalar.self) + index * n * columns
            b.packRows(index, of: pointers[1], into: result)
            var side = Letter.right, diagonal = Letter.general, one = Scalar.one
            var triangle = isLower == isRowMajor ? Letter.upper : Letter.lower
            var transposition = isRowMajor ? Letter.plain : Letter.transposed
            var rows = LapackInt(columns), size = LapackInt(n), leading = rows
            var step = LapackInt(isInPlace ? Swift.max(a.rowStride, a.columnStride, n) : n)
            trsm(
                &side, &triangle, &transposition, &diagonal, &rows, &size, &one, matrix, &step, result, &leading, 1, 1, 1, 1)
            return true
        }
    }
}

func cube(_ n: Int) -> Double { Double(n) * Double(n) * Double(n) }

/// What LAPACK's arguments of one character can be.
enum Letter {
    static let lower = CChar(UInt8(ascii: "L"))
    static let upper = CChar(UInt8(ascii: "U"))
    static let right = CChar(UInt8(ascii: "R"))
    static let plain = CChar(UInt8(ascii: "N"))
    static let transposed = CChar(UInt8(ascii: "T"))
    /// A triangle with a diagonal of its own.
    static let general = CChar(UInt8(ascii: "N"))
    static let none = CChar(UInt8(ascii: "N"))
    static let vectors = CChar(UInt8(ascii: "V"))
    static let some = CChar(UInt8(ascii: "S"))
    static let all = CChar(UInt8(ascii: "A"))
}
