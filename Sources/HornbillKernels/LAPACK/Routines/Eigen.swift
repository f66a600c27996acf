extension LinearKernelMaker {
    /// Complex eigenvalues, and eigenvectors as columns if wanted.
    func eigen(_ a: MatrixStack, withVectors: Bool) throws -> LinearKernel {
        let n = a.rows, size = n * n
        try requireCountable(n, n)
        if n == 0 { return nothing }
        let decomposition = GeneralEigenvalues<Scalar>(routines, n, withVectors)
        var memory = WorkMemory()
        let matrix = memory.take(Scalar.self, size), room = decomposition.room(&memory)
        let right = memory.take(Scalar.self, withVectors ? size : 0)
        let values = memory.take(Complex<Double>.self, n)
        return kernel(
            operations: (withVectors ? 25 : 10) * cube(n), memory, failure: "Eigenvalues did not converge"
        ) { index, pointers, work in
            let copy = matrix(work), vectors = right(work)
            let eigenvalues = pointers[1].assumingMemoryBound(to: Complex<Double>.self) + index * n
            let result = withVectors ? pointers[2].assumingMemoryBound(to: Complex<Double>.self) + index * size : eigenvalues
            a.pack(index, of: pointers[0], into: copy, leading: n)
            guard areFinite(copy, size) else {
                eigenvalues.update(repeating: .undefined, count: n)
                if withVectors { result.update(repeating: .undefined, count: size) }
                return true
            }
            guard decomposition.run(copy, values(work), vectors, room, work) else { return false }
            eigenvalues.update(from: values(work), count: n)
            if withVectors { decomposition.unpack(vectors, eigenvalues, to: result) }
            return true
        }
    }
}

/// LAPACK's eigenvalues of a column-major matrix, which it overwrites.
private struct GeneralEigenvalues<Scalar: LapackScalar> {
    private let n: LapackInt
    private let job: CChar
    private let routine: UnsafeMutableRawPointer
    private var length = 1

    /// Where the routine's working memory lies.
    struct Room {
        fileprivate let work: WorkSection<Scalar>
        fileprivate let real: WorkSection<Double>
    }

    init(_ routines: LapackRoutines, _ n: Int, _ withVectors: Bool) {
        self.n = LapackInt(n)
        job = withVectors ? Letter.vectors : Letter.none
        routine = routines.geev
        var unused = Scalar.zero, vectors = unused, values = Complex<Double>.zero, wanted = Scalar.one, real = [0.0, 0.0]
        real.withUnsafeMutableBufferPointer { real in
            if let real = real.baseAddress { _ = call(&unused, &values, &vectors, &wanted, -1, real) }
        }
        length = wanted.workLength
    }

    func room(_ memory: inout WorkMemory) -> Room {
        Room(work: memory.take(Scalar.self, length), real: memory.take(Double.self, 2 * Int(n)))
    }

    /// Whether they converged.
    func run(
        _ matrix: UnsafeMutablePointer<Scalar>, _ values: UnsafeMutablePointer<Complex<Double>>,
        _ vectors: UnsafeMutablePointer<Scalar>, _ room: Room, _ work: UnsafeMutableRawPointer
    ) -> Bool {
        let real = room.real(work), size = Int(n)
        guard call(matrix, values, vectors, room.work(work), LapackInt(clamping: length), real) == 0 else { return false }
        // Of real matrices, the parts come one after the other.
        if !Scalar.isComplex {
            for index in 0 ..< size { values[index] = Complex(real[index], real[size + index]) }
        }
        return true
    }

    private func call(
        _ matrix: UnsafeMutableRawPointer, _ values: UnsafeMutableRawPointer, _ vectors: UnsafeMutableRawPointer,
        _ work: UnsafeMutableRawPointer, _ length: LapackInt, _ real: UnsafeMutablePointer<Double>
    ) -> LapackInt {
        var left = Letter.none, right = job, size = n, leading = n, leadingLeft = n, leadingRight = n, length = length
        var info: LapackInt = 0, unused = Scalar.zero
        if Scalar.isComplex {
            unsafeBitCast(routine, to: LapackRoutines.ComplexGeev.self)(
                &left, &right, &size, matrix, &leading, values, &unused, &leadingLeft, vectors, &leadingRight, work, &length,
                real, &info, 1, 1)
        } else {
            // A query looks at no memory, but where there is room for one element the imaginary parts lie behind it.
            let imaginary = real + (length < 0 ? 1 : Int(n))
            unsafeBitCast(routine, to: LapackRoutines.RealGeev.self)(
                &left, &right, &size, matrix, &leading, real, imaginary, &unused, &leadingLeft, vectors, &leadingRight, work,
                &length, &info, 1, 1)
        }
        return info
    }

    /// Column-major eigenvectors as LAPACK gives them, to row-major complex ones. For a pair of conjugate eigenvalues of a
    /// real matrix, two columns hold the real and the imaginary part of the first one's vector.
    func unpack(
        _ vectors: UnsafeMutablePointer<Scalar>, _ values: UnsafeMutablePointer<Complex<Double>>,
        to result: UnsafeMutablePointer<Complex<Double>>
    ) {
        let size = Int(n)
        var column = 0
        while column < size {
            let isPair = !Scalar.isComplex && values[column].imaginary != 0 && column + 1 < size
            for row in 0 ..< size {
                let element = vectors[column &* size &+ row]
                if isPair {
                    let imaginary = vectors[(column &+ 1) &* size &+ row].realPart
                    result[row &* size &+ column] = Complex(element.realPart, imaginary)
                    result[row &* size &+ column &+ 1] = Complex(element.realPart, -imaginary)
                } else {
                    result[row &* size &+ column] = element.asComplex
                }
            }
            column += isPair ? 2 : 1
        }
    }
}
