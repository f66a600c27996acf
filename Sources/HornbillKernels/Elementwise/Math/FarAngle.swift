// Sines, cosines and tangents of doubles beyond 2²⁰. Of x / (π/2) only what is left modulo 4 counts, and that is made of
// those binary digits of 2/π that x's last digit does not push beyond 4. Of them 254 are multiplied: the double that is
// nearest to a multiple of π/2 leaves 2⁻⁶², so that what remains is right to twice the digits of a double.
extension Float64Math {
    /// x = n π/2 + r + low for 2²⁰ <= x < ∞, with n modulo 4.
    private static func reduceFar(_ x: Double) -> (r: Double, low: Double, quadrant: UInt64) {
        let digits = (x.bitPattern & 0x000f_ffff_ffff_ffff) | 0x0010_0000_0000_0000
        // x = digits · 2ᵉ; the window begins with the digit of 2/π whose product with 2ᵉ is a multiple of 2.
        let exponent = Int(x.bitPattern &>> 52) &- 1075
        let start = exponent &+ 62
        let word = start / 64, shift = UInt64(start % 64)
        func window(_ index: Int) -> UInt64 {
            let high = twoOverPi[word &+ index], low = twoOverPi[word &+ index &+ 1]
            return shift == 0 ? high : (high &<< shift) | (low &>> (64 &- shift))
        }
        // The product modulo 2²⁵⁶, the lowest word last.
        var product: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var carry: UInt64 = 0
        func times(_ word: UInt64) -> UInt64 {
            let (high, low) = digits.multipliedFullWidth(by: word)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            carry = high &+ (overflow ? 1 : 0)
            return sum
        }
        product.3 = times(window(3))
        product.2 = times(window(2))
        product.1 = times(window(1))
        product.0 = times(window(0))
        var quadrant = product.0 &>> 62
        var (a, b, c) = (
            (product.0 &<< 2) | (product.1 &>> 62), (product.1 &<< 2) | (product.2 &>> 62),
            (product.2 &<< 2) | (product.3 &>> 62)
        )
        // To the nearest multiple.
        let isBelow = a &>> 63 != 0
        if isBelow {
            quadrant = quadrant &+ 1
            (a, b, c) = (~a, ~b, ~c)
        }
        // The leading digit to the front: the fraction is a and what follows, times 2^-zeros.
        var zeros = 0
        if a == 0 {
            (a, b, c) = (b, c, 0)
            zeros = 64
        }
        let lead = UInt64(a.leadingZeroBitCount & 63)
        if lead > 0 {
            (a, b) = ((a &<< lead) | (b &>> (64 &- lead)), (b &<< lead) | (c &>> (64 &- lead)))
            zeros = zeros &+ Int(lead)
        }
        let unit = biasedPowerOfTwo(UInt64(1023 &- 53 &- zeros))
        let high = Double(a &>> 11) * unit
        let rest = Double(((a & 0x7ff) &<< 42) | (b &>> 22)) * unit * 0x1p-53
        let product1 = high * 0x1.921fb54442d18p+0
        let lost = fma(high, 0x1.921fb54442d18p+0, -product1) + fma(high, 0x1.1a62633145c07p-54, rest * 0x1.921fb54442d18p+0)
        let r = product1 + lost, low = lost - (r - product1)
        return (isBelow ? -r : r, isBelow ? -low : low, quadrant)
    }

    private static func farAngle(
        _ x: Double
    ) -> (sin: Double, cos: Double, sinLow: Double, cosLow: Double, quadrant: UInt64) {
        let (r, low, quadrant) = reduceFar(magnitude(x))
        return angle(r, low, quadrant)
    }

    static func farSin(_ x: Double) -> Double {
        guard x.isFinite else { return .nan }
        let value = sin(farAngle(x))
        return x < 0 ? -value : value
    }

    static func farCos(_ x: Double) -> Double { x.isFinite ? cos(farAngle(x)) : .nan }

    static func farTan(_ x: Double) -> Double {
        guard x.isFinite else { return .nan }
        let value = tan(farAngle(x))
        return x < 0 ? -value : value
    }
}

/// The binary digits of 2/π after the point, behind 64 zeros.
private let twoOverPi: [UInt64] = [
    0x0000_0000_0000_0000, 0xa2f9_836e_4e44_1529, 0xfc27_57d1_f534_ddc0, 0xdb62_9599_3c43_9041, 0xfe51_63ab_debb_c561,
    0xb724_6e3a_424d_d2e0, 0x0649_2eea_09d1_921c, 0xfe1d_eb1c_b129_a73e, 0xe882_35f5_2ebb_4484, 0xe99c_7026_b45f_7e41,
    0x3991_d639_8353_39f4, 0x9c84_5f8b_bdf9_283b, 0x1ff8_97ff_de05_980f, 0xef2f_118b_5a0a_6d1f, 0x6d36_7ecf_27cb_09b7,
    0x4f46_3f66_9e5f_ea2d, 0x7527_bac7_ebe5_f17b, 0x3d07_39f7_8a52_92ea, 0x6bfb_5fb1_1f8d_5d08, 0x5603_3046_fc7b_6bab,
    0xf0cf_bc20_9af4_361d, 0xa9e3_9161_5ee6_1b08,
]
