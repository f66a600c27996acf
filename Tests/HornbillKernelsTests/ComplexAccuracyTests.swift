import Glibc
import Testing

@testable import HornbillKernels

@Suite struct ComplexAccuracyTests {
    @Test("atan2 is within 2 ulp in all directions and for all magnitudes")
    func atan2() {
        var random = TestRandom()
        var ys: [Double] = [], xs: [Double] = []
        for _ in 0 ..< 200_000 {
            ys.append(Double.random(in: -1 ... 1, using: &random))
            xs.append(Double.random(in: -1 ... 1, using: &random))
        }
        for _ in 0 ..< 100_000 {
            let (y, x) = (Double(bitPattern: random.next()), Double(bitPattern: random.next()))
            ys.append(y)
            xs.append(x)
            // Of like size, at the ends of the range too.
            ys.append(x * Double.random(in: 0.3 ... 1, using: &random))
            xs.append(x)
        }
        var worst = (error: 0.0, at: (0.0, 0.0))
        for (index, value) in apply(.atan2, .float64, ys, xs, as: Double.self).enumerated() {
            let error = ulps(value, Glibc.atan2l(Float80(ys[index]), Float80(xs[index])))
            if error > worst.error { worst = (error, (ys[index], xs[index])) }
        }
        #expect(worst.error <= 2, "at \(worst.at)")
        let narrow = apply(.atan2, .float32, ys.map(Float.init), xs.map(Float.init), as: Float.self)
        worst.error = 0
        for (index, value) in narrow.enumerated() {
            let error = ulps(value, Glibc.atan2(Double(Float(ys[index])), Double(Float(xs[index]))))
            if error > worst.error { worst = (error, (ys[index], xs[index])) }
        }
        #expect(worst.error <= 1, "at \(worst.at)")
    }

    @Test("atan2 has libm's special values")
    func specialAngles() {
        let values: [Double] = [
            -.infinity, -.greatestFiniteMagnitude, -1, -.leastNonzeroMagnitude, -0.0, 0, .leastNonzeroMagnitude, 0.5, 1,
            .greatestFiniteMagnitude, .infinity, .nan,
        ]
        for y in values {
            for x in values {
                let value = apply(.atan2, .float64, [y], [x], as: Double.self)[0], expected = Glibc.atan2(y, x)
                #expect(value.sign == expected.sign || value.isNaN && expected.isNaN, "\(y), \(x)")
                #expect(ulps(value, Float80(expected)) <= 1, "\(y), \(x)")
            }
        }
    }

    @Test("the logarithm of numbers near the unit circle keeps its digits", arguments: [0x1p-3, 0x1p-8, 0x1p-16, 0x1p-23])
    func logNearCircle(_ distance: Double) {
        var random = TestRandom()
        var numbers: [Complex<Double>] = []
        for _ in 0 ..< 20_000 {
            let angle = Double.random(in: -.pi ... .pi, using: &random)
            let radius = 1 + distance * Double.random(in: -1 ... 1, using: &random)
            // Parts of 24 bits: their squares are exact in 64.
            numbers.append(Complex(Double(Float(radius * cos(angle))), Double(Float(radius * sin(angle)))))
        }
        let wide = apply(.log, .complex128, numbers, as: Complex<Double>.self)
        let narrow = apply(.log, .complex64, numbers.map { Complex(Float($0.real), Float($0.imaginary)) }, as: Complex<Float>.self)
        var worst = 0.0, worstNarrow = 0.0
        for (index, z) in numbers.enumerated() {
            let (x, y) = (Float80(abs(z.real)), Float80(abs(z.imaginary)))
            let exact = Glibc.log1pl(max(x, y) * max(x, y) - 1 + min(x, y) * min(x, y)) / 2
            if exact == 0 { continue }
            worst = max(worst, ulps(wide[index].real, exact))
            worstNarrow = max(worstNarrow, ulps(narrow[index].real, Double(exact)))
        }
        #expect(worst <= 2 && worstNarrow <= 1)
    }

    @Test("magnitudes are within an ulp, also where squares overflow or vanish")
    func magnitudes() {
        var random = TestRandom()
        for exponent in [-1000, -500, -140, -60, 0, 60, 120, 500, 1000] {
            let scale = Double(sign: .plus, exponent: exponent, significand: 1)
            var numbers: [Complex<Double>] = []
            for _ in 0 ..< 3000 {
                numbers.append(
                    Complex(
                        scale * Double.random(in: -1 ... 1, using: &random),
                        scale * Double.random(in: -1 ... 1, using: &random)))
            }
            let wide = apply(.abs, .complex128, numbers, as: Double.self)
            for (index, z) in numbers.enumerated() {
                let exact = Glibc.hypotl(Float80(z.real), Float80(z.imaginary))
                #expect(ulps(wide[index], exact) <= 1.5, "\(z)")
            }
            guard abs(exponent) < 130 else { continue }
            let floats = numbers.map { Complex(Float($0.real), Float($0.imaginary)) }
            for (index, value) in apply(.abs, .complex64, floats, as: Float.self).enumerated() {
                let exact = Glibc.hypot(Double(floats[index].real), Double(floats[index].imaginary))
                #expect(ulps(value, exact) <= 1.5, "\(floats[index])")
            }
        }
    }

    @Test("a number times its conjugate is real, and products are those of the parts in every lane")
    func products() {
        var random = TestRandom()
        for count in 1 ... 19 {
            let draw = { Complex(Double.random(in: -1 ... 1, using: &random), Double.random(in: -1 ... 1, using: &random)) }
            let x = (0 ..< count).map { _ in draw() }, y = (0 ..< count).map { _ in draw() }
            let expected = zip(x, y).map { x, y in
                Complex(
                    x.real * y.real - x.imaginary * y.imaginary, x.real * y.imaginary + x.imaginary * y.real)
            }
            #expect(apply(.multiply, .complex128, x, y, as: Complex<Double>.self) == expected)
            let conjugates = x.map { Complex($0.real, -$0.imaginary) }
            #expect(apply(.multiply, .complex128, x, conjugates, as: Complex<Double>.self).allSatisfy { $0.imaginary == 0 })
            let narrow = x.map { Complex(Float($0.real), Float($0.imaginary)) }
            let squares = narrow.map { z in
                Complex(z.real * z.real - z.imaginary * z.imaginary, z.real * z.imaginary + z.imaginary * z.real)
            }
            #expect(apply(.multiply, .complex64, narrow, narrow, as: Complex<Float>.self) == squares)
        }
    }
}
