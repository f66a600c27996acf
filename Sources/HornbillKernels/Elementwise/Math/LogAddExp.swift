// log(eᵃ + eᵇ) = larger + log(1 + e^(smaller - larger)). What rounds off the difference is an error of the power, and what
// rounds off the logarithm one of the result, which may be smaller than both terms: both are carried.
//
// Where eᵃ + eᵇ is next to 1, the terms cancel. The result is then as exact as the larger argument is, not as itself.
//
// To base 2 the power needs no multiple of ln 2 taken off, but its logarithm is a product with 1 / ln 2, in two parts as well: it
// is so much larger that what rounds off the power counts, too.
extension Float64Math {
    /// The larger argument, and what the smaller one is above it: at least `least`, and what rounds off the difference.
    @inline(__always)
    private static func compared(
        _ a: Double, _ b: Double, least: Double
    ) -> (larger: Double, difference: Double, lost: Double) {
        let isLess = a < b
        let larger = isLess ? b : a, smaller = isLess ? a : b
        // Of equal infinities, too.
        let difference = a == b ? 0 : smaller - larger
        let lead = smaller - difference
        let lost = (smaller - (difference + lead)) + (lead - larger)
        return (larger, difference < least ? least : difference, difference < 0 && difference > least ? lost : 0)
    }

    /// 2 to the power `biased` - 2048, in two factors.
    @inline(__always)
    private static func factors(_ biased: UInt64) -> (Double, Double) {
        let half = biased &>> 1
        return (biasedPowerOfTwo(half &- 1), biasedPowerOfTwo(biased &- half &- 1))
    }

    /// larger + step + more + tail, whose first terms may cancel; `ratio` is what `larger` was the larger argument of.
    @inline(__always)
    private static func sum(_ larger: Double, _ step: Double, _ more: Double, tail: Double, ratio: Double) -> Double {
        let first = larger + step, firstLead = first - larger
        let firstLost = (larger - (first - firstLead)) + (step - firstLead)
        let second = first + more, secondLead = second - first
        let secondLost = (first - (second - secondLead)) + (more - secondLead)
        // Of infinities nothing is lost, but their differences are no numbers.
        return magnitude(larger) == Double.infinity && ratio >= 0 ? larger : second + ((firstLost + secondLost) + tail)
    }

    /// The first step: the larger argument, and e to the power of their difference.
    @inline(__always)
    static func largerAndRatio(_ a: Double, _ b: Double) -> (larger: Double, ratio: Double) {
        let (larger, difference, lost) = compared(a, b, least: -746)
        let (biased, high, low) = reduce(difference)
        let rest = low + lost
        let r = high + rest
        let p = high + fma(r * r, expTail(r), rest) + 1
        let (scale, more) = factors(biased)
        return (larger, p * scale * more)
    }

    /// larger + log(1 + ratio), for ratios in 0 ... 1.
    @inline(__always)
    static func addLog1p(_ larger: Double, _ ratio: Double) -> Double {
        let u = 1 + ratio
        let (k, f) = split(u)
        let (halfSquare, rest) = logTail(f)
        let tail = (rest + fma(k, ln2Low, (ratio - (u - 1)) / u)) - halfSquare
        // 0 or ln 2, then f.
        return sum(larger, k * ln2High, f, tail: tail, ratio: ratio)
    }

    @inline(__always)
    static func logaddexp(_ a: Double, _ b: Double) -> Double {
        let (larger, ratio) = largerAndRatio(a, b)
        return addLog1p(larger, ratio)
    }

    /// The first step to base 2: 2 to the power of the difference, and what rounds off that.
    @inline(__always)
    static func binaryRatio(_ a: Double, _ b: Double) -> (ratio: Double, lost: Double) {
        let (_, power, rest) = compared(a, b, least: -1080)
        let magic = 0x1.8p52
        let t = power + magic
        let r = power - (t - magic)
        let biased = t.bitPattern &- magic.bitPattern &+ 2048
        let high = r * 0x1.62e42fefa39efp-1
        let low = fma(r, 0x1.62e42fefa39efp-1, -high) + fma(r, 0x1.abc9e3b39803fp-56, rest * 0x1.62e42fefa39efp-1)
        let whole = high + low
        let tail = fma(whole * whole, expTail(whole), low)
        let part = high + tail, p = part + 1
        let rounded = (tail - (part - high)) + (part - (p - 1))
        let (scale, more) = factors(biased)
        return (p * scale * more, rounded * scale * more)
    }

    /// The larger of both + log₂(1 + ratio + lost), for ratios in 0 ... 1.
    @inline(__always)
    static func addBinaryLog(_ a: Double, _ b: Double, _ ratio: Double, _ lost: Double) -> Double {
        let larger = a < b ? b : a
        let u = 1 + ratio
        let (k, f) = split(u)
        let (halfSquare, rest) = logTail(f)
        // log(1 + f) = top + bottom with 32 bits in top, times 1 / ln 2.
        let top = Double(bitPattern: (f - halfSquare).bitPattern & 0xffff_ffff_0000_0000)
        let bottom = (f - top - halfSquare) + (rest + ((ratio - (u - 1)) + lost) / u)
        let lead = top * 0x1.71547652b82fep+0
        let product = fma(top, 0x1.71547652b82fep+0, -lead)
        let tail = fma(bottom, 0x1.71547652b82fep+0, fma(top, 0x1.777d0ffda0d24p-56, bottom * 0x1.777d0ffda0d24p-56)) + product
        // 0 or 1, then the product.
        return sum(larger, k, lead, tail: tail, ratio: ratio)
    }

    @inline(__always)
    static func logaddexp2(_ a: Double, _ b: Double) -> Double {
        let (ratio, lost) = binaryRatio(a, b)
        return addBinaryLog(a, b, ratio, lost)
    }
}

extension Float32ByDouble {
    @inline(__always)
    static func logaddexp(_ a: Float, _ b: Float) -> Float { logOfSum(a, b, isBinary: false) }

    @inline(__always)
    static func logaddexp2(_ a: Float, _ b: Float) -> Float { logOfSum(a, b, isBinary: true) }

    /// - Parameter isBinary: whether powers and logarithm are to base 2, rather than e.
    @inline(__always)
    private static func logOfSum(_ a: Float, _ b: Float, isBinary: Bool) -> Float {
        let isLess = a < b
        let larger = Double(isLess ? b : a), smaller = Double(isLess ? a : b)
        let difference = (smaller - larger) * (isBinary ? 0x1.62e42fefa39efp-1 : 1)
        let ratio = exp(difference < -200 ? -200 : difference)
        let small = fma(ratio * -0.5, ratio, ratio) * (isBinary ? 0x1.71547652b82fep+0 : 1)
        let log = ratio < 0x1p-20 ? small : (isBinary ? log2Positive(1 + ratio) : logPositive(1 + ratio))
        let result = Float64Math.magnitude(larger) == Double.infinity ? larger : larger + log
        return a == a && b == b ? Float(result) : a + b
    }
}
