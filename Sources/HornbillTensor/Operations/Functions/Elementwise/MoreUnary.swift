extension Tensor {
    /// The tensor itself if it holds floats, else as float64.
    func asFloat() throws -> Tensor { dtype.isFloat ? self : try cast(to: .float64) }

    /// Of complex numbers the real parts, as `asFloat`.
    private func withRealFloats() throws -> Tensor { dtype.isComplex ? try asFloat() : try withFloats() }

    /// 2ˣ.
    public func exp2() throws -> Tensor { try elementwise(.exp2, withRealFloats()) }
    /// The cube root.
    public func cbrt() throws -> Tensor { try elementwise(.cbrt, withRealFloats()) }
    /// Angles in degrees as radians.
    public func radians() throws -> Tensor { try withRealFloats() * (Double.pi / 180) }
    /// Angles in radians as degrees.
    public func degrees() throws -> Tensor { try withRealFloats() * (180 / Double.pi) }

    /// sin(πx) / πx; 1 at 0.
    public func sinc() throws -> Tensor {
        let x = try asFloat()
        let zero = Tensor.scalar(0, dtype: x.dtype)
        let angle = try x * Double.pi
        // Without the zeros first: a quotient of them would be NaN, in its derivative too.
        let safe = try Tensor.where(equal(x, zero), .scalar(1, dtype: x.dtype), angle)
        return try .where(equal(x, zero), .scalar(1, dtype: x.dtype), safe.sin() / safe)
    }

    /// How many bits of an integer's magnitude are set, as uint8.
    public func bitCount() throws -> Tensor {
        guard dtype.isInteger || dtype == .bool else {
            throw HornbillError(.typeMismatch, "bitwise_count: expected integers, got dtype \(dtype.name)")
        }
        return dtype == .bool ? try cast(to: .uint8) : try elementwise(.bitCount, self).cast(to: .uint8)
    }

    /// The fractional and the whole part, both with the sign of the element.
    public func parts() throws -> (fraction: Tensor, whole: Tensor) {
        let x = try withFloats(), whole = try x.trunc()
        let rest = try Tensor.where(x.isInfinite(), .scalar(0, dtype: x.dtype), x - whole)
        return (try copysign(rest, x), whole)
    }

    /// The m and n of x = m · 2ⁿ with 0.5 ≤ |m| < 1; the exponents are int32.
    public func mantissaAndExponent() throws -> (mantissa: Tensor, exponent: Tensor) {
        let x = try withFloats()
        return (try elementwise(.mantissa, x), try elementwise(.exponent, x).cast(to: .int32))
    }

    /// NaN and infinities replaced: infinities by the largest numbers of the dtype unless given.
    public func replacingNaN(_ nan: Double = 0, positive: Double? = nil, negative: Double? = nil) throws -> Tensor {
        if dtype.isComplex {
            return try complex(
                real().replacingNaN(nan, positive: positive, negative: negative),
                imag().replacingNaN(nan, positive: positive, negative: negative))
        }
        guard dtype.isFloat else { return self }
        let infinity = Tensor.scalar(.infinity, dtype: dtype)
        let largest = dtype.largestFinite
        func number(_ value: Double) -> Tensor { .scalar(value, dtype: dtype) }
        let finite = try Tensor.where(
            equal(self, infinity), number(positive ?? largest),
            .where(equal(self, number(-.infinity)), number(negative ?? -largest), self))
        return try .where(isNaN(), number(nan), finite)
    }
}

extension DType {
    /// The largest number of a floating-point type; ∞ for other types.
    var largestFinite: Double {
        switch self {
        case .float16: return 65504
        case .bfloat16: return 0x1.FEp127
        case .float32: return Double(Float.greatestFiniteMagnitude)
        case .float64: return .greatestFiniteMagnitude
        default: return .infinity
        }
    }
}
