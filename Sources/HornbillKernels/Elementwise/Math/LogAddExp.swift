// log(eᵃ + eᵇ) = larger + log(1 + e^(smaller - larger)). What rounds off the difference is an error of the power, and what
// rounds off the logarithm one of the result, which may be smaller than both terms: both are carried.
//
// Where eᵃ + eᵇ is next to 1, the terms cancel. The result is then as exact as the larger argument is, not as itself.
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
}
