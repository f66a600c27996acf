/// The type of a tensor's elements.
///
/// Raw values are part of the C ABI (`HBL_BOOL` … `HBL_COMPLEX128`) and never change.
public enum DType: UInt8, CaseIterable, Sendable, Hashable {
    case bool = 0
    case int8 = 1
    case int16 = 2
    case int32 = 3
    case int64 = 4
    case uint8 = 5
    case uint16 = 6
    case uint32 = 7
    case uint64 = 8
    case float16 = 9
    case bfloat16 = 10
    case float32 = 11
    case float64 = 12
    /// Two float32: the real and the imaginary part.
    case complex64 = 13
    /// Two float64.
    case complex128 = 14

    /// The size of one element in bytes.
    @inlinable
    public var size: Int {
        switch self {
        case .bool, .int8, .uint8: return 1
        case .int16, .uint16, .float16, .bfloat16: return 2
        case .int32, .uint32, .float32: return 4
        case .int64, .uint64, .float64, .complex64: return 8
        case .complex128: return 16
        }
    }

    /// NumPy's and Keras' name of the type.
    public var name: String {
        switch self {
        case .bool: return "bool"
        case .int8: return "int8"
        case .int16: return "int16"
        case .int32: return "int32"
        case .int64: return "int64"
        case .uint8: return "uint8"
        case .uint16: return "uint16"
        case .uint32: return "uint32"
        case .uint64: return "uint64"
        case .float16: return "float16"
        case .bfloat16: return "bfloat16"
        case .float32: return "float32"
        case .float64: return "float64"
        case .complex64: return "complex64"
        case .complex128: return "complex128"
        }
    }

    /// The type called `name`, or nil: the names of `name`, and NumPy's `bool_`, `half`, `float`, `double`, `int`, `complex`.
    public init?(name: String) {
        switch name {
        case "bool_": self = .bool
        case "half": self = .float16
        case "float", "double": self = .float64
        case "int": self = .int64
        case "complex": self = .complex128
        default:
            guard let found = DType.allCases.first(where: { $0.name == name }) else { return nil }
            self = found
        }
    }

    /// Whether elements are real floating-point numbers.
    @inlinable public var isFloat: Bool { rawValue >= DType.float16.rawValue && rawValue <= DType.float64.rawValue }
    @inlinable public var isComplex: Bool { rawValue >= DType.complex64.rawValue }
    /// Whether elements are floating-point numbers, real or complex.
    @inlinable public var isInexact: Bool { rawValue >= DType.float16.rawValue }
    @inlinable public var isSignedInteger: Bool { rawValue >= DType.int8.rawValue && rawValue <= DType.int64.rawValue }
    @inlinable public var isUnsignedInteger: Bool { rawValue >= DType.uint8.rawValue && rawValue <= DType.uint64.rawValue }
    @inlinable public var isInteger: Bool { isSignedInteger || isUnsignedInteger }

    /// The smallest integer the type has; -∞ for other types.
    public var lowestInteger: Double {
        if isSignedInteger { return -Double(sign: .plus, exponent: 8 * size - 1, significand: 1) }
        return isUnsignedInteger ? 0 : -.infinity
    }

    /// The largest integer the type has, rounded to a Double; ∞ for other types.
    public var highestInteger: Double {
        guard isInteger else { return .infinity }
        return Double(sign: .plus, exponent: 8 * size - (isSignedInteger ? 1 : 0), significand: 1) - 1
    }

    /// What addresses of elements are multiples of: the parts of complex numbers need no more than each of them does.
    @inlinable public var alignment: Int { min(size, 8) }

    /// The type of a complex type's parts; other types themselves.
    @inlinable public var realType: DType {
        switch self {
        case .complex64: return .float32
        case .complex128: return .float64
        default: return self
        }
    }

    /// The complex type whose parts have this type's precision, or better where there is none: float64 for integers.
    @inlinable public var complexType: DType {
        switch self {
        case .float16, .bfloat16, .float32, .complex64: return .complex64
        default: return .complex128
        }
    }

    /// The type that arithmetic on this type is computed in: float32 for the 16-bit floats, else itself.
    ///
    /// Kernels exist for compute types only; 16-bit floats are widened when loaded and rounded when stored.
    @inlinable public var computeType: DType { self == .float16 || self == .bfloat16 ? .float32 : self }
}
