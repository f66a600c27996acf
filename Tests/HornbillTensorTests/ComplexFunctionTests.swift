import HornbillTensor
import Testing

@Suite struct ComplexFunctionTests {
    /// A recorded call: the function's name, operands and NumPy's result.
    private func records(_ section: String) throws -> [(name: String, x: [Tensor], y: Tensor, axis: Int?)] {
        let recorded = try RecordedTensors("complex.json")
        return try #require(recorded[section]?.arrayValue).map { record in
            (
                try #require(record["name"]?.stringValue),
                try #require(record["x"]?.arrayValue).map { try recorded.tensor($0) },
                try recorded.tensor(try #require(record["y"])), record["axis"]?.intValue
            )
        }
    }

    private func function(_ name: String) throws -> Function {
        try #require(Function.tensorFunctions.first { $0.name == name }, "\(name)")
    }

    @Test("functions of one complex tensor are NumPy's, special values and branch cuts included")
    func unary() throws {
        let records = try records("unary")
        #expect(records.count > 100)
        for record in records {
            let result = try function(record.name)(record.x)[0]
            // The signs of zeros beside tanh of infinite parts are the standard's: see below.
            try expectClose(
                result, record.y, record.x, zerosHaveSigns: record.name != "tanh", "\(record.name) of \(record.x[0].dtype.name)")
        }
    }

    @Test("functions of two tensors, one of them complex, are NumPy's")
    func binary() throws {
        let records = try records("binary")
        #expect(records.count > 40)
        for record in records {
            let result = try function(record.name)(record.x)[0]
            try expectClose(result, record.y, record.x, "\(record.name) of \(record.x.map(\.dtype.name))")
        }
    }

    @Test("sums, products, means, deviations and running results are NumPy's")
    func reductions() throws {
        let records = try records("reductions")
        #expect(records.count > 120)
        for record in records {
            for x in [record.x[0], try scattered(record.x[0])] {
                let axis: JSON = record.axis.map { .int($0) } ?? .null
                let result = try function(record.name)([x], ["axis": axis])[0]
                try expectClose(result, record.y, [], "\(record.name) of \(x) along \(axis)")
            }
        }
    }

    @Test("sums of many complex numbers are exact to rounding, whatever the number of threads")
    func longSums() throws {
        for dtype in [DType.complex64, .complex128] {
            let parts = numbers(400_000)
            let z = try complex(Tensor(parts, shape: [200_000, 2])[.all, 0], Tensor(parts, shape: [200_000, 2])[.all, 1])
                .cast(to: dtype)
            var exact = (0.0, 0.0)
            for value in try z.scalars(as: Complex<Double>.self) {
                exact.0 += value.real
                exact.1 += value.imaginary
            }
            let sum = try z.sum().scalars(as: Complex<Double>.self)[0]
            let limit = dtype == .complex64 ? 2e-4 : 1e-10
            #expect(abs(sum.real - exact.0) < limit && abs(sum.imaginary - exact.1) < limit)
        }
    }

    @Test("matrix products are NumPy's")
    func products() throws {
        let records = try records("products")
        #expect(records.count == 16)
        for record in records {
            try expectClose(matmul(record.x[0], record.x[1]), record.y, [], terms: 16, "matmul of \(record.x.map(\.spec))")
            let (a, b) = (try scattered(record.x[0]), try scattered(record.x[1]))
            try expectClose(matmul(a, b), record.y, [], terms: 16, "matmul of scattered \(record.x.map(\.spec))")
        }
    }

    @Test("the zero beside tanh of an infinite real part has the sign of the imaginary part")
    func tanhZeros() throws {
        for dtype in [DType.complex64, .complex128] {
            for re in [Double.infinity, -.infinity] {
                for im in [2.5, -2.5, 1, -1, 0, -0.0] {
                    let w = try Tensor([Complex(re, im)]).cast(to: dtype).tanh().scalars(as: Complex<Double>.self)[0]
                    #expect(w.real == (re > 0 ? 1 : -1) && w.imaginary == 0 && w.imaginary.sign == im.sign, "\(re) \(im): \(w)")
                }
            }
        }
    }

    @Test("expm1 and log1p have the standard's special values")
    func specialValues() throws {
        let nan = Double.nan, inf = Double.infinity, pi = Double.pi
        func check(_ f: (Tensor) throws -> Tensor, _ x: Double, _ y: Double, _ re: Double, _ im: Double) throws {
            for dtype in [DType.complex64, .complex128] {
                for sign in [1.0, -1.0] {
                    let z = try Tensor([Complex(x, sign * y)]).cast(to: dtype)
                    let w = try f(z).scalars(as: Complex<Double>.self)[0]
                    #expect(w.real.isNaN && re.isNaN || abs(w.real - re) < 1e-6 || w.real == re, "\(z): \(w)")
                    let imaginary = sign * im
                    #expect(
                        w.imaginary.isNaN && im.isNaN || abs(w.imaginary - imaginary) < 1e-6 || w.imaginary == imaginary,
                        "\(z): \(w)")
                }
            }
        }
        for (x, y, re, im) in [
            (0, 0, 0, 0), (-0.0, 0, 0, 0), (2, inf, nan, nan), (2, nan, nan, nan), (inf, 0, inf, 0), (-inf, 3, -1, 0),
            (inf, 1, inf, inf), (inf, inf, inf, nan), (-inf, nan, -1, 0), (inf, nan, inf, nan), (nan, 0, nan, 0),
            (nan, 1, nan, nan), (nan, nan, nan, nan), (800, 0, inf, 0),
        ] { try check({ try $0.expm1() }, x, y, re, im) }
        for (x, y, re, im) in [
            (-1, 0, -inf, 0), (2, inf, inf, pi / 2), (2, nan, nan, nan), (-inf, 1, inf, pi), (inf, 1, inf, 0),
            (-inf, inf, inf, 3 * pi / 4), (inf, inf, inf, pi / 4), (inf, nan, inf, nan), (-inf, nan, inf, nan),
            (nan, 1, nan, nan), (nan, inf, inf, nan), (nan, nan, nan, nan), (0, 0, 0, 0),
        ] { try check({ try $0.log1p() }, x, y, re, im) }
    }

    @Test("expm1 and log1p keep the digits of small numbers")
    func smallNumbers() throws {
        // For |z| = 1e-9, z + z²/2 and z - z²/2 are exact to 1e-18 of z.
        let z = Complex(3e-10, -4e-10)
        let square = (z.real * z.real - z.imaginary * z.imaginary, 2 * z.real * z.imaginary)
        let x = try Tensor([z])
        for (result, sign) in [(try x.expm1(), 1.0), (try x.log1p(), -1.0)] {
            let w = try result.scalars(as: Complex<Double>.self)[0]
            #expect(abs(w.real / (z.real + sign * square.0 / 2) - 1) < 1e-15)
            #expect(abs(w.imaginary / (z.imaginary + sign * square.1 / 2) - 1) < 1e-15)
        }
    }

    @Test("real numbers have parts, a conjugate and an angle too")
    func partsOfReals() throws {
        let x = try Tensor([-2, 0, 3] as [Float])
        #expect(try x.real().scalars() == [-2, 0, 3] as [Float])
        #expect(try x.imag().scalars() == [0, 0, 0] as [Float])
        #expect(try x.conj().scalars() == [-2, 0, 3] as [Float])
        #expect(try x.angle().scalars() == [Float(Double.pi), 0, 0])
        #expect(try Tensor([-1, 1]).angle().scalars() == [Double.pi, 0])
        #expect(try Tensor([1, 2]).imag().dtype == .int64)
        let z = try complex(x, Tensor([1.5, 2, 4]))
        #expect(z.dtype == .complex128)
        #expect(try z.scalars() == [Complex(-2.0, 1.5), Complex(0.0, 2), Complex(3.0, 4)])
        #expect(try complex(x.cast(to: .float16), x).dtype == .complex64)
        #expect(kind { try complex(z, x) } == .typeMismatch)
    }

    @Test("what is defined for real numbers only refuses complex ones", arguments: [
        "floor", "ceil", "trunc", "erf", "sigmoid", "softplus", "relu", "signbit", "bitwise_invert", "sort", "argsort",
        "max", "min", "argmax", "argmin", "cumulative_max", "softmax",
    ])
    func refusedUnary(_ name: String) throws {
        let z = try Tensor([Complex(1.0, 2)])
        let function = try function(name)
        #expect(kind { try function([z]) } == .typeMismatch)
    }

    @Test("comparisons and what needs them refuse complex numbers", arguments: [
        "less", "less_equal", "greater", "greater_equal", "maximum", "minimum", "floor_divide", "remainder", "atan2",
        "hypot", "copysign", "nextafter", "logaddexp", "logaddexp2", "bitwise_and", "bitwise_left_shift",
    ])
    func refusedBinary(_ name: String) throws {
        let z = try Tensor([Complex(1.0, 2)]), x = try Tensor([1.0])
        let function = try function(name)
        #expect(kind { try function([z, x]) } == .typeMismatch)
        #expect(kind { try function([x, z]) } == .typeMismatch)
    }

    /// The same values in memory where no two are neighbours.
    private func scattered(_ x: Tensor) throws -> Tensor {
        let order = Array((0 ..< x.rank + 1).reversed())
        return try Tensor.stack([x, x], axis: x.rank).transposed(order).copy().transposed(order)[.ellipsis, 1]
    }

    /// Equal to within a few units in the last place of the element's size; special values and signs of zero alike.
    ///
    /// - Parameter terms: how many rounding errors may come together.
    private func expectClose(
        _ result: Tensor, _ expected: Tensor, _ operands: [Tensor], terms: Double = 1, zerosHaveSigns: Bool = true,
        _ what: String
    ) throws {
        #expect(result.spec == expected.spec, "\(what)")
        guard result.spec == expected.spec else { return }
        let isSingle = result.dtype.realType == .float32 || operands.contains { $0.dtype == .complex64 } 
        let precision = terms * (isSingle ? 2e-6 : 4e-15)
        let values = try result.scalars(as: Complex<Double>.self), wanted = try expected.scalars(as: Complex<Double>.self)
        for index in values.indices {
            let (value, target) = (values[index], wanted[index])
            let size = Swift.max(
                target.real.isFinite ? abs(target.real) : 0, target.imaginary.isFinite ? abs(target.imaginary) : 0)
            func agree(_ a: Double, _ b: Double) -> Bool {
                if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
                if a == 0, b == 0 { return !zerosHaveSigns || a.sign == b.sign }
                return a == b || abs(a - b) <= precision * Swift.max(size, 1e-3)
            }
            let isRight = agree(value.real, target.real) && agree(value.imaginary, target.imaginary)
            let from = try operands.map { try "\($0.element(at: index))" }.joined(separator: ", ")
            #expect(isRight, "\(what), element \(index) (\(from)): expected \(target), got \(value)")
        }
    }
}
