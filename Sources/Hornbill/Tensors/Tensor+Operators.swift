import HornbillTensor

// Operators with numbers of any Swift type; those with tensors, Double and Int are the engine's. All throw
// `shapeMismatch` for shapes that do not broadcast and `typeMismatch` for dtypes that have no such operation.

extension Tensor {
    /// The sum, element by element; the number takes the dtype of the tensor where it can.
    public static func + (a: Tensor, b: some TensorNumber) throws -> Tensor { try add(a, b.beside(a)) }
    /// The sum, element by element; the number takes the dtype of the tensor where it can.
    public static func + (a: some TensorNumber, b: Tensor) throws -> Tensor { try add(a.beside(b), b) }
    /// Changes each element; the shape and the dtype stay.
    public static func += (a: inout Tensor, b: some TensorNumber) throws { try a += b.beside(a) }
    /// The difference, element by element; the number takes the dtype of the tensor where it can.
    public static func - (a: Tensor, b: some TensorNumber) throws -> Tensor { try subtract(a, b.beside(a)) }
    /// The difference, element by element; the number takes the dtype of the tensor where it can.
    public static func - (a: some TensorNumber, b: Tensor) throws -> Tensor { try subtract(a.beside(b), b) }
    /// Changes each element; the shape and the dtype stay.
    public static func -= (a: inout Tensor, b: some TensorNumber) throws { try a -= b.beside(a) }
    /// The product, element by element; the number takes the dtype of the tensor where it can.
    public static func * (a: Tensor, b: some TensorNumber) throws -> Tensor { try multiply(a, b.beside(a)) }
    /// The product, element by element; the number takes the dtype of the tensor where it can.
    public static func * (a: some TensorNumber, b: Tensor) throws -> Tensor { try multiply(a.beside(b), b) }
    /// Changes each element; the shape and the dtype stay.
    public static func *= (a: inout Tensor, b: some TensorNumber) throws { try a *= b.beside(a) }
    /// The quotient, element by element; the number takes the dtype of the tensor where it can.
    public static func / (a: Tensor, b: some TensorNumber) throws -> Tensor { try divide(a, b.beside(a)) }
    /// The quotient, element by element; the number takes the dtype of the tensor where it can.
    public static func / (a: some TensorNumber, b: Tensor) throws -> Tensor { try divide(a.beside(b), b) }
    /// Changes each element; the shape and the dtype stay.
    public static func /= (a: inout Tensor, b: some TensorNumber) throws { try a /= b.beside(a) }

    /// The remainder with the sign of the divisor, as in Python.
    public static func % (a: Tensor, b: Tensor) throws -> Tensor { try remainder(a, b) }
    /// The remainder with the sign of the divisor, as in Python.
    public static func % (a: Tensor, b: some TensorNumber) throws -> Tensor { try remainder(a, b.beside(a)) }
}

// Comparisons element by element, spelled as those of Swift's SIMD vectors. The result is a tensor of bool, which can
// index: `try t[t .> 0]`.
extension Tensor {
    /// Whether each element of `a` is equal to that of `b`.
    public static func .== (a: Tensor, b: Tensor) throws -> Tensor { try equal(a, b) }
    /// Whether equal, element by element; the number takes the dtype of the tensor where it can.
    public static func .== (a: Tensor, b: some TensorNumber) throws -> Tensor { try equal(a, b.comparable(with: a)) }
    /// Whether equal, element by element; the number takes the dtype of the tensor where it can.
    public static func .== (a: some TensorNumber, b: Tensor) throws -> Tensor { try equal(a.comparable(with: b), b) }
    /// Whether each element of `a` is not equal to that of `b`.
    public static func .!= (a: Tensor, b: Tensor) throws -> Tensor { try notEqual(a, b) }
    /// Whether not equal, element by element; the number takes the dtype of the tensor where it can.
    public static func .!= (a: Tensor, b: some TensorNumber) throws -> Tensor { try notEqual(a, b.comparable(with: a)) }
    /// Whether not equal, element by element; the number takes the dtype of the tensor where it can.
    public static func .!= (a: some TensorNumber, b: Tensor) throws -> Tensor { try notEqual(a.comparable(with: b), b) }
    /// Whether each element of `a` is smaller than that of `b`.
    public static func .< (a: Tensor, b: Tensor) throws -> Tensor { try less(a, b) }
    /// Whether smaller, element by element; the number takes the dtype of the tensor where it can.
    public static func .< (a: Tensor, b: some TensorNumber) throws -> Tensor { try less(a, b.comparable(with: a)) }
    /// Whether smaller, element by element; the number takes the dtype of the tensor where it can.
    public static func .< (a: some TensorNumber, b: Tensor) throws -> Tensor { try less(a.comparable(with: b), b) }
    /// Whether each element of `a` is smaller or equal to that of `b`.
    public static func .<= (a: Tensor, b: Tensor) throws -> Tensor { try lessEqual(a, b) }
    /// Whether smaller or equal, element by element; the number takes the dtype of the tensor where it can.
    public static func .<= (a: Tensor, b: some TensorNumber) throws -> Tensor {
        try lessEqual(a, b.comparable(with: a))
    }
    /// Whether smaller or equal, element by element; the number takes the dtype of the tensor where it can.
    public static func .<= (a: some TensorNumber, b: Tensor) throws -> Tensor {
        try lessEqual(a.comparable(with: b), b)
    }
    /// Whether each element of `a` is larger than that of `b`.
    public static func .> (a: Tensor, b: Tensor) throws -> Tensor { try greater(a, b) }
    /// Whether larger, element by element; the number takes the dtype of the tensor where it can.
    public static func .> (a: Tensor, b: some TensorNumber) throws -> Tensor { try greater(a, b.comparable(with: a)) }
    /// Whether larger, element by element; the number takes the dtype of the tensor where it can.
    public static func .> (a: some TensorNumber, b: Tensor) throws -> Tensor { try greater(a.comparable(with: b), b) }
    /// Whether each element of `a` is larger or equal to that of `b`.
    public static func .>= (a: Tensor, b: Tensor) throws -> Tensor { try greaterEqual(a, b) }
    /// Whether larger or equal, element by element; the number takes the dtype of the tensor where it can.
    public static func .>= (a: Tensor, b: some TensorNumber) throws -> Tensor {
        try greaterEqual(a, b.comparable(with: a))
    }
    /// Whether larger or equal, element by element; the number takes the dtype of the tensor where it can.
    public static func .>= (a: some TensorNumber, b: Tensor) throws -> Tensor {
        try greaterEqual(a.comparable(with: b), b)
    }
}

// Logic on masks, spelled as that of SIMD masks; on integers the operators work on bits.
extension Tensor {
    /// Where both are true; the common bits of integers.
    public static func .& (a: Tensor, b: Tensor) throws -> Tensor { try bitwiseAnd(a, b) }
    /// Where any is true; the bits of either integer.
    public static func .| (a: Tensor, b: Tensor) throws -> Tensor { try bitwiseOr(a, b) }
    /// Where just one is true; the bits in which integers differ.
    public static func .^ (a: Tensor, b: Tensor) throws -> Tensor { try bitwiseXor(a, b) }
    /// Where the mask is false; the bits that are not set.
    public static prefix func .! (a: Tensor) throws -> Tensor { try a.bitwiseNot() }
}

extension TensorNumber {
    /// The number beside a tensor, to compare: one that the tensor's dtype cannot hold keeps its own.
    fileprivate func comparable(with tensor: Tensor) throws -> Tensor {
        do { return try beside(tensor) } catch { return try alone() }
    }
}

// Functions of a tensor and a number.
/// The larger of each element and the number; NaN if either is.
public func maximum(_ a: Tensor, _ b: some TensorNumber) throws -> Tensor { try maximum(a, b.beside(a)) }
/// The smaller of each element and the number; NaN if either is.
public func minimum(_ a: Tensor, _ b: some TensorNumber) throws -> Tensor { try minimum(a, b.beside(a)) }
/// Each element to that power.
public func pow(_ a: Tensor, _ b: some TensorNumber) throws -> Tensor { try pow(a, b.beside(a)) }
/// Each element divided by the number and rounded down.
public func floorDivide(_ a: Tensor, _ b: some TensorNumber) throws -> Tensor { try floorDivide(a, b.beside(a)) }
/// The remainder of each element, with the sign of the divisor.
public func remainder(_ a: Tensor, _ b: some TensorNumber) throws -> Tensor { try remainder(a, b.beside(a)) }
/// The number to the power of each element.
public func pow(_ a: some TensorNumber, _ b: Tensor) throws -> Tensor { try pow(a.beside(b), b) }

extension Tensor {
    /// `a` where `condition` is true, else the number.
    public static func `where`(_ condition: Tensor, _ a: Tensor, _ b: some TensorNumber) throws -> Tensor {
        try `where`(condition, a, b.beside(a))
    }
    /// The number where `condition` is true, else `b`.
    public static func `where`(_ condition: Tensor, _ a: some TensorNumber, _ b: Tensor) throws -> Tensor {
        try `where`(condition, a.beside(b), b)
    }
}
