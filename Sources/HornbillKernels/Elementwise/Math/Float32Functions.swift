import CIntrinsics

// Functions of a float in float arithmetic, which has twice the lanes of double, without branches. What rounding loses where
// it counts is kept in a second float. The polynomials interpolate at Chebyshev's points.
extension Float32Math {
    /// x = 2ᵏ (1 + f) with 1 + f in √½ ..< √2, for x > 0.
    @inline(__always)
    private static func split(_ x: Float) -> (k: Float, f: Float) {
        let isSubnormal = x < 0x1p-126
        let y = isSubnormal ? x * 0x1p23 : x
        let bits = Int32(bitPattern: y.bitPattern)
        let exponent = (bits &- 0x3f35_04f3) &>> 23
        let f = Float(bitPattern: UInt32(bitPattern: bits &- (exponent &<< 23))) - 1
        return (Float(exponent) - (isSubnormal ? 23 : 0), f)
    }

    /// The logarithm to a base: `unit` + `unitLow` is that of e, `step` + `stepLow` that of 2, products of whose first part
    /// with exponents are exact.
    @inline(__always)
    private static func logarithm(_ x: Float, unit: Float, unitLow: Float, step: Float, stepLow: Float) -> Float {
        let (k, f) = split(x)
        var p = fma(0x1.1b42b2p-4, f, -0x1.e2e9b2p-4)
        p = fma(p, f, 0x1.e650a8p-4)
        p = fma(p, f, -0x1.fb432ap-4)
        p = fma(p, f, 0x1.2332c0p-3)
        p = fma(p, f, -0x1.5562e4p-3)
        p = fma(p, f, 0x1.99a546p-3)
        p = fma(p, f, -0x1.ffffeep-3)
        p = fma(p, f, 0x1.555546p-2)
        let bend = fma(f * -0.5, f, f * f * f * p)
        let lead = f * unit, leadLow = fma(f, unit, -lead)
        let whole = k * step, sum = whole + lead
        let rest = ((whole - sum) + lead) + fma(bend, unit, fma(f, unitLow, leadLow))
        let result = sum + fma(k, stepLow, rest)
        let finite = x > 0 ? result : (x == 0 ? -Float.infinity : Float.nan)
        return x == Float.infinity ? x : finite
    }

    @inline(__always)
    static func log2(_ x: Float) -> Float {
        logarithm(x, unit: 0x1.715476p+0, unitLow: 0x1.4ae0c0p-26, step: 1, stepLow: 0)
    }

    @inline(__always)
    static func log10(_ x: Float) -> Float {
        logarithm(x, unit: 0x1.bcb7b2p-2, unitLow: -0x1.5b235ep-27, step: 0x1.344p-2, stepLow: 0x1.3509f8p-18)
    }

    /// (atan(t) - t) / t³ for z = t², |t| up to tan(π/8).
    @inline(__always)
    private static func atanTail(_ z: Float) -> Float {
        var p = fma(-0x1.082f6ap-4, z, 0x1.b80990p-4)
        p = fma(p, z, -0x1.241fe6p-3)
        p = fma(p, z, 0x1.99972ep-3)
        return fma(p, z, -0x1.555554p-2)
    }

    /// So many eighths of half a circle and an angle in two parts, rounded once.
    @inline(__always)
    private static func turned(_ eighths: Float, _ angle: Float, _ rest: Float) -> Float {
        let base = eighths * 0x1.921fb6p-1, sum = base + angle
        let low = fma(eighths, 0x1.921fb6p-1, -base) + fma(eighths, -0x1.777a5cp-26, rest)
        return sum + (((base - sum) + angle) + low)
    }

    @inline(__always)
    static func atan(_ x: Float) -> Float {
        let y = magnitude(x)
        let isSteep = y > 0x1.3504f4p+1, isMiddle = y > 0.41421356
        let difference = y - 1, sum = y + 1
        let numerator = isSteep ? -1 : (isMiddle ? difference : y), denominator = isSteep ? y : (isMiddle ? sum : 1)
        let inverse = 1 / denominator
        let t = numerator * inverse, z = t * t
        // What rounding lost of the difference, the sum and the quotient.
        let lost = isMiddle && !isSteep ? fma(-t, y - (sum - 1), y - (difference + 1)) : 0
        let rest = y == Float.infinity ? 0 : (fma(-t, denominator, numerator) + lost) * inverse
        let eighths: Float = isSteep ? 2 : (isMiddle ? 1 : 0)
        let result = turned(eighths, t, fma(t * z, atanTail(z), rest))
        return x == x ? withSign(magnitude(result), of: x) : x
    }

    /// eˣ / 2, without overflow as long as that fits.
    @inline(__always)
    private static func halfExp(_ x: Float) -> Float {
        let y = x > 90 ? 90 : x
        let (k, high, low) = reduce(y)
        let r = high + low
        var q = fma(0x1.6a2352p-10, r, 0x1.123a6cp-7)
        q = fma(q, r, 0x1.5558f4p-5)
        q = fma(q, r, 0x1.555490p-3)
        q = fma(q, r, 0x1.fffffcp-2)
        let p = high + fma(r * r, q, low) + 1
        let half = k &>> 1
        return p * powerOfTwo(half) * powerOfTwo(k &- half &- 1)
    }

    @inline(__always)
    static func sinh(_ x: Float) -> Float {
        let y = magnitude(x), z = y * y
        let tail = fma(fma(fma(0x1.78a73ap-19, z, 0x1.a008fep-13), z, 0x1.11111ep-7), z, 0x1.555556p-3)
        let a = halfExp(y), large = a - 0.25 / a
        return x == x ? withSign(y < 1 ? fma(y * z, tail, y) : large, of: x) : x
    }

    @inline(__always)
    static func cosh(_ x: Float) -> Float {
        let a = halfExp(magnitude(x))
        return x == x ? a + 0.25 / a : x
    }

    @inline(__always)
    static func cbrt(_ x: Float) -> Float {
        let y = magnitude(x)
        let (k, f) = split(y)
        // k = 3 q + r with r in 0, 1, 2; q in the low bits of a sum.
        let magic: Float = 0x1.8p23
        let sum = fma(k - 1, 0x1.555556p-2, magic)
        let q = sum - magic, r = k - 3 * q
        let m = 1 + f, a = r == 0 ? m : (r == 1 ? m + m : 4 * m)
        var root = fma(fma(fma(fma(-0x1.26ea2ap-5, m, 0x1.acbe02p-3), m, -0x1.0c2b56p-1), m, 0x1.cb218ep-1), m, 0x1.d093a2p-2)
        root = root * (r == 0 ? 1 : (r == 1 ? 0x1.428a30p+0 : 0x1.965feap+0))
        // Newton's step, with what rounding lost of the square.
        let square = root * root
        let residue = fma(-square, root, a) - root * fma(root, root, -square)
        root = root + residue / (3 * square)
        let isSpecial = y == 0 || y == Float.infinity || x != x
        let scale = Float(bitPattern: (sum.bitPattern &- magic.bitPattern &+ 127) &<< 23)
        return isSpecial ? x : withSign(root * scale, of: x)
    }
}
