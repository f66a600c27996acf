import CIntrinsics

/// Elementary functions of a double, written without branches so that loops over them vectorise.
///
/// The polynomials are minimax fits made for these ranges; each function is within 2 ulp everywhere (most within
/// 1), with the special values of C's libm.
enum Float64Math {
    @inline(__always)
    static func fma(_ a: Double, _ b: Double, _ c: Double) -> Double {
        var sum = c
        sum.addProduct(a, b)
        return sum
    }

    @inline(__always)
    static func withSign(_ magnitude: Double, of x: Double) -> Double {
        Double(bitPattern: magnitude.bitPattern | (x.bitPattern & 0x8000_0000_0000_0000))
    }

    @inline(__always)
    static func magnitude(_ x: Double) -> Double { Double(bitPattern: x.bitPattern & 0x7fff_ffff_ffff_ffff) }

    /// 2^(k - 1023) for k in 1 ... 2046.
    @inline(__always)
    static func biasedPowerOfTwo(_ k: UInt64) -> Double { Double(bitPattern: k &<< 52) }

    // The high part of ln 2 has 32 bits, so its products with an exponent are exact.
    @inline(__always) static var ln2High: Double { 0x1.62e42feep-1 }
    @inline(__always) static var ln2Low: Double { 0x1.a39ef35793c76p-33 }

    /// x = k ln 2 + r + low with |r| <= ln 2 / 2; `biased` is k + 2048 (AVX2 has no arithmetic shift of 64-bit lanes).
    @inline(__always)
    static func reduce(_ x: Double) -> (biased: UInt64, r: Double, low: Double) {
        let magic = 0x1.8p52
        let t = fma(x, 0x1.71547652b82fep+0, magic)
        let n = t - magic
        return (t.bitPattern &- magic.bitPattern &+ 2048, fma(-n, ln2High, x), n * -ln2Low)
    }

    /// (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2.
    @inline(__always)
    static func expTail(_ r: Double) -> Double {
        var q = fma(0x1.1f95a4714cdcfp-29, r, 0x1.af5f32e8ced3fp-26)
        q = fma(q, r, 0x1.27e4c5772db1ap-22)
        q = fma(q, r, 0x1.71ddf8167799ap-19)
        q = fma(q, r, 0x1.a01a01b0ca449p-16)
        q = fma(q, r, 0x1.a01a01affb20ap-13)
        q = fma(q, r, 0x1.6c16c16c14413p-10)
        q = fma(q, r, 0x1.111111110f67ep-7)
        q = fma(q, r, 0x1.555555555555ap-5)
        q = fma(q, r, 0x1.5555555555559p-3)
        return fma(q, r, 0x1.0000000000000p-1)
    }

    @inline(__always)
    static func exp(_ x: Double) -> Double {
        var y = x < -746 ? -746 : x
        y = y > 710 ? 710 : y
        let (biased, high, low) = reduce(y)
        let r = high + low
        let p = high + fma(r * r, expTail(r), low) + 1
        // Scaling in two steps reaches both the subnormal results and 2^1024.
        let half = biased &>> 1
        return p * biasedPowerOfTwo(half &- 1) * biasedPowerOfTwo(biased &- half &- 1)
    }

    @inline(__always)
    static func expm1(_ x: Double) -> Double {
        var y = x < -40 ? -40 : x
        y = y > 710 ? 710 : y
        let (biased, high, low) = reduce(y)
        let r = high + low
        let p = high + fma(r * r, expTail(r), low)
        // 2^k p + (2^k - 1), at half the scale so that k = 1024 does not overflow early.
        let scale = biasedPowerOfTwo(biased &- 1026)
        let result = fma(scale, p, scale - 0.5) * 2
        return magnitude(x) < 0x1p-53 ? x : result
    }

    /// x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), for normal x > 0.
    @inline(__always)
    static func split(_ x: Double) -> (k: Double, f: Double) {
        let bits = x.bitPattern
        let biased = (bits &- 0x3fe6_a09e_667f_3bcd &+ (1023 &<< 52)) &>> 52
        let f = Double(bitPattern: bits &- ((biased &- 1023) &<< 52)) - 1
        // The bits of 2^52 with a small integer in its mantissa: a conversion that AVX2 can do.
        let k = Double(bitPattern: biased | 0x4330_0000_0000_0000) - (0x1p52 + 1023)
        return (k, f)
    }

    /// log(1 + f) = f - (f^2/2 - s (f^2/2 + R)): the parts f^2/2 and s (f^2/2 + R).
    @inline(__always)
    static func logTail(_ f: Double) -> (halfSquare: Double, rest: Double) {
        let s = f / (2 + f)
        let z = s * s
        var p = fma(0x1.2f0563598f032p-3, z, 0x1.39a1babc337adp-3)
        p = fma(p, z, 0x1.74663ee836c5bp-3)
        p = fma(p, z, 0x1.c71c52095e511p-3)
        p = fma(p, z, 0x1.24924941f1232p-2)
        p = fma(p, z, 0x1.999999997fdb8p-2)
        p = fma(p, z, 0x1.5555555555592p-1)
        let halfSquare = f * 0.5 * f
        return (halfSquare, s * fma(p, z, halfSquare))
    }

    /// The special values of a logarithm at `x`, else `result`.
    @inline(__always)
    static func logDomain(_ x: Double, _ result: Double) -> Double {
        let finite = x > 0 ? result : (x == 0 ? -Double.infinity : Double.nan)
        return x == Double.infinity ? x : finite
    }

    @inline(__always)
    static func splitAny(_ x: Double) -> (k: Double, f: Double) {
        let isSubnormal = x < 0x1p-1022
        let (k, f) = split(isSubnormal ? x * 0x1p52 : x)
        return (k - (isSubnormal ? 52 : 0), f)
    }

    @inline(__always)
    static func log(_ x: Double) -> Double {
        let (k, f) = splitAny(x)
        let (halfSquare, rest) = logTail(f)
        return logDomain(x, k * ln2High - ((halfSquare - (rest + k * ln2Low)) - f))
    }

    @inline(__always)
    static func log1p(_ x: Double) -> Double {
        let u = 1 + x
        // What rounding 1 + x lost, as a correction of the logarithm.
        let big = x - (u - 1), small = 1 - (u - x)
        let lost = x > 1 ? small : big
        let (k, f) = split(u)
        let (halfSquare, rest) = logTail(f)
        let result = k * ln2High - ((halfSquare - (rest + (k * ln2Low + lost / u))) - f)
        let finite = x > -1 ? result : (x == -1 ? -Double.infinity : Double.nan)
        let unbounded = x == Double.infinity ? x : finite
        return magnitude(x) < 0x1p-54 ? x : unbounded
    }

    /// log(x) * (high + low) + k * exponentScale, with the product carried to extra precision.
    @inline(__always)
    static func scaledLog(_ x: Double, high: Double, low: Double, perExponent: Double, perExponentLow: Double) -> Double {
        let (k, f) = splitAny(x)
        let (halfSquare, rest) = logTail(f)
        // log(1 + f) = top + bottom with 32 bits in top.
        let top = Double(bitPattern: (f - halfSquare).bitPattern & 0xffff_ffff_0000_0000)
        let bottom = (f - top - halfSquare) + rest
        let exact = k * perExponent
        let lead = top * high
        let sum = exact + lead
        let tail = (exact - sum) + lead + fma(bottom, high, fma(top, low, bottom * low)) + fma(top, high, -lead)
        return logDomain(x, sum + (tail + k * perExponentLow))
    }

    @inline(__always)
    static func log2(_ x: Double) -> Double {
        scaledLog(
            x, high: 0x1.71547652b82fep+0, low: 0x1.777d0ffda0d24p-56, perExponent: 1, perExponentLow: 0)
    }

    @inline(__always)
    static func log10(_ x: Double) -> Double {
        scaledLog(
            x, high: 0x1.bcb7b1526e50ep-2, low: 0x1.95355baaafad3p-57, perExponent: 0x1.34413509f7000p-2,
            perExponentLow: 0x1.3fde623e2566bp-43)
    }

    @inline(__always)
    static func tanh(_ x: Double) -> Double {
        let y = magnitude(x)
        let z = y * y
        var p = fma(-0x1.0e3d6d506ee06p-16, z, 0x1.43e17be909f2ep-14)
        p = fma(p, z, -0x1.df7a8bb5cefe9p-13)
        p = fma(p, z, 0x1.336ae635c6fd6p-11)
        p = fma(p, z, -0x1.7d696a7b60fc0p-10)
        p = fma(p, z, 0x1.d6cf3ca6941fbp-9)
        p = fma(p, z, -0x1.226e16da11555p-7)
        p = fma(p, z, 0x1.664f4781f78c9p-6)
        p = fma(p, z, -0x1.ba1ba1b531090p-5)
        p = fma(p, z, 0x1.111111110b0c7p-3)
        p = fma(p, z, -0x1.5555555555503p-2)
        let small = fma(y * z, p, y)
        let large = 1 - 2 / (exp(y + y) + 1)
        return withSign(y < 0.625 ? small : large, of: x)
    }

    @inline(__always)
    static func sigmoid(_ x: Double) -> Double {
        let e = exp(-magnitude(x))
        let sum = 1 + e
        let quotient = (x < 0 ? e : 1) / sum
        // What rounding the sum lost, as in single precision.
        let lost = e - (sum - 1)
        return fma(quotient * lost, x < 0 ? quotient - 1 : -quotient, quotient)
    }

    @inline(__always)
    static func softplus(_ x: Double) -> Double {
        (x > 0 ? x : 0) + log1p(exp(-magnitude(x)))
    }

    /// Beyond this the three-part reduction loses bits.
    @inline(__always)
    static func isFarAngle(_ x: Double) -> Bool { magnitude(x) > 0x1p20 }

    /// x = n pi/2 + r: the sine and cosine of r, what rounding lost of both, and n modulo 4 in the low bits of `quadrant`.
    @inline(__always)
    static func angle(
        _ x: Double
    ) -> (sin: Double, cos: Double, sinLow: Double, cosLow: Double, quadrant: UInt64) {
        let magic = 0x1.8p52
        let t = fma(x, 0x1.45f306dc9c883p-1, magic)
        let n = t - magic
        // r + low = x - n pi/2: the first product cancels exactly, the second's rounding is kept in low.
        let first = fma(-n, 0x1.921fb54442d18p+0, x)
        let second = n * 0x1.1a62633145c07p-54
        let r = first - second
        let low = ((first - r) - second) - fma(n, 0x1.1a62633145c07p-54, -second) - n * -0x1.f1976b7ed8fbcp-110
        return angle(r, low, t.bitPattern)
    }

    /// The same from r + low and n.
    @inline(__always)
    static func angle(
        _ r: Double, _ low: Double, _ quadrant: UInt64
    ) -> (sin: Double, cos: Double, sinLow: Double, cosLow: Double, quadrant: UInt64) {
        let z = r * r
        var p = fma(0x1.5d915df3787ecp-33, z, -0x1.ae5e60c4229d0p-26)
        p = fma(p, z, 0x1.71de3570fcdb2p-19)
        p = fma(p, z, -0x1.a01a019c0a282p-13)
        p = fma(p, z, 0x1.111111110f842p-7)
        p = fma(p, z, -0x1.5555555555549p-3)
        var q = fma(-0x1.8facd14648dd8p-37, z, 0x1.1ee9e89093860p-29)
        q = fma(q, z, -0x1.27e4f8053382bp-22)
        q = fma(q, z, 0x1.a01a019cab73dp-16)
        q = fma(q, z, -0x1.6c16c16c15140p-10)
        q = fma(q, z, 0x1.555555555554cp-5)
        let bend = fma(r * z, p, fma(z * -0.5, low, low))
        let sine = r + bend
        let half = z * 0.5
        let w = 1 - half
        let rest = ((1 - w) - half) + fma(z * z, q, -(r * low))
        let cosine = w + rest
        return (sine, cosine, bend - (sine - r), rest - (cosine - w), quadrant)
    }

    @inline(__always)
    static func sin(_ a: (sin: Double, cos: Double, sinLow: Double, cosLow: Double, quadrant: UInt64)) -> Double {
        let value = a.quadrant & 1 == 0 ? a.sin : a.cos
        return a.quadrant & 2 == 0 ? value : -value
    }

    @inline(__always)
    static func cos(_ a: (sin: Double, cos: Double, sinLow: Double, cosLow: Double, quadrant: UInt64)) -> Double {
        let value = a.quadrant & 1 == 0 ? a.cos : a.sin
        return (a.quadrant &+ 1) & 2 == 0 ? value : -value
    }

    @inline(__always)
    static func sin(_ x: Double) -> Double {
        let signed = sin(angle(x))
        return x == 0 ? x : signed
    }

    @inline(__always)
    static func cos(_ x: Double) -> Double { cos(angle(x)) }
}
