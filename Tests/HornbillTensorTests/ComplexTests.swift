import HornbillTensor
import Testing

@Suite struct ComplexTests {
    @Test("complex dtypes promote with every dtype and cast within their kind as in NumPy")
    func promotion() throws {
        let rows = try #require(fixture("complex.json")["promotions"]?.arrayValue)
        #expect(rows.count == 28)
        for row in rows {
            let texts = try #require(row.arrayValue)
            let types = try texts[..<3].map { try #require($0.stringValue.flatMap(DType.init(name:))) }
            #expect(Tensor.promote(types[0], types[1]) == types[2])
            #expect(Tensor.promote(types[1], types[0]) == types[2])
            #expect(Tensor.canCast(types[0], to: types[1]) == texts[3].boolValue, "\(types)")
            #expect(Tensor.canCast(types[1], to: types[0]))
        }
        #expect(Tensor.promote(.complex64, .bfloat16) == .complex64)
    }

    @Test("casts from and to complex give NumPy's bits")
    func casts() throws {
        let recorded = try RecordedTensors("complex.json")
        let pairs = try #require(recorded["casts"]?.arrayValue)
        #expect(pairs.count == 58)
        for pair in pairs {
            let pair = try #require(pair.arrayValue)
            let source = try recorded.tensor(pair[0]), target = try recorded.tensor(pair[1])
            let result = try source.cast(to: target.dtype)
            #expect(try result.bytes() == target.bytes(), "\(source) to \(target.dtype.name)")
            // The same for elements that do not lie side by side.
            let spread = try Tensor.stack([source, source], axis: 1).transposed()[1]
            #expect(try spread.cast(to: target.dtype).bytes() == target.bytes(), "\(source) to \(target.dtype.name)")
        }
    }

    @Test("bfloat16 takes a complex number's real part")
    func bfloat16() throws {
        let z = try Tensor([Complex(1.5, 2), Complex(-3, .nan)] as [Complex<Double>]).cast(to: .bfloat16)
        #expect(try z.cast(to: .float64).scalars() == [1.5, -3])
        #expect(try z.cast(to: .complex128).scalars() == [Complex(1.5), Complex(-3)])
    }

    @Test("complex elements move as others do", arguments: [DType.complex64, .complex128])
    func movement(_ dtype: DType) throws {
        let values: [Complex<Double>] = (0 ..< 60 * 70).map { Complex(Double($0), -Double($0) / 2) }
        let x = try Tensor(values, shape: [60, 70]).cast(to: dtype)
        let turned = try x.transposed().copy()
        let order = (0 ..< 4200).map { $0 % 60 * 70 + $0 / 60 }
        #expect(try turned.scalars() == order.map { values[$0] })
        let rows = try x.take(Tensor([3, -1, 3]), axis: 0)
        #expect(try rows[0].scalars() == Array(values[210 ..< 280]))
        #expect(try rows[1].scalars() == Array(values[4130...]))
        #expect(try rows[2].scalars() == Array(values[210 ..< 280]))
        let column = try x.take(Tensor([5]), axis: 1)
        #expect(try column.scalars() == (0 ..< 60).map { values[$0 * 70 + 5] })
        #expect(try x.takeAlongAxis(Tensor([1, 0], shape: [1, 2]), axis: 1)[0].scalars() == [values[1], values[0]])
        let mask = try Tensor(values.map { $0.real == 17 || $0.real == 4000 }, shape: [60, 70])
        #expect(try x[mask].scalars() == [values[17], values[4000]])
        let corners = try x.sliced(starts: [59, 0], steps: [-2, 69], lengths: [2, 2]).flipped()
        #expect(try corners.scalars() == [values[4059], values[3990], values[4199], values[4130]])
        let one: Complex<Double> = Complex(1)
        let both = try Tensor.concatenate([x, .ones([1, 70], dtype: .float32)])
        #expect(both.dtype == dtype && both.shape == [61, 70])
        #expect(try both[60].scalars() == [Complex<Double>](repeating: one, count: 70))
        let full = try Tensor.full([3], 2.5, dtype: dtype)
        #expect(try full.cast(to: .float64).scalars() == [2.5, 2.5, 2.5])
        let summed = try rows.scatteredSum(at: Tensor([0, 1, 0]), axis: 0, length: 2)
        #expect(try summed[0, 1].scalars() == [Complex(422.0, -211)])
        var written = x
        try written.assign(.scalar(-1), at: 0, 0 ..< 2)
        #expect(try written[0, 0 ..< 3].scalars() == [Complex(-1), Complex(-1), values[2]])
    }

    @Test("what has no order is neither sorted nor compared")
    func refused() throws {
        let z = try Tensor([Complex(1.0, 2)])
        #expect(kind { try z.sorted() } == .typeMismatch)
        #expect(kind { try z.argsort() } == .typeMismatch)
        #expect(kind { try z.max() } == .typeMismatch)
        #expect(kind { try z.argmin() } == .typeMismatch)
        #expect(kind { try z.cumulativeMax() } == .typeMismatch)
        #expect(kind { try less(z, z) } == .typeMismatch)
        #expect(kind { try maximum(z, z) } == .typeMismatch)
        #expect(kind { try z.item() } == .typeMismatch)
    }
}
