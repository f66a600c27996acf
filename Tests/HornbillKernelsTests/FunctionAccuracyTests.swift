import Glibc
import Testing

@testable import HornbillKernels

/// Functions with their exact values, from the next wider type's libm.
struct Function: CustomTestStringConvertible, @unchecked Sendable {
    let op: ElementwiseOp
    let double: (Double) -> Double
    let extended: ((Float80) -> Float80)?
    var testDescription: String { op.name }

    static let all: [Function] = [
        Function(op: .exp, double: Glibc.exp, extended: Glibc.expl),
        Function(op: .expm1, double: Glibc.expm1, extended: Glibc.expm1l),
        Function(op: .log, double: Glibc.log, extended: Glibc.logl),
        Function(op: .log1p, double: Glibc.log1p, extended: Glibc.log1pl),
        Function(op: .log2, double: Glibc.log2, extended: Glibc.log2l),
        Function(op: .log10, double: Glibc.log10, extended: Glibc.log10l),
        Function(op: .sqrt, double: { $0.squareRoot() }, extended: { $0.squareRoot() }),
        Function(op: .rsqrt, double: { 1 / $0.squareRoot() }, extended: { 1 / $0.squareRoot() }),
        Function(op: .sin, double: Glibc.sin, extended: Glibc.sinl),
        Function(op: .cos, double: Glibc.cos, extended: Glibc.cosl),
        Function(op: .tan, double: Glibc.tan, extended: Glibc.tanl),
        Function(op: .asin, double: Glibc.asin, extended: Glibc.asinl),
        Function(op: .acos, double: Glibc.acos, extended: Glibc.acosl),
        Function(op: .atan, double: Glibc.atan, extended: Glibc.atanl),
        Function(op: .sinh, double: Glibc.sinh, extended: Glibc.sinhl),
        Function(op: .cosh, double: Glibc.cosh, extended: Glibc.coshl),
        Function(op: .tanh, double: Glibc.tanh, extended: Glibc.tanhl),
        Function(op: .asinh, double: Glibc.asinh, extended: Glibc.asinhl),
        Function(op: .acosh, double: Glibc.acosh, extended: Glibc.acoshl),
        Function(op: .atanh, double: Glibc.atanh, extended: Glibc.atanhl),
        Function(op: .cbrt, double: Glibc.cbrt, extended: Glibc.cbrtl),
        Function(op: .exp2, double: Glibc.exp2, extended: Glibc.exp2l),
        Function(op: .erf, double: Glibc.erf, extended: Glibc.erfl),
        Function(
            op: .sigmoid, double: { $0 < 0 ? Glibc.exp($0) / (1 + Glibc.exp($0)) : 1 / (1 + Glibc.exp(-$0)) },
            extended: { $0 < 0 ? Glibc.expl($0) / (1 + Glibc.expl($0)) : 1 / (1 + Glibc.expl(-$0)) }),
        Function(
            op: .softplus, double: { max($0, 0) + Glibc.log1p(Glibc.exp(-abs($0))) + ($0.isNaN ? $0 : 0) },
            extended: { max($0, 0) + Glibc.log1pl(Glibc.expl(-abs($0))) + ($0.isNaN ? $0 : 0) }),
    ]
}

/// Where functions have zeros, poles, bounds, or change from one formula to another.
private let critical: [Double] =
    [0.25, 0.41421356, 0.5, 0.625, 0.9375, 1, 1.5, 2, 2.41421356, 0x1p20, 0x1p28, 0x1p40, 88.72284, 103.97208, 709.782712893384, 745.13]
    + [1, 2, 3, 4, 5, 6, 7, 10, 100, 4097, 65_537, 667_543, 1_000_003].map { ($0 as Double) * 0x1.921fb54442d18p+0 }

/// The numbers next to those, with both signs, and arguments of which an angle keeps no digit unless it is reduced with care.
private func neighbours() -> [Double] {
    var result: [Double] = []
    for point in critical {
        for offset: UInt64 in 0 ..< 100 {
            let next = Double(bitPattern: point.bitPattern &+ offset &- 50)
            result += [next, -next]
        }
    }
    return result + [1e15, 1e22, 1e300, -1e300, 0x1.6ac5b262ca1ffp+849, -0x1.6ac5b262ca1ffp+849, 0x1.921fb54442d18p+1000, 0x1.fffffffffffffp+1023]
}

@Suite struct FunctionAccuracyTests {
    @Test("float32 functions are within 2 ulp over all bit patterns", arguments: Function.all)
    func float32(_ function: Function) {
        let step: UInt32 = 1009
        var inputs: [Float] = []
        var bits: UInt32 = 0
        while bits <= UInt32.max - step {
            inputs.append(Float(bitPattern: bits))
            bits += step
        }
        inputs += [0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
        inputs += neighbours().map { Float($0) }
        for point in critical {
            let bits = Float(point).bitPattern
            for offset: UInt32 in 0 ..< 100 {
                inputs.append(Float(bitPattern: bits &+ offset &- 50))
                inputs.append(-Float(bitPattern: bits &+ offset &- 50))
            }
        }
        let results = apply(function.op, .float32, inputs, as: Float.self)
        var worst = (error: 0.0, at: Float(0))
        for (x, y) in zip(inputs, results) {
            let error = ulps(y, function.double(Double(x)))
            if error > worst.error { worst = (error, x) }
        }
        #expect(worst.error <= 2, "at \(worst.at)")
    }

    @Test("float64 functions are within 2 ulp over all magnitudes", arguments: Function.all)
    func float64(_ function: Function) {
        guard let exact = function.extended else { return }
        var random = TestRandom()
        var inputs: [Double] = [
            0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0x1p-1022, 709.78,
            -745.1, 1 - 0x1p-53,
        ]
        for _ in 0..<200_000 { inputs.append(Double(bitPattern: random.next())) }
        for _ in 0..<200_000 { inputs.append(Double.random(in: -1...1, using: &random)) }
        for _ in 0..<200_000 { inputs.append(Double.random(in: -750...750, using: &random)) }
        for _ in 0..<100_000 { inputs.append(Double.random(in: 0.9...1.1, using: &random)) }
        for _ in 0..<200_000 { inputs.append(Double.random(in: -4...4, using: &random)) }
        for _ in 0..<100_000 { inputs.append(Double.random(in: -2_000_000...2_000_000, using: &random)) }
        for _ in 0..<50_000 { inputs.append(Glibc.exp2(Double.random(in: -70...70, using: &random))) }
        // Subnormal numbers.
        for _ in 0..<50_000 { inputs.append(Double(bitPattern: random.next() & 0x800f_ffff_ffff_ffff)) }
        inputs += neighbours()
        let results = apply(function.op, .float64, inputs, as: Double.self)
        var worst = (error: 0.0, at: 0.0)
        for (x, y) in zip(inputs, results) {
            let error = ulps(y, exact(Float80(x)))
            if error > worst.error { worst = (error, x) }
        }
        #expect(worst.error <= 2, "at \(worst.at)")
    }

    @Test("functions of two floats are within 2 ulp, with libm's special values", arguments: [ElementwiseOp.power, .atan2])
    func pairs(op: ElementwiseOp) {
        var random = TestRandom()
        let special: [Float] = [
            0, -0.0, 1, -1, 2, -2, 0.5, 3, -3, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e20,
        ]
        var x: [Float] = [], y: [Float] = []
        for a in special {
            for b in special {
                x.append(a)
                y.append(b)
            }
        }
        for _ in 0 ..< 300_000 {
            x.append(Float(bitPattern: UInt32(truncatingIfNeeded: random.next())))
            y.append(Float(bitPattern: UInt32(truncatingIfNeeded: random.next())))
            x.append(Float.random(in: 0 ... 3, using: &random))
            y.append(Float.random(in: -90 ... 90, using: &random))
            x.append(Float.random(in: 0.99 ... 1.01, using: &random))
            y.append(Float.random(in: -3000 ... 3000, using: &random))
        }
        let results = apply(op, .float32, x, y, as: Float.self)
        var worst = (error: 0.0, at: (Float(0), Float(0)))
        for index in x.indices {
            let (a, b) = (Double(x[index]), Double(y[index]))
            let error = ulps(results[index], op == .power ? Glibc.pow(a, b) : Glibc.atan2(a, b))
            if error > worst.error { worst = (error, (x[index], y[index])) }
        }
        #expect(worst.error <= 2, "at \(worst.at)")
        let zeros = apply(.atan2, .float32, [Float(0), -0.0, 0, -0.0], [Float(1), 1, -1, -1], as: Float.self)
        #expect(zeros[0].sign == .plus && zeros[1].sign == .minus && zeros[2] > 3 && zeros[3] < -3)
    }

    @Test(
        "functions of two doubles are within 2 ulp, with libm's special values",
        arguments: [ElementwiseOp.power, .atan2, .hypot])
    func doublePairs(op: ElementwiseOp) {
        var random = TestRandom()
        let special: [Double] = [
            0, -0.0, 1, -1, 2, -2, 0.5, 3, -3, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
            1e20, 0x1p-1022, 1e-300, 1 + 0x1p-52, 1 - 0x1p-53,
        ]
        var x: [Double] = [], y: [Double] = []
        for a in special {
            for b in special {
                x.append(a)
                y.append(b)
            }
        }
        for _ in 0 ..< 200_000 {
            x.append(Double(bitPattern: random.next()))
            y.append(Double(bitPattern: random.next()))
            x.append(Double.random(in: 0 ... 3, using: &random))
            y.append(Double.random(in: -650 ... 650, using: &random))
            x.append(Double.random(in: 0.999 ... 1.001, using: &random))
            y.append(Double.random(in: -700_000 ... 700_000, using: &random))
            x.append(Double.random(in: 0 ... 1e6, using: &random))
            y.append(Double.random(in: -50 ... 50, using: &random))
            let near = Double.random(in: -10 ... 10, using: &random)
            x.append(near)
            y.append(near * Double.random(in: 0.4 ... 2.5, using: &random))
        }
        let results = apply(op, .float64, x, y, as: Double.self)
        var worst = (error: 0.0, at: (0.0, 0.0))
        for index in x.indices {
            let (a, b) = (Float80(x[index]), Float80(y[index]))
            let exact: Float80
            switch op {
            case .power: exact = Glibc.powl(a, b)
            case .atan2: exact = Glibc.atan2l(a, b)
            default: exact = Glibc.hypotl(a, b)
            }
            let error = ulps(results[index], exact)
            if error > worst.error { worst = (error, (x[index], y[index])) }
        }
        #expect(worst.error <= 2, "at \(worst.at)")
    }

    @Test("hypot of floats is within 2 ulp, with libm's special values")
    func floatHypot() {
        var random = TestRandom()
        var x: [Float] = [0, -0.0, .infinity, .nan, 3e38, .leastNonzeroMagnitude, 1], y: [Float] = [-0.0, 0, .nan, 1, 1e38, .leastNonzeroMagnitude, .infinity]
        for _ in 0 ..< 300_000 {
            x.append(Float(bitPattern: UInt32(truncatingIfNeeded: random.next())))
            y.append(Float(bitPattern: UInt32(truncatingIfNeeded: random.next())))
        }
        let results = apply(.hypot, .float32, x, y, as: Float.self)
        let worst = x.indices.map { ulps(results[$0], Glibc.hypot(Double(x[$0]), Double(y[$0]))) }.max() ?? 0
        #expect(worst <= 2)
    }

    /// In units of the larger of result and arguments: where the terms of the sum cancel, that is what can be had.
    @Test(
        "log(eᵃ + eᵇ) and log₂(2ᵃ + 2ᵇ) are within 2 ulp, also where the difference of a and b rounds",
        arguments: [ElementwiseOp.logaddexp, .logaddexp2])
    func logarithmOfSum(_ op: ElementwiseOp) {
        var random = TestRandom()
        var x: [Double] = [], y: [Double] = []
        for _ in 0 ..< 200_000 {
            x.append(Double.random(in: -40 ... 40, using: &random))
            y.append(Double.random(in: -40 ... 40, using: &random))
            x.append(Glibc.exp2(Double.random(in: -60 ... 5, using: &random)))
            y.append(Double.random(in: -40 ... 0, using: &random))
            x.append(-Glibc.exp2(Double.random(in: -60 ... 5, using: &random)))
            y.append(Double.random(in: -40 ... 0, using: &random))
        }
        func exact(_ a: Float80, _ b: Float80) -> Float80 {
            if op == .logaddexp { return max(a, b) + Glibc.log1pl(Glibc.expl(-abs(a - b))) }
            return max(a, b) + Glibc.log1pl(Glibc.exp2l(-abs(a - b))) / Glibc.logl(2)
        }
        let results = apply(op, .float64, x, y, as: Double.self)
        let (p, q) = (x.map { Float($0) }, y.map { Float($0) })
        let floats = apply(op, .float32, p, q, as: Float.self)
        var worst = 0.0, worstFloat = 0.0
        for index in x.indices {
            let value = exact(Float80(x[index]), Float80(y[index]))
            let unit = max(Double(value).ulp, x[index] < 0 || y[index] < 0 ? max(x[index], y[index]).ulp : 0)
            worst = max(worst, Double(abs(Float80(results[index]) - value) / Float80(unit)))
            let single = exact(Float80(p[index]), Float80(q[index]))
            let singleUnit = max(Float(single).ulp, max(p[index], q[index]) < 0 ? max(p[index], q[index]).ulp : 0)
            worstFloat = max(worstFloat, Double(abs(Float80(floats[index]) - single) / Float80(singleUnit)))
        }
        #expect(worst <= 2 && worstFloat <= 2, "\(worst) \(worstFloat)")
        let infinity = Double.infinity
        let a = [infinity, infinity, -infinity, -infinity, 0, .nan, infinity, -.greatestFiniteMagnitude, .greatestFiniteMagnitude]
        let b = [infinity, -infinity, -infinity, 3, infinity, 1, .nan, .greatestFiniteMagnitude, .greatestFiniteMagnitude]
        let c = [infinity, infinity, -infinity, 3, infinity, .nan, .nan, .greatestFiniteMagnitude, .greatestFiniteMagnitude]
        let d = apply(op, .float64, a, b, as: Double.self)
        let e = apply(op, .float32, a.map { Float($0) }, b.map { Float($0) }, as: Float.self)
        for index in a.indices {
            #expect(d[index] == c[index] || d[index].isNaN && c[index].isNaN, "\(a[index]) \(b[index])")
            #expect(e[index] == Float(c[index]) || e[index].isNaN && c[index].isNaN, "\(a[index]) \(b[index])")
        }
    }

    @Test("zeros keep their sign where libm keeps it")
    func signedZero() {
        for op in [ElementwiseOp.expm1, .log1p, .sin, .tan, .tanh, .erf, .asinh, .atanh, .sqrt, .asin, .atan, .sinh, .cbrt] {
            #expect(apply(op, .float32, [Float(-0.0)], as: Float.self)[0].sign == .minus, "\(op.name) float32")
            #expect(apply(op, .float64, [-0.0], as: Double.self)[0].sign == .minus, "\(op.name) float64")
            #expect(apply(op, .float32, [Float(0.0)], as: Float.self)[0].sign == .plus, "\(op.name) float32")
        }
    }
}
