extension LinearKernelMaker {
    /// Eigenvalues, and eigenvectors if wanted, of a Hermitian matrix.
    func eigh(_ a: MatrixStack, _ isUpper: Bool, withVectors: Bool) throws -> LinearKernel {
        let n = a.rows
        try requireCountable(n, n)
        if n == 0 { return nothing }
        let decomposition = HermitianEigenvalues<Scalar>(routines, n, isUpper, withVectors)
        var memory = WorkMemory()
        let matrix = memory.take(Scalar.self, n * n), room = decomposition.room(&memory)
        return kernel(
            operations: (withVectors ? 9 : 1.4) * cube(n), memory, failure: "Eigenvalues did not converge"
        ) { index, pointers, work in
            a.pack(index, of: pointers[0], into: matrix(work), leading: n)
            let values = pointers[1].assumingMemoryBound(to: Double.self) + index * n
            guard decomposition.run(matrix(work), values, room, work) else { return false }
            if withVectors {
                unpack(
                    matrix(work), leading: n, rows: n, columns: n,
                    to: pointers[2].assumingMemoryBound(to: Scalar.self) + index * n * n)
            }
            return true
        }
    }
}

/// LAPACK's divide-and-conquer eigenvalues of a column-major Hermitian matrix, which the eigenvectors replace.
struct HermitianEigenvalues<Scalar: LapackScalar> {
    private let n: LapackInt
    private let job: CChar
    private let triangle: CChar
    private let routine: UnsafeMutableRawPointer
    private var length = 1, realLength = 1, integerLength = 1

    /// Where the routine's working memory lies.
    struct Room {
        fileprivate let work: WorkSection<Scalar>
        fileprivate let real: WorkSection<Double>
        fileprivate let integers: WorkSection<LapackInt>
    }

    init(_ routines: LapackRoutines, _ n: Int, _ isUpper: Bool, _ withVectors: Bool) {
        self.n = LapackInt(n)
        job = withVectors ? Letter.vectors : Letter.none
        triangle = isUpper ? Letter.upper : Letter.lower
        routine = routines.syevd
        var unused = Scalar.zero, unusedReal = 0.0
        var wanted = Scalar.one, wantedReal = 1.0, wantedIntegers: LapackInt = 1
        _ = call(&unused, &unusedReal, &wanted, -1, &wantedReal, -1, &wantedIntegers, -1)
        length = wanted.workLength
        realLength = wantedReal.workLength
        integerLength = max(1, Int(wantedIntegers))
    }

    func room(_ memory: inout WorkMemory) -> Room {
        Room(
            work: memory.take(Scalar.self, length), real: memory.take(Double.self, Scalar.isComplex ? realLength : 0),
            integers: memory.take(LapackInt.self, integerLength))
    }

    /// Whether they converged.
    @inline(__always)
    func run(
        _ matrix: UnsafeMutablePointer<Scalar>, _ values: UnsafeMutablePointer<Double>, _ room: Room,
        _ work: UnsafeMutableRawPointer
    ) -> Bool {
        areFinite(matrix, Int(n) * Int(n)) && call(
            matrix, values, room.work(work), LapackInt(clamping: length), room.real(work), LapackInt(clamping: realLength),
            room.integers(work), LapackInt(clamping: integerLength)) == 0
    }

    private func call(
        _ matrix: UnsafeMutableRawPointer, _ values: UnsafeMutableRawPointer, _ work: UnsafeMutableRawPointer,
        _ length: LapackInt, _ real: UnsafeMutableRawPointer, _ realLength: LapackInt,
        _ integers: UnsafeMutablePointer<LapackInt>, _ integerLength: LapackInt
    ) -> LapackInt {
        var job = job, triangle = triangle, size = n, leading = n, info: LapackInt = 0
        var length = length, realLength = realLength, integerLength = integerLength
        if Scalar.isComplex {
            unsafeBitCast(routine, to: LapackRoutines.ComplexSyevd.self)(
                &job, &triangle, &size, matrix, &leading, values, work, &length, real, &realLength, integers,
                &integerLength, &info, 1, 1)
        } else {
            unsafeBitCast(routine, to: LapackRoutines.RealSyevd.self)(
                &job, &triangle, &size, matrix, &leading, values, work, &length, integers, &integerLength, &info, 1, 1)
        }
        return info
    }
}
