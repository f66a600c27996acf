import Glibc

extension Tensor {
    /// An operation defined on floats only: integers become float64 first.
    private func floating(_ op: ElementwiseOp) throws -> Tensor {
        try elementwise(op, dtype.isFloat ? self : cast(to: .float64))
    }

    public func exp() throws -> Tensor { try floating(.exp) }
    public func expm1() throws -> Tensor { try floating(.expm1) }
    public func log() throws -> Tensor { try floating(.log) }
    public func log1p() throws -> Tensor { try floating(.log1p) }
    public func log2() throws -> Tensor { try floating(.log2) }
    public func log10() throws -> Tensor { try floating(.log10) }
    public func sqrt() throws -> Tensor { try floating(.sqrt) }
    /// 1 / √x.
    public func rsqrt() throws -> Tensor { try floating(.rsqrt) }
    public func reciprocal() throws -> Tensor { try floating(.reciprocal) }
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
    public func erf() throws -> Tensor { try floating(.erf) }
    /// 1 / (1 + e⁻ˣ).
    public func sigmoid() throws -> Tensor { try floating(.sigmoid) }
    /// log(1 + eˣ).
    public func softplus() throws -> Tensor { try floating(.softplus) }
    public func relu() throws -> Tensor { try elementwise(.relu, self) }
    public func abs() throws -> Tensor { try elementwise(.abs, self) }
    public func sign() throws -> Tensor { try elementwise(.sign, self) }
    public func square() throws -> Tensor { try elementwise(.square, self) }
    public func floor() throws -> Tensor { dtype.isFloat ? try elementwise(.floor, self) : self }
    public func ceil() throws -> Tensor { dtype.isFloat ? try elementwise(.ceil, self) : self }
    /// To the nearest integer, halves to the even one.
    public func round() throws -> Tensor { dtype.isFloat ? try elementwise(.round, self) : self }
    /// To the nearest number with so many decimals (tens and hundreds for negative ones), halves to the even one.
    public func round(decimals: Int) throws -> Tensor {
        if decimals == 0 || dtype.isInteger && decimals > 0 { return try round() }
        guard decimals.magnitude <= 400 else {
            throw HornbillError(.invalidArgument, "decimals: expected -400 to 400, got \(decimals)")
        }
        let wide = dtype.isFloat ? self : try cast(to: .float64)
        let scale = Glibc.pow(10, Double(decimals.magnitude))
        let result = try decimals > 0 ? (wide * scale).round() / scale : (wide / scale).round() * scale
        return try result.cast(to: dtype)
    }
    public func trunc() throws -> Tensor { dtype.isFloat ? try elementwise(.trunc, self) : self }
    public func signBit() throws -> Tensor { try elementwise(.signbit, self) }
    public func isNaN() throws -> Tensor { try floating(.isnan) }
    public func isInfinite() throws -> Tensor { try floating(.isinf) }
    public func isFinite() throws -> Tensor { try floating(.isfinite) }
    public func logicalNot() throws -> Tensor { try elementwise(.logicalNot, self) }
    public func bitwiseNot() throws -> Tensor {
        dtype == .bool ? try elementwise(.logicalNot, self) : try elementwise(.bitwiseNot, self)
    }
}
