import Glibc

// Functions of statistics and physics, from elementary ones. Floats of 32 bits and less are computed in float64, so that
// what the approximations leave is below their precision.
extension Tensor {
    private func special(_ body: (Tensor) throws -> Tensor) throws -> Tensor {
        guard !dtype.isComplex else {
            throw HornbillError(.typeMismatch, "expected real numbers, got dtype \(dtype.name)")
        }
        let x = try asFloat()
        return try body(x.cast(to: .float64)).cast(to: x.dtype)
    }

    /// 1 - erf(x), precise where that is tiny.
    public func erfc() throws -> Tensor {
        try special { x in
            let value = try x.stopGradient().complementaryError()
            return try Tensor.withGradient([value], of: [x]) { [try $0[0] * (-x.square()).exp() * -Tensor.slope] }[0]
        }
    }

    /// The x with erf(x) = self: NaN outside -1 ... 1.
    public func erfinv() throws -> Tensor {
        try special { y in
            let value = try y.stopGradient().inverseError()
            return try Tensor.withGradient([value], of: [y]) { [try $0[0] * y.erfinv().square().exp() / Tensor.slope] }[0]
        }
    }

    /// The modified Bessel function of the first kind, of order 0.
    public func i0() throws -> Tensor {
        try special { x in
            let size = try x.abs()
            // ∑ (x²/4)ᵏ / k!², whose terms are all positive.
            let quarter = try (minimum(size, .scalar(Tensor.farBessel, dtype: .float64)) * 0.5).square()
            let near = try polynomial(of: quarter, Tensor.nearTerms)
            // eˣ / √2πx · ∑ ((2k - 1)!!)² / (k! (8x)ᵏ)
            let large = try maximum(size, .scalar(Tensor.farBessel, dtype: .float64))
            let series = try polynomial(of: 1 / (large * 8), Tensor.farTerms)
            let far = try series * large.exp() / (large * (2 * Double.pi)).sqrt()
            return try .where(less(size, .scalar(Tensor.farBessel, dtype: .float64)), near, far)
        }
    }

    /// The derivative of erf at 0.
    private static let slope = 2 / Double.pi.squareRoot()

    /// From here on the series of large arguments is precise.
    private static let farBessel = 25.0
    private static let nearTerms: [Double] = terms(60) { k in 1 / (k * k) }
    private static let farTerms: [Double] = terms(20) { k in (2 * k - 1) * (2 * k - 1) / k }

    /// Coefficients of a series, each of which is the one before times what `ratio` gives for its number.
    private static func terms(_ count: Int, _ ratio: (Double) -> Double) -> [Double] {
        var result: [Double] = [1]
        for k in 1 ..< count { result.append(result[k - 1] * ratio(Double(k))) }
        return result
    }

    /// erfc in float64. Near 0 from erf, which is precise there; else e^(-x²) times a continued fraction.
    private func complementaryError() throws -> Tensor {
        let size = try abs()
        let middle = 1.5
        let near = try 1 - erf()
        // Beyond 30 it is 0.
        let large = try minimum(maximum(size, .scalar(middle, dtype: .float64)), .scalar(30, dtype: .float64))
        // √π eˣ² erfc(x) = 1 / (x + (1/2) / (x + 1 / (x + (3/2) / (x + …
        var fraction = large
        for k in stride(from: 80.0, to: 0, by: -1) {
            let quotient: Tensor = try (k / 2 as Double) / fraction
            fraction = try large + quotient
        }
        // x² in two parts, since what is rounded away of it counts.
        let coarse = try (large * 4096).round() / 4096
        let rest = try (coarse - large) * (coarse + large)
        let power = try (-coarse.square()).exp() * rest.exp()
        let tail = try power / fraction / Double.pi.squareRoot()
        let signed = try Tensor.where(less(self, .scalar(0, dtype: .float64)), 2 - tail, tail)
        return try .where(less(size, .scalar(middle, dtype: .float64)), near, signed)
    }

    /// erfinv in float64: a guess of the right size, made exact by Halley's rule.
    private func inverseError() throws -> Tensor {
        let one = Tensor.scalar(1, dtype: .float64)
        let size = try abs()
        let inside = try Tensor.where(less(size, one), size, .scalar(0.5, dtype: .float64))
        // A rational bound on erf, solved for x: off by 2 parts in a thousand.
        let logarithm = try (-inside.square()).log1p()
        let half = try logarithm * 0.5 + 2 / (Double.pi * 0.147)
        let root = try (half.square() - logarithm / 0.147).sqrt()
        var x = try maximum(root - half, .scalar(0, dtype: .float64)).sqrt()
        let isSmall = try less(inside, .scalar(0.5, dtype: .float64))
        for _ in 0 ..< 3 {
            // Each where its terms are exact.
            let excess = try Tensor.where(isSmall, x.erf() - inside, (1 - inside) - x.complementaryError())
            let step = try excess * x.square().exp() / Tensor.slope
            x = try x - step / (step * x + 1)
        }
        let edge = try Tensor.where(equal(size, one), .scalar(.infinity, dtype: .float64), .scalar(.nan, dtype: .float64))
        let magnitude = try Tensor.where(less(size, one), x, edge)
        return try .where(less(self, .scalar(0, dtype: .float64)), -magnitude, magnitude)
    }
}

/// The polynomial with these coefficients, the constant first.
private func polynomial(of x: Tensor, _ coefficients: [Double]) throws -> Tensor {
    var result = Tensor.scalar(coefficients[coefficients.count - 1], dtype: .float64)
    for coefficient in coefficients.dropLast().reversed() { result = try result * x + coefficient }
    return result
}
