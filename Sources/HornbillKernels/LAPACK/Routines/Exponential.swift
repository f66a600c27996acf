import Glibc

extension LinearKernelMaker {
    /// eᵃ by scaling and squaring: a Padé approximant of a / 2ˢ, squared s times (Higham 2005).
    ///
    /// Row-major memory is the transposed matrix in BLAS' eyes, and the exponential of that is what row-major memory of the
    /// result must hold.
    func exponential(_ a: MatrixStack) throws -> LinearKernel {
        let n = a.rows, size = n * n
        try requireCountable(n, n)
        if n == 0 { return nothing }
        let pade = PadeApproximant<Scalar>()
        var memory = WorkMemory()
        let parts = (0 ..< 6).map { _ in memory.take(Scalar.self, size) }
        let pivots = memory.take(LapackInt.self, n)
        let (gemm, gesv) = (routines.gemm, routines.gesv)
        func product(
            _ left: UnsafeMutablePointer<Scalar>, _ right: UnsafeMutablePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>
        ) {
            var plain = Letter.plain, alsoPlain = plain, one = Scalar.one, zero = Scalar.zero
            var rows = LapackInt(n), columns = rows, inner = rows, stepLeft = rows, stepRight = rows, step = rows
            gemm(
                &plain, &alsoPlain, &rows, &columns, &inner, &one, left, &stepLeft, right, &stepRight, &zero, target, &step,
                1, 1)
        }
        return kernel(operations: 20 * cube(n), memory, failure: LinearFailure.singular) { index, pointers, work in
            let (x, x2, x4, x6) = (parts[0](work), parts[1](work), parts[2](work), parts[3](work))
            let (odd, even) = (parts[4](work), parts[5](work))
            let result = pointers[1].assumingMemoryBound(to: Scalar.self) + index * size
            a.packRows(index, of: pointers[0], into: x)
            var norm = 0.0
            for row in 0 ..< n {
                var sum = 0.0
                for column in 0 ..< n { sum += x[row &* n &+ column].absolute }
                norm = sum > norm || sum.isNaN ? sum : norm
            }
            guard norm.isFinite else {
                result.update(repeating: .undefined, count: size)
                return true
            }
            var squarings = 0, scale = 1.0
            while norm * scale > pade.largestNorm {
                scale /= 2
                squarings += 1
            }
            for element in 0 ..< size { x[element] = x[element].scaled(by: scale) }
            product(x, x, to: x2)
            product(x2, x2, to: x4)
            product(x4, x2, to: x6)
            // The upper halves of the odd and the even terms, of which x⁶ is a factor.
            pade.combine(9, x2, 11, x4, 13, x6, identity: nil, n, to: result)
            product(x6, result, to: odd)
            pade.combine(8, x2, 10, x4, 12, x6, identity: nil, n, to: result)
            product(x6, result, to: even)
            pade.combine(3, x2, 5, x4, 7, x6, identity: 1, n, to: result)
            for element in 0 ..< size { odd[element] = odd[element] + result[element] }
            pade.combine(2, x2, 4, x4, 6, x6, identity: 0, n, to: result)
            for element in 0 ..< size { even[element] = even[element] + result[element] }
            product(x, odd, to: x2)
            // (even - odd) result = even + odd
            for element in 0 ..< size {
                result[element] = even[element] + x2[element]
                x4[element] = even[element] + x2[element].scaled(by: -1)
            }
            var rows = LapackInt(n), columns = rows, leading = rows, step = rows, info: LapackInt = 0
            gesv(&rows, &columns, x4, &leading, pivots(work), result, &step, &info)
            guard info == 0 else { return false }
            for _ in 0 ..< squarings {
                product(result, result, to: x)
                result.update(from: x, count: size)
            }
            return true
        }
    }
}

/// The diagonal Padé approximant of eˣ of order 13, which suffices for double precision.
private struct PadeApproximant<Scalar: LapackScalar> {
    private static var order: Int { 13 }
    /// Up to which norm the approximant is as exact as the type.
    let largestNorm = 5.371920351148152
    private let coefficients: [Double]

    init() {
        let order = PadeApproximant.order
        var coefficients = [Double](repeating: 1, count: order + 1)
        for term in stride(from: order, to: 0, by: -1) {
            coefficients[term - 1] = coefficients[term] * Double((2 * order - term + 1) * term) / Double(order - term + 1)
        }
        self.coefficients = coefficients
    }

    /// The sum of three matrices and the identity, each times the coefficient of a term.
    func combine(
        _ a: Int, _ x: UnsafeMutablePointer<Scalar>, _ b: Int, _ y: UnsafeMutablePointer<Scalar>, _ c: Int,
        _ z: UnsafeMutablePointer<Scalar>, identity: Int?, _ n: Int, to target: UnsafeMutablePointer<Scalar>
    ) {
        let (p, q, r) = (coefficients[a], coefficients[b], coefficients[c])
        for element in 0 ..< n * n {
            target[element] = x[element].scaled(by: p) + y[element].scaled(by: q) + z[element].scaled(by: r)
        }
        guard let identity else { return }
        let one = Scalar.one.scaled(by: coefficients[identity])
        for row in 0 ..< n { target[row &* (n &+ 1)] = target[row &* (n &+ 1)] + one }
    }
}
