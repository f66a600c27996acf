import CIntrinsics
import Glibc

private typealias C64 = Complex<Float>

/// The complex64 kernels: arithmetic in vectors, C's functions one by one, in double precision.
func registerComplex64(_ table: inout KernelTable) {
    registerComplex64Arithmetic(&table)
    registerComplex64Functions(&table)
    registerComplex64Comparisons(&table)
}

private func registerComplex64Arithmetic(_ table: inout KernelTable) {
    // What happens to each part alone happens to twice as many real numbers.
    table.set(.negative, .complex64) { d, a, _, _, n in map1(d, a, n &* 2) { (x: Float) -> Float in -x } }
    table.set(.round, .complex64) { d, a, _, _, n in map1(d, a, n &* 2) { (x: Float) -> Float in x.rounded(.toNearestOrEven) } }
    table.set(.add, .complex64) { d, a, b, _, n in map2(d, a, b, n &* 2) { (x: Float, y: Float) -> Float in x + y } }
    table.set(.subtract, .complex64) { d, a, b, _, n in map2(d, a, b, n &* 2) { (x: Float, y: Float) -> Float in x - y } }
    table.set(.multiply, .complex64, kernel: hbi_multiply_c64)
    table.set(.divide, .complex64) { d, a, b, _, n in map2(d, a, b, n) { (x: C64, y: C64) -> C64 in ComplexMath.divide(x, y) } }
    table.set(.reciprocal, .complex64) { d, a, _, _, n in map1(d, a, n) { (z: C64) -> C64 in ComplexMath.reciprocal(z) } }
    table.set(.square, .complex64) { d, a, _, _, n in map1(d, a, n) { (z: C64) -> C64 in ComplexMath.square(z) } }
    table.set(.conj, .complex64) { d, a, _, _, n in map1(d, a, n) { (z: C64) -> C64 in ComplexMath.conjugate(z) } }
    table.set(.real, .complex64) { d, a, _, _, n in map1(d, a, n) { (z: C64) -> Float in z.real } }
    table.set(.imag, .complex64) { d, a, _, _, n in map1(d, a, n) { (z: C64) -> Float in z.imaginary } }
    table.set(.complex, .float32) { d, a, b, _, n in map2(d, a, b, n) { (x: Float, y: Float) -> C64 in C64(x, y) } }
    table.set(.abs, .complex64) { d, a, _, _, n in
        map1(
            d, a, n, hard: ComplexMath.isHardMagnitude, slow: { (z: C64) -> Float in Glibc.hypotf(z.real, z.imaginary) },
            ComplexMath.easyMagnitude)
    }
    table.set(.select, .complex64, kernel: table.kernel(.select, .uint64))
    table.set(.multiplyAdd, .complex64) { d, a, b, c, n in
        map3(d, a, b, c, n) { (x: C64, y: C64, z: C64) -> C64 in x * y + z }
    }
}

private func registerComplex64Functions(_ table: inout KernelTable) {
    table.set(.exp, .complex64) { d, a, _, _, n in
        map1(
            d, a, n, hard: { (z: C64) -> Bool in ComplexMath.isHardExp(ComplexMath.widen(z)) },
            slow: { (z: C64) -> C64 in ComplexMath.narrow(ComplexMath.exp(ComplexMath.widen(z))) }
        ) { (z: C64) -> C64 in ComplexMath.narrow(ComplexMath.easyExp(ComplexMath.widen(z))) }
    }
    table.set(.log, .complex64) { d, a, _, _, n in
        map1(
            d, a, n, hard: { (z: C64) -> Bool in ComplexMath.isHardMagnitude(ComplexMath.widen(z)) },
            slow: { (z: C64) -> C64 in ComplexMath.narrow(ComplexMath.log(ComplexMath.widen(z))) }
        ) { (z: C64) -> C64 in ComplexMath.narrow(ComplexMath.easyLog(ComplexMath.widen(z))) }
    }
    table.set(.log2, .complex64) { d, a, _, _, n in
        map1(
            d, a, n, hard: { (z: C64) -> Bool in ComplexMath.isHardMagnitude(ComplexMath.widen(z)) },
            slow: { (z: C64) -> C64 in ComplexMath.narrow(ComplexMath.scaled(ComplexMath.log(ComplexMath.widen(z)), ComplexMath.perLog2)) }
        ) { (z: C64) -> C64 in ComplexMath.narrow(ComplexMath.scaled(ComplexMath.easyLog(ComplexMath.widen(z)), ComplexMath.perLog2)) }
    }
    table.set(.log10, .complex64) { d, a, _, _, n in
        map1(
            d, a, n, hard: { (z: C64) -> Bool in ComplexMath.isHardMagnitude(ComplexMath.widen(z)) },
            slow: { (z: C64) -> C64 in ComplexMath.narrow(ComplexMath.scaled(ComplexMath.log(ComplexMath.widen(z)), ComplexMath.perLog10)) }
        ) { (z: C64) -> C64 in ComplexMath.narrow(ComplexMath.scaled(ComplexMath.easyLog(ComplexMath.widen(z)), ComplexMath.perLog10)) }
    }
    table.set(.expm1, .complex64) { d, a, _, _, n in each1(d, a, n) { (z: C64) -> C64 in ComplexMath.narrow(ComplexMath.expm1(ComplexMath.widen(z))) } }
    table.set(.log1p, .complex64) { d, a, _, _, n in each1(d, a, n) { (z: C64) -> C64 in ComplexMath.narrow(ComplexMath.log1p(ComplexMath.widen(z))) } }
    table.set(.sign, .complex64) { d, a, _, _, n in each1(d, a, n) { (z: C64) -> C64 in ComplexMath.narrow(ComplexMath.sign(ComplexMath.widen(z))) } }
    table.set(.rsqrt, .complex64) { d, a, _, _, n in each1(d, a, n) { (z: C64) -> C64 in ComplexMath.narrow(ComplexMath.rsqrt(ComplexMath.widen(z))) } }
    table.set(.power, .complex64) { d, a, b, _, n in each2(d, a, b, n) { (x: C64, y: C64) -> C64 in ComplexMath.narrow(ComplexMath.power(ComplexMath.widen(x), ComplexMath.widen(y))) } }
    table.set(.angle, .complex64) { d, a, _, _, n in map1(d, a, n) { (z: C64) -> Float in Float(Float64Math.atan2(Double(z.imaginary), Double(z.real))) } }
    table.set(.sqrt, .complex64, kernel: hbi_csqrt_c64)
    table.set(.sin, .complex64, kernel: hbi_csin_c64)
    table.set(.cos, .complex64, kernel: hbi_ccos_c64)
    table.set(.tan, .complex64, kernel: hbi_ctan_c64)
    table.set(.asin, .complex64, kernel: hbi_casin_c64)
    table.set(.acos, .complex64, kernel: hbi_cacos_c64)
    table.set(.atan, .complex64, kernel: hbi_catan_c64)
    table.set(.sinh, .complex64, kernel: hbi_csinh_c64)
    table.set(.cosh, .complex64, kernel: hbi_ccosh_c64)
    table.set(.tanh, .complex64, kernel: hbi_ctanh_c64)
    table.set(.asinh, .complex64, kernel: hbi_casinh_c64)
    table.set(.acosh, .complex64, kernel: hbi_cacosh_c64)
    table.set(.atanh, .complex64, kernel: hbi_catanh_c64)
}

private func registerComplex64Comparisons(_ table: inout KernelTable) {
    table.set(.isnan, .complex64) { d, a, _, _, n in map1(d, a, n) { (z: C64) -> UInt8 in z.real != z.real || z.imaginary != z.imaginary ? 1 : 0 } }
    table.set(.isinf, .complex64) { d, a, _, _, n in
        map1(d, a, n) { (z: C64) -> UInt8 in
            Float32Math.magnitude(z.real) == Float.infinity || Float32Math.magnitude(z.imaginary) == Float.infinity ? 1 : 0
        }
    }
    table.set(.isfinite, .complex64) { d, a, _, _, n in
        map1(d, a, n) { (z: C64) -> UInt8 in
            Float32Math.magnitude(z.real) < Float.infinity && Float32Math.magnitude(z.imaginary) < Float.infinity ? 1 : 0
        }
    }
    table.set(.logicalNot, .complex64) { d, a, _, _, n in map1(d, a, n) { (z: C64) -> UInt8 in z.isZero ? 1 : 0 } }
    table.set(.equal, .complex64) { d, a, b, _, n in map2(d, a, b, n) { (x: C64, y: C64) -> UInt8 in x.real == y.real && x.imaginary == y.imaginary ? 1 : 0 } }
    table.set(.notEqual, .complex64) { d, a, b, _, n in map2(d, a, b, n) { (x: C64, y: C64) -> UInt8 in x.real != y.real || x.imaginary != y.imaginary ? 1 : 0 } }
    table.set(.logicalAnd, .complex64) { d, a, b, _, n in map2(d, a, b, n) { (x: C64, y: C64) -> UInt8 in !x.isZero && !y.isZero ? 1 : 0 } }
    table.set(.logicalOr, .complex64) { d, a, b, _, n in map2(d, a, b, n) { (x: C64, y: C64) -> UInt8 in !x.isZero || !y.isZero ? 1 : 0 } }
    table.set(.logicalXor, .complex64) { d, a, b, _, n in map2(d, a, b, n) { (x: C64, y: C64) -> UInt8 in x.isZero != y.isZero ? 1 : 0 } }
}
