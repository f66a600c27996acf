// Batches of matrices so small that calling LAPACK costs more than the work, and so short that its threads would only wait
// for each other's memory. A few matrices still go to LAPACK: their results agree with NumPy's to the last digit.

extension LinearKernelMaker {
    func isWorthOwnLoops(_ n: Int) -> Bool { n > 0 && n <= 16 && count >= 16 }

    func smallSolve(_ a: MatrixStack, _ b: MatrixStack) -> LinearKernel {
        let n = a.rows, columns = b.columns
        var memory = WorkMemory()
        let factors = memory.take(Scalar.self, n * n), pivots = memory.take(LapackInt.self, n)
        return kernel(
            operations: 0.7 * cube(n) + 2 * Double(n * n) * Double(columns), memory, failure: LinearFailure.singular
        ) { index, pointers, work in
            let lu = SmallLU(factors(work), pivots(work), n)
            a.packRows(index, of: pointers[0], into: lu.matrix)
            guard lu.factor() else { return false }
            let x = pointers[2].assumingMemoryBound(to: Scalar.self) + index * n * columns
            b.packRows(index, of: pointers[1], into: x)
            lu.solve(x, columns)
            return true
        }
    }

    func smallInverse(_ a: MatrixStack, _ fillsUndefined: Bool) -> LinearKernel {
        let n = a.rows
        var memory = WorkMemory()
        let factors = memory.take(Scalar.self, n * n), pivots = memory.take(LapackInt.self, n)
        return kernel(operations: 2.7 * cube(n), memory, failure: LinearFailure.singular) { index, pointers, work in
            let lu = SmallLU(factors(work), pivots(work), n)
            a.packRows(index, of: pointers[0], into: lu.matrix)
            let x = pointers[1].assumingMemoryBound(to: Scalar.self) + index * n * n
            guard lu.factor() else {
                if fillsUndefined { x.update(repeating: .undefined, count: n * n) }
                return fillsUndefined
            }
            x.update(repeating: .zero, count: n * n)
            for row in 0 ..< n { x[row &* (n &+ 1)] = .one }
            lu.solve(x, n)
            return true
        }
    }

    func smallCholesky(_ a: MatrixStack) -> LinearKernel {
        let n = a.rows
        return kernel(
            operations: cube(n) / 3, WorkMemory(), failure: LinearFailure.notPositiveDefinite
        ) { index, pointers, _ in
            let root = pointers[1].assumingMemoryBound(to: Scalar.self) + index * n * n
            a.packRows(index, of: pointers[0], into: root)
            for row in 0 ..< n {
                let line = root + row &* n
                for column in 0 ..< row {
                    let other = root + column &* n
                    var sum = line[column]
                    for k in 0 ..< column { sum = sum - line[k] * other[k].conjugate }
                    // The diagonal is real.
                    line[column] = sum.scaled(by: 1 / other[column].realPart)
                }
                var square = line[row].realPart
                for k in 0 ..< row { square -= line[k].squaredMagnitude }
                // NaN goes through to the result, as in OpenBLAS.
                if square <= 0 { return false }
                line[row] = Scalar.one.scaled(by: square.squareRoot())
                for column in row &+ 1 ..< max(row &+ 1, n) { line[column] = .zero }
            }
            return true
        }
    }
}

/// The triangular factors of a row-major matrix, with pivots as LAPACK chooses them.
struct SmallLU<Scalar: LapackScalar> {
    let matrix: UnsafeMutablePointer<Scalar>
    /// For each row, the one it was exchanged with, counted from 1 as in LAPACK.
    private let pivots: UnsafeMutablePointer<LapackInt>
    private let n: Int

    @inline(__always)
    init(_ matrix: UnsafeMutablePointer<Scalar>, _ pivots: UnsafeMutablePointer<LapackInt>, _ n: Int) {
        self.matrix = matrix
        self.pivots = pivots
        self.n = n
    }

    /// Replaces the matrix by its factors. Returns false if it is singular.
    @inline(__always)
    func factor() -> Bool {
        for step in 0 ..< n {
            var best = step, size = matrix[step &* (n &+ 1)].pivotSize
            for row in step &+ 1 ..< max(step &+ 1, n) {
                let other = matrix[row &* n &+ step].pivotSize
                if other > size { (best, size) = (row, other) }
            }
            pivots[step] = LapackInt(best &+ 1)
            if size == 0 { return false }
            let line = matrix + step &* n
            if best != step { exchange(line, matrix + best &* n, n) }
            let inverse = line[step].inverse
            for row in step &+ 1 ..< max(step &+ 1, n) {
                let other = matrix + row &* n
                let factor = other[step] * inverse
                other[step] = factor
                subtract(other + step + 1, line + step + 1, factor, n &- step &- 1)
            }
        }
        return true
    }

    /// Replaces `columns` right-hand sides, row-major, by the solutions.
    @inline(__always)
    func solve(_ x: UnsafeMutablePointer<Scalar>, _ columns: Int) {
        for row in 0 ..< n {
            let other = Int(pivots[row]) &- 1
            if other != row { exchange(x + row &* columns, x + other &* columns, columns) }
        }
        for row in 1 ..< max(1, n) {
            for above in 0 ..< row {
                subtract(x + row &* columns, x + above &* columns, matrix[row &* n &+ above], columns)
            }
        }
        for row in (0 ..< n).reversed() {
            let line = x + row &* columns
            for below in row &+ 1 ..< max(row &+ 1, n) {
                subtract(line, x + below &* columns, matrix[row &* n &+ below], columns)
            }
            let inverse = matrix[row &* (n &+ 1)].inverse
            for column in 0 ..< columns { line[column] = line[column] * inverse }
        }
    }

    @inline(__always)
    private func exchange(_ a: UnsafeMutablePointer<Scalar>, _ b: UnsafeMutablePointer<Scalar>, _ count: Int) {
        for element in 0 ..< count { (a[element], b[element]) = (b[element], a[element]) }
    }

    /// a -= factor · b
    @inline(__always)
    private func subtract(
        _ a: UnsafeMutablePointer<Scalar>, _ b: UnsafeMutablePointer<Scalar>, _ factor: Scalar, _ count: Int
    ) {
        for element in 0 ..< count { a[element] = a[element] - factor * b[element] }
    }
}
