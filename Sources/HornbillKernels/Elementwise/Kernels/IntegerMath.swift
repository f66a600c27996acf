/// Integer arithmetic in NumPy's manner: results wrap, and nothing traps.
enum IntegerMath<T: FixedWidthInteger> {
    @inline(__always) static func add(_ x: T, _ y: T) -> T { x &+ y }
    @inline(__always) static func subtract(_ x: T, _ y: T) -> T { x &- y }
    @inline(__always) static func multiply(_ x: T, _ y: T) -> T { x &* y }
    @inline(__always) static func negative(_ x: T) -> T { 0 &- x }
    @inline(__always) static func square(_ x: T) -> T { x &* x }
    @inline(__always) static func abs(_ x: T) -> T { x < 0 ? 0 &- x : x }
    @inline(__always) static func relu(_ x: T) -> T { x < 0 ? 0 : x }
    @inline(__always) static func sign(_ x: T) -> T { (x > 0 ? 1 : 0) &- (x < 0 ? 1 : 0) }

    /// The floor of x / y; 0 where y is 0.
    @inline(__always)
    static func floorDivide(_ x: T, _ y: T) -> T {
        if y == 0 { return 0 }
        // The smallest integer divided by -1 does not fit, and wraps.
        if T.isSigned && y == (0 &- 1) { return 0 &- x }
        let quotient = x / y
        return T.isSigned && (x ^ y) < 0 && quotient &* y != x ? quotient &- 1 : quotient
    }

    /// x - y * floor(x / y), with the sign of y; 0 where y is 0.
    @inline(__always)
    static func remainder(_ x: T, _ y: T) -> T {
        if y == 0 || (T.isSigned && y == (0 &- 1)) { return 0 }
        let rest = x % y
        return T.isSigned && rest != 0 && (rest ^ y) < 0 ? rest &+ y : rest
    }

    /// x - y * (x / y rounded towards zero), with the sign of x; 0 where y is 0.
    @inline(__always)
    static func fmod(_ x: T, _ y: T) -> T {
        if y == 0 || (T.isSigned && y == (0 &- 1)) { return 0 }
        return x % y
    }

    /// The largest number that divides both, 0 for zeros.
    @inline(__always)
    static func gcd(_ x: T, _ y: T) -> T {
        var a = x.magnitude, b = y.magnitude
        while b != 0 { (a, b) = (b, a % b) }
        return T(truncatingIfNeeded: a)
    }

    /// The smallest number that both divide, wrapping; 0 if one is zero.
    @inline(__always)
    static func lcm(_ x: T, _ y: T) -> T {
        let divisor = gcd(x, y).magnitude
        return divisor == 0 ? 0 : T(truncatingIfNeeded: x.magnitude / divisor &* y.magnitude)
    }

    /// How many bits of the magnitude are set.
    @inline(__always) static func bitCount(_ x: T) -> T { T(truncatingIfNeeded: x.magnitude.nonzeroBitCount) }

    /// x to the power y, wrapping. Of negative powers only those of 1 and -1 are integers; the others are 0.
    @inline(__always)
    static func power(_ x: T, _ y: T) -> T {
        if y < 0 {
            if x == 1 { return 1 }
            return T.isSigned && x == (0 &- 1) ? (y & 1 == 0 ? 1 : x) : 0
        }
        var result: T = 1
        var factor = x
        var rest = y
        while rest != 0 {
            if rest & 1 != 0 { result = result &* factor }
            factor = factor &* factor
            rest = rest &>> 1
        }
        return result
    }

    @inline(__always) static func maximum(_ x: T, _ y: T) -> T { x > y ? x : y }
    @inline(__always) static func minimum(_ x: T, _ y: T) -> T { x < y ? x : y }
    @inline(__always) static func clip(_ x: T, _ lo: T, _ hi: T) -> T { minimum(maximum(x, lo), hi) }
    @inline(__always) static func multiplyAdd(_ x: T, _ y: T, _ z: T) -> T { x &* y &+ z }
    @inline(__always) static func select(_ c: UInt8, _ x: T, _ y: T) -> T { c != 0 ? x : y }

    @inline(__always) static func and(_ x: T, _ y: T) -> T { x & y }
    @inline(__always) static func or(_ x: T, _ y: T) -> T { x | y }
    @inline(__always) static func xor(_ x: T, _ y: T) -> T { x ^ y }
    @inline(__always) static func not(_ x: T) -> T { ~x }

    /// 0 where y is not less than the width, or negative.
    @inline(__always)
    static func shiftLeft(_ x: T, _ y: T) -> T {
        let isInRange = y >= 0 && y < T(truncatingIfNeeded: T.bitWidth)
        return isInRange ? x &<< y : 0
    }

    /// All sign bits where y is not less than the width, or negative.
    @inline(__always)
    static func shiftRight(_ x: T, _ y: T) -> T {
        let isInRange = y >= 0 && y < T(truncatingIfNeeded: T.bitWidth)
        return isInRange ? x &>> y : (x < 0 ? 0 &- 1 : 0)
    }

    @inline(__always) static func equal(_ x: T, _ y: T) -> UInt8 { x == y ? 1 : 0 }
    @inline(__always) static func notEqual(_ x: T, _ y: T) -> UInt8 { x != y ? 1 : 0 }
    @inline(__always) static func less(_ x: T, _ y: T) -> UInt8 { x < y ? 1 : 0 }
    @inline(__always) static func lessEqual(_ x: T, _ y: T) -> UInt8 { x <= y ? 1 : 0 }
    @inline(__always) static func greater(_ x: T, _ y: T) -> UInt8 { x > y ? 1 : 0 }
    @inline(__always) static func greaterEqual(_ x: T, _ y: T) -> UInt8 { x >= y ? 1 : 0 }
    @inline(__always) static func logicalNot(_ x: T) -> UInt8 { x == 0 ? 1 : 0 }
    @inline(__always) static func signbit(_ x: T) -> UInt8 { x < 0 ? 1 : 0 }
    @inline(__always) static func logicalAnd(_ x: T, _ y: T) -> UInt8 { (x != 0 ? 1 : 0) & (y != 0 ? 1 : 0) }
    @inline(__always) static func logicalOr(_ x: T, _ y: T) -> UInt8 { x | y != 0 ? 1 : 0 }
    @inline(__always) static func logicalXor(_ x: T, _ y: T) -> UInt8 { (x != 0 ? 1 : 0) ^ (y != 0 ? 1 : 0) }
}
