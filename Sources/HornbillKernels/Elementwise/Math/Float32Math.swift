import CIntrinsics

/// Elementary functions of a float, written without branches so that loops over them vectorise.
///
/// The polynomials are minimax fits made for these ranges; each function is within 2 ulp everywhere (most within
/// 1), with the special values of C's libm.
enum Float32Math {
    @inline(__always)
    static func fma(_ a: Float, _ b: Float, _ c: Float) -> Float {
        var sum = c
        sum.addProduct(a, b)
        return sum
    }

    @inline(__always)
    static func withSign(_ magnitude: Float, of x: Float) -> Float {
        Float(bitPattern: magnitude.bitPattern | (x.bitPattern & 0x8000_0000))
    }

    @inline(__always)
    static func magnitude(_ x: Float) -> Float { Float(bitPattern: x.bitPattern & 0x7fff_ffff) }

    /// 2^k for k in -126 ... 127.
    @inline(__always)
    static func powerOfTwo(_ k: Int32) -> Float { Float(bitPattern: UInt32(bitPattern: (k &+ 127) &<< 23)) }

    /// x = k ln 2 + r + low with |r| <= ln 2 / 2. Adding 1.5 * 2^23 rounds to an integer, which the low bits then hold.
    @inline(__always)
    static func reduce(_ x: Float) -> (k: Int32, r: Float, low: Float) {
        let magic: Float = 0x1.8p23
        let t = fma(x, 0x1.715476p+0, magic)
        let n = t - magic
        // The high part of ln 2 has 15 bits, so its products with k, and the difference, are exact.
        let r = fma(-n, 0x1.62e4p-1, x)
        return (Int32(bitPattern: t.bitPattern &- magic.bitPattern), r, n * -0x1.7f7d1cp-20)
    }

    @inline(__always)
    static func exp(_ x: Float) -> Float {
        var y = x < -104 ? -104 : x
        y = y > 89 ? 89 : y
        let (k, high, low) = reduce(y)
        let r = high + low
        var q = fma(0x1.6a2352p-10, r, 0x1.123a6cp-7)
        q = fma(q, r, 0x1.5558f4p-5)
        q = fma(q, r, 0x1.555490p-3)
        q = fma(q, r, 0x1.fffffcp-2)
        let p = high + fma(r * r, q, low) + 1
        // Scaling in two steps reaches both the subnormal results and 2^128.
        let half = k &>> 1
        return p * powerOfTwo(half) * powerOfTwo(k &- half)
    }

    @inline(__always)
    static func expm1(_ x: Float) -> Float {
        var y = x < -18 ? -18 : x
        y = y > 89 ? 89 : y
        let (k, high, low) = reduce(y)
        let r = high + low
        var q = fma(0x1.a1a218p-13, r, 0x1.6d7528p-10)
        q = fma(q, r, 0x1.111090p-7)
        q = fma(q, r, 0x1.5554aep-5)
        q = fma(q, r, 0x1.555556p-3)
        q = fma(q, r, 0x1.000000p-1)
        let p = high + fma(r * r, q, low)
        // 2^k p + (2^k - 1), at half the scale so that k = 128 does not overflow early.
        let scale = powerOfTwo(k &- 1)
        let result = fma(scale, p, scale - 0.5) * 2
        return magnitude(x) < 0x1p-24 ? x : result
    }

    @inline(__always)
    static func log(_ x: Float) -> Float {
        let isSubnormal = x < 0x1p-126
        let y = isSubnormal ? x * 0x1p23 : x
        // y = 2^k m with m in [sqrt(1/2), sqrt(2)).
        let bits = Int32(bitPattern: y.bitPattern)
        let exponent = (bits &- 0x3f35_04f3) &>> 23
        let f = Float(bitPattern: UInt32(bitPattern: bits &- (exponent &<< 23))) - 1
        let k = Float(exponent) - (isSubnormal ? 23 : 0)
        var p = fma(0x1.1b42b2p-4, f, -0x1.e2e9b2p-4)
        p = fma(p, f, 0x1.e650a8p-4)
        p = fma(p, f, -0x1.fb432ap-4)
        p = fma(p, f, 0x1.2332c0p-3)
        p = fma(p, f, -0x1.5562e4p-3)
        p = fma(p, f, 0x1.99a546p-3)
        p = fma(p, f, -0x1.ffffeep-3)
        p = fma(p, f, 0x1.555546p-2)
        // ln 2 = 355/512 - 2.12e-4: k * 355/512 is exact.
        var t = fma(k, -0x1.bd0106p-13, f * f * f * p)
        t = fma(f * -0.5, f, t)
        let result = fma(k, 0.693359375, f + t)
        let finite = x > 0 ? result : (x == 0 ? -Float.infinity : Float.nan)
        return x == Float.infinity ? x : finite
    }

    /// log(1 + x) for x in 0 ... 1.
    @inline(__always)
    static func log1pOfUnit(_ x: Float) -> Float {
        var p = fma(-0x1.5638ccp-10, x, 0x1.2e3f3ap-7)
        p = fma(p, x, -0x1.f4312ep-6)
        p = fma(p, x, 0x1.08415ap-4)
        p = fma(p, x, -0x1.a08d00p-4)
        p = fma(p, x, 0x1.1383fep-3)
        p = fma(p, x, -0x1.512918p-3)
        p = fma(p, x, 0x1.98f08ap-3)
        p = fma(p, x, -0x1.fff028p-3)
        p = fma(p, x, 0x1.5554f6p-2)
        p = fma(p, x, -0x1.fffffep-2)
        return fma(x * x, p, x)
    }

    @inline(__always)
    static func tanh(_ x: Float) -> Float {
        let y = magnitude(x)
        let z = y * y
        var p = fma(-0x1.76ac1ap-8, z, 0x1.5256d8p-6)
        p = fma(p, z, -0x1.b84448p-5)
        p = fma(p, z, 0x1.110768p-3)
        p = fma(p, z, -0x1.555534p-2)
        let small = fma(y * z, p, y)
        let large = 1 - 2 / (exp(y + y) + 1)
        return withSign(y < 0.625 ? small : large, of: x)
    }

    @inline(__always)
    static func sigmoid(_ x: Float) -> Float {
        let e = exp(-magnitude(x))
        let sum = 1 + e
        let quotient = (x < 0 ? e : 1) / sum
        // What rounding the sum lost, as a correction: without it the error could pass 2 ulp. The factor is -1 / sum.
        let lost = e - (sum - 1)
        return fma(quotient * lost, x < 0 ? quotient - 1 : -quotient, quotient)
    }

    @inline(__always)
    static func softplus(_ x: Float) -> Float {
        (x > 0 ? x : 0) + log1pOfUnit(exp(-magnitude(x)))
    }

    @inline(__always)
    static func erf(_ x: Float) -> Float {
        let y = magnitude(x)
        let z = y * y
        var p = fma(-0x1.324470p-11, z, 0x1.454ff8p-8)
        p = fma(p, z, -0x1.b63838p-6)
        p = fma(p, z, 0x1.ce14cep-4)
        p = fma(p, z, -0x1.8126c4p-2)
        p = fma(p, z, 0x1.06eba4p-3)
        let small = fma(y, p, y)
        // log(erfc(y)) on 0.94 ... 4; beyond, erf rounds to 1.
        let w = y > 4 ? 4 : y
        var q = fma(-0x1.66dd1ap-16, w, 0x1.cb236ep-12)
        q = fma(q, w, -0x1.126f7ep-8)
        q = fma(q, w, 0x1.9c4496p-6)
        q = fma(q, w, -0x1.bbca4ap-4)
        q = fma(q, w, -0x1.443e0cp-1)
        q = fma(q, w, -0x1.2129dep+0)
        q = fma(q, w, 0x1.7b87aep-13)
        return withSign(y < 0.9375 ? small : 1 - exp(q), of: x)
    }
}
