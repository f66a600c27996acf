import CIntrinsics

// Hyperbolic functions, inverse functions and roots of a double, without branches. The polynomials interpolate at
// Chebyshev's points, which is as good as the best fit to a factor below 2.
extension Float64Math {
    /// The polynomial with these coefficients, the constant first.
    @inline(__always)
    static func polynomial(
        _ z: Double, _ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double, _ g: Double
    ) -> Double {
        fma(fma(fma(fma(fma(fma(g, z, f), z, e), z, d), z, c), z, b), z, a)
    }

    /// (asin(t) - t) / t³ for z = t² up to 1/4.
    @inline(__always)
    static func asinTail(_ z: Double) -> Double {
        let high = polynomial(
            z, 0x1.7b02ef007d23ep-7, 0x1.3b462d121c5d2p-7, 0x1.31777489dfd29p-7, 0x1.8dcdf11997e0fp-9, 0x1.40c91fa8deb7ep-6,
            -0x1.3bd7e353ddbc2p-6, 0x1.e58a4f278e007p-6)
        return polynomial(
            z, 0x1.5555555555555p-3, 0x1.3333333333389p-4, 0x1.6db6db6dac0eap-5, 0x1.f1c71c7a5e151p-6, 0x1.6e8ba121b9d5fp-6,
            0x1.1c4efd20ebb99p-6, fma(high, z, 0x1.c990a42b32b03p-7))
    }

    /// For y up to 1/2: y and what asin(y) has beyond it. Above: the same of √((1 - y)/2), half the angle from y = 1.
    @inline(__always)
    private static func asinParts(_ y: Double) -> (lead: Double, rest: Double, isLarge: Bool) {
        let isLarge = y > 0.5
        let half = (1 - y) * 0.5
        let z = isLarge ? half : y * y
        let root = hbi_sqrt_f64(half)
        let t = isLarge ? root : y
        // What rounding lost of the root.
        let lost = isLarge ? fma(-root, root, half) / (2 * root + 0x1p-1000) : 0
        return (t, fma(t * z, asinTail(z), lost), isLarge)
    }

    @inline(__always)
    static func asin(_ x: Double) -> Double {
        let parts = asinParts(magnitude(x))
        let small = parts.lead + parts.rest
        let large = 0x1.921fb54442d18p+0 - (2 * parts.lead - (0x1.1a62633145c07p-54 - 2 * parts.rest))
        return withSign(magnitude(parts.isLarge ? large : small), of: x)
    }

    @inline(__always)
    static func acos(_ x: Double) -> Double {
        let parts = asinParts(magnitude(x))
        let isNegative = x < 0
        let signedLead = isNegative ? -parts.lead : parts.lead, signedRest = isNegative ? -parts.rest : parts.rest
        let small = 0x1.921fb54442d18p+0 - (signedLead - (0x1.1a62633145c07p-54 - signedRest))
        let near = 2 * (parts.lead + parts.rest)
        let far = 0x1.921fb54442d18p+1 - (2 * parts.lead - (0x1.1a62633145c07p-53 - 2 * parts.rest))
        return parts.isLarge ? (isNegative ? far : near) : small
    }

    /// eˣ / 2, without overflow as long as that fits.
    @inline(__always)
    private static func halfExp(_ x: Double) -> Double {
        let y = x > 711 ? 711 : x
        let (biased, high, low) = reduce(y)
        let r = high + low
        let p = high + fma(r * r, expTail(r), low) + 1
        let half = biased &>> 1
        return p * biasedPowerOfTwo(half &- 1) * biasedPowerOfTwo(biased &- half &- 2)
    }

    @inline(__always)
    static func sinh(_ x: Double) -> Double {
        let y = magnitude(x), z = y * y
        let tail = polynomial(
            z, 0x1.5555555555555p-3, 0x1.11111111110fdp-7, 0x1.a01a01a01ee70p-13, 0x1.71de3a4e14f40p-19,
            0x1.ae6460fae3728p-26, 0x1.611cb330c1fe8p-33, 0x1.b41232cf9950fp-41)
        let a = halfExp(y), large = a - 0.25 / a
        return y == y ? withSign(y < 1 ? fma(y * z, tail, y) : large, of: x) : x
    }

    @inline(__always)
    static func cosh(_ x: Double) -> Double {
        let a = halfExp(magnitude(x))
        return x == x ? a + 0.25 / a : x
    }

    /// asinh(|x|), right from 1/4 up.
    @inline(__always)
    static func asinhLarge(_ x: Double) -> Double {
        let y = magnitude(x), isHuge = y > 0x1p28
        let argument = y + y * y / (1 + hbi_sqrt_f64(1 + y * y)), reduced = isHuge ? y - 1 : argument
        return log1p(reduced) + (isHuge ? 0x1.62e42fefa39efp-1 : 0)
    }

    /// - Parameter large: `asinhLarge` of x.
    @inline(__always)
    static func asinh(_ x: Double, large: Double) -> Double {
        let y = magnitude(x), z = y * y
        let tail = polynomial(
            z, -0x1.5555555555555p-3, 0x1.33333333332a9p-4, -0x1.6db6db6d99f8fp-5, 0x1.f1c71c4ca5c99p-6,
            -0x1.6e8b96ee2a760p-6, 0x1.1c4c97873e93ep-6,
            fma(fma(-0x1.f8c7770104a00p-8, z, 0x1.72f95b1f84157p-7), z, -0x1.c921f9241409ep-7))
        let small = fma(y * z, tail, y)
        return withSign(y < 0.25 ? small : large, of: x)
    }

    @inline(__always)
    static func acosh(_ x: Double) -> Double {
        let t = x - 1
        let isHuge = x > 0x1p28
        let root = hbi_sqrt_f64(fma(t, t, t + t)), sum = root + t
        let argument = isHuge ? t : sum
        // What rounding lost of the sum.
        let rest = isHuge ? 0x1.62e42fefa39efp-1 : (t - (sum - root)) / (1 + sum)
        let result = log1p(argument) + rest
        return x < 1 ? Double.nan : result
    }

    /// atanh(|x|), right from 1/4 up.
    @inline(__always)
    static func atanhLarge(_ x: Double) -> Double {
        // Beyond 1/2 the quotient alone is exact enough, and stays finite.
        let y = magnitude(x), twice = y + y, isSmall = y < 0.5
        let numerator = isSmall ? twice * y : twice
        let quotient = numerator / (1 - y), sum = twice + quotient
        return 0.5 * log1p(isSmall ? sum : quotient)
    }

    /// - Parameter large: `atanhLarge` of x.
    @inline(__always)
    static func atanh(_ x: Double, large: Double) -> Double {
        let y = magnitude(x), z = y * y
        let tail = polynomial(
            z, 0x1.5555555555555p-2, 0x1.999999999970fp-3, 0x1.24924924d5cecp-3, 0x1.c71c7170e498ap-4, 0x1.745d32c9c7aa7p-4,
            0x1.3b0ec663748abp-4, fma(fma(0x1.17d2fe833687bp-4, z, 0x1.d20a28dcd5958p-5), z, 0x1.119488c4eadecp-4))
        let small = fma(y * z, tail, y)
        return withSign(y < 0.25 ? small : large, of: x)
    }

    @inline(__always)
    static func cbrt(_ x: Double) -> Double {
        let y = magnitude(x), isSubnormal = y < 0x1p-1022
        let (exponent, f) = split(isSubnormal ? y * 0x1p54 : y)
        let k = exponent - (isSubnormal ? 54 : 0)
        // k = 3 q + r with r in 0, 1, 2; q in the low bits of a sum.
        let magic = 0x1.8p52
        let sum = (k - 1) * 0x1.5555555555555p-2 + magic
        let q = sum - magic, r = k - 3 * q
        let m = 1 + f, a = r == 0 ? m : (r == 1 ? m + m : 4 * m)
        var root = fma(
            fma(fma(fma(fma(0x1.a2e0764692c5cp-6, m, -0x1.60a3f7a3ca0f5p-3), m, 0x1.fb6f1e4a705e3p-2), m, -0x1.a3ebfa64f0c0bp-1), m, 0x1.0c45476e36307p+0),
            m, 0x1.b17783b973301p-2)
        root = root * (r == 0 ? 1 : (r == 1 ? 0x1.428a2f98d728bp+0 : 0x1.965fea53d6e3dp+0))
        // Halley's step gives three times as many digits: all, with what rounding lost of the square.
        let square = root * root
        let residue = fma(square, root, -a) + root * fma(root, root, -square)
        root = root - root * residue / fma(2 * square, root, a)
        let scale = Double(bitPattern: (sum.bitPattern &+ 1023) &<< 52)
        let isSpecial = y == 0 || y == Double.infinity || x != x
        return isSpecial ? x : withSign(root * scale, of: x)
    }

    @inline(__always)
    static func exp2(_ x: Double) -> Double {
        var y = x < -1080 ? -1080 : x
        y = y > 1030 ? 1030 : y
        let magic = 0x1.8p52
        let t = y + magic
        let r = y - (t - magic)
        let biased = t.bitPattern &- magic.bitPattern &+ 2048
        let high = r * 0x1.62e42fefa39efp-1
        let low = fma(r, 0x1.62e42fefa39efp-1, -high) + r * 0x1.abc9e3b39803fp-56
        let p = high + fma(high * high, expTail(high), low) + 1
        let half = biased &>> 1
        let result = p * biasedPowerOfTwo(half &- 1) * biasedPowerOfTwo(biased &- half &- 1)
        return x == x ? result : x
    }

    @inline(__always)
    static func tan(_ a: (sin: Double, cos: Double, sinLow: Double, cosLow: Double, quadrant: UInt64)) -> Double {
        let isOdd = a.quadrant & 1 != 0
        let above = isOdd ? -a.cos : a.sin, aboveLow = isOdd ? -a.cosLow : a.sinLow
        let below = isOdd ? a.sin : a.cos, belowLow = isOdd ? a.sinLow : a.cosLow
        let quotient = above / below
        // What rounding lost of the sine, the cosine and the quotient.
        let lost = fma(-quotient, below, above) + fma(-quotient, belowLow, aboveLow)
        return quotient + lost / below
    }

    @inline(__always)
    static func tan(_ x: Double) -> Double {
        let value = tan(angle(x))
        return x == 0 ? x : value
    }
}

// The same of a float, in double.
extension Float32ByDouble {
    @inline(__always)
    private static func asinTail(_ z: Double) -> Double {
        Float64Math.polynomial(
            z, 0x1.5555555c06d99p-3, 0x1.33331ec1202bdp-4, 0x1.6dc0f61ccc6c3p-5, 0x1.efed0c67f5d24p-6, 0x1.82e318947cfa5p-6,
            0x1.5a41fba7de28bp-7, 0x1.fbaa70c46e293p-6)
    }

    /// The angle whose sine is y, for y up to 1/2; above, half of what is left to π/2.
    @inline(__always)
    private static func asinPart(_ y: Double) -> (angle: Double, isLarge: Bool) {
        let isLarge = y > 0.5
        let half = (1 - y) * 0.5, z = isLarge ? half : y * y
        let t = isLarge ? hbi_sqrt_f64(half) : y
        return (fma(t * z, asinTail(z), t), isLarge)
    }

    @inline(__always)
    static func asin(_ x: Float) -> Float {
        let y = Double(Float32Math.magnitude(x)), (angle, isLarge) = asinPart(y)
        let result = Float(isLarge ? 0x1.921fb54442d18p+0 - 2 * angle : angle)
        return y <= 1 ? Float32Math.withSign(result, of: x) : Float.nan
    }

    @inline(__always)
    static func acos(_ x: Float) -> Float {
        let y = Double(Float32Math.magnitude(x)), (angle, isLarge) = asinPart(y)
        let small = 0x1.921fb54442d18p+0 - (x < 0 ? -angle : angle)
        let large = x < 0 ? 0x1.921fb54442d18p+1 - 2 * angle : 2 * angle
        return Float(isLarge ? large : small)
    }

    /// eʸ to 1e-10, for |y| up to 200.
    @inline(__always)
    static func exp(_ y: Double) -> Double {
        let magic = 0x1.8p52
        let t = fma(y, 0x1.71547652b82fep+0, magic)
        let r = fma(-(t - magic), 0x1.62e42fefa39efp-1, y)
        return expPolynomial(r) * Double(bitPattern: (t.bitPattern &+ 1023) &<< 52)
    }

    @inline(__always)
    static func asinh(_ x: Float) -> Float {
        let y = Double(Float32Math.magnitude(x)), z = y * y
        let large = logPositive(y + hbi_sqrt_f64(z + 1))
        let result = Float(y < 0x1p-12 ? fma(y * z, -0x1.5555555555555p-3, y) : large)
        return y < 1e300 ? Float32Math.withSign(Float32Math.magnitude(result), of: x) : x
    }

    @inline(__always)
    static func acosh(_ x: Float) -> Float {
        let y = Double(x)
        let result = Float(logPositive(y + hbi_sqrt_f64(fma(y, y, -1))))
        let inside = x >= 1 ? (x == 1 ? 0 : result) : Float.nan
        return x == Float.infinity ? x : inside
    }

    @inline(__always)
    static func atanh(_ x: Float) -> Float {
        let y = Double(Float32Math.magnitude(x)), z = y * y
        let large = 0.5 * logPositive((1 + y) / (1 - y))
        let result = Float(y < 0x1p-12 ? fma(y * z, 0x1.5555555555555p-2, y) : large)
        let inside = y < 1 ? result : (y == 1 ? Float.infinity : Float.nan)
        return Float32Math.withSign(Float32Math.magnitude(inside), of: x)
    }

    /// Whether x to the power y is a matter for libm: x not a positive finite number, or y not finite.
    @inline(__always)
    static func isHardPower(_ x: Float, _ y: Float) -> Bool {
        !(x > 0 && x < Float.infinity && Float32Math.magnitude(y) < Float.infinity)
    }

    /// x to the power y, unless that is hard.
    @inline(__always)
    static func power(_ x: Float, _ y: Float) -> Float {
        let product = Double(y) * logPositive(Double(x))
        return Float(exp(product > 200 ? 200 : (product < -200 ? -200 : product)))
    }
}
