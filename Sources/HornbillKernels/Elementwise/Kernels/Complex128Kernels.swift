import CIntrinsics
import Glibc

private typealias C128 = Complex<Double>

/// The complex128 kernels: arithmetic in vectors, C's functions one by one.
func registerComplex128(_ table: inout KernelTable) {
    registerComplex128Arithmetic(&table)
    registerComplex128Functions(&table)
    registerComplex128Comparisons(&table)
}

private func registerComplex128Arithmetic(_ table: inout KernelTable) {
    // What happens to each part alone happens to twice as many real numbers.
    table.set(.negative, .complex128) { d, a, _, _, n in map1(d, a, n &* 2) { (x: Double) -> Double in -x } }
    table.set(.round, .complex128) { d, a, _, _, n in map1(d, a, n &* 2) { (x: Double) -> Double in x.rounded(.toNearestOrEven) } }
    table.set(.add, .complex128) { d, a, b, _, n in map2(d, a, b, n &* 2) { (x: Double, y: Double) -> Double in x + y } }
    table.set(.subtract, .complex128) { d, a, b, _, n in map2(d, a, b, n &* 2) { (x: Double, y: Double) -> Double in x - y } }
    table.set(.multiply, .complex128, kernel: hbi_multiply_c128)
    table.set(.divide, .complex128) { d, a, b, _, n in map2(d, a, b, n) { (x: C128, y: C128) -> C128 in ComplexMath.divide(x, y) } }
    table.set(.reciprocal, .complex128) { d, a, _, _, n in map1(d, a, n) { (z: C128) -> C128 in ComplexMath.reciprocal(z) } }
    table.set(.square, .complex128) { d, a, _, _, n in map1(d, a, n) { (z: C128) -> C128 in ComplexMath.square(z) } }
    table.set(.conj, .complex128) { d, a, _, _, n in map1(d, a, n) { (z: C128) -> C128 in ComplexMath.conjugate(z) } }
    table.set(.real, .complex128) { d, a, _, _, n in map1(d, a, n) { (z: C128) -> Double in z.real } }
    table.set(.imag, .complex128) { d, a, _, _, n in map1(d, a, n) { (z: C128) -> Double in z.imaginary } }
    table.set(.complex, .float64) { d, a, b, _, n in map2(d, a, b, n) { (x: Double, y: Double) -> C128 in C128(x, y) } }
    table.set(.abs, .complex128) { d, a, _, _, n in
        map1(
            d, a, n, hard: ComplexMath.isHardMagnitude, slow: { (z: C128) -> Double in Glibc.hypot(z.real, z.imaginary) },
            ComplexMath.easyMagnitude)
    }
    table.set(.select, .complex128) { d, a, b, c, n in
        map3(d, a, b, c, n) { (condition: UInt8, x: C128, y: C128) -> C128 in condition != 0 ? x : y }
    }
    table.set(.multiplyAdd, .complex128) { d, a, b, c, n in
        map3(d, a, b, c, n) { (x: C128, y: C128, z: C128) -> C128 in x * y + z }
    }
}

private func registerComplex128Functions(_ table: inout KernelTable) {
    table.set(.exp, .complex128) { d, a, _, _, n in
        map1(d, a, n, hard: ComplexMath.isHardExp, slow: ComplexMath.exp, ComplexMath.easyExp)
    }
    table.set(.log, .complex128) { d, a, _, _, n in
        map1(
            d, a, n, hard: { (z: C128) -> Bool in ComplexMath.isHardMagnitude(z) },
            slow: { (z: C128) -> C128 in ComplexMath.log(z) }
        ) { (z: C128) -> C128 in ComplexMath.easyLog(z) }
    }
    table.set(.log2, .complex128) { d, a, _, _, n in
        map1(
            d, a, n, hard: { (z: C128) -> Bool in ComplexMath.isHardMagnitude(z) },
            slow: { (z: C128) -> C128 in ComplexMath.scaled(ComplexMath.log(z), ComplexMath.perLog2) }
        ) { (z: C128) -> C128 in ComplexMath.scaled(ComplexMath.easyLog(z), ComplexMath.perLog2) }
    }
    table.set(.log10, .complex128) { d, a, _, _, n in
        map1(
            d, a, n, hard: { (z: C128) -> Bool in ComplexMath.isHardMagnitude(z) },
            slow: { (z: C128) -> C128 in ComplexMath.scaled(ComplexMath.log(z), ComplexMath.perLog10) }
        ) { (z: C128) -> C128 in ComplexMath.scaled(ComplexMath.easyLog(z), ComplexMath.perLog10) }
    }
    table.set(.expm1, .complex128) { d, a, _, _, n in each1(d, a, n) { (z: C128) -> C128 in ComplexMath.expm1(z) } }
    table.set(.log1p, .complex128) { d, a, _, _, n in each1(d, a, n) { (z: C128) -> C128 in ComplexMath.log1p(z) } }
    table.set(.sign, .complex128) { d, a, _, _, n in each1(d, a, n) { (z: C128) -> C128 in ComplexMath.sign(z) } }
    table.set(.rsqrt, .complex128) { d, a, _, _, n in each1(d, a, n) { (z: C128) -> C128 in ComplexMath.rsqrt(z) } }
    table.set(.power, .complex128) { d, a, b, _, n in each2(d, a, b, n) { (x: C128, y: C128) -> C128 in ComplexMath.power(x, y) } }
    table.set(.angle, .complex128) { d, a, _, _, n in map1(d, a, n) { (z: C128) -> Double in Float64Math.atan2(z.imaginary, z.real) } }
    table.set(.sqrt, .complex128, kernel: hbi_csqrt_c128)
    table.set(.sin, .complex128, kernel: hbi_csin_c128)
    table.set(.cos, .complex128, kernel: hbi_ccos_c128)
    table.set(.tan, .complex128, kernel: hbi_ctan_c128)
    table.set(.asin, .complex128, kernel: hbi_casin_c128)
    table.set(.acos, .complex128, kernel: hbi_cacos_c128)
    table.set(.atan, .complex128, kernel: hbi_catan_c128)
    table.set(.sinh, .complex128, kernel: hbi_csinh_c128)
    table.set(.cosh, .complex128, kernel: hbi_ccosh_c128)
    table.set(.tanh, .complex128, kernel: hbi_ctanh_c128)
    table.set(.asinh, .complex128, kernel: hbi_casinh_c128)
    table.set(.acosh, .complex128, kernel: hbi_cacosh_c128)
    table.set(.atanh, .complex128, kernel: hbi_catanh_c128)
}

private func registerComplex128Comparisons(_ table: inout KernelTable) {
    table.set(.isnan, .complex128) { d, a, _, _, n in map1(d, a, n) { (z: C128) -> UInt8 in z.real != z.real || z.imaginary != z.imaginary ? 1 : 0 } }
    table.set(.isinf, .complex128) { d, a, _, _, n in
        map1(d, a, n) { (z: C128) -> UInt8 in
            Float64Math.magnitude(z.real) == Double.infinity || Float64Math.magnitude(z.imaginary) == Double.infinity ? 1 : 0
        }
    }
    table.set(.isfinite, .complex128) { d, a, _, _, n in
        map1(d, a, n) { (z: C128) -> UInt8 in
            Float64Math.magnitude(z.real) < Double.infinity && Float64Math.magnitude(z.imaginary) < Double.infinity ? 1 : 0
        }
    }
    table.set(.logicalNot, .complex128) { d, a, _, _, n in map1(d, a, n) { (z: C128) -> UInt8 in z.isZero ? 1 : 0 } }
    table.set(.equal, .complex128) { d, a, b, _, n in map2(d, a, b, n) { (x: C128, y: C128) -> UInt8 in x.real == y.real && x.imaginary == y.imaginary ? 1 : 0 } }
    table.set(.notEqual, .complex128) { d, a, b, _, n in map2(d, a, b, n) { (x: C128, y: C128) -> UInt8 in x.real != y.real || x.imaginary != y.imaginary ? 1 : 0 } }
    table.set(.logicalAnd, .complex128) { d, a, b, _, n in map2(d, a, b, n) { (x: C128, y: C128) -> UInt8 in !x.isZero && !y.isZero ? 1 : 0 } }
    table.set(.logicalOr, .complex128) { d, a, b, _, n in map2(d, a, b, n) { (x: C128, y: C128) -> UInt8 in !x.isZero || !y.isZero ? 1 : 0 } }
    table.set(.logicalXor, .complex128) { d, a, b, _, n in map2(d, a, b, n) { (x: C128, y: C128) -> UInt8 in x.isZero != y.isZero ? 1 : 0 } }
}
