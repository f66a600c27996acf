// Functions of two tensors that NumPy has beyond the Array API standard.

/// The larger of two elements; a number wins against NaN.
public func fmax(_ a: Tensor, _ b: Tensor) throws -> Tensor { try same(.fmax, a, b) }
/// The smaller of two elements; a number wins against NaN.
public func fmin(_ a: Tensor, _ b: Tensor) throws -> Tensor { try same(.fmin, a, b) }
/// What is left of a / b rounded towards zero, with the sign of `a`.
public func fmod(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    // Of bool there is no remainder but 0, as for the other integers of 8 bits.
    if a.dtype == .bool, b.dtype == .bool { return try same(.fmod, a.cast(to: .int8), b.cast(to: .int8)) }
    return try same(.fmod, a, b)
}
/// The quotient rounded down, and what it leaves.
public func divmod(_ a: Tensor, _ b: Tensor) throws -> (quotient: Tensor, remainder: Tensor) {
    (try floorDivide(a, b), try remainder(a, b))
}
/// `a` to the power `b`, computed in float64 or complex128.
public func floatPower(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    let type = a.dtype.isComplex || b.dtype.isComplex ? DType.complex128 : .float64
    return try pow(a.cast(to: type), b.cast(to: type))
}
/// The greatest common divisor of integers, 0 for zeros.
public func gcd(_ a: Tensor, _ b: Tensor) throws -> Tensor { try whole("gcd", .gcd, a, b) }
/// The least common multiple of integers, 0 if one of them is.
public func lcm(_ a: Tensor, _ b: Tensor) throws -> Tensor { try whole("lcm", .lcm, a, b) }
/// x · 2ⁿ.
public func ldexp(_ x: Tensor, _ n: Tensor) throws -> Tensor {
    guard n.dtype.isInteger || n.dtype == .bool else {
        throw HornbillError(.typeMismatch, "ldexp: expected integer exponents, got dtype \(n.dtype.name)")
    }
    let x = try x.withFloats()
    // float64 holds every exponent, and every product before it is rounded to a smaller type.
    let power = try n.cast(to: .float64)
    return try elementwise(.scale, x.cast(to: .float64), power).cast(to: x.dtype)
}
/// 0 where `x` is negative, 1 where it is positive, `middle` where it is 0, NaN where it is NaN.
public func heaviside(_ x: Tensor, _ middle: Tensor) throws -> Tensor {
    let type = Tensor.promote(x.dtype.floats, middle.dtype.floats)
    let (x, middle) = (try x.cast(to: type), try middle.cast(to: type))
    let zero = Tensor.scalar(0, dtype: type)
    let step = try greater(x, zero).cast(to: type)
    return try .where(equal(x, zero), middle, .where(x.isNaN(), x, step))
}

/// Whether elements differ by no more than `atol + rtol · |b|`; infinities must be equal. NaN is close to NaN only if
/// `equalNaN`.
public func isClose(
    _ a: Tensor, _ b: Tensor, rtol: Double = 1e-5, atol: Double = 1e-8, equalNaN: Bool = false
) throws -> Tensor {
    let dtype = Tensor.promote(a.dtype, b.dtype)
    let type = dtype.isFloat ? dtype : DType.float64
    let (x, y) = (try a.cast(to: type), try b.cast(to: type))
    let near = try lessEqual((x - y).abs(), y.abs() * rtol + atol)
    let result = try logicalOr(logicalAnd(near, y.isFinite()), equal(x, y))
    return equalNaN ? try logicalOr(result, logicalAnd(x.isNaN(), y.isNaN())) : result
}

/// Whether `isClose` holds everywhere.
public func allClose(
    _ a: Tensor, _ b: Tensor, rtol: Double = 1e-5, atol: Double = 1e-8, equalNaN: Bool = false
) throws -> Tensor { try isClose(a, b, rtol: rtol, atol: atol, equalNaN: equalNaN).all() }

/// Whether shapes and all elements are equal.
public func arrayEqual(_ a: Tensor, _ b: Tensor, equalNaN: Bool = false) throws -> Tensor {
    guard a.shape == b.shape else { return .scalar(0, dtype: .bool) }
    let same = try equal(a, b)
    guard equalNaN, a.dtype.isFloat, b.dtype.isFloat else { return try same.all() }
    return try logicalOr(same, logicalAnd(a.isNaN(), b.isNaN())).all()
}

private func same(_ op: ElementwiseOp, _ a: Tensor, _ b: Tensor) throws -> Tensor {
    let (a, b) = try promoted(a, b)
    return try elementwise(op, a, b)
}

private func whole(_ name: String, _ op: ElementwiseOp, _ a: Tensor, _ b: Tensor) throws -> Tensor {
    let dtype = Tensor.promote(a.dtype, b.dtype)
    guard dtype.isInteger else {
        throw HornbillError(.typeMismatch, "\(name): expected integers, got \(a.dtype.name) and \(b.dtype.name)")
    }
    return try elementwise(op, a.cast(to: dtype), b.cast(to: dtype))
}
