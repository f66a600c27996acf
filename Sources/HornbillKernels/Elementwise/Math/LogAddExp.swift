// log(eᵃ + eᵇ) = larger + log(1 + e^(smaller - larger)). What rounds off the difference is an error of the power, and what
// rounds off the logarithm one of the result, which may be smaller than both terms: both are carried.
//
// Where eᵃ + eᵇ is next to 1, the terms cancel. The result is then as exact as the larger argument is, not as itself.
//
// To base 2 the power needs no multiple of ln 2 taken off, but its logarithm is a product with 1 / ln 2, in two parts as well: it
// is so much larger that what rounds off the power counts, too.
extension Float64Math {
    /// The first step: the larger argument, and e to the power of their difference.
    @inline(__always)
    static func largerAndRatio(_ a: Double, _ b: Double) -> (larger: Double, ratio: Double) {
        let isLess = a < b
        let larger = isLess ? b : a, smaller = isLess ? a : b
        // Of equal infinities, too.
        let difference = a == b ? 0 : smaller - larger
        let lead = smaller - difference
        let lost = (smaller - (difference + lead)) + (lead - larger)
        let (biased, high, low) = reduce(difference < -746 ? -746 : difference)
        let rest = low + (difference < 0 && difference > -746 ? lost : 0)
        let r = high + rest
        let p = high + fma(r * r, expTail(r), rest) + 1
        let half = biased &>> 1
        return (larger, p * biasedPowerOfTwo(half &- 1) * biasedPowerOfTwo(biased &- half &- 1))
    }

    /// larger + log(1 + ratio), for ratios in 0 ... 1.
    @inline(__always)
    static func addLog1p(_ larger: Double, _ ratio: Double) -> Double {
        let u = 1 + ratio
        let (k, f) = split(u)
        let (halfSquare, rest) = logTail(f)
        let tail = (rest + fma(k, ln2Low, (ratio - (u - 1)) / u)) - halfSquare
        // 0 or ln 2, then f.
        let step = k * ln2High
        let first = larger + step, firstLead = first - larger
        let firstLost = (larger - (first - firstLead)) + (step - firstLead)
        let second = first + f, secondLead = second - first
        let secondLost = (first - (second - secondLead)) + (f - secondLead)
        let result = second + ((firstLost + secondLost) + tail)
        // Of infinities nothing is lost, but their differences are no numbers.
        return magnitude(larger) == Double.infinity && ratio >= 0 ? larger : result
    }

    @inline(__always)
    static func logaddexp(_ a: Double, _ b: Double) -> Double {
        let (larger, ratio) = largerAndRatio(a, b)
        return addLog1p(larger, ratio)
    }

    /// The first step to base 2: 2 to the power of the difference, and what rounds off that.
    @inline(__always)
    static func binaryRatio(_ a: Double, _ b: Double) -> (ratio: Double, lost: Double) {
        let isLess = a < b
        let larger = isLess ? b : a, smaller = isLess ? a : b
        let difference = a == b ? 0 : smaller - larger
        let lead = smaller - difference
        let lost = (smaller - (difference + lead)) + (lead - larger)
        let power = difference < -1080 ? -1080 : difference
        let magic = 0x1.8p52
        let t = power + magic
        let r = power - (t - magic), rest = difference < 0 && difference > -1080 ? lost : 0
        let biased = t.bitPattern &- magic.bitPattern &+ 2048
        let high = r * 0x1.62e42fefa39efp-1
        let low = fma(r, 0x1.62e42fefa39efp-1, -high) + fma(r, 0x1.abc9e3b39803fp-56, rest * 0x1.62e42fefa39efp-1)
        let whole = high + low
        let tail = fma(whole * whole, expTail(whole), low)
        let part = high + tail, p = part + 1
        let rounded = (tail - (part - high)) + (part - (p - 1))
        let half = biased &>> 1
        let scale = biasedPowerOfTwo(half &- 1), more = biasedPowerOfTwo(biased &- half &- 1)
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
        let first = larger + k, firstLead = first - larger
        let firstLost = (larger - (first - firstLead)) + (k - firstLead)
        let second = first + lead, secondLead = second - first
        let secondLost = (first - (second - secondLead)) + (lead - secondLead)
        let result = second + ((firstLost + secondLost) + tail)
        return magnitude(larger) == Double.infinity && ratio >= 0 ? larger : result
    }

    @inline(__always)
    static func logaddexp2(_ a: Double, _ b: Double) -> Double {
        let (ratio, lost) = binaryRatio(a, b)
        return addBinaryLog(a, b, ratio, lost)
    }
}

extension Float32ByDouble {
    @inline(__always)
    static func logaddexp(_ a: Float, _ b: Float) -> Float {
        let isLess = a < b
        let larger = Double(isLess ? b : a), smaller = Double(isLess ? a : b)
        let difference = smaller - larger
        let ratio = exp(difference < -200 ? -200 : difference)
        let log = ratio < 0x1p-20 ? fma(ratio * -0.5, ratio, ratio) : logPositive(1 + ratio)
        let result = Float64Math.magnitude(larger) == Double.infinity ? larger : larger + log
        return a == a && b == b ? Float(result) : a + b
    }

    @inline(__always)
    static func logaddexp2(_ a: Float, _ b: Float) -> Float {
        let isLess = a < b
        let larger = Double(isLess ? b : a), smaller = Double(isLess ? a : b)
        let difference = smaller - larger
        let ratio = exp((difference < -250 ? -250 : difference) * 0x1.62e42fefa39efp-1)
        let small = fma(ratio * -0.5, ratio, ratio) * 0x1.71547652b82fep+0
        let log = ratio < 0x1p-20 ? small : log2Positive(1 + ratio)
        let result = Float64Math.magnitude(larger) == Double.infinity ? larger : larger + log
        return a == a && b == b ? Float(result) : a + b
    }
}
