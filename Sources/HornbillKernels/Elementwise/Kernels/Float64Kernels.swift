import CIntrinsics
import CVectorLoops
import Glibc

/// The float64 kernels: vectorised arithmetic, comparisons and the functions of `Float64Math`; libm for the rest.
func registerFloat64(_ table: inout KernelTable) {
    registerFloat64Arithmetic(&table)
    registerFloat64Functions(&table)
    registerFloat64Comparisons(&table)
}

private func registerFloat64Arithmetic(_ table: inout KernelTable) {
    table.set(.negative, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> Double in -x } }
    table.set(.abs, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.magnitude) }
    table.set(.sign, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> Double in x > 0 ? 1 : (x < 0 ? -1 : (x == 0 ? 0 : x)) } }
    table.set(.square, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> Double in x * x } }
    table.set(.sqrt, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> Double in hbi_sqrt_f64(x) } }
    table.set(.rsqrt, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> Double in 1 / hbi_sqrt_f64(x) } }
    table.set(.reciprocal, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> Double in 1 / x } }
    table.set(.relu, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> Double in x < 0 ? 0 : x } }
    table.set(.ceil, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> Double in x.rounded(.up) } }
    table.set(.floor, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> Double in x.rounded(.down) } }
    table.set(.round, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> Double in x.rounded(.toNearestOrEven) } }
    table.set(.trunc, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> Double in x.rounded(.towardZero) } }
    table.set(.add, .float64) { d, a, b, _, n in map2(d, a, b, n) { (x: Double, y: Double) -> Double in x + y } }
    table.set(.subtract, .float64) { d, a, b, _, n in map2(d, a, b, n) { (x: Double, y: Double) -> Double in x - y } }
    table.set(.multiply, .float64) { d, a, b, _, n in map2(d, a, b, n) { (x: Double, y: Double) -> Double in x * y } }
    table.set(.divide, .float64) { d, a, b, _, n in map2(d, a, b, n) { (x: Double, y: Double) -> Double in x / y } }
    table.set(.floorDivide, .float64) { d, a, b, _, n in
        map2(
            d, a, b, n, hard: { (x: Double, y: Double) -> Bool in QuickDivision.isHard(x, y) },
            slow: { (x: Double, y: Double) -> Double in floorQuotient(x, y) }
        ) { (x: Double, y: Double) -> Double in QuickDivision.floorQuotient(x, y) }
    }
    table.set(.remainder, .float64) { d, a, b, _, n in
        map2(
            d, a, b, n, hard: { (x: Double, y: Double) -> Bool in QuickDivision.isHard(x, y) },
            slow: { (x: Double, y: Double) -> Double in floorRemainder(x, y) }
        ) { (x: Double, y: Double) -> Double in QuickDivision.floorRemainder(x, y) }
    }
    table.set(.maximum, .float64) { d, a, b, _, n in map2(d, a, b, n) { (x: Double, y: Double) -> Double in x >= y || x != x ? x : y } }
    table.set(.minimum, .float64) { d, a, b, _, n in map2(d, a, b, n) { (x: Double, y: Double) -> Double in x <= y || x != x ? x : y } }
    table.set(.copysign, .float64) { d, a, b, _, n in map2(d, a, b, n) { (x: Double, y: Double) -> Double in Float64Math.withSign(Float64Math.magnitude(x), of: y) } }
    table.set(.select, .float64) { d, a, b, c, n in
        map3(d, a, b, c, n) { (condition: UInt8, x: Double, y: Double) -> Double in condition != 0 ? x : y }
    }
    table.set(.clip, .float64) { d, a, b, c, n in
        map3(d, a, b, c, n) { (x: Double, lo: Double, hi: Double) -> Double in
            let raised = x >= lo || x != x ? x : lo
            return raised <= hi || raised != raised ? raised : hi
        }
    }
    table.set(.multiplyAdd, .float64) { d, a, b, c, n in
        map3(d, a, b, c, n) { (x: Double, y: Double, z: Double) -> Double in Float64Math.fma(x, y, z) }
    }
}

private func registerFloat64Functions(_ table: inout KernelTable) {
    table.set(.exp, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.exp) }
    table.set(.expm1, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.expm1) }
    table.set(.log, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.log) }
    table.set(.log1p, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.log1p) }
    table.set(.log2, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.log2) }
    table.set(.log10, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.log10) }
    table.set(.sin, .float64) { d, a, _, _, n in
        map1(d, a, n, hard: Float64Math.isFarAngle, slow: Float64Math.farSin, Float64Math.sin)
    }
    table.set(.cos, .float64) { d, a, _, _, n in
        map1(d, a, n, hard: Float64Math.isFarAngle, slow: Float64Math.farCos, Float64Math.cos)
    }
    table.set(.tan, .float64) { d, a, _, _, n in
        map1(d, a, n, hard: Float64Math.isFarAngle, slow: Float64Math.farTan, Float64Math.tan)
    }
    table.set(.asin, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.asin) }
    table.set(.acos, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.acos) }
    table.set(.atan, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.atan) }
    table.set(.sinh, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.sinh) }
    table.set(.cosh, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.cosh) }
    table.set(.asinh, .float64) { d, a, _, _, n in
        map1(d, a, n, first: Float64Math.asinhLarge, then: { Float64Math.asinh($0, large: $1) })
    }
    table.set(.acosh, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.acosh) }
    table.set(.atanh, .float64) { d, a, _, _, n in
        map1(d, a, n, first: Float64Math.atanhLarge, then: { Float64Math.atanh($0, large: $1) })
    }
    table.set(.tanh, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.tanh) }
    table.set(.erf, .float64) { d, a, _, _, n in each1(d, a, n) { (x: Double) -> Double in Glibc.erf(x) } }
    table.set(.sigmoid, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.sigmoid) }
    table.set(.softplus, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.softplus) }
    table.set(.power, .float64, kernel: hbi_power_f64)
    table.set(.atan2, .float64) { d, a, b, _, n in
        map2(
            d, a, b, n, first: Float64Math.tangent, then: Float64Math.atan2, hard: { (_: Double, _: Double) -> Bool in false },
            slow: { (y: Double, x: Double) -> Double in Float64Math.atan2(y, x) })
    }
    table.set(.hypot, .float64) { d, a, b, _, n in each2(d, a, b, n) { (x: Double, y: Double) -> Double in Glibc.hypot(x, y) } }
    table.set(.nextafter, .float64) { d, a, b, _, n in each2(d, a, b, n) { (x: Double, y: Double) -> Double in Glibc.nextafter(x, y) } }
    table.set(.logaddexp, .float64) { d, a, b, _, n in
        map2(
            d, a, b, n, first: Float64Math.largerAndRatio,
            then: { (_: Double, _: Double, larger: Double, ratio: Double) -> Double in Float64Math.addLog1p(larger, ratio) },
            hard: { (_: Double, _: Double) -> Bool in false }, slow: Float64Math.logaddexp)
    }
    table.set(.logaddexp2, .float64) { d, a, b, _, n in
        map2(
            d, a, b, n, first: Float64Math.binaryRatio, then: Float64Math.addBinaryLog,
            hard: { (_: Double, _: Double) -> Bool in false }, slow: Float64Math.logaddexp2)
    }
}

private func registerFloat64Comparisons(_ table: inout KernelTable) {
    table.set(.isnan, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> UInt8 in x != x ? 1 : 0 } }
    table.set(.isinf, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> UInt8 in Float64Math.magnitude(x) == Double.infinity ? 1 : 0 } }
    table.set(.isfinite, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> UInt8 in Float64Math.magnitude(x) < Double.infinity ? 1 : 0 } }
    table.set(.logicalNot, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> UInt8 in x == 0 ? 1 : 0 } }
    table.set(.signbit, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> UInt8 in x.bitPattern &>> 63 != 0 ? 1 : 0 } }
    table.set(.equal, .float64, kernel: hbi_equal_f64)
    table.set(.notEqual, .float64, kernel: hbi_not_equal_f64)
    table.set(.less, .float64, kernel: hbi_less_f64)
    table.set(.lessEqual, .float64, kernel: hbi_less_equal_f64)
    table.set(.greater, .float64, kernel: hbi_greater_f64)
    table.set(.greaterEqual, .float64, kernel: hbi_greater_equal_f64)
    table.set(.logicalAnd, .float64) { d, a, b, _, n in map2(d, a, b, n) { (x: Double, y: Double) -> UInt8 in (x != 0 ? 1 : 0) & (y != 0 ? 1 : 0) } }
    table.set(.logicalOr, .float64) { d, a, b, _, n in map2(d, a, b, n) { (x: Double, y: Double) -> UInt8 in (x != 0 ? 1 : 0) | (y != 0 ? 1 : 0) } }
    table.set(.logicalXor, .float64) { d, a, b, _, n in map2(d, a, b, n) { (x: Double, y: Double) -> UInt8 in (x != 0 ? 1 : 0) ^ (y != 0 ? 1 : 0) } }
}
