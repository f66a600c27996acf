import CIntrinsics
import Glibc

/// Functions of a complex number, with the special values and branch cuts of the Array API standard (which are those of
/// C's Annex G); products and quotients are NumPy's.
enum ComplexMath {
    /// x / y by Smith's method: scaled by the larger part of y, so that nothing overflows on the way.
    @inline(__always)
    static func divide<Real: RealPart>(_ x: Complex<Real>, _ y: Complex<Real>) -> Complex<Real> {
        let isWide = y.real.magnitude >= y.imaginary.magnitude
        let larger = isWide ? y.real : y.imaginary, smaller = isWide ? y.imaginary : y.real
        let ratio = smaller / larger
        let scale = 1 / (larger + smaller * ratio)
        let a = isWide ? x.real + x.imaginary * ratio : x.real * ratio + x.imaginary
        let b = isWide ? x.imaginary - x.real * ratio : x.imaginary * ratio - x.real
        // By zero, each part is divided for itself: that gives infinities, or NaN for zero.
        return y.isZero ? Complex(x.real * Real.infinity, x.imaginary * Real.infinity) : Complex(a * scale, b * scale)
    }

    /// 1 / z, likewise. (`divide` would lose signs of zeros.)
    @inline(__always)
    static func reciprocal<Real: RealPart>(_ z: Complex<Real>) -> Complex<Real> {
        let isWide = z.real.magnitude >= z.imaginary.magnitude
        let larger = isWide ? z.real : z.imaginary, smaller = isWide ? z.imaginary : z.real
        let ratio = smaller / larger
        let scale = 1 / (larger + smaller * ratio)
        let inverse = Complex(isWide ? scale : ratio * scale, isWide ? -(ratio * scale) : -scale)
        return z.isZero ? Complex(Real.infinity, Real.nan) : inverse
    }

    @inline(__always)
    static func reciprocal(_ z: Complex<Float>) -> Complex<Float> { narrow(reciprocal(widen(z))) }

    @inline(__always)
    static func divide(_ x: Complex<Float>, _ y: Complex<Float>) -> Complex<Float> {
        narrow(divide(widen(x), widen(y)))
    }

    @inline(__always)
    static func widen(_ z: Complex<Float>) -> Complex<Double> { Complex(Double(z.real), Double(z.imaginary)) }

    @inline(__always)
    static func narrow(_ z: Complex<Double>) -> Complex<Float> { Complex(Float(z.real), Float(z.imaginary)) }

    @inline(__always)
    static func square<Real: RealPart>(_ z: Complex<Real>) -> Complex<Real> { z * z }

    @inline(__always)
    static func conjugate<Real: RealPart>(_ z: Complex<Real>) -> Complex<Real> { Complex(z.real, -z.imaginary) }

    /// Where the squares of the parts neither overflow nor lose digits.
    @inline(__always)
    static func isHardMagnitude(_ z: Complex<Float>) -> Bool {
        let x = Float32Math.magnitude(z.real), y = Float32Math.magnitude(z.imaginary)
        let larger = x > y ? x : y
        return !(larger < 0x1p60 && larger > 0x1p-45 && x + y == x + y)
    }

    @inline(__always)
    static func easyMagnitude(_ z: Complex<Float>) -> Float {
        hbi_sqrt_f32(Float32Math.fma(z.real, z.real, z.imaginary * z.imaginary))
    }

    /// Where the squares of the parts are exact to rounding; elsewhere `hypot` must do.
    @inline(__always)
    static func isHardMagnitude(_ z: Complex<Double>) -> Bool {
        let x = Float64Math.magnitude(z.real), y = Float64Math.magnitude(z.imaginary)
        let larger = x > y ? x : y
        return !(larger < 0x1p500 && larger > 0x1p-400 && x + y == x + y)
    }

    @inline(__always)
    static func easyMagnitude(_ z: Complex<Double>) -> Double {
        hbi_sqrt_f64(z.real * z.real + z.imaginary * z.imaginary)
    }

    @inline(__always)
    static func isHardExp(_ z: Complex<Double>) -> Bool {
        !(Float64Math.magnitude(z.real) < 700 && Float64Math.magnitude(z.imaginary) < 0x1p20)
    }

    /// e^z where `isHardExp` is false.
    @inline(__always)
    static func easyExp(_ z: Complex<Double>) -> Complex<Double> {
        let size = Float64Math.exp(z.real)
        return Complex(size * Float64Math.cos(z.imaginary), size * Float64Math.sin(z.imaginary))
    }

    /// log z where `isHardMagnitude` is false.
    ///
    /// Near the unit circle log |z| is small, and log1p(|z|² - 1) must be taken of a difference that is exact beyond the
    /// rounding of the squares.
    @inline(__always)
    static func easyLog(_ z: Complex<Double>) -> Complex<Double> {
        let x = Float64Math.magnitude(z.real), y = Float64Math.magnitude(z.imaginary)
        let larger = x > y ? x : y, smaller = x > y ? y : x
        let high = larger * larger, low = smaller * smaller
        let highRest = Float64Math.fma(larger, larger, -high), lowRest = Float64Math.fma(smaller, smaller, -low)
        let part = high - 1
        let partRest = high - (part + 1)
        let excess = (part + low) + (partRest + highRest + lowRest)
        let square = high + low
        let isNear = square > 0.5 && square < 3
        let near = Float64Math.log1p(isNear ? excess : 0), far = Float64Math.log(square)
        return Complex((isNear ? near : far) * 0.5, Float64Math.atan2(z.imaginary, z.real))
    }

    /// A C function of one or two numbers as a function of Swift's.
    @inline(__always)
    private static func viaC(_ call: (UnsafeMutablePointer<Double>) -> Void) -> Complex<Double> {
        var parts = (0.0, 0.0)
        withUnsafeMutableBytes(of: &parts) { bytes in
            // Two doubles lie there.
            call(bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Double.self))
        }
        return Complex(parts.0, parts.1)
    }

    static func exp(_ z: Complex<Double>) -> Complex<Double> { viaC { hbi_cexp(z.real, z.imaginary, $0) } }
    static func log(_ z: Complex<Double>) -> Complex<Double> { viaC { hbi_clog(z.real, z.imaginary, $0) } }

    /// e^z - 1 = (e^x - 1) cos y - 2 sin²(y/2) + i e^x sin y, in which nothing cancels near 0.
    static func expm1(_ z: Complex<Double>) -> Complex<Double> {
        guard z.real.isFinite, z.imaginary.isFinite, z.real < 700 else {
            let power = exp(z)
            return Complex(power.real - 1, power.imaginary)
        }
        let half = Glibc.sin(z.imaginary / 2)
        // The standard wants 0 for -0, which adding 0 gives.
        return Complex(
            Glibc.expm1(z.real) * Glibc.cos(z.imaginary) - 2 * half * half + 0,
            Glibc.exp(z.real) * Glibc.sin(z.imaginary))
    }

    /// log(1 + z): near 0 from |1 + z|² - 1 = x (2 + x) + y², which does not lose what 1 + x would round away.
    static func log1p(_ z: Complex<Double>) -> Complex<Double> {
        let x = z.real, y = z.imaginary
        guard x.magnitude < 0.5, y.magnitude < 0.5 else { return log(Complex(1 + x, y)) }
        return Complex(Glibc.log1p(x * (2 + x) + y * y) / 2, Glibc.atan2(y, 1 + x))
    }

    @inline(__always) static var perLog2: Double { 1.44269504088896340736 }
    @inline(__always) static var perLog10: Double { 0.434294481903251827651 }

    @inline(__always)
    static func scaled(_ z: Complex<Double>, _ factor: Double) -> Complex<Double> {
        Complex(z.real * factor, z.imaginary * factor)
    }

    /// x to the power y. Small integer powers are products, whose rounding errors are smaller.
    static func power(_ x: Complex<Double>, _ y: Complex<Double>) -> Complex<Double> {
        if y.isZero { return Complex(1) }
        if x.isZero {
            if y.real > 0 { return Complex(0) }
            return Complex(.nan, .nan)
        }
        if y.imaginary == 0, y.real == y.real.rounded(), y.real.magnitude <= 64 {
            var exponent = Int(y.real.magnitude), base = x, product = Complex(1.0)
            while true {
                if exponent & 1 == 1 { product = exponent == Int(y.real.magnitude) && exponent == 1 ? base : product * base }
                exponent >>= 1
                if exponent == 0 { break }
                base = base * base
            }
            return y.real < 0 ? divide(Complex(1), product) : product
        }
        if !isHardMagnitude(x) {
            let exponent = y * easyLog(x)
            if !isHardExp(exponent) { return easyExp(exponent) }
        }
        return viaC { hbi_cpow(x.real, x.imaginary, y.real, y.imaginary, $0) }
    }

    /// z / |z|; 0 for 0.
    static func sign(_ z: Complex<Double>) -> Complex<Double> {
        let x = z.real, y = z.imaginary
        if x.isInfinite || y.isInfinite {
            // Only along an axis is the direction of infinity known.
            if x.isInfinite && y.isInfinite { return Complex(.nan, .nan) }
            return x.isInfinite ? Complex(Double(signOf: x, magnitudeOf: 1)) : Complex(0, Double(signOf: y, magnitudeOf: 1))
        }
        let size = Glibc.hypot(x, y)
        if size == 0 { return Complex(0) }
        if size.isInfinite { return sign(Complex(x / 4, y / 4)) }
        return Complex(x / size, y / size)
    }

    @inline(__always)
    static func rsqrt(_ z: Complex<Double>) -> Complex<Double> {
        withUnsafeTemporaryAllocation(of: Complex<Double>.self, capacity: 1) { buffer in
            let root = buffer.baseAddress.unsafelyUnwrapped
            root.initialize(to: z)
            hbi_csqrt_c128(root, root, root, root, 1)
            return divide(Complex(1), root.pointee)
        }
    }
}
