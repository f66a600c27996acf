import CIntrinsics
import CVectorLoops
import Glibc

/// The float32 kernels: vectorised arithmetic, comparisons and the functions of `Float32Math`; libm for the rest.
func registerFloat32(_ table: inout KernelTable) {
    registerFloat32Arithmetic(&table)
    registerFloat32Functions(&table)
    registerFloat32Comparisons(&table)
}

private func registerFloat32Arithmetic(_ table: inout KernelTable) {
    table.set(.negative, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> Float in -x } }
    table.set(.abs, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.magnitude) }
    table.set(.sign, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> Float in x > 0 ? 1 : (x < 0 ? -1 : (x == 0 ? 0 : x)) } }
    table.set(.square, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> Float in x * x } }
    table.set(.sqrt, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> Float in hbi_sqrt_f32(x) } }
    table.set(.rsqrt, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> Float in 1 / hbi_sqrt_f32(x) } }
    table.set(.reciprocal, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> Float in 1 / x } }
    table.set(.relu, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> Float in x < 0 ? 0 : x } }
    table.set(.ceil, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> Float in x.rounded(.up) } }
    table.set(.floor, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> Float in x.rounded(.down) } }
    table.set(.round, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> Float in x.rounded(.toNearestOrEven) } }
    table.set(.trunc, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> Float in x.rounded(.towardZero) } }
    table.set(.add, .float32) { d, a, b, _, n in map2(d, a, b, n) { (x: Float, y: Float) -> Float in x + y } }
    table.set(.subtract, .float32) { d, a, b, _, n in map2(d, a, b, n) { (x: Float, y: Float) -> Float in x - y } }
    table.set(.multiply, .float32) { d, a, b, _, n in map2(d, a, b, n) { (x: Float, y: Float) -> Float in x * y } }
    table.set(.divide, .float32) { d, a, b, _, n in map2(d, a, b, n) { (x: Float, y: Float) -> Float in x / y } }
    table.set(.floorDivide, .float32) { d, a, b, _, n in
        map2(
            d, a, b, n, hard: { (x: Float, y: Float) -> Bool in QuickDivision.isHard(x, y) },
            slow: { (x: Float, y: Float) -> Float in floorQuotient(x, y) }
        ) { (x: Float, y: Float) -> Float in QuickDivision.floorQuotient(x, y) }
    }
    table.set(.remainder, .float32) { d, a, b, _, n in
        map2(
            d, a, b, n, hard: { (x: Float, y: Float) -> Bool in QuickDivision.isHard(x, y) },
            slow: { (x: Float, y: Float) -> Float in floorRemainder(x, y) }
        ) { (x: Float, y: Float) -> Float in QuickDivision.floorRemainder(x, y) }
    }
    table.set(.maximum, .float32) { d, a, b, _, n in map2(d, a, b, n) { (x: Float, y: Float) -> Float in x >= y || x != x ? x : y } }
    table.set(.minimum, .float32) { d, a, b, _, n in map2(d, a, b, n) { (x: Float, y: Float) -> Float in x <= y || x != x ? x : y } }
    table.set(.copysign, .float32) { d, a, b, _, n in map2(d, a, b, n) { (x: Float, y: Float) -> Float in Float32Math.withSign(Float32Math.magnitude(x), of: y) } }
    table.set(.select, .float32) { d, a, b, c, n in
        map3(d, a, b, c, n) { (condition: UInt8, x: Float, y: Float) -> Float in condition != 0 ? x : y }
    }
    table.set(.clip, .float32) { d, a, b, c, n in
        map3(d, a, b, c, n) { (x: Float, lo: Float, hi: Float) -> Float in
            let raised = x >= lo || x != x ? x : lo
            return raised <= hi || raised != raised ? raised : hi
        }
    }
    table.set(.multiplyAdd, .float32) { d, a, b, c, n in
        map3(d, a, b, c, n) { (x: Float, y: Float, z: Float) -> Float in Float32Math.fma(x, y, z) }
    }
}

private func registerFloat32Functions(_ table: inout KernelTable) {
    table.set(.exp, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.exp) }
    table.set(.expm1, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.expm1) }
    table.set(.log, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.log) }
    table.set(.log1p, .float32) { d, a, _, _, n in map1(d, a, n, Float32ByDouble.log1p) }
    table.set(.log2, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.log2) }
    table.set(.log10, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.log10) }
    table.set(.sin, .float32) { d, a, _, _, n in
        map1(d, a, n, hard: Float32ByDouble.isFarAngle, slow: { Float(Glibc.sin(Double($0))) }, Float32ByDouble.sin)
    }
    table.set(.cos, .float32) { d, a, _, _, n in
        map1(d, a, n, hard: Float32ByDouble.isFarAngle, slow: { Float(Glibc.cos(Double($0))) }, Float32ByDouble.cos)
    }
    table.set(.tan, .float32) { d, a, _, _, n in
        map1(d, a, n, hard: Float32ByDouble.isFarAngle, slow: { Float(Glibc.tan(Double($0))) }, Float32ByDouble.tan)
    }
    table.set(.asin, .float32) { d, a, _, _, n in map1(d, a, n, Float32ByDouble.asin) }
    table.set(.acos, .float32) { d, a, _, _, n in map1(d, a, n, Float32ByDouble.acos) }
    table.set(.atan, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.atan) }
    table.set(.sinh, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.sinh) }
    table.set(.cosh, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.cosh) }
    table.set(.asinh, .float32) { d, a, _, _, n in map1(d, a, n, Float32ByDouble.asinh) }
    table.set(.acosh, .float32) { d, a, _, _, n in map1(d, a, n, Float32ByDouble.acosh) }
    table.set(.atanh, .float32) { d, a, _, _, n in map1(d, a, n, Float32ByDouble.atanh) }
    table.set(.tanh, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.tanh) }
    table.set(.erf, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.erf) }
    table.set(.sigmoid, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.sigmoid) }
    table.set(.softplus, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.softplus) }
    if hbi_has_power_f32() != 0 {
        table.set(.power, .float32, kernel: hbi_power_f32)
    } else {
        table.set(.power, .float32) { d, a, b, _, n in
            map2(d, a, b, n, hard: Float32ByDouble.isHardPower, slow: { Glibc.powf($0, $1) }, Float32ByDouble.power)
        }
    }
    table.set(.atan2, .float32, kernel: hbi_atan2_f32)
    table.set(.hypot, .float32) { d, a, b, _, n in each2(d, a, b, n) { (x: Float, y: Float) -> Float in Glibc.hypotf(x, y) } }
    table.set(.nextafter, .float32) { d, a, b, _, n in each2(d, a, b, n) { (x: Float, y: Float) -> Float in Glibc.nextafterf(x, y) } }
    table.set(.logaddexp, .float32) { d, a, b, _, n in map2(d, a, b, n, Float32ByDouble.logaddexp) }
    table.set(.logaddexp2, .float32) { d, a, b, _, n in map2(d, a, b, n, Float32ByDouble.logaddexp2) }
}

private func registerFloat32Comparisons(_ table: inout KernelTable) {
    table.set(.isnan, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> UInt8 in x != x ? 1 : 0 } }
    table.set(.isinf, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> UInt8 in Float32Math.magnitude(x) == Float.infinity ? 1 : 0 } }
    table.set(.isfinite, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> UInt8 in Float32Math.magnitude(x) < Float.infinity ? 1 : 0 } }
    table.set(.logicalNot, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> UInt8 in x == 0 ? 1 : 0 } }
    table.set(.signbit, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> UInt8 in x.bitPattern &>> 31 != 0 ? 1 : 0 } }
    table.set(.equal, .float32, kernel: hbi_equal_f32)
    table.set(.notEqual, .float32, kernel: hbi_not_equal_f32)
    table.set(.less, .float32, kernel: hbi_less_f32)
    table.set(.lessEqual, .float32, kernel: hbi_less_equal_f32)
    table.set(.greater, .float32, kernel: hbi_greater_f32)
    table.set(.greaterEqual, .float32, kernel: hbi_greater_equal_f32)
    table.set(.logicalAnd, .float32) { d, a, b, _, n in map2(d, a, b, n) { (x: Float, y: Float) -> UInt8 in (x != 0 ? 1 : 0) & (y != 0 ? 1 : 0) } }
    table.set(.logicalOr, .float32) { d, a, b, _, n in map2(d, a, b, n) { (x: Float, y: Float) -> UInt8 in (x != 0 ? 1 : 0) | (y != 0 ? 1 : 0) } }
    table.set(.logicalXor, .float32) { d, a, b, _, n in map2(d, a, b, n) { (x: Float, y: Float) -> UInt8 in (x != 0 ? 1 : 0) ^ (y != 0 ? 1 : 0) } }
}
