/// What can be computed with a stack of matrices. Operands may lie in memory in any way, results are dense.
///
/// The kernels take the addresses of the operands, then of the results, in the order in which they are named.
public enum LinearRoutine: Sendable {
    /// x with a x = b.
    case solve(a: MatrixStack, b: MatrixStack)
    /// The inverse of a. If `fillsUndefined`, it is NaN for a singular matrix, which is an error otherwise.
    case inverse(a: MatrixStack, fillsUndefined: Bool)
    /// The sign and the logarithm of the magnitude of the determinant.
    case logDeterminant(a: MatrixStack)
    case determinant(a: MatrixStack)
    /// The derivatives of the determinant with respect to the elements of a.
    case cofactors(a: MatrixStack)
    /// The factors of P a = L U in one matrix (the ones on L's diagonal are left out), and for each row the row that it
    /// was exchanged with.
    case lu(a: MatrixStack)
    /// The triangular L with a = L Lᴴ, or U with a = Uᴴ U, computed from that triangle of a.
    case cholesky(a: MatrixStack, isUpper: Bool)
    /// The inverse of the matrix that has the Cholesky factor a.
    case choleskyInverse(a: MatrixStack, isUpper: Bool)
    /// x with a x = b; of a, one triangle is looked at.
    case solveTriangular(a: MatrixStack, b: MatrixStack, isLower: Bool)
    /// q and r.
    case qr(a: MatrixStack, isComplete: Bool)
    /// r alone.
    case qrTriangle(a: MatrixStack)
    /// The reflectors and their factors, in LAPACK's arrangement.
    case qrReflectors(a: MatrixStack)
    /// u, s, vh.
    case svd(a: MatrixStack, isFull: Bool)
    case singularValues(a: MatrixStack)
    /// Eigenvalues and eigenvectors of a Hermitian matrix, of which one triangle is looked at.
    case eigh(a: MatrixStack, isUpper: Bool)
    case eigenvaluesHermitian(a: MatrixStack, isUpper: Bool)
    /// Eigenvalues and, if wanted, eigenvectors, all complex. NaN for a matrix that has elements that are not finite.
    case eigen(a: MatrixStack, withVectors: Bool)
    /// x, the sums of squares that are left, the rank, the singular values. A negative `cutoff` is the machine's precision.
    case leastSquares(a: MatrixStack, b: MatrixStack, cutoff: Double)
    /// The pseudo-inverse. Singular values up to `cutoff`, a 1 × 1 matrix, times the largest one count as 0.
    case pseudoInverse(a: MatrixStack, cutoff: MatrixStack)
    /// eᵃ.
    case exponential(a: MatrixStack)

    /// Whether there are kernels for elements of `dtype`.
    public static func computes(_ dtype: DType) -> Bool { dtype == .float64 || dtype == .complex128 }

    /// The kernel for elements of `dtype` and a batch of `count` matrices; throws `unsupported` if there is no LAPACK.
    public func kernel(_ dtype: DType, count: Int) throws -> LinearKernel {
        switch dtype {
        case .float64: return try kernel(Double.self, count)
        case .complex128: return try kernel(Complex<Double>.self, count)
        default:
            throw HornbillError(.typeMismatch, "array type \(dtype.name) is unsupported in linalg")
        }
    }

    @inline(__always)
    private func kernel<Scalar: LapackScalar>(_: Scalar.Type, _ count: Int) throws -> LinearKernel {
        let maker = LinearKernelMaker<Scalar>(library: try LapackLibrary.shared(), count: count)
        switch self {
        case .solve(let a, let b): return try maker.solve(a, b)
        case .inverse(let a, let fillsUndefined): return try maker.inverse(a, fillsUndefined)
        case .logDeterminant(let a): return try maker.determinant(a, isLogarithmic: true)
        case .determinant(let a): return try maker.determinant(a, isLogarithmic: false)
        case .cofactors(let a): return try maker.cofactors(a)
        case .lu(let a): return try maker.lu(a)
        case .cholesky(let a, let isUpper): return try maker.cholesky(a, isUpper)
        case .choleskyInverse(let a, let isUpper): return try maker.choleskyInverse(a, isUpper)
        case .solveTriangular(let a, let b, let isLower): return try maker.solveTriangular(a, b, isLower)
        case .qr(let a, let isComplete): return try maker.qr(a, isComplete ? .complete : .reduced)
        case .qrTriangle(let a): return try maker.qr(a, .triangle)
        case .qrReflectors(let a): return try maker.qr(a, .reflectors)
        case .svd(let a, let isFull): return try maker.svd(a, isFull ? .full : .reduced)
        case .singularValues(let a): return try maker.svd(a, .values)
        case .eigh(let a, let isUpper): return try maker.eigh(a, isUpper, withVectors: true)
        case .eigenvaluesHermitian(let a, let isUpper): return try maker.eigh(a, isUpper, withVectors: false)
        case .eigen(let a, let withVectors): return try maker.eigen(a, withVectors: withVectors)
        case .leastSquares(let a, let b, let cutoff): return try maker.leastSquares(a, b, cutoff)
        case .pseudoInverse(let a, let cutoff): return try maker.pseudoInverse(a, cutoff)
        case .exponential(let a): return try maker.exponential(a)
        }
    }
}

/// Work that is ready to run on operands that lie as its routine says.
public struct LinearKernel {
    public let scratchBytes: Int
    /// Roughly.
    public let flops: Double
    /// Takes the addresses of operands, results and working memory. Throws `linearAlgebra` if a matrix has no result.
    public let run: ([UnsafeMutableRawPointer]) throws -> Void
}

/// What NumPy says of matrices for which there is no result.
enum LinearFailure {
    static let singular = "Singular matrix"
    static let notPositiveDefinite = "Matrix is not positive definite"
}

/// Makes the kernels for one type of elements: see the extensions in `Routines`.
struct LinearKernelMaker<Scalar: LapackScalar> {

    let library: LapackLibrary
    /// Of matrices in the batch.
    let count: Int

    var routines: LapackRoutines { library.routines(Scalar.self) }

    /// A kernel for the whole batch.
    ///
    /// - Parameters:
    ///   - operations: roughly the floating-point operations for one matrix.
    ///   - memory: the working memory for one matrix.
    ///   - worthSharing: see `MatrixBatch`.
    ///   - failure: what is thrown if `body` returns false.
    ///   - body: the work for one matrix of the batch. It runs on several threads at once.
    @inline(__always)
    func kernel(
        operations: Double, _ memory: WorkMemory, failure: String, worthSharing: Double = 1e7,
        _ body: @escaping (_ index: Int, _ pointers: [UnsafeMutableRawPointer], _ work: UnsafeMutableRawPointer) -> Bool
    ) -> LinearKernel {
        let batch = MatrixBatch(
            library, count: count, operations: operations, bytes: memory.bytes, worthSharing: worthSharing)
        return LinearKernel(scratchBytes: batch.scratchBytes, flops: operations * Double(count)) { pointers in
            guard batch.run(pointers[pointers.count - 1], { body($0, pointers, $1) }) else {
                throw HornbillError(.linearAlgebra, failure)
            }
        }
    }

    /// Nothing to do: the results have no elements.
    var nothing: LinearKernel { LinearKernel(scratchBytes: 0, flops: 0) { _ in } }
}
