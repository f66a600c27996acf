import CIntrinsics
import Glibc

/// What float32 and float64 share.
@inline(__always)
private func register<T: BinaryFloatingPoint>(_ table: inout KernelTable, _ type: DType, _: T.Type) {
    @inline(__always) func unary(_ op: ElementwiseOp, _ f: @escaping (T) -> T) {
        table.set(op, type) { d, a, _, _, n in map1(d, a, n, f) }
    }
    @inline(__always) func binary(_ op: ElementwiseOp, _ f: @escaping (T, T) -> T) {
        table.set(op, type) { d, a, b, _, n in map2(d, a, b, n, f) }
    }
    @inline(__always) func test(_ op: ElementwiseOp, _ f: @escaping (T) -> Bool) {
        table.set(op, type) { d, a, _, _, n in map1(d, a, n) { (x: T) -> UInt8 in f(x) ? 1 : 0 } }
    }
    @inline(__always) func predicate(_ op: ElementwiseOp, _ f: @escaping (T, T) -> Bool) {
        table.set(op, type) { d, a, b, _, n in map2(d, a, b, n) { (x: T, y: T) -> UInt8 in f(x, y) ? 1 : 0 } }
    }
    unary(.negative) { -$0 }
    unary(.square) { $0 * $0 }
    unary(.reciprocal) { 1 / $0 }
    unary(.relu) { $0 < 0 ? 0 : $0 }
    unary(.abs) { $0.magnitude }
    unary(.sign) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 == 0 ? 0 : $0 }
    test(.isnan) { $0 != $0 }
    test(.isinf) { $0.magnitude == .infinity }
    test(.isfinite) { $0.magnitude < .infinity }
    test(.logicalNot) { $0 == 0 }
    test(.signbit) { $0.sign == .minus }
    binary(.add) { $0 + $1 }
    binary(.subtract) { $0 - $1 }
    binary(.multiply) { $0 * $1 }
    binary(.divide) { $0 / $1 }
    // NaN wins whichever side it is on.
    binary(.maximum) { $0 > $1 || $0 != $0 ? $0 : $1 }
    binary(.minimum) { $0 < $1 || $0 != $0 ? $0 : $1 }
    binary(.copysign) { T(signOf: $1, magnitudeOf: $0) }
    predicate(.equal) { $0 == $1 }
    predicate(.notEqual) { $0 != $1 }
    predicate(.less) { $0 < $1 }
    predicate(.lessEqual) { $0 <= $1 }
    predicate(.greater) { $0 > $1 }
    predicate(.greaterEqual) { $0 >= $1 }
    predicate(.logicalAnd) { $0 != 0 && $1 != 0 }
    predicate(.logicalOr) { $0 != 0 || $1 != 0 }
    predicate(.logicalXor) { ($0 != 0) != ($1 != 0) }
    table.set(.clip, type) { d, a, b, c, n in
        map3(d, a, b, c, n) { (x: T, low: T, high: T) -> T in
            let raised = x < low ? low : x
            return raised > high ? high : raised
        }
    }
}

@inline(__always)
private func floorRemainder<T: BinaryFloatingPoint>(_ a: T, _ b: T, _ truncated: T) -> T {
    if truncated == 0 { return T(signOf: b, magnitudeOf: 0) }
    return (truncated < 0) != (b < 0) ? truncated + b : truncated
}

func registerFloat32(_ table: inout KernelTable) {
    register(&table, .float32, Float.self)
    func unary(_ op: ElementwiseOp, _ kernel: @escaping TileKernel) { table.set(op, .float32, kernel: kernel) }
    unary(.exp) { d, a, _, _, n in map1(d, a, n, Float32Math.exp) }
    unary(.expm1) { d, a, _, _, n in map1(d, a, n, Float32Math.expm1) }
    unary(.log) { d, a, _, _, n in map1(d, a, n, Float32Math.log) }
    unary(.log1p) { d, a, _, _, n in map1(d, a, n, Float32ByDouble.log1p) }
    unary(.log2) { d, a, _, _, n in map1(d, a, n, Float32ByDouble.log2) }
    unary(.log10) { d, a, _, _, n in map1(d, a, n, Float32ByDouble.log10) }
    unary(.tanh) { d, a, _, _, n in map1(d, a, n, Float32Math.tanh) }
    unary(.sigmoid) { d, a, _, _, n in map1(d, a, n, Float32Math.sigmoid) }
    unary(.softplus) { d, a, _, _, n in map1(d, a, n, Float32Math.softplus) }
    unary(.erf) { d, a, _, _, n in map1(d, a, n, Float32Math.erf) }
    unary(.sin) { d, a, _, _, n in map1(d, a, n, hard: Float32ByDouble.isFarAngle, slow: sinf, Float32ByDouble.sin) }
    unary(.cos) { d, a, _, _, n in map1(d, a, n, hard: Float32ByDouble.isFarAngle, slow: cosf, Float32ByDouble.cos) }
    unary(.tan) { d, a, _, _, n in map1(d, a, n, hard: Float32ByDouble.isFarAngle, slow: tanf, Float32ByDouble.tan) }
    unary(.sqrt) { d, a, _, _, n in map1(d, a, n) { (x: Float) in hbi_sqrt_f32(x) } }
    unary(.rsqrt) { d, a, _, _, n in map1(d, a, n) { (x: Float) in 1 / hbi_sqrt_f32(x) } }
    unary(.asin) { d, a, _, _, n in each1(d, a, n, asinf) }
    unary(.acos) { d, a, _, _, n in each1(d, a, n, acosf) }
    unary(.atan) { d, a, _, _, n in each1(d, a, n, atanf) }
    unary(.sinh) { d, a, _, _, n in each1(d, a, n, sinhf) }
    unary(.cosh) { d, a, _, _, n in each1(d, a, n, coshf) }
    unary(.asinh) { d, a, _, _, n in each1(d, a, n, asinhf) }
    unary(.acosh) { d, a, _, _, n in each1(d, a, n, acoshf) }
    unary(.atanh) { d, a, _, _, n in each1(d, a, n, atanhf) }
    unary(.ceil) { d, a, _, _, n in each1(d, a, n, ceilf) }
    unary(.floor) { d, a, _, _, n in each1(d, a, n, floorf) }
    unary(.trunc) { d, a, _, _, n in each1(d, a, n, truncf) }
    unary(.round) { d, a, _, _, n in each1(d, a, n, rintf) }
    unary(.power) { d, a, b, _, n in each2(d, a, b, n, powf) }
    unary(.atan2) { d, a, b, _, n in each2(d, a, b, n, atan2f) }
    unary(.hypot) { d, a, b, _, n in each2(d, a, b, n, hypotf) }
    unary(.nextafter) { d, a, b, _, n in each2(d, a, b, n, nextafterf) }
    unary(.logaddexp) { d, a, b, _, n in map2(d, a, b, n, Float32Math.logaddexp) }
    unary(.floorDivide) { d, a, b, _, n in
        each2(d, a, b, n) { (x: Float, y: Float) -> Float in
            y == 0 ? x / y : rintf((x - floorRemainder(x, y, fmodf(x, y))) / y)
        }
    }
    unary(.remainder) { d, a, b, _, n in
        each2(d, a, b, n) { (x: Float, y: Float) -> Float in floorRemainder(x, y, fmodf(x, y)) }
    }
    unary(.multiplyAdd) { d, a, b, c, n in
        map3(d, a, b, c, n) { (x: Float, y: Float, z: Float) -> Float in Float32Math.fma(x, y, z) }
    }
}

func registerFloat64(_ table: inout KernelTable) {
    register(&table, .float64, Double.self)
    func unary(_ op: ElementwiseOp, _ kernel: @escaping TileKernel) { table.set(op, .float64, kernel: kernel) }
    unary(.exp) { d, a, _, _, n in map1(d, a, n, Float64Math.exp) }
    unary(.expm1) { d, a, _, _, n in map1(d, a, n, Float64Math.expm1) }
    unary(.log) { d, a, _, _, n in map1(d, a, n, Float64Math.log) }
    unary(.log1p) { d, a, _, _, n in map1(d, a, n, Float64Math.log1p) }
    unary(.log2) { d, a, _, _, n in map1(d, a, n, Float64Math.log2) }
    unary(.log10) { d, a, _, _, n in map1(d, a, n, Float64Math.log10) }
    unary(.tanh) { d, a, _, _, n in map1(d, a, n, Float64Math.tanh) }
    unary(.sigmoid) { d, a, _, _, n in map1(d, a, n, Float64Math.sigmoid) }
    unary(.softplus) { d, a, _, _, n in map1(d, a, n, Float64Math.softplus) }
    unary(.logaddexp) { d, a, b, _, n in map2(d, a, b, n, Float64Math.logaddexp) }
    unary(.sin) { d, a, _, _, n in map1(d, a, n, hard: Float64Math.isFarAngle, slow: Glibc.sin, Float64Math.sin) }
    unary(.cos) { d, a, _, _, n in map1(d, a, n, hard: Float64Math.isFarAngle, slow: Glibc.cos, Float64Math.cos) }
    unary(.tan) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.tan(x) } }
    unary(.erf) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.erf(x) } }
    unary(.sqrt) { d, a, _, _, n in map1(d, a, n) { (x: Double) in hbi_sqrt_f64(x) } }
    unary(.rsqrt) { d, a, _, _, n in map1(d, a, n) { (x: Double) in 1 / hbi_sqrt_f64(x) } }
    unary(.asin) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.asin(x) } }
    unary(.acos) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.acos(x) } }
    unary(.atan) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.atan(x) } }
    unary(.sinh) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.sinh(x) } }
    unary(.cosh) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.cosh(x) } }
    unary(.asinh) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.asinh(x) } }
    unary(.acosh) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.acosh(x) } }
    unary(.atanh) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.atanh(x) } }
    unary(.ceil) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.ceil(x) } }
    unary(.floor) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.floor(x) } }
    unary(.trunc) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.trunc(x) } }
    unary(.round) { d, a, _, _, n in each1(d, a, n) { (x: Double) in Glibc.rint(x) } }
    unary(.power) { d, a, b, _, n in each2(d, a, b, n) { (x: Double, y: Double) in Glibc.pow(x, y) } }
    unary(.atan2) { d, a, b, _, n in each2(d, a, b, n) { (x: Double, y: Double) in Glibc.atan2(x, y) } }
    unary(.hypot) { d, a, b, _, n in each2(d, a, b, n) { (x: Double, y: Double) in Glibc.hypot(x, y) } }
    unary(.nextafter) { d, a, b, _, n in each2(d, a, b, n) { (x: Double, y: Double) in Glibc.nextafter(x, y) } }
    unary(.floorDivide) { d, a, b, _, n in
        each2(d, a, b, n) { (x: Double, y: Double) -> Double in
            y == 0 ? x / y : Glibc.rint((x - floorRemainder(x, y, Glibc.fmod(x, y))) / y)
        }
    }
    unary(.remainder) { d, a, b, _, n in
        each2(d, a, b, n) { (x: Double, y: Double) -> Double in floorRemainder(x, y, Glibc.fmod(x, y)) }
    }
    unary(.multiplyAdd) { d, a, b, c, n in
        map3(d, a, b, c, n) { (x: Double, y: Double, z: Double) -> Double in Float64Math.fma(x, y, z) }
    }
}
