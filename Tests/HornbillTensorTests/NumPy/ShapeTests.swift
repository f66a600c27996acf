import Testing

@testable import HornbillTensor

@Suite("Shapes as in NumPy") struct ShapeTests {
    private func cases(_ op: String) throws -> [JSON] {
        let cases = try numPyCases("reshaping").filter { $0["op"] == .string(op) }
        #expect(cases.count > 50)
        return cases
    }

    @Test("a reshape is a view exactly where NumPy's is")
    func reshapes() throws {
        for record in try cases("reshape") {
            var x = try Tensor.base(
                try #require(record["shape"]?.intsValue), layout: try #require(record["layout"]?.stringValue))
            if record["swapped"] == true { x = try x.transposed([1, 0] + Array(2 ..< x.rank)) }
            let result = try x.reshaped(to: try #require(record["target"]?.intsValue))
            #expect(try result.difference(from: record.member("result")) == nil, "\(record)")
            #expect(result.sharesStorage(with: x) == record["view"]?.boolValue, "\(record)")
        }
    }

    @Test("shapes broadcast to NumPy's")
    func broadcasts() throws {
        for record in try cases("broadcast") {
            let shapes = try #require(record["shapes"]?.arrayValue).compactMap(\.intsValue)
            #expect((try? Strides.broadcastShape(shapes)) == record["result"]?.intsValue, "\(record)")
        }
    }

    @Test("joined tensors have NumPy's shape, dtype and elements", arguments: ["concatenate", "stack"])
    func joins(op: String) throws {
        for record in try cases(op) {
            let parts = try #require(record["parts"]?.arrayValue).map { try Tensor(numPy: $0) }
            let axis = try #require(record["axis"]?.intValue)
            let result = try op == "stack" ? Tensor.stack(parts, axis: axis) : .concatenate(parts, axis: axis)
            #expect(try result.difference(from: record.member("result")) == nil, "\(record)")
        }
    }

    @Test("an empty tensor takes any shape without elements; unknown lengths must be one and fit")
    func corners() throws {
        #expect(try Tensor.zeros([0, 3]).reshaped(to: [3, 0, 2]).shape == [3, 0, 2])
        #expect(try Tensor.zeros([0, 3]).reshaped(to: [-1, 3]).shape == [0, 3])
        #expect(kind { try Tensor.zeros([0, 3]).reshaped(to: [-1, 0]) } == .shapeMismatch)
        #expect(kind { try Tensor.zeros([6]).reshaped(to: [-1, -1]) } == .invalidArgument)
        #expect(kind { try Tensor.zeros([6]).reshaped(to: [4, -1]) } == .shapeMismatch)
        #expect(kind { try Tensor.zeros([6]).reshaped(to: [-2, -3]) } == .invalidArgument)
        #expect(kind { try Tensor.zeros([2, 3]).transposed([0, 0]) } == .invalidArgument)
        #expect(kind { try Tensor.zeros([2, 3]).sum(axes: [2]) } == .axisOutOfRange)
        #expect(kind { try Tensor.zeros([2, 3]).squeezed(axes: [0]) } == .invalidArgument)
        #expect(kind { try Tensor.concatenate([]) } == .invalidArgument)
        #expect(kind { try Tensor.concatenate([.zeros([2, 3]), .zeros([2, 2])]) } == .shapeMismatch)
        #expect(kind { try Tensor.zeros([Int.max, 2]) } == .invalidArgument)
    }

    @Test("views of views of a tensor alias it")
    func aliases() throws {
        let x = try Tensor.zeros([2, 3, 4], dtype: .int32)
        let view = try x.transposed([2, 0, 1]).get([.slice(start: nil, stop: nil, step: -1), .integer(1)])
        try view.set([.integer(0), .integer(2)], .scalar(5, dtype: .int32))
        #expect(try x.get([.integer(1), .integer(2), .integer(3)]).item() == 5)
        #expect(try x.sum().item() == 5)
        try x.reshaped(to: [24]).assignThrough(.scalar(1, dtype: .int32))
        #expect(try view.sum().item() == 12)
    }
}
