import Testing

@testable import HornbillTensor

@Suite("Dtypes as in NumPy") struct DTypeTests {
    @Test("every pair of dtypes has NumPy's common dtype, and its arithmetic NumPy's result")
    func promotes() throws {
        let functions: [String: (Tensor, Tensor) throws -> Tensor] = [
            "add": add, "subtract": subtract, "multiply": multiply, "divide": divide, "less": less,
            "maximum": { try maximum($0, $1) },
        ]
        var pairs = 0
        for record in try numPyCases("dtypes") {
            guard let names = (record["a"]?.stringValue).flatMap({ a in record["b"]?.stringValue.map { (a, $0) } })
            else { continue }
            pairs += 1
            let (a, b) = (try #require(DType(name: names.0)), try #require(DType(name: names.1)))
            #expect(Tensor.promote(a, b).name == record["promoted"]?.stringValue, "\(names)")
            for (name, result) in try #require(record["results"]?.objectValue).members {
                let function = try #require(functions[name])
                let got = try function(.ones([1], dtype: a), .ones([1], dtype: b))
                #expect(got.dtype.name == result.stringValue, "\(name) of \(names)")
            }
        }
        #expect(pairs == 144)
    }

    @Test("bfloat16 gives a float that holds both")
    func bfloat16() {
        for dtype in DType.allCases {
            #expect(Tensor.promote(.bfloat16, dtype) == Tensor.promote(dtype, .bfloat16))
        }
        for (other, expected) in [
            (DType.bool, DType.bfloat16), (.int8, .bfloat16), (.uint8, .bfloat16), (.int16, .float32),
            (.int32, .float64),
            (.float16, .float32), (.bfloat16, .bfloat16), (.float32, .float32), (.float64, .float64),
        ] {
            #expect(Tensor.promote(.bfloat16, other) == expected, "\(other.name)")
        }
    }

    @Test("casts give NumPy's values, special ones included")
    func casts() throws {
        var pairs = 0
        for record in try numPyCases("dtypes") {
            guard let source = record["from"], let target = record["to"] else { continue }
            pairs += 1
            let expected = try Tensor(numPy: target)
            let got = try Tensor(numPy: source).cast(to: expected.dtype)
            #expect(try got.difference(from: target) == nil, "from \(source)")
            // And of operands that are no dense memory.
            let strided = try Tensor(numPy: source).flipped().cast(to: expected.dtype).flipped()
            #expect(try strided.difference(from: target) == nil, "from \(source), strided")
        }
        #expect(pairs == 144)
    }

    @Test("numbers of Swift are weak: they take the tensor's dtype unless that is of a lower kind")
    func weak() throws {
        for dtype in DType.allCases where dtype != .bool {
            #expect(try (Tensor.ones([2], dtype: dtype) + 1).dtype == dtype)
            #expect(try (Tensor.ones([2], dtype: dtype) + 0.5).dtype == (dtype.isInexact ? dtype : .float64))
        }
        #expect(try (Tensor.ones([2], dtype: .bool) + 1).dtype == .int64)
        #expect(try (1 / Tensor.full([1], 4, dtype: .int32)).item() == 0.25)
    }
}
