extension LinearRoutine {
    /// A kernel for the products of stacks of float64 matrices by BLAS, which oneDNN has none for. It takes the addresses
    /// of both operands and of the result.
    ///
    /// - Returns: nil if our own loops are as good: for little work, and where there is no BLAS.
    public static func product(_ a: MatrixStack, _ b: MatrixStack, count: Int) -> LinearKernel? {
        let operations = 2 * Double(a.rows) * Double(a.columns) * Double(b.columns)
        guard operations >= 4096, operations * Double(count) >= 1e5, let library = try? LapackLibrary.shared() else {
            return nil
        }
        return try? LinearKernelMaker<Double>(library: library, count: count).product(a, b, operations)
    }
}

extension LinearKernelMaker {
    /// In BLAS' eyes, row-major memory holds the transposed product: bᵀ aᵀ.
    fileprivate func product(_ a: MatrixStack, _ b: MatrixStack, _ operations: Double) throws -> LinearKernel {
        let (m, k, n) = (a.rows, a.columns, b.columns)
        for (rows, columns) in [(m, k), (k, n), (m, n)] { try requireCountable(rows, columns) }
        let left = BLASOperand(a), right = BLASOperand(b)
        for step in [left.step, right.step] { try requireCountable(step, 1) }
        var memory = WorkMemory()
        let copyA = memory.take(Scalar.self, left.isInPlace ? 0 : m * k)
        let copyB = memory.take(Scalar.self, right.isInPlace ? 0 : k * n)
        let gemm = routines.gemm
        return kernel(operations: operations, memory, failure: "", worthSharing: 1e6) { index, pointers, work in
            let result = pointers[2].assumingMemoryBound(to: Scalar.self) + index * m * n
            let x = left.address(of: index, pointers[0], copyA(work)), y = right.address(of: index, pointers[1], copyB(work))
            var first = right.transposition, second = left.transposition, one = Scalar.one, zero = Scalar.zero
            var rows = LapackInt(n), columns = LapackInt(m), inner = LapackInt(k)
            var stepB = LapackInt(right.step), stepA = LapackInt(left.step), step = rows
            gemm(&first, &second, &rows, &columns, &inner, &one, y, &stepB, x, &stepA, &zero, result, &step, 1, 1)
            return true
        }
    }
}

/// A stack of matrices as BLAS reads it: where it lies if its rows or columns are dense, else as a dense copy.
private struct BLASOperand {
    private let matrices: MatrixStack
    let isInPlace: Bool
    /// Row-major memory is read as it is, column-major memory transposed.
    let transposition: CChar
    /// From row to row, or from column to column.
    let step: Int

    init(_ matrices: MatrixStack) {
        self.matrices = matrices
        let (rows, columns) = (matrices.rows, matrices.columns)
        let isRowMajor = (matrices.columnStride == 1 || columns == 1) && (matrices.rowStride >= columns || rows == 1)
        let isColumnMajor = (matrices.rowStride == 1 || rows == 1) && (matrices.columnStride >= rows || columns == 1)
        isInPlace = isRowMajor || isColumnMajor
        transposition = isColumnMajor && !isRowMajor ? Letter.transposed : Letter.plain
        step = isRowMajor ? max(columns, rows == 1 ? 1 : matrices.rowStride)
            : isColumnMajor ? max(rows, columns == 1 ? 1 : matrices.columnStride) : max(1, columns)
    }

    @inline(__always)
    func address<Scalar: LapackScalar>(
        of index: Int, _ source: UnsafeMutableRawPointer, _ copy: UnsafeMutablePointer<Scalar>
    ) -> UnsafeMutablePointer<Scalar> {
        if isInPlace { return source.assumingMemoryBound(to: Scalar.self) + matrices.offset(index) }
        matrices.packRows(index, of: source, into: copy)
        return copy
    }
}
