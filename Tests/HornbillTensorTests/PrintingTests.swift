import HornbillTensor
import Testing

@Suite struct PrintingTests {
    @Test("Tensors print as NumPy prints its arrays, character for character")
    func recorded() throws {
        let records = try #require(fixture("printing.json").arrayValue)
        #expect(records.count > 400)
        for record in records {
            let name = try #require(record["dtype"]?.stringValue)
            let dtype = try #require(DType(name: name))
            let shape = try #require(record["shape"]?.intsValue)
            let tensor = try Tensor(hex: try #require(record["bytes"]?.stringValue), dtype: dtype, shape: shape)
            var options = try PrintOptions(Attributes(try #require(record["options"]?.objectValue)))
            for style in [PrintOptions.Style.str, .repr] {
                options.style = style
                let text = try tensor.text(options), expected = record[style.rawValue]?.stringValue
                #expect(text == expected, "\(dtype.name)\(shapeText(shape)) with \(options)")
            }
        }
    }

    @Test("bfloat16 prints the fewest digits of its own")
    func bfloat16() throws {
        let tensor = try Tensor([0.1, 1, 3.14159, -65280] as [Float]).cast(to: .bfloat16)
        #expect(tensor.debugDescription == "array([ 1.00e-01,  1.00e+00,  3.14e+00, -6.53e+04], dtype=bfloat16)")
        #expect(try tensor[2].description == "3.14")
    }

    @Test("A description is Python's str")
    func description() throws {
        #expect("\(try Tensor([1, 2, 3]))" == "[1 2 3]")
        #expect("\(Tensor.placeholder(TensorSpec(.float32, [2, 3]), name: "x"))" == "Tensor(float32(2, 3))")
    }

    @Test("Unknown options are refused")
    func refused() throws {
        #expect(kind { try PrintOptions(["floatmode": "many"]) } == .invalidArgument)
        #expect(kind { try PrintOptions(["precision": -1]) } == .invalidArgument)
        #expect(kind { try PrintOptions(["precision": "x"]) } == .typeMismatch)
    }
}
