/// What is wanted of a singular value decomposition.
enum SVDParts {
    case values
    case reduced
    case full
}

extension LinearKernelMaker {
    func svd(_ a: MatrixStack, _ parts: SVDParts) throws -> LinearKernel {
        let (m, n) = (a.rows, a.columns), k = min(m, n)
        let left = parts == .full ? m : k, right = parts == .full ? n : k
        try requireCountable(m, n)
        try requireCountable(m, left)
        try requireCountable(right, n)
        if k == 0 { return parts == .full ? emptySVD(m, n) : nothing }
        let decomposition = try SingularValues<Scalar>(routines, m, n, parts)
        var memory = WorkMemory()
        let matrix = memory.take(Scalar.self, m * n), room = decomposition.room(&memory)
        let hasVectors = parts != .values
        let u = memory.take(Scalar.self, hasVectors ? m * left : 0)
        let vh = memory.take(Scalar.self, hasVectors ? right * n : 0)
        return kernel(
            operations: (hasVectors ? 12 : 3) * Double(m) * Double(n) * Double(k), memory, failure: "SVD did not converge"
        ) { index, pointers, work in
            a.pack(index, of: pointers[0], into: matrix(work), leading: m)
            let s = pointers[hasVectors ? 2 : 1].assumingMemoryBound(to: Double.self) + index * k
            guard decomposition.run(matrix(work), s, u(work), vh(work), room, work) else { return false }
            if hasVectors {
                unpack(
                    u(work), leading: m, rows: m, columns: left,
                    to: pointers[1].assumingMemoryBound(to: Scalar.self) + index * m * left)
                unpack(
                    vh(work), leading: right, rows: right, columns: n,
                    to: pointers[3].assumingMemoryBound(to: Scalar.self) + index * right * n)
            }
            return true
        }
    }

    /// Of a matrix without elements, every basis will do.
    private func emptySVD(_ m: Int, _ n: Int) -> LinearKernel {
        kernel(operations: 0, WorkMemory(), failure: "") { index, pointers, _ in
            for (pointer, size) in [(pointers[1], m), (pointers[3], n)] {
                let basis = pointer.assumingMemoryBound(to: Scalar.self) + index * size * size
                basis.update(repeating: .zero, count: size * size)
                for row in 0 ..< size { basis[row * (size + 1)] = .one }
            }
            return true
        }
    }
}

/// LAPACK's divide-and-conquer decomposition of a column-major m × n matrix, which it overwrites.
struct SingularValues<Scalar: LapackScalar> {
    private let m: LapackInt
    private let n: LapackInt
    private let routine: UnsafeMutableRawPointer
    private let job: CChar
    /// The rows of vh.
    private let right: LapackInt
    private var length = 1

    /// Where the routine's working memory lies.
    struct Room {
        fileprivate let work: WorkSection<Scalar>
        fileprivate let real: WorkSection<Double>
        fileprivate let integers: WorkSection<LapackInt>
    }

    init(_ routines: LapackRoutines, _ m: Int, _ n: Int, _ parts: SVDParts) throws {
        self.m = LapackInt(m)
        self.n = LapackInt(n)
        routine = routines.gesdd
        job = parts == .values ? Letter.none : parts == .full ? Letter.all : Letter.some
        right = LapackInt(max(1, parts == .full ? n : min(m, n)))
        var unused = [Scalar](repeating: .zero, count: 3), wanted = Scalar.one, integer: LapackInt = 0
        var unusedReal = [0.0, 0.0]
        unused.withUnsafeMutableBufferPointer { unused in
            guard let matrix = unused.baseAddress else { return }
            unusedReal.withUnsafeMutableBufferPointer { real in
                guard let s = real.baseAddress else { return }
                _ = call(matrix, s, matrix + 1, matrix + 2, &wanted, -1, s + 1, &integer)
            }
        }
        length = wanted.workLength
    }

    func room(_ memory: inout WorkMemory) -> Room {
        let (low, high) = (Int(min(m, n)), Int(max(m, n)))
        let reals = Scalar.isComplex ? max(5 * low * low + 5 * low, 2 * high * low + 2 * low * low + low) : 0
        return Room(
            work: memory.take(Scalar.self, length), real: memory.take(Double.self, reals),
            integers: memory.take(LapackInt.self, 8 * low))
    }

    /// Whether it converged.
    @inline(__always)
    func run(
        _ matrix: UnsafeMutablePointer<Scalar>, _ s: UnsafeMutablePointer<Double>, _ u: UnsafeMutablePointer<Scalar>,
        _ vh: UnsafeMutablePointer<Scalar>, _ room: Room, _ work: UnsafeMutableRawPointer
    ) -> Bool {
        areFinite(matrix, Int(m) * Int(n)) && call(
            matrix, s, u, vh, room.work(work), LapackInt(clamping: length), room.real(work), room.integers(work)) == 0
    }

    private func call(
        _ matrix: UnsafeMutableRawPointer, _ s: UnsafeMutableRawPointer, _ u: UnsafeMutableRawPointer,
        _ vh: UnsafeMutableRawPointer, _ work: UnsafeMutableRawPointer, _ length: LapackInt,
        _ real: UnsafeMutableRawPointer, _ integers: UnsafeMutablePointer<LapackInt>
    ) -> LapackInt {
        var job = job, rows = m, columns = n, leading = m, leadingU = m, leadingV = right, length = length
        var info: LapackInt = 0
        if Scalar.isComplex {
            unsafeBitCast(routine, to: LapackRoutines.ComplexGesdd.self)(
                &job, &rows, &columns, matrix, &leading, s, u, &leadingU, vh, &leadingV, work, &length, real, integers,
                &info, 1)
        } else {
            unsafeBitCast(routine, to: LapackRoutines.RealGesdd.self)(
                &job, &rows, &columns, matrix, &leading, s, u, &leadingU, vh, &leadingV, work, &length, integers, &info, 1)
        }
        return info
    }
}
