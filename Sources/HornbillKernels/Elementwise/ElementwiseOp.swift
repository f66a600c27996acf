/// An operation on the elements of one, two or three operands of one shape.
///
/// Every operation is defined on the compute types (`DType.computeType`); which ones, `resultType(_:)` tells.
public enum ElementwiseOp: UInt16, CaseIterable, Sendable {
    // One operand.
    case copy, negative, abs, sign, square, sqrt, rsqrt, reciprocal
    case exp, expm1, log, log1p, log2, log10
    case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh
    case erf, sigmoid, softplus, relu
    case ceil, floor
    /// To the nearest integer, halves to the even one.
    case round
    case trunc
    case isnan, isinf, isfinite, logicalNot, bitwiseNot, signbit
    /// Of complex numbers: the conjugate, and what is real of them.
    case conj, real, imag, angle
    case exp2, cbrt
    /// The number m of x = m · 2ⁿ with 0.5 ≤ |m| < 1, and the n; 0 has the n 0.
    case mantissa, exponent
    /// How many bits of the magnitude are set.
    case bitCount

    // Two operands.
    case add, subtract, multiply, divide, floorDivide, remainder, power
    case maximum, minimum, atan2, hypot, copysign, nextafter, logaddexp, logaddexp2
    case equal, notEqual, less, lessEqual, greater, greaterEqual
    case logicalAnd, logicalOr, logicalXor
    case bitwiseAnd, bitwiseOr, bitwiseXor, shiftLeft, shiftRight
    /// A complex number from its real and its imaginary part.
    case complex
    /// What is left of a / b, rounded towards zero; it has the sign of a.
    case fmod
    /// As maximum and minimum, but a number wins against NaN.
    case fmax, fmin
    /// a · 2ᵇ, for whole b.
    case scale
    case gcd, lcm

    // Three operands.
    /// `a` where the condition (bool) is true, else `b`.
    case select
    /// `x` limited to `lo ... hi`: `minimum(maximum(x, lo), hi)`.
    case clip
    /// `a * b + c`; floats round once.
    case multiplyAdd

    /// How many operands the operation takes.
    public var arity: Int {
        if rawValue < ElementwiseOp.add.rawValue { return 1 }
        return rawValue < ElementwiseOp.select.rawValue ? 2 : 3
    }

    /// Whether the result is bool whatever the operands' type.
    public var isPredicate: Bool {
        switch self {
        case .isnan, .isinf, .isfinite, .logicalNot, .signbit,
            .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual,
            .logicalAnd, .logicalOr, .logicalXor:
            return true
        default:
            return false
        }
    }

    /// The result's type for operands that are all of type `type` (a select's condition apart), or nil if the
    /// operation is not defined for it.
    public func resultType(_ type: DType) -> DType? {
        elementwiseKernel(self, type.computeType) == nil ? nil : definedResultType(type)
    }

    /// The same for an operation that is defined for the type.
    @inline(__always)
    public func definedResultType(_ type: DType) -> DType {
        if isPredicate { return .bool }
        switch self {
        case .abs, .real, .imag, .angle: return type.realType
        case .complex: return type.complexType
        default: return type
        }
    }

    /// The operation's name in the Array API standard or, where that has none, in NumPy's manner.
    public var name: String {
        switch self {
        case .bitwiseNot: return "bitwise_invert"
        case .bitCount: return "bitwise_count"
        case .shiftLeft: return "bitwise_left_shift"
        case .shiftRight: return "bitwise_right_shift"
        case .select: return "where"
        default:
            var snake = ""
            for letter in "\(self)" {
                if letter.isUppercase { snake += "_" }
                snake += letter.lowercased()
            }
            return snake
        }
    }
}
