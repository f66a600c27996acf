import Glibc

/// e^(-2πi k/n), to the last place or nearly so.
enum Roots {
    /// From the angle's position in its quadrant, where sine and cosine are most exact.
    static func root(_ k: Int, of n: Int) -> Complex<Double> {
        // 4k does not overflow: no transform has 2⁶¹ positions.
        let quarters = 4 * (k % n)
        let quadrant = quarters / n, rest = quarters % n
        let isSteep = 2 * rest > n
        let angle = Double.pi / 2 * Double(isSteep ? n - rest : rest) / Double(n)
        let (s, c) = isSteep ? (cos(angle), sin(angle)) : (sin(angle), cos(angle))
        switch quadrant {
        case 0: return Complex(c, -s)
        case 1: return Complex(-s, -c)
        case 2: return Complex(-c, s)
        default: return Complex(s, c)
        }
    }

    /// Gives roots for any k: for large n as products of two from tables, which takes a fraction of the time.
    struct Table {
        private let n: Int
        private let shift: Int
        private let fine: [Complex<Double>]
        private let coarse: [Complex<Double>]

        init(_ n: Int) {
            self.n = n
            var shift = 0
            if n > 1024 { while 1 << (2 * shift) < n { shift += 1 } }
            self.shift = shift
            fine = shift == 0 ? [] : (0 ..< 1 << shift).map { Roots.root($0, of: n) }
            coarse = shift == 0 ? [] : (0 ... n >> shift).map { Roots.root($0 << shift, of: n) }
        }

        /// For k in 0 ..< n.
        func callAsFunction(_ k: Int) -> Complex<Double> {
            shift == 0 ? Roots.root(k, of: n) : coarse[k >> shift] * fine[k & (1 << shift - 1)]
        }
    }
}

/// Memory for a plan's numbers, freed with it.
final class FourierTable<S>: @unchecked Sendable {
    let start: UnsafeMutablePointer<S>
    let count: Int

    /// Throws `outOfMemory` if there is not enough.
    init(count: Int) throws {
        var pointer: UnsafeMutableRawPointer?
        let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: MemoryLayout<S>.stride)
        guard !isTooLarge, bytes < 1 << 45, posix_memalign(&pointer, 64, max(64, bytes)) == 0, let pointer else {
            throw HornbillError(.outOfMemory, "cannot allocate the tables of a Fourier transform: \(count) numbers")
        }
        start = pointer.bindMemory(to: S.self, capacity: max(1, count))
        self.count = count
    }

    deinit { free(start) }
}
