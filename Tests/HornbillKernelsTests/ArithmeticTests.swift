import Glibc
import Testing

@testable import HornbillKernels

@Suite struct ArithmeticTests {
    @Test("operations know their arity and Array API names")
    func names() {
        #expect(ElementwiseOp.negative.arity == 1 && ElementwiseOp.signbit.arity == 1)
        #expect(ElementwiseOp.add.arity == 2 && ElementwiseOp.shiftRight.arity == 2)
        #expect(ElementwiseOp.select.arity == 3 && ElementwiseOp.multiplyAdd.arity == 3)
        #expect(ElementwiseOp.floorDivide.name == "floor_divide")
        #expect(ElementwiseOp.logicalNot.name == "logical_not")
        #expect(ElementwiseOp.select.name == "where")
        #expect(ElementwiseOp.divide.resultType(.int32) == nil)
        #expect(ElementwiseOp.divide.resultType(.bfloat16) == .bfloat16)
        #expect(ElementwiseOp.less.resultType(.float16) == .bool)
        #expect(ElementwiseOp.subtract.resultType(.bool) == nil)
        #expect(Set(ElementwiseOp.allCases.map(\.name)).count == ElementwiseOp.allCases.count)
    }

    @Test("every length gives the same result as one element at a time, in place too", arguments: [0, 1, 7, 31, 32, 33, 100])
    func lengths(_ n: Int) {
        var random = TestRandom()
        let a = random.floats(n), b = random.floats(n)
        #expect(apply(.add, .float32, a, b, as: Float.self) == zip(a, b).map { $0 + $1 })
        #expect(apply(.less, .float32, a, b, as: Bool.self) == zip(a, b).map { $0 < $1 })
        for op in [ElementwiseOp.multiply, .subtract, .maximum] {
            let expected = apply(op, .float32, a, b, as: Float.self)
            var left = a, right = b
            let kernel = elementwiseKernel(op, .float32)!
            left.withUnsafeMutableBytes { l in
                b.withUnsafeBytes { if n > 0 { kernel(l.baseAddress!, l.baseAddress!, $0.baseAddress!, l.baseAddress!, n) } }
            }
            right.withUnsafeMutableBytes { r in
                a.withUnsafeBytes { if n > 0 { kernel(r.baseAddress!, $0.baseAddress!, r.baseAddress!, r.baseAddress!, n) } }
            }
            #expect(left == expected && right == expected)
        }
    }

    private static let edges: [Float] = [
        0, -0.0, 1, -1, 2.5, -2.5, 0.5, 1.5, 3, -3, .infinity, -.infinity, .nan, 0x1p-133, 3e38, 8_388_609, 0.49999997,
    ]

    @Test("float arithmetic agrees with C on all pairs of special values")
    func floatPairs() {
        var a: [Float] = [], b: [Float] = []
        for x in Self.edges { for y in Self.edges { (a, b) = (a + [x], b + [y]) } }
        func check(_ op: ElementwiseOp, _ expected: (Float, Float) -> Float) {
            let results = apply(op, .float32, a, b, as: Float.self)
            let wide = apply(op, .float64, a.map(Double.init), b.map(Double.init), as: Double.self)
            for i in a.indices {
                let e = expected(a[i], b[i])
                let same = e.isNaN ? results[i].isNaN : results[i] == e && results[i].sign == e.sign
                #expect(same, "\(op.name)(\(a[i]), \(b[i])) gave \(results[i]), expected \(e)")
                #expect(wide[i].isNaN == e.isNaN, "\(op.name)(\(a[i]), \(b[i])) gave \(wide[i]) as float64")
            }
        }
        check(.divide, /)
        check(.maximum) { $0.isNaN || $1.isNaN ? .nan : ($0 >= $1 ? $0 : $1) }
        check(.minimum) { $0.isNaN || $1.isNaN ? .nan : ($0 <= $1 ? $0 : $1) }
        check(.power, Glibc.powf)
        check(.copysign, Glibc.copysignf)
        // atan2f itself is an ulp off at some of them.
        check(.atan2) { Float(Glibc.atan2(Double($0), Double($1))) }
        check(.remainder) { x, y in
            let rest = fmodf(x, y)
            if rest == 0 { return copysignf(0, y) }
            return (rest < 0) != (y < 0) ? rest + y : rest
        }
    }

    @Test("floor division and remainder of floats are Python's")
    func floorDivision() {
        let a: [Float] = [7, -7, 7, -7, 0, -0.0, 1, .infinity, 1, 3.5, 6]
        let b: [Float] = [2, 2, -2, -2, 3, 3, 0, 2, .infinity, 0.5, -3]
        let quotients = apply(.floorDivide, .float32, a, b, as: Float.self)
        #expect(quotients[...7].elementsEqual([3, -4, -4, 3, 0, -0.0, .infinity, .nan], by: { $0 == $1 || $0.isNaN && $1.isNaN }))
        #expect(quotients[8] == 0 && quotients[9] == 7 && quotients[10] == -2)
        #expect(apply(.remainder, .float32, Array(a[..<4]), Array(b[..<4]), as: Float.self) == [1, 1, -1, -1])
    }

    @Test("rounding, sign and tests of special values are NumPy's")
    func unaryFloats() {
        let x: [Float] = [0.5, 1.5, 2.5, -0.5, -1.5, -0.2, 0, -0.0, .infinity, .nan]
        #expect(apply(.round, .float32, Array(x[..<8]), as: Float.self) == [0, 2, 2, 0, -2, 0, 0, 0])
        #expect(apply(.floor, .float32, Array(x[..<8]), as: Float.self) == [0, 1, 2, -1, -2, -1, 0, 0])
        #expect(apply(.ceil, .float32, Array(x[..<8]), as: Float.self) == [1, 2, 3, 0, -1, 0, 0, 0])
        #expect(apply(.trunc, .float64, [1.9, -1.9], as: Double.self) == [1, -1])
        let signs = apply(.sign, .float32, x, as: Float.self)
        #expect(Array(signs[..<9]) == [1, 1, 1, -1, -1, -1, 0, 0, 1] && signs[9].isNaN)
        #expect(apply(.isnan, .float32, x, as: Bool.self) == x.map(\.isNaN))
        #expect(apply(.isinf, .float32, x, as: Bool.self) == x.map(\.isInfinite))
        #expect(apply(.isfinite, .float64, x.map(Double.init), as: Bool.self) == x.map(\.isFinite))
        #expect(apply(.signbit, .float32, x, as: Bool.self) == x.map { $0.sign == .minus })
        #expect(apply(.logicalNot, .float32, x, as: Bool.self) == x.map { $0 == 0 })
        #expect(apply(.relu, .float32, [Float.nan], as: Float.self)[0].isNaN)
    }

    private func checkIntegers<T: FixedWidthInteger>(_ type: DType, _: T.Type) {
        let values: [T] = [0, 1, 2, 3, 5, 7, T.max, T.max - 1, T.min, T.min + 1, 0 &- 1, 0 &- 2, 0 &- 7, 64, 100]
        var a: [T] = [], b: [T] = []
        for x in values { for y in values { (a, b) = (a + [x], b + [y]) } }
        func check(_ op: ElementwiseOp, _ expected: (T, T) -> T) {
            #expect(apply(op, type, a, b, as: T.self) == zip(a, b).map(expected), "\(op.name) \(type.name)")
        }
        func test(_ op: ElementwiseOp, _ expected: (T, T) -> Bool) {
            #expect(apply(op, type, a, b, as: Bool.self) == zip(a, b).map(expected), "\(op.name) \(type.name)")
        }
        func floorDivide(_ x: T, _ y: T) -> T {
            if y == 0 { return 0 }
            let (q, overflow) = x.dividedReportingOverflow(by: y)
            if overflow { return T.min }
            return (x < 0) != (y < 0) && q &* y != x ? q - 1 : q
        }
        check(.add, &+)
        check(.subtract, &-)
        check(.multiply, &*)
        check(.floorDivide, floorDivide)
        check(.remainder) { $1 == 0 ? 0 : $0 &- $1 &* floorDivide($0, $1) }
        check(.maximum, max)
        check(.minimum, min)
        check(.bitwiseAnd, &)
        check(.bitwiseOr, |)
        check(.bitwiseXor, ^)
        check(.shiftLeft) { $1 >= 0 && Int64(truncatingIfNeeded: $1) < T.bitWidth && $1 < 100 ? $0 &<< $1 : 0 }
        check(.shiftRight) { $1 >= 0 && $1 < 100 && Int($1) < T.bitWidth ? $0 &>> $1 : ($0 < 0 ? 0 &- 1 : 0) }
        check(.power) { x, y in
            if y < 0 { return x == 1 ? 1 : (x == 0 &- 1 ? (y & 1 == 0 ? 1 : x) : 0) }
            var result: T = 1, factor = x, rest = y
            while rest > 0 {
                if rest & 1 == 1 { result = result &* factor }
                factor = factor &* factor
                rest >>= 1
            }
            return result
        }
        test(.equal, ==)
        test(.notEqual, !=)
        test(.less, <)
        test(.lessEqual, <=)
        test(.greater, >)
        test(.greaterEqual, >=)
        test(.logicalAnd) { $0 != 0 && $1 != 0 }
        test(.logicalOr) { $0 != 0 || $1 != 0 }
        test(.logicalXor) { ($0 != 0) != ($1 != 0) }
        #expect(apply(.negative, type, values, as: T.self) == values.map { 0 &- $0 })
        #expect(apply(.abs, type, values, as: T.self) == values.map { $0 < 0 ? 0 &- $0 : $0 })
        #expect(apply(.sign, type, values, as: T.self) == values.map { $0 > 0 ? 1 : ($0 == 0 ? 0 : 0 &- 1) })
        #expect(apply(.bitwiseNot, type, values, as: T.self) == values.map { ~$0 })
        #expect(apply(.relu, type, values, as: T.self) == values.map { max($0, 0) })
        #expect(apply(.floor, type, values, as: T.self) == values)
        #expect(apply(.isfinite, type, values, as: Bool.self) == values.map { _ in true })
        #expect(apply(.signbit, type, values, as: Bool.self) == values.map { $0 < 0 })
    }

    @Test("integer arithmetic wraps, divides like Python and never traps")
    func integers() {
        checkIntegers(.int8, Int8.self)
        checkIntegers(.int16, Int16.self)
        checkIntegers(.int32, Int32.self)
        checkIntegers(.int64, Int64.self)
        checkIntegers(.uint8, UInt8.self)
        checkIntegers(.uint16, UInt16.self)
        checkIntegers(.uint32, UInt32.self)
        checkIntegers(.uint64, UInt64.self)
    }

    @Test("arithmetic of bool is logic")
    func bools() {
        let a = [false, false, true, true], b = [false, true, false, true]
        func check(_ op: ElementwiseOp, _ expected: [Bool]) { #expect(apply(op, .bool, a, b, as: Bool.self) == expected, "\(op.name)") }
        check(.add, [false, true, true, true])
        check(.multiply, [false, false, false, true])
        check(.bitwiseXor, [false, true, true, false])
        check(.equal, [true, false, false, true])
        check(.less, [false, true, false, false])
        check(.greaterEqual, [true, false, true, true])
        check(.maximum, [false, true, true, true])
        #expect(apply(.logicalNot, .bool, a, as: Bool.self) == [true, true, false, false])
    }

    @Test("select, clip and multiply-add take three operands")
    func ternary() {
        let kernel = elementwiseKernel(.select, .float32)!
        var random = TestRandom()
        let n = 70
        let a = random.floats(n), b = random.floats(n), c = a.map { $0 > 0 }
        var out = [Float](repeating: 0, count: n)
        kernel(&out, c, a, b, n)
        #expect(out == (0..<n).map { c[$0] ? a[$0] : b[$0] })
        elementwiseKernel(.multiplyAdd, .float32)!(&out, a, b, a, n)
        #expect(out == (0..<n).map { a[$0].addingProduct(a[$0], b[$0]) })
        let low = [Float](repeating: -1, count: n), high = [Float](repeating: 1.5, count: n)
        elementwiseKernel(.clip, .float32)!(&out, a, low, high, n)
        #expect(out == a.map { min(max($0, -1), 1.5) })
    }
}
