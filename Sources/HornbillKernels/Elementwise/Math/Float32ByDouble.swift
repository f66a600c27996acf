/// Functions of a float computed in double: right to about half an ulp, at about twice the cost of float loops.
///
/// For functions whose reduction would need several floats anyway.
enum Float32ByDouble {
    @inline(__always)
    static func fma(_ a: Double, _ b: Double, _ c: Double) -> Double {
        var sum = c
        sum.addProduct(a, b)
        return sum
    }

    /// log(x) = k ln 2 + log m to 1e-11, for normal x > 0.
    @inline(__always)
    private static func logParts(_ x: Double) -> (k: Double, log: Double) {
        let (k, f) = Float64Math.split(x)
        let s = f / (2 + f)
        let z = s * s
        var p = fma(0x1.e2f663a59101ap-3, z, 0x1.2438d79488084p-2)
        p = fma(p, z, 0x1.999a7a8af28b8p-2)
        p = fma(p, z, 0x1.555554fd9cb00p-1)
        return (k, fma(s * z, p, s + s))
    }

    @inline(__always)
    static func logPositive(_ x: Double) -> Double {
        let (k, log) = logParts(x)
        return fma(k, 0x1.62e42fefa39efp-1, log)
    }

    @inline(__always)
    static func log2Positive(_ x: Double) -> Double {
        let (k, log) = logParts(x)
        return fma(log, 0x1.71547652b82fep+0, k)
    }

    @inline(__always)
    static func log1p(_ x: Float) -> Float {
        let y = Double(x)
        let tiny = Float(fma(y * -0.5, y, y))
        let result = Float(logPositive(1 + y))
        let finite = x > -1 ? result : (x == -1 ? -Float.infinity : Float.nan)
        let unbounded = x == Float.infinity ? x : finite
        return Float32Math.magnitude(x) < 0x1p-20 ? tiny : unbounded
    }

    /// eʳ to 1e-10, for |r| up to ln 2 / 2.
    @inline(__always)
    static func expPolynomial(_ r: Double) -> Double {
        var p = fma(0x1.a01a01a01a01ap-16, r, 0x1.a01a01a01a01ap-13)
        p = fma(p, r, 0x1.6c16c16c16c17p-10)
        p = fma(p, r, 0x1.1111111111111p-7)
        p = fma(p, r, 0x1.5555555555555p-5)
        p = fma(p, r, 0x1.5555555555555p-3)
        p = fma(p, r, 0.5)
        p = fma(p, r, 1)
        return fma(p, r, 1)
    }

    /// 2 to the power x.
    @inline(__always)
    static func exp2(_ x: Float) -> Float {
        var y = Double(x)
        y = y < -200 ? -200 : (y > 200 ? 200 : y)
        // The nearest integer lies in the low bits of the sum.
        let magic = 0x1.8p52
        let t = y + magic
        let r = (y - (t - magic)) * 0x1.62e42fefa39efp-1
        let p = expPolynomial(r)
        let scale = Double(bitPattern: (t.bitPattern &+ 1023) &<< 52)
        let result = Float(p * scale)
        return x == x ? result : x
    }

    /// Beyond this the two-part reduction loses bits.
    @inline(__always)
    static func isFarAngle(_ x: Float) -> Bool { Float32Math.magnitude(x) > 0x1p40 }

    /// x = n pi/2 + r: the sine and cosine of r, and n modulo 4 in the low bits of `quadrant`.
    @inline(__always)
    static func angle(_ x: Float) -> (sin: Double, cos: Double, quadrant: UInt64) {
        let y = Double(x)
        let magic = 0x1.8p52
        let t = fma(y, 0x1.45f306dc9c883p-1, magic)
        let n = t - magic
        let r = fma(-n, 0x1.1a62633145c07p-54, fma(-n, 0x1.921fb54442d18p+0, y))
        let z = r * r
        var p = fma(-0x1.994b3f7f000fap-13, z, 0x1.1107566fada69p-7)
        p = fma(p, z, -0x1.55554581396b1p-3)
        var q = fma(0x1.99ff4065ea1d7p-16, z, -0x1.6c0c814d72e36p-10)
        q = fma(q, z, 0x1.55554aa3b3b36p-5)
        q = fma(q, z, -0.5)
        return (fma(r * z, p, r), fma(q, z, 1), t.bitPattern)
    }

    @inline(__always)
    static func sin(_ x: Float) -> Float {
        let a = angle(x)
        let value = Float(a.quadrant & 1 == 0 ? a.sin : a.cos)
        let signed = a.quadrant & 2 == 0 ? value : -value
        return x == 0 ? x : signed
    }

    @inline(__always)
    static func cos(_ x: Float) -> Float {
        let a = angle(x)
        let value = Float(a.quadrant & 1 == 0 ? a.cos : a.sin)
        return (a.quadrant &+ 1) & 2 == 0 ? value : -value
    }

    @inline(__always)
    static func tan(_ x: Float) -> Float {
        let a = angle(x)
        let isOdd = a.quadrant & 1 != 0
        let value = Float((isOdd ? -a.cos : a.sin) / (isOdd ? a.sin : a.cos))
        return x == 0 ? x : value
    }
}
