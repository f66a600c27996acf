// Operators throw because shapes may not fit: one `try` covers an expression, however long.
//
// A number takes the tensor's dtype where that can hold numbers of its kind, as in NumPy: an integer that of every
// tensor of numbers, a float that of every tensor of floats or complex numbers (beside integers it is a float64).
extension Tensor {
    public static func + (a: Tensor, b: Tensor) throws -> Tensor { try add(a, b) }
    public static func - (a: Tensor, b: Tensor) throws -> Tensor { try subtract(a, b) }
    public static func * (a: Tensor, b: Tensor) throws -> Tensor { try multiply(a, b) }
    /// True division: integers give float64.
    public static func / (a: Tensor, b: Tensor) throws -> Tensor { try divide(a, b) }
    public static prefix func - (a: Tensor) throws -> Tensor { try elementwise(.negative, a) }

    public static func + (a: Tensor, b: Double) throws -> Tensor { try add(a, a.beside(b)) }
    public static func - (a: Tensor, b: Double) throws -> Tensor { try subtract(a, a.beside(b)) }
    public static func * (a: Tensor, b: Double) throws -> Tensor { try multiply(a, a.beside(b)) }
    public static func / (a: Tensor, b: Double) throws -> Tensor { try divide(a, a.beside(b)) }
    public static func + (a: Double, b: Tensor) throws -> Tensor { try add(b.beside(a), b) }
    public static func - (a: Double, b: Tensor) throws -> Tensor { try subtract(b.beside(a), b) }
    public static func * (a: Double, b: Tensor) throws -> Tensor { try multiply(b.beside(a), b) }
    public static func / (a: Double, b: Tensor) throws -> Tensor { try divide(b.beside(a), b) }

    public static func + (a: Tensor, b: Int) throws -> Tensor { try add(a, a.beside(b)) }
    public static func - (a: Tensor, b: Int) throws -> Tensor { try subtract(a, a.beside(b)) }
    public static func * (a: Tensor, b: Int) throws -> Tensor { try multiply(a, a.beside(b)) }
    public static func / (a: Tensor, b: Int) throws -> Tensor { try divide(a, a.beside(b)) }
    public static func + (a: Int, b: Tensor) throws -> Tensor { try add(b.beside(a), b) }
    public static func - (a: Int, b: Tensor) throws -> Tensor { try subtract(b.beside(a), b) }
    public static func * (a: Int, b: Tensor) throws -> Tensor { try multiply(b.beside(a), b) }
    public static func / (a: Int, b: Tensor) throws -> Tensor { try divide(b.beside(a), b) }
}

// Compound assignment keeps the shape and the dtype of the left side, as in NumPy, and changes this value alone.
extension Tensor {
    /// Adds to this value. Throws `shapeMismatch` if the result would have another shape, and `typeMismatch` if its
    /// dtype is of a higher kind (`integers += 0.5`).
    public static func += (a: inout Tensor, b: Tensor) throws { try a.form("add", add, b) }
    public static func -= (a: inout Tensor, b: Tensor) throws { try a.form("subtract", subtract, b) }
    public static func *= (a: inout Tensor, b: Tensor) throws { try a.form("multiply", multiply, b) }
    public static func /= (a: inout Tensor, b: Tensor) throws { try a.form("divide", divide, b) }
    public static func += (a: inout Tensor, b: Double) throws { try a += a.beside(b) }
    public static func -= (a: inout Tensor, b: Double) throws { try a -= a.beside(b) }
    public static func *= (a: inout Tensor, b: Double) throws { try a *= a.beside(b) }
    public static func /= (a: inout Tensor, b: Double) throws { try a /= a.beside(b) }
    public static func += (a: inout Tensor, b: Int) throws { try a += a.beside(b) }
    public static func -= (a: inout Tensor, b: Int) throws { try a -= a.beside(b) }
    public static func *= (a: inout Tensor, b: Int) throws { try a *= a.beside(b) }
    public static func /= (a: inout Tensor, b: Int) throws { try a /= a.beside(b) }

    /// `self op= b` on a Swift value: the result takes the value's place, so nobody else sees a change.
    private mutating func form(
        _ name: String, _ operation: (Tensor, Tensor) throws -> Tensor, _ b: Tensor
    ) throws { self = try binary(name, operation, b).cast(to: dtype) }
}

extension Tensor {
    /// The number as a tensor without axes, to combine with this one.
    public func beside(_ number: Double) -> Tensor { .scalar(number, dtype: dtype.isInexact ? dtype : .float64) }

    /// The number as a tensor without axes, to combine with this one. Throws `invalidArgument` if this tensor's integer
    /// dtype cannot hold it.
    public func beside(_ number: Int) throws -> Tensor {
        guard let range = dtype.range else {
            return .scalar(Double(number), dtype: dtype.isInexact ? dtype : .int64)
        }
        guard range.contains(number) else {
            throw HornbillError(.invalidArgument, "integer \(number) out of bounds for \(dtype.name)")
        }
        if number.magnitude < 1 << 53 { return .scalar(Double(number), dtype: dtype) }
        return try Tensor([number], shape: []).cast(to: dtype)
    }
}

extension DType {
    /// The numbers that an integer type can hold, as far as Int can; nil for other types.
    fileprivate var range: ClosedRange<Int>? {
        switch self {
        case .int8: return Int(Int8.min) ... Int(Int8.max)
        case .int16: return Int(Int16.min) ... Int(Int16.max)
        case .int32: return Int(Int32.min) ... Int(Int32.max)
        case .int64: return Int.min ... Int.max
        case .uint8: return 0 ... Int(UInt8.max)
        case .uint16: return 0 ... Int(UInt16.max)
        case .uint32: return 0 ... Int(UInt32.max)
        case .uint64: return 0 ... Int.max
        default: return nil
        }
    }
}
