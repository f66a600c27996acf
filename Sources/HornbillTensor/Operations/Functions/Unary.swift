import Glibc

extension Tensor {
    /// An operation defined on floats and complex numbers only: integers become floats that hold them first.
    private func floating(_ op: ElementwiseOp) throws -> Tensor { try elementwise(op, withFloats()) }

    /// The same for functions that NumPy has not: integers become float64.
    private func double(_ op: ElementwiseOp) throws -> Tensor {
        try elementwise(op, dtype.isInexact ? self : cast(to: .float64))
    }

    /// The tensor in the dtype that its functions give.
    func withFloats() throws -> Tensor { try cast(to: dtype.floats) }

    public func exp() throws -> Tensor { try floating(.exp) }
    public func expm1() throws -> Tensor { try floating(.expm1) }
    public func log() throws -> Tensor { try floating(.log) }
    public func log1p() throws -> Tensor { try floating(.log1p) }
    public func log2() throws -> Tensor { try floating(.log2) }
    public func log10() throws -> Tensor { try floating(.log10) }
    public func sqrt() throws -> Tensor { try floating(.sqrt) }
    /// 1 / √x.
    public func rsqrt() throws -> Tensor { try double(.rsqrt) }
    public func reciprocal() throws -> Tensor { try double(.reciprocal) }
    public func sin() throws -> Tensor { try floating(.sin) }
    public func cos() throws -> Tensor { try floating(.cos) }
    public func tan() throws -> Tensor { try floating(.tan) }
    public func asin() throws -> Tensor { try floating(.asin) }
    public func acos() throws -> Tensor { try floating(.acos) }
    public func atan() throws -> Tensor { try floating(.atan) }
    public func sinh() throws -> Tensor { try floating(.sinh) }
    public func cosh() throws -> Tensor { try floating(.cosh) }
    public func tanh() throws -> Tensor { try floating(.tanh) }
    public func asinh() throws -> Tensor { try floating(.asinh) }
    public func acosh() throws -> Tensor { try floating(.acosh) }
    public func atanh() throws -> Tensor { try floating(.atanh) }
    public func erf() throws -> Tensor { try double(.erf) }
    /// 1 / (1 + e⁻ˣ).
    public func sigmoid() throws -> Tensor { try double(.sigmoid) }
    /// log(1 + eˣ).
    public func softplus() throws -> Tensor { try double(.softplus) }
    public func relu() throws -> Tensor { try elementwise(.relu, self) }
    public func abs() throws -> Tensor { try elementwise(.abs, self) }
    public func sign() throws -> Tensor { try elementwise(.sign, self) }
    public func square() throws -> Tensor {
        // As of the other integers of 8 bits.
        try elementwise(.square, dtype == .bool ? cast(to: .int8) : self)
    }
    public func floor() throws -> Tensor { dtype.isInexact ? try elementwise(.floor, self) : self }
    public func ceil() throws -> Tensor { dtype.isInexact ? try elementwise(.ceil, self) : self }
    /// To the nearest integer, halves to the even one.
    public func round() throws -> Tensor { dtype.isInexact ? try elementwise(.round, self) : self }
    /// To the nearest number with so many decimals (tens and hundreds for negative ones), halves to the even one.
    public func round(decimals: Int) throws -> Tensor {
        if decimals == 0 || dtype.isInteger && decimals > 0 { return try round() }
        guard decimals.magnitude <= 400 else {
            throw HornbillError(.invalidArgument, "decimals: expected -400 to 400, got \(decimals)")
        }
        let wide = dtype.isInexact ? self : try cast(to: .float64)
        let scale = Glibc.pow(10, Double(decimals.magnitude))
        let result = try decimals > 0 ? (wide * scale).round() / scale : (wide / scale).round() * scale
        return try result.cast(to: dtype)
    }
    public func trunc() throws -> Tensor { dtype.isInexact ? try elementwise(.trunc, self) : self }
    /// The complex conjugate; real numbers are their own.
    public func conj() throws -> Tensor { dtype.isComplex ? try elementwise(.conj, self) : self }
    /// The real part, as the real dtype of the same precision.
    public func real() throws -> Tensor { dtype.isComplex ? try elementwise(.real, self) : self }
    /// The imaginary part: zeros for real numbers.
    public func imag() throws -> Tensor {
        dtype.isComplex ? try elementwise(.imag, self) : try Tensor.scalar(0, dtype: dtype).broadcast(to: shape)
    }
    /// The angle to the positive real axis, in -π ... π.
    public func angle() throws -> Tensor {
        if dtype.isComplex { return try elementwise(.angle, self) }
        let x = try dtype.isFloat ? self : cast(to: .float64)
        return try atan2(.scalar(0, dtype: x.dtype), x)
    }
    public func signBit() throws -> Tensor { try elementwise(.signbit, self) }
    public func isNaN() throws -> Tensor { try double(.isnan) }
    public func isInfinite() throws -> Tensor { try double(.isinf) }
    public func isFinite() throws -> Tensor { try double(.isfinite) }
    public func logicalNot() throws -> Tensor { try elementwise(.logicalNot, self) }
    public func bitwiseNot() throws -> Tensor {
        dtype == .bool ? try elementwise(.logicalNot, self) : try elementwise(.bitwiseNot, self)
    }
}

extension DType {
    /// The type of what NumPy's functions of real numbers give for numbers of this type: the smallest float that holds
    /// them all.
    var floats: DType {
        if isInexact { return self }
        switch size {
        case 1: return .float16
        case 2: return .float32
        default: return .float64
        }
    }
}
