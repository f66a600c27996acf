import Testing

@testable import HornbillTensor

/// The cases of a file that `Tests/fixtures/numpy_semantics.py` wrote.
func numPyCases(_ name: String) throws -> [JSON] {
    let cases = try #require(fixture(name + ".json").arrayValue)
    #expect(cases.count > 100)
    return cases
}

extension JSON {
    func member(_ name: String) throws -> JSON {
        guard let value = self[name] else { throw HornbillError(.invalidArgument, "no \(name) in \(self)") }
        return value
    }

    /// A number; special floats are written as text.
    var number: Double? { doubleValue ?? stringValue.flatMap { Double($0) } }
}

extension Tensor {
    /// An array as the fixtures write it.
    init(numPy json: JSON) throws {
        let shape = try #require(json["shape"]?.intsValue)
        let dtype = try #require(json["dtype"]?.stringValue.flatMap { DType(name: $0) })
        let data = try #require(json["data"]?.arrayValue)
        if dtype.isInteger || dtype == .bool {
            // Unsigned 64-bit integers are written by their bits.
            let bits = try data.map { UInt64(bitPattern: Int64(try #require($0.intValue))) }
            self = try Tensor(bits, shape: shape).cast(to: dtype)
        } else {
            self = try Tensor(data.map { $0.number ?? .nan }, shape: shape).cast(to: dtype)
        }
    }

    /// 0, 1, 2, … in a shape, seen through a layout.
    static func base(_ shape: [Int], layout: String) throws -> Tensor {
        try Tensor.arange(stop: Double(shape.reduce(1, *))).reshaped(to: shape).seen(layout)
    }

    /// A view of the same elements in another order: `seen` of the script.
    func seen(_ layout: String) throws -> Tensor {
        var x = self
        for step in layout {
            switch step {
            case "T": x = try x.transposed()
            case "F": x = try x.flipped()
            default:
                guard x.rank > 0 else { continue }
                let twice = try Tensor.stack([x, x], axis: -1).reshaped(
                    to: x.shape.dropLast() + [2 * x.shape[x.rank - 1]])
                x = try twice.get([.ellipsis, .slice(start: nil, stop: nil, step: 2)])
            }
        }
        return x
    }

    /// The layout undone: a dense tensor that `seen` shows as this one.
    func stored(_ layout: String) throws -> Tensor { layout == "T" ? try transposed().copy() : self }

    /// What is different from an expected array, or nil. Floats may differ by `tolerance`, relative to their size.
    func difference(from json: JSON, tolerance: Double = 0) throws -> String? {
        let expected = try Tensor(numPy: json)
        if spec != expected.spec { return "got \(spec), expected \(expected.spec)" }
        if dtype.isInteger || dtype == .bool {
            let same = try scalars(as: Int64.self) == expected.scalars(as: Int64.self)
            return same ? nil : "got \(self), expected \(expected)"
        }
        for (got, wanted) in try zip(scalars(as: Double.self), expected.scalars(as: Double.self)) {
            let same = got == wanted && got.sign == wanted.sign || got.isNaN && wanted.isNaN
            if same || (got - wanted).magnitude <= tolerance * Swift.max(1, wanted.magnitude) { continue }
            return "got \(self), expected \(expected)"
        }
        return nil
    }
}
