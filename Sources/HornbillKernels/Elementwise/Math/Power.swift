// Powers of doubles, within 1 ulp: the logarithm needs as many more digits than a double as the exponent's magnitude has,
// so that it is carried in two doubles.
extension Float64Math {
    /// Whether x to the power y is a matter for libm: x not a positive normal number, or y not finite.
    @inline(__always)
    static func isHardPower(_ x: Double, _ y: Double) -> Bool {
        !(x >= 0x1p-1022 && x < Double.infinity && magnitude(y) < Double.infinity)
    }

    /// log₂ x in two parts, for normal x > 0.
    @inline(__always)
    static func preciseLog2(_ x: Double) -> (high: Double, low: Double) {
        let (k, f) = split(x)
        // log(1 + f) = 2 s + s z (2/3 + z Q(z)) with s = f / (2 + f) and z = s².
        let sum = 2 + f, sumLow = f - (sum - 2)
        let s = f / sum
        let sLow = fma(-s, sumLow, fma(-s, sum, f)) / sum
        let z = s * s, zLow = fma(s, s, -z) + 2 * s * sLow
        var q = fma(0x1.e02d2e47f27ffp-4, z, 0x1.df7ce8ed4e89fp-4)
        q = fma(q, z, 0x1.1118c741dff2ap-3)
        q = fma(q, z, 0x1.3b1395d55aab5p-3)
        q = fma(q, z, 0x1.745d177a8d728p-3)
        q = fma(q, z, 0x1.c71c71c6eaab3p-3)
        q = fma(q, z, 0x1.2492492492521p-2)
        q = fma(q, z, 0x1.999999999999ap-2)
        // 2/3 in two parts.
        let c = 0x1.5555555555555p-1, cLow = 0x1.5555555555555p-55
        let a = z * c, aLow = fma(z, c, -a) + fma(z, cLow, zLow * c)
        let tail = z * z * q
        let w = a + tail, wLow = ((a - w) + tail) + aLow
        let m = s * w, mLow = fma(s, w, -m) + fma(s, wLow, sLow * w)
        let twice = s + s
        let log = twice + m, logLow = ((twice - log) + m) + (mLow + 2 * sLow)
        // To base 2.
        let e = 0x1.71547652b82fep+0, eLow = 0x1.777d0ffda0d24p-56
        let part = log * e, partLow = fma(log, e, -part) + fma(log, eLow, logLow * e)
        let high = k + part
        return (high, ((k - high) + part) + partLow)
    }

    /// 2 to the power high + low, where high is up to 1100 from 0.
    @inline(__always)
    static func powerOfTwo(_ high: Double, _ low: Double) -> Double {
        let magic = 0x1.8p52
        let t = high + magic
        let r = (high - (t - magic)) + low
        let biased = t.bitPattern &- magic.bitPattern &+ 2048
        let x = r * 0x1.62e42fefa39efp-1
        let xLow = fma(r, 0x1.62e42fefa39efp-1, -x) + r * 0x1.abc9e3b39803fp-56
        let p = x + fma(x * x, expTail(x), xLow) + 1
        let half = biased &>> 1
        return p * biasedPowerOfTwo(half &- 1) * biasedPowerOfTwo(biased &- half &- 1)
    }

    /// y log₂ x in two parts, limited to what matters.
    @inline(__always)
    static func powerExponent(_ x: Double, _ y: Double) -> (high: Double, low: Double) {
        let (log, logLow) = preciseLog2(x)
        let high = y * log, low = fma(y, log, -high) + y * logLow
        let isOver = high > 1050, isUnder = high < -1100
        return (isOver ? 1050 : (isUnder ? -1100 : high), isOver || isUnder ? 0 : low)
    }
}
