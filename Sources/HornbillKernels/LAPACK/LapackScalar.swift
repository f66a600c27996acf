import Glibc

/// A type of elements that LAPACK computes with: always in double precision, as NumPy does. Numbers of single precision are
/// widened before and rounded once after, so that their results are exact to the last digit or nearly so.
protocol LapackScalar: BitwiseCopyable {
    static var isComplex: Bool { get }
    static var zero: Self { get }
    static var one: Self { get }
    /// What stands in the results of a matrix for which there is none.
    static var undefined: Self { get }

    /// |x|.
    var absolute: Double { get }
    /// x / |x| for any x but 0.
    var direction: Self { get }
    var squaredMagnitude: Double { get }
    /// What LAPACK chooses pivots by: |x| + |y| for x + iy.
    var pivotSize: Double { get }
    /// 1 / x.
    var inverse: Self { get }
    var conjugate: Self { get }
    /// The real part.
    var realPart: Double { get }
    var asComplex: Complex<Double> { get }
    func scaled(by factor: Double) -> Self
    static func + (left: Self, right: Self) -> Self
    static func - (left: Self, right: Self) -> Self
    static func * (left: Self, right: Self) -> Self
}

extension Double: LapackScalar {
    static var isComplex: Bool { false }
    static var one: Double { 1 }
    static var undefined: Double { .nan }
    var absolute: Double { magnitude }
    var direction: Double { self < 0 ? -1 : 1 }
    var squaredMagnitude: Double { self * self }
    var pivotSize: Double { magnitude }
    var inverse: Double { 1 / self }
    var conjugate: Double { self }
    var realPart: Double { self }
    var asComplex: Complex<Double> { Complex(self) }
    func scaled(by factor: Double) -> Double { self * factor }
}

extension Complex<Double>: LapackScalar {
    static var isComplex: Bool { true }
    static var zero: Complex { Complex(0) }
    static var one: Complex { Complex(1) }
    static var undefined: Complex { Complex(.nan, .nan) }
    var absolute: Double { Glibc.hypot(real, imaginary) }
    var direction: Complex { scaled(by: 1 / absolute) }
    var squaredMagnitude: Double { real * real + imaginary * imaginary }
    var pivotSize: Double { real.magnitude + imaginary.magnitude }
    var inverse: Complex {
        // By the larger part, so that no square overflows.
        if real.magnitude >= imaginary.magnitude {
            let ratio = imaginary / real, size = real + imaginary * ratio
            return Complex(1 / size, -ratio / size)
        }
        let ratio = real / imaginary, size = real * ratio + imaginary
        return Complex(ratio / size, -1 / size)
    }
    var conjugate: Complex { Complex(real, -imaginary) }
    var realPart: Double { real }
    var asComplex: Complex { self }
    func scaled(by factor: Double) -> Complex { Complex(real * factor, imaginary * factor) }
}

extension LapackScalar {
    /// As an answer to how much working memory a routine wants: a number of elements.
    var workLength: Int { Swift.max(1, Int(exactly: realPart.rounded(.up)) ?? 1) }
}

/// Whether no element is infinite or NaN, with which LAPACK's iterations print messages and may never end.
@inline(__always)
func areFinite<Scalar: LapackScalar>(_ elements: UnsafeMutablePointer<Scalar>, _ count: Int) -> Bool {
    let doubles = count * (MemoryLayout<Scalar>.stride / MemoryLayout<Double>.stride)
    return elements.withMemoryRebound(to: UInt64.self, capacity: doubles) { bits in
        let exponent: UInt64 = 0x7FF0_0000_0000_0000
        var found: UInt64 = 0
        // Adding 1 to an exponent of ones alone carries into the sign's place.
        for index in 0 ..< doubles { found |= (bits[index] & exponent) &+ 0x0010_0000_0000_0000 }
        return found >> 63 == 0
    }
}

/// A length as LAPACK takes it.
typealias LapackInt = Int32

/// Throws `unsupported` for matrices of more elements than LAPACK can count.
func requireCountable(_ rows: Int, _ columns: Int) throws {
    let (size, isTooLarge) = rows.multipliedReportingOverflow(by: columns)
    guard !isTooLarge, [rows, columns, size].allSatisfy({ $0 < Int(LapackInt.max) }) else {
        throw HornbillError(
            .unsupported, "linear algebra: expected matrices of less than \(LapackInt.max) elements, got \(rows) × \(columns)")
    }
}
