extension Float64Math {
    /// What a point's angle is to the nearer axis or, beyond π/8 from it, to the diagonal: the tangent, within tan(π/8), and
    /// what rounding lost of it.
    @inline(__always)
    static func tangent(_ y: Double, _ x: Double) -> (Double, Double) {
        let infinity = Double.infinity
        let a = magnitude(x), b = magnitude(y)
        var larger = b > a ? b : a
        var smaller = b > a ? a : b
        // Sums of the largest numbers would overflow, quotients of the smallest lose digits.
        let scale = larger > 0x1p1000 ? 0x1p-100 : (larger < 0x1p-900 ? 0x1p100 : 1)
        larger = larger * scale
        smaller = smaller * scale
        // Infinite points lie on the axes and the diagonals, the origin on an axis.
        let areInfinite = a == infinity && b == infinity, isInfinite = larger == infinity
        smaller = areInfinite ? 1 : (isInfinite ? 0 : smaller)
        larger = isInfinite || larger == 0 ? 1 : larger
        let isNearDiagonal = smaller > tangentOfSixteenth * larger
        let difference = smaller - larger, sum = smaller + larger
        let numerator = isNearDiagonal ? difference : smaller, denominator = isNearDiagonal ? sum : larger
        let inverse = 1 / denominator
        let u = numerator * inverse
        // What rounding lost of the difference, the sum and the quotient.
        let differenceLost = smaller - (difference + larger), sumLost = smaller - (sum - larger)
        let lost = isNearDiagonal ? fma(-u, sumLost, differenceLost) : 0
        return (u, (fma(-u, denominator, numerator) + lost) * inverse)
    }

    @inline(__always) private static var tangentOfSixteenth: Double { 0.41421356237309503 }

    /// The angle of the point (x, y), within 1 ulp, with the special values of C's libm, from its `tangent`.
    @inline(__always)
    static func atan2(_ y: Double, _ x: Double, _ u: Double, _ rest: Double) -> Double {
        let infinity = Double.infinity
        let a = magnitude(x), b = magnitude(y)
        let isSteep = b > a
        let larger = isSteep ? b : a, smaller = isSteep ? a : b
        // Below the smallest numbers whose product with the tangent is exact enough, the scaled ones decide.
        let scale = larger > 0x1p1000 ? 0x1p-100 : (larger < 0x1p-900 ? 0x1p100 : 1)
        let isNearDiagonal = smaller * scale > tangentOfSixteenth * (larger * scale) || a == infinity && b == infinity
        let z = u * u
        var p = fma(0x1.0ab95de8a25bdp-6, z, -0x1.1b27f7e727882p-5)
        p = fma(p, z, 0x1.74d941aed9f0cp-5)
        p = fma(p, z, -0x1.ac7992eaec412p-5)
        p = fma(p, z, 0x1.e199f0e00094cp-5)
        p = fma(p, z, -0x1.110e868669227p-4)
        p = fma(p, z, 0x1.3b1392c44b16bp-4)
        p = fma(p, z, -0x1.745d165d3495dp-4)
        p = fma(p, z, 0x1.c71c71c300ddbp-4)
        p = fma(p, z, -0x1.249249248d79dp-3)
        p = fma(p, z, 0x1.9999999999953p-3)
        p = fma(p, z, -0x1.5555555555555p-2)
        let bend = fma(u * z, p, rest)
        // From there counted in eighths of the circle, with a sign that says on which side; π/4 in two parts.
        let isLeft = x.bitPattern &>> 63 != 0
        let diagonal: Double = isNearDiagonal ? 1 : 0
        let steep = isSteep ? 2 - diagonal : diagonal
        let eighths = isLeft ? 4 - steep : steep
        let isBackwards = isSteep != isLeft
        let signed = isBackwards ? -u : u
        let small = fma(eighths, 0x1.1a62633145c07p-55, isBackwards ? -bend : bend)
        let result = fma(eighths, 0x1.921fb54442d18p-1, signed + small)
        let isNaN = x != x || y != y
        return isNaN ? x + y : withSign(result, of: y)
    }

    @inline(__always)
    static func atan2(_ y: Double, _ x: Double) -> Double {
        let (u, rest) = tangent(y, x)
        return atan2(y, x, u, rest)
    }

    /// The angle whose tangent is x.
    @inline(__always)
    static func atan(_ x: Double) -> Double {
        let y = magnitude(x)
        let isSteep = y > 2.414213562373095, isMiddle = y > tangentOfSixteenth
        let difference = y - 1, sum = y + 1
        let numerator = isSteep ? -1 : (isMiddle ? difference : y), denominator = isSteep ? y : (isMiddle ? sum : 1)
        let inverse = 1 / denominator
        let u = numerator * inverse
        let differenceLost = y - (difference + 1), sumLost = y - (sum - 1)
        let lost = isMiddle && !isSteep ? fma(-u, sumLost, differenceLost) : 0
        let isInfinite = y == Double.infinity
        let rest = isInfinite ? 0 : (fma(-u, denominator, numerator) + lost) * inverse
        let z = u * u
        var p = fma(0x1.0ab95de8a25bdp-6, z, -0x1.1b27f7e727882p-5)
        p = fma(p, z, 0x1.74d941aed9f0cp-5)
        p = fma(p, z, -0x1.ac7992eaec412p-5)
        p = fma(p, z, 0x1.e199f0e00094cp-5)
        p = fma(p, z, -0x1.110e868669227p-4)
        p = fma(p, z, 0x1.3b1392c44b16bp-4)
        p = fma(p, z, -0x1.745d165d3495dp-4)
        p = fma(p, z, 0x1.c71c71c300ddbp-4)
        p = fma(p, z, -0x1.249249248d79dp-3)
        p = fma(p, z, 0x1.9999999999953p-3)
        p = fma(p, z, -0x1.5555555555555p-2)
        let eighths: Double = isSteep ? 2 : (isMiddle ? 1 : 0)
        let small = fma(eighths, 0x1.1a62633145c07p-55, fma(u * z, p, rest))
        return x == x ? withSign(magnitude(fma(eighths, 0x1.921fb54442d18p-1, u + small)), of: x) : x
    }
}
