extension LinearKernelMaker {
    func leastSquares(_ a: MatrixStack, _ b: MatrixStack, _ cutoff: Double) throws -> LinearKernel {
        let (m, n, columns) = (a.rows, a.columns, b.columns), k = min(m, n), tall = max(m, n, 1)
        try requireCountable(m, n)
        try requireCountable(tall, columns)
        // LAPACK wants a right-hand side.
        let width = max(1, columns)
        let solver = LeastSquares<Scalar>(routines, m, n, width, cutoff)
        var memory = WorkMemory()
        let matrix = memory.take(Scalar.self, m * n), right = memory.take(Scalar.self, tall * width)
        let isDefined = memory.take(Bool.self, columns)
        let room = solver.room(&memory)
        return kernel(
            operations: 4 * Double(m) * Double(n) * Double(k) + 2 * Double(m) * Double(n) * Double(columns), memory,
            failure: "SVD did not converge in Linear Least Squares"
        ) { index, pointers, work in
            let x = pointers[2].assumingMemoryBound(to: Scalar.self) + index * n * columns
            let residuals = pointers[3].assumingMemoryBound(to: Double.self) + index * columns
            let rank = pointers[4].assumingMemoryBound(to: LapackInt.self) + index
            let values = pointers[5].assumingMemoryBound(to: Double.self) + index * k
            let solution = right(work)
            if columns == 0 { solution.update(repeating: .zero, count: tall) }
            b.pack(index, of: pointers[1], into: solution, leading: tall)
            rank.pointee = 0
            if k == 0 {
                x.update(repeating: .zero, count: n * columns)
            } else {
                for column in 0 ..< columns where m < tall {
                    (solution + column * tall + m).update(repeating: .zero, count: tall - m)
                }
                a.pack(index, of: pointers[0], into: matrix(work), leading: m)
                for column in 0 ..< columns {
                    isDefined(work)[column] = areFinite(solution + column * tall, m)
                    if !isDefined(work)[column] { (solution + column * tall).update(repeating: .zero, count: m) }
                }
                guard solver.run(matrix(work), solution, values, rank, room, work) else { return false }
                for column in 0 ..< columns where !isDefined(work)[column] {
                    (solution + column * tall).update(repeating: .undefined, count: tall)
                }
                unpack(solution, leading: tall, rows: n, columns: columns, to: x)
            }
            // What is left lies below the solution if the equations are independent.
            for column in 0 ..< columns {
                var sum = 0.0
                for row in n ..< max(n, m) { sum += solution[column * tall + row].squaredMagnitude }
                residuals[column] = Int(rank.pointee) == n && m >= n ? sum : .nan
            }
            return true
        }
    }
}

/// LAPACK's least squares by singular values. It overwrites the matrix; the solution replaces the right-hand sides, which
/// have room for max(m, n) rows.
private struct LeastSquares<Scalar: LapackScalar> {
    private let m: LapackInt
    private let n: LapackInt
    private let columns: LapackInt
    private let cutoff: Double
    private let routine: UnsafeMutableRawPointer
    private var length = 1, realLength = 1, integerLength = 1

    /// Where the routine's working memory lies.
    struct Room {
        fileprivate let work: WorkSection<Scalar>
        fileprivate let real: WorkSection<Double>
        fileprivate let integers: WorkSection<LapackInt>
    }

    init(_ routines: LapackRoutines, _ m: Int, _ n: Int, _ columns: Int, _ cutoff: Double) {
        self.m = LapackInt(m)
        self.n = LapackInt(n)
        self.columns = LapackInt(columns)
        self.cutoff = cutoff
        routine = routines.gelsd
        var unused = Scalar.zero, alsoUnused = unused, unusedReal = 0.0, rank: LapackInt = 0
        var wanted = Scalar.one, wantedReal = 1.0, wantedIntegers: LapackInt = 1
        _ = call(&unused, &alsoUnused, &unusedReal, &rank, &wanted, -1, &wantedReal, &wantedIntegers)
        length = wanted.workLength
        realLength = wantedReal.workLength
        integerLength = max(1, Int(wantedIntegers))
    }

    func room(_ memory: inout WorkMemory) -> Room {
        Room(
            work: memory.take(Scalar.self, length), real: memory.take(Double.self, Scalar.isComplex ? realLength : 0),
            integers: memory.take(LapackInt.self, integerLength))
    }

    /// Whether the singular values converged.
    @inline(__always)
    func run(
        _ matrix: UnsafeMutablePointer<Scalar>, _ right: UnsafeMutablePointer<Scalar>,
        _ values: UnsafeMutablePointer<Double>, _ rank: UnsafeMutablePointer<LapackInt>, _ room: Room,
        _ work: UnsafeMutableRawPointer
    ) -> Bool {
        areFinite(matrix, Int(m) * Int(n)) && call(
            matrix, right, values, rank, room.work(work), LapackInt(clamping: length), room.real(work),
            room.integers(work)) == 0
    }

    private func call(
        _ matrix: UnsafeMutableRawPointer, _ right: UnsafeMutableRawPointer, _ values: UnsafeMutableRawPointer,
        _ rank: UnsafeMutablePointer<LapackInt>, _ work: UnsafeMutableRawPointer, _ length: LapackInt,
        _ real: UnsafeMutableRawPointer, _ integers: UnsafeMutablePointer<LapackInt>
    ) -> LapackInt {
        var rows = m, unknowns = n, sides = columns, leading = max(1, m), tall = max(1, m, n), cutoff = cutoff
        var length = length, info: LapackInt = 0
        if Scalar.isComplex {
            unsafeBitCast(routine, to: LapackRoutines.ComplexGelsd.self)(
                &rows, &unknowns, &sides, matrix, &leading, right, &tall, values, &cutoff, rank, work, &length, real,
                integers, &info)
        } else {
            unsafeBitCast(routine, to: LapackRoutines.RealGelsd.self)(
                &rows, &unknowns, &sides, matrix, &leading, right, &tall, values, &cutoff, rank, work, &length, integers,
                &info)
        }
        return info
    }
}
