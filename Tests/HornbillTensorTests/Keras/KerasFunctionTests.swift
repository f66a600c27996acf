import Testing

@testable import HornbillTensor

@Suite("Functions of networks as in Keras") struct KerasFunctionTests {
    /// A tensor that the script made from a shape and a seed, or wrote out.
    private func tensor(_ json: JSON) throws -> Tensor? {
        if json.isNull { return nil }
        guard let rule = json["made"] else { return try Tensor(numPy: json) }
        let shape = try #require(rule["shape"]?.intsValue), seed = try #require(rule["seed"]?.intValue)
        let scale = try #require(rule["scale"]?.doubleValue), offset = try #require(rule["offset"]?.intValue)
        let values = (0 ..< shape.reduce(1, *)).map { k in
            Double((k * k * 31 + k * 17 + seed * 7 + k / 7 * seed) % 41 + offset) * scale
        }
        let dtype = try #require(rule["dtype"]?.stringValue.flatMap { DType(name: $0) })
        return try Tensor(values, shape: shape).cast(to: dtype)
    }

    /// What is wrong with one case, or nil.
    private func mismatch(_ record: JSON) throws -> String? {
        let name = try #require(record["f"]?.stringValue)
        let function = try #require(Function.tensorFunctions.first { $0.name == name }, "no function \(name)")
        let given = try #require(record["in"]?.arrayValue).map { try #require($0.arrayValue) }
        #expect(Array(function.inputs.map(\.name).prefix(given.count)) == given.compactMap { $0[0].stringValue })
        let inputs = try given.map { try tensor($0[1]) }
        let attributes = Attributes(record["attrs"]?.objectValue ?? JSON.Object())
        let tolerance = record["tolerance"]?.doubleValue ?? 3e-6
        let wanted = try #require(record["out"]?.arrayValue)
        // The same of operands that are no dense memory.
        for inputs in [inputs, try inputs.map { try $0?.flipped().copy().flipped() }] {
            let got = try function(inputs, attributes)
            if got.count != wanted.count { return "\(got.count) results, expected \(wanted.count)" }
            for (result, json) in zip(got, wanted) {
                let expected = try Tensor(numPy: json)
                if result.spec != expected.spec { return "got \(result.spec), expected \(expected.spec)" }
                let (mine, theirs) = (try result.scalars(as: Double.self), try expected.scalars(as: Double.self))
                let scale = max(1, theirs.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0)
                for (one, other) in zip(mine, theirs)
                where !(one == other || one.isNaN && other.isNaN || (one - other).magnitude <= tolerance * scale) {
                    return "got \(result), expected \(expected)"
                }
            }
        }
        return nil
    }

    @Test("Every recorded call gives Keras' dtype, shape and values, of dense and of strided operands")
    func recorded() throws {
        let records = try #require(fixture("networks.json").arrayValue)
        #expect(records.count > 100)
        for record in records {
            do {
                if let text = try mismatch(record) { Issue.record("\(record["f"]!) \(record["attrs"]!) \(record["in"]!): \(text)") }
            } catch { Issue.record("\(record["f"]!) \(record["attrs"]!): \(error)") }
        }
    }
}
