/// A complex number as it lies in memory: the real part, then the imaginary part.
///
/// It has what kernels need and no more; functions with branch cuts are in `ComplexMath`.
public struct Complex<Real: RealPart>: Hashable, Sendable {
    public var real: Real
    public var imaginary: Real

    @inlinable
    public init(_ real: Real, _ imaginary: Real = 0) {
        self.real = real
        self.imaginary = imaginary
    }
}

/// Float or Double: what complex numbers are made of.
public protocol RealPart: BinaryFloatingPoint & SIMDScalar & Codable & Sendable {
    /// The dtype of a complex number with parts of this type.
    static var complexType: DType { get }
}

extension Float: RealPart { public static var complexType: DType { .complex64 } }
extension Double: RealPart { public static var complexType: DType { .complex128 } }

// Products and quotients are those of the parts, as in NumPy: an infinite operand does not make the result infinite where
// C's Annex G would.
extension Complex {
    @inline(__always)
    static func + (x: Complex, y: Complex) -> Complex { Complex(x.real + y.real, x.imaginary + y.imaginary) }

    @inline(__always)
    static func - (x: Complex, y: Complex) -> Complex { Complex(x.real - y.real, x.imaginary - y.imaginary) }

    @inline(__always)
    static func * (x: Complex, y: Complex) -> Complex {
        Complex(
            x.real * y.real - x.imaginary * y.imaginary, x.real * y.imaginary + x.imaginary * y.real)
    }

    @inline(__always) var isZero: Bool { real == 0 && imaginary == 0 }
}

/// 16 bytes that move as one but need no more alignment than their halves.
struct Bytes16 {
    var low: UInt64
    var high: UInt64
}
