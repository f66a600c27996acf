import CIntrinsics

/// Quotients rounded down and what they leave, for operands whose quotient a double holds: without branches, so that loops
/// over them vectorise, which the processor's integer division does not.
enum QuickDivision {
    // MARK: Integers

    /// The quotient of integers of at most 32 bits. A double's rounding reaches no integer: the quotient is at least 1/|y|
    /// away from the next one, and that is more than the rounding of anything below 2³² / |y|.
    @inline(__always)
    static func narrow<T: FixedWidthInteger>(_ x: T, _ y: T) -> (quotient: T, rest: T) {
        let divisor = y == 0 ? 1 : Int32(truncatingIfNeeded: y)
        let quotient = (Double(Int32(truncatingIfNeeded: x)) / Double(divisor)).rounded(.down)
        // The smallest integer divided by -1 is the only one that does not fit; as a larger one it wraps.
        let whole = T(truncatingIfNeeded: Int64(bitPattern: (quotient + magic).bitPattern))
        return y == 0 ? (0, 0) : (whole, x &- whole &* y)
    }

    /// As `narrow` of 8 and 16 bits, for which a float is enough.
    @inline(__always)
    static func tiny<T: FixedWidthInteger>(_ x: T, _ y: T) -> (quotient: T, rest: T) {
        let divisor = y == 0 ? 1 : Int32(truncatingIfNeeded: y)
        let quotient = hbi_f32_to_i32((Float(Int32(truncatingIfNeeded: x)) / Float(divisor)).rounded(.down))
        let whole = T(truncatingIfNeeded: quotient)
        return y == 0 ? (0, 0) : (whole, x &- whole &* y)
    }

    /// Whether 64-bit operands need the processor's division.
    @inline(__always)
    static func isHard(_ x: Int64, _ y: Int64) -> Bool {
        // Both from -2⁵⁰ up to 2⁵⁰.
        UInt64(bitPattern: x &+ 1 &<< 50) | UInt64(bitPattern: y &+ 1 &<< 50) >= 1 &<< 51
    }

    /// The quotient of easy operands; 0, and nothing left, where y is 0.
    @inline(__always)
    static func wide(_ x: Int64, _ y: Int64) -> (quotient: Int64, rest: Int64) {
        let isZero = y == 0
        let dividend = double(x), divisor = isZero ? 1 : double(y)
        let quotient = (dividend / divisor).rounded(.down)
        let rest = Float64Math.fma(-quotient, divisor, dividend)
        let whole = integer(isZero ? 0 : quotient)
        return (whole, integer(isZero ? 0 : rest))
    }

    /// A divisor, which is easy and not 0, and its inverse.
    @inline(__always)
    static func inverse(_ y: Int64) -> (Double, Double) { (double(y), 1 / double(y)) }

    /// The same by a product with the inverse, which is less than 1 away from the quotient.
    @inline(__always)
    static func wide(_ x: Int64, by divisor: Double, inverse: Double) -> (quotient: Int64, rest: Int64) {
        let dividend = double(x), near = (dividend * inverse).rounded(.down)
        let rest = Float64Math.fma(-near, divisor, dividend)
        // What is left has the sign of the divisor, and is less.
        let isOver = divisor < 0 ? rest > 0 : rest < 0, isUnder = divisor < 0 ? rest <= divisor : rest >= divisor
        let more: Double = isOver ? -1 : (isUnder ? 1 : 0)
        return (integer(near + more), integer(Float64Math.fma(-more, divisor, rest)))
    }

    private static var magic: Double {
        @inline(__always) get { 0x1.8p52 }
    }

    // Conversions that AVX2 has no instruction for: the integer lies in the low bits of a sum.
    @inline(__always)
    private static func double(_ x: Int64) -> Double {
        Double(bitPattern: UInt64(bitPattern: x &+ Int64(bitPattern: magic.bitPattern))) - magic
    }

    @inline(__always)
    private static func integer(_ x: Double) -> Int64 {
        Int64(bitPattern: (x + magic).bitPattern &- magic.bitPattern)
    }

    // MARK: Floats

    /// Whether the quotient has more digits than a float, or is none.
    @inline(__always)
    static func isHard(_ x: Float, _ y: Float) -> Bool {
        !(Float32Math.magnitude(x) < Float32Math.magnitude(y) * 0x1p23 && Float32Math.magnitude(y) < Float.infinity)
    }

    @inline(__always)
    static func isHard(_ x: Double, _ y: Double) -> Bool {
        let b = Float64Math.magnitude(y)
        return !(Float64Math.magnitude(x) < b * 0x1p51 && b < Double.infinity && b > 0x1p-900)
    }

    /// The quotient rounded down, a whole number, and what it leaves, which has the sign of y.
    @inline(__always)
    private static func exact(_ x: Float, _ y: Float) -> (quotient: Double, rest: Double) {
        // The quotient is as far from the next integer as 2⁻²⁵, and its product with y has 48 bits.
        let quotient = (Double(x) / Double(y)).rounded(.down)
        return (quotient, Double(x) - quotient * Double(y))
    }

    @inline(__always)
    static func floorQuotient(_ x: Float, _ y: Float) -> Float {
        let quotient = Float(exact(x, y).quotient)
        return quotient == 0 ? Float32Math.withSign(0, of: x / y) : quotient
    }

    @inline(__always)
    static func floorRemainder(_ x: Float, _ y: Float) -> Float {
        let rest = Float(exact(x, y).rest)
        return rest == 0 ? Float32Math.withSign(0, of: y) : rest
    }

    @inline(__always)
    private static func exact(_ x: Double, _ y: Double) -> (quotient: Double, rest: Double) {
        let first = (x / y).rounded(.down)
        // Rounding may have reached the next integer; then what is left has the wrong sign.
        let rest = Float64Math.fma(-first, y, x)
        let isOver = y < 0 ? rest > 0 : rest < 0
        let quotient = isOver ? first - 1 : first
        return (quotient, Float64Math.fma(-quotient, y, x))
    }

    @inline(__always)
    static func floorQuotient(_ x: Double, _ y: Double) -> Double {
        let quotient = exact(x, y).quotient
        return quotient == 0 ? Float64Math.withSign(0, of: x / y) : quotient
    }

    @inline(__always)
    static func floorRemainder(_ x: Double, _ y: Double) -> Double {
        let rest = exact(x, y).rest
        return rest == 0 ? Float64Math.withSign(0, of: y) : rest
    }
}
