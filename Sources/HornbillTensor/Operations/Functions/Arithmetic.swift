private func binary(_ op: ElementwiseOp, _ a: Tensor, _ b: Tensor) throws -> Tensor {
    if a.dtype == b.dtype { return try elementwise(op, a, b) }
    let (a, b) = try promoted(a, b)
    return try elementwise(op, a, b)
}

/// As `binary` for operations that are not defined for bool: two of those are integers of 8 bits.
private func numeric(_ op: ElementwiseOp, _ a: Tensor, _ b: Tensor) throws -> Tensor {
    guard a.dtype == .bool, b.dtype == .bool else { return try binary(op, a, b) }
    return try elementwise(op, a.cast(to: .int8), b.cast(to: .int8))
}

/// As `binary` for functions of floats: integers become floats that hold them first.
private func functional(_ op: ElementwiseOp, _ a: Tensor, _ b: Tensor) throws -> Tensor {
    if a.dtype == b.dtype { return try elementwise(op, a.withFloats(), b.withFloats()) }
    var (a, b) = (a, b)
    // A literal number takes the other's dtype.
    if a.body.header.isNumber != b.body.header.isNumber { (a, b) = try promoted(a, b) }
    return try binary(op, a.withFloats(), b.withFloats())
}

/// As `binary`, on dtypes for which the operation is defined: integers become float64 first.
private func floating(_ op: ElementwiseOp, _ a: Tensor, _ b: Tensor) throws -> Tensor {
    let (a, b) = try promoted(a, b)
    if a.dtype.isInexact { return try elementwise(op, a, b) }
    if a.count > 64, a.body.isContiguous, b.body.isContiguous, a.body.hasShape(of: b.body), let x = a.body.address,
        let y = b.body.address
    {
        let result = try Tensor(uninitialized: .float64, a.shape)
        let isDone = binaryAsDouble(op, from: a.dtype, try result.pointer(), x, y, count: a.count)
        if withExtendedLifetime((a, b), { isDone }) { return result }
    }
    return try elementwise(op, a.cast(to: .float64), b.cast(to: .float64))
}

private func comparison(_ op: ElementwiseOp, _ a: Tensor, _ b: Tensor) throws -> Tensor {
    let (a, b) = try comparable(a, b)
    return try elementwise(op, a, b)
}

public func add(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    a.dtype == .bool && b.dtype == .bool ? try binary(.logicalOr, a, b) : try binary(.add, a, b)
}
public func subtract(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    guard a.dtype != .bool || b.dtype != .bool else {
        throw HornbillError(
            .typeMismatch,
            "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the "
                + "logical_xor function instead.")
    }
    return try binary(.subtract, a, b)
}
public func multiply(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    a.dtype == .bool && b.dtype == .bool ? try binary(.logicalAnd, a, b) : try binary(.multiply, a, b)
}
/// True division: integers give float64.
public func divide(_ a: Tensor, _ b: Tensor) throws -> Tensor { try floating(.divide, a, b) }
public func floorDivide(_ a: Tensor, _ b: Tensor) throws -> Tensor { try numeric(.floorDivide, a, b) }
/// The remainder with the sign of the divisor.
public func remainder(_ a: Tensor, _ b: Tensor) throws -> Tensor { try numeric(.remainder, a, b) }
/// Throws `invalidArgument` for integers to the power of negative integers, which are known unless a graph is traced.
public func pow(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    if a.dtype == .bool, b.dtype == .bool { return try numeric(.power, a, b) }
    let (a, b) = try promoted(a, b)
    if let result = try quickPower(a, b) { return result }
    if b.dtype.isSignedInteger, !b.isSymbolic, try b.isAnyNegative() {
        throw HornbillError(.invalidArgument, "Integers to negative integer powers are not allowed.")
    }
    return try elementwise(.power, a, b)
}

/// A power whose exponent is a single number for which there is something quicker, as NumPy's: roots of -0 and -∞ are those
/// of `sqrt`. Nil for others.
private func quickPower(_ a: Tensor, _ b: Tensor) throws -> Tensor? {
    guard b.rank == 0, !a.isSymbolic, let address = b.body.address else { return nil }
    let exponent: Double
    switch b.dtype {
    case .float32: exponent = Double(address.load(as: Float.self))
    case .float64: exponent = address.load(as: Double.self)
    case .int64: exponent = Double(address.load(as: Int64.self))
    case .int32: exponent = Double(address.load(as: Int32.self))
    case .uint8: exponent = Double(address.load(as: UInt8.self))
    default: return nil
    }
    switch exponent {
    case 2: return try elementwise(.square, a)
    case 3: return try elementwise(.multiply, elementwise(.square, a), a)
    case 0.5: return try elementwise(.sqrt, a)
    case -1 where a.dtype.isFloat: return try elementwise(.reciprocal, a)
    default: return nil
    }
}

extension Tensor {
    /// Whether some integer is negative.
    fileprivate func isAnyNegative() throws -> Bool {
        try count > 0 && (rank == 0 ? self : min()).cast(to: .int64).scalars(as: Int64.self)[0] < 0
    }
}

public func pow(_ a: Tensor, _ b: Double) throws -> Tensor { try pow(a, .scalar(b, dtype: a.weakType(of: b))) }
/// The larger of two elements; NaN if either is.
public func maximum(_ a: Tensor, _ b: Tensor) throws -> Tensor { try binary(.maximum, a, b) }
/// The smaller of two elements; NaN if either is.
public func minimum(_ a: Tensor, _ b: Tensor) throws -> Tensor { try binary(.minimum, a, b) }
public func maximum(_ a: Tensor, _ b: Double) throws -> Tensor { try maximum(a, .scalar(b, dtype: a.weakType(of: b))) }
public func minimum(_ a: Tensor, _ b: Double) throws -> Tensor { try minimum(a, .scalar(b, dtype: a.weakType(of: b))) }
public func atan2(_ a: Tensor, _ b: Tensor) throws -> Tensor { try functional(.atan2, a, b) }
public func hypot(_ a: Tensor, _ b: Tensor) throws -> Tensor { try functional(.hypot, a, b) }
public func copysign(_ a: Tensor, _ b: Tensor) throws -> Tensor { try functional(.copysign, a, b) }
public func nextafter(_ a: Tensor, _ b: Tensor) throws -> Tensor { try functional(.nextafter, a, b) }
public func logaddexp(_ a: Tensor, _ b: Tensor) throws -> Tensor { try functional(.logaddexp, a, b) }
public func logaddexp2(_ a: Tensor, _ b: Tensor) throws -> Tensor { try functional(.logaddexp2, a, b) }

/// A complex tensor from its real and its imaginary part, real numbers both.
public func complex(_ real: Tensor, _ imaginary: Tensor) throws -> Tensor {
    guard !real.dtype.isComplex, !imaginary.dtype.isComplex else {
        throw HornbillError(
            .typeMismatch, "complex: expected real parts, got \(real.dtype.name) and \(imaginary.dtype.name)")
    }
    let type = Tensor.promote(real.dtype, imaginary.dtype).complexType.realType
    return try elementwise(.complex, real.cast(to: type), imaginary.cast(to: type))
}

public func equal(_ a: Tensor, _ b: Tensor) throws -> Tensor { try comparison(.equal, a, b) }
public func notEqual(_ a: Tensor, _ b: Tensor) throws -> Tensor { try comparison(.notEqual, a, b) }
public func less(_ a: Tensor, _ b: Tensor) throws -> Tensor { try comparison(.less, a, b) }
public func lessEqual(_ a: Tensor, _ b: Tensor) throws -> Tensor { try comparison(.lessEqual, a, b) }
public func greater(_ a: Tensor, _ b: Tensor) throws -> Tensor { try comparison(.greater, a, b) }
public func greaterEqual(_ a: Tensor, _ b: Tensor) throws -> Tensor { try comparison(.greaterEqual, a, b) }

public func logicalAnd(_ a: Tensor, _ b: Tensor) throws -> Tensor { try binary(.logicalAnd, a, b) }
public func logicalOr(_ a: Tensor, _ b: Tensor) throws -> Tensor { try binary(.logicalOr, a, b) }
public func logicalXor(_ a: Tensor, _ b: Tensor) throws -> Tensor { try binary(.logicalXor, a, b) }
public func bitwiseAnd(_ a: Tensor, _ b: Tensor) throws -> Tensor { try binary(.bitwiseAnd, a, b) }
public func bitwiseOr(_ a: Tensor, _ b: Tensor) throws -> Tensor { try binary(.bitwiseOr, a, b) }
public func bitwiseXor(_ a: Tensor, _ b: Tensor) throws -> Tensor { try binary(.bitwiseXor, a, b) }
public func shiftLeft(_ a: Tensor, _ b: Tensor) throws -> Tensor { try numeric(.shiftLeft, a, b) }
public func shiftRight(_ a: Tensor, _ b: Tensor) throws -> Tensor { try numeric(.shiftRight, a, b) }

extension Tensor {
    /// `a` where `condition` is true, else `b`.
    public static func `where`(_ condition: Tensor, _ a: Tensor, _ b: Tensor) throws -> Tensor {
        let (a, b) = try promoted(a, b)
        return try elementwise(.select, condition.cast(to: .bool), a, b)
    }

    /// The elements limited to `min ... max`; nil is no limit, and neither is an integer beyond those of the dtype.
    public func clip(min: Double? = nil, max: Double? = nil) throws -> Tensor {
        // In one pass where no graph is traced: in graphs, maximum and minimum say how equal elements share gradients.
        if !isSymbolic, let min, let max, weakType(of: min) == dtype, weakType(of: max) == dtype, dtype != .bool,
            min >= dtype.lowestInteger, max <= dtype.highestInteger, !dtype.isComplex
        {
            return try elementwise(.clip, self, .scalar(min, dtype: dtype), .scalar(max, dtype: dtype))
        }
        var result = self
        if let min, min > dtype.lowestInteger || min != min.rounded() { result = try maximum(result, min) }
        if let max, max < dtype.highestInteger || max != max.rounded() { result = try minimum(result, max) }
        return result
    }
}
