import Glibc
import HornbillTensor
import Testing

@testable import HornbillNN

/// One thing that Keras computed, from the JSON files that `Tests/fixtures/keras_courses.py` writes.
struct Fixture: Sendable, CustomTestStringConvertible {
    let json: JSON
    /// What the cases of a file have in common: data, and weights of networks.
    let shared: JSON

    var name: String { json["name"]?.stringValue ?? "?" }
    var testDescription: String { name }

    /// The cases of a file. A file that cannot be read gives one case that fails everywhere.
    static func cases(_ file: String) -> [Fixture] {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        do {
            var entries = try JSON(parsing: read("/\(folder)/fixtures/\(file).json")).arrayValue ?? []
            let hasShared = entries.first?["name"] == "shared"
            let shared = hasShared ? entries.removeFirst() : .null
            return entries.map { Fixture(json: $0, shared: shared) }
        } catch {
            return [Fixture(json: ["name": .string("\(file): \(error)")], shared: .null)]
        }
    }

    private static func read(_ path: String) throws -> String {
        guard let file = fopen(path, "r") else { throw HornbillError(.inputOutput, "cannot open \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    func tensor(_ key: String) throws -> Tensor { try Tensor(fixture: try unwrap(json[key])) }
    func tensors(_ key: String) throws -> [Tensor] {
        try unwrap(json[key]?.arrayValue).map { try Tensor(fixture: $0) }
    }

    /// What the cases share of this case's kind of data.
    func kind() throws -> JSON { try unwrap(shared["kinds"]?[try unwrap(json["kind"]?.stringValue)]) }

    /// The network of two layers that the gradients and courses begin with.
    static func network(_ kind: JSON, _ losses: JSON) throws -> Sequential {
        let (units, activation) = (try unwrap(kind["units"]?.intValue), try unwrap(kind["activation"]?.stringValue))
        let model = try Sequential([
            Dense(6, activation: .tanh, inputShape: [5]), Dense(units, activation: Activation(activation)),
        ])
        try model.setWeights(networkWeights(kind, losses))
        return model
    }

    static func networkWeights(_ kind: JSON, _ losses: JSON) throws -> [Tensor] {
        let (units, activation) = (try unwrap(kind["units"]?.intValue), try unwrap(kind["activation"]?.stringValue))
        let weights = try unwrap(losses["networks"]?["\(units) \(activation)"]?.arrayValue)
        return try weights.map { try Tensor(fixture: $0) }
    }
}

extension Tensor {
    /// An array as the fixtures write it.
    init(fixture json: JSON) throws {
        let shape = try unwrap(json["shape"]?.intsValue)
        let data = try unwrap(json["data"]?.arrayValue).map { try unwrap($0.doubleValue) }
        if json["dtype"] == "int32" {
            try self.init(data.map { Int32($0) }, shape: shape)
        } else {
            try self.init(data.map { Float($0) }, shape: shape)
        }
    }
}

/// The largest difference of two lists of numbers, relative to the expected number or, where that is small, to a tenth
/// of the largest one.
func difference(_ got: [Double], _ expected: [Double]) -> Double {
    guard got.count == expected.count else { return .infinity }
    let floor = max(expected.lazy.filter(\.isFinite).map { Swift.abs($0) }.max() ?? 0, 1e-6) / 10
    return zip(got, expected).map { got, expected in
        if got == expected || got.isNaN && expected.isNaN { return 0 }
        let difference = Swift.abs(got - expected) / max(Swift.abs(expected), floor)
        return difference.isNaN ? .infinity : difference
    }.max() ?? 0
}

func expectClose(
    _ got: Tensor, _ expected: Tensor, _ tolerance: Double, _ what: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    #expect(got.shape == expected.shape, "\(what)", sourceLocation: sourceLocation)
    let (left, right) = (try got.scalars(as: Double.self), try expected.scalars(as: Double.self))
    let worst = difference(left, right)
    #expect(worst <= tolerance, "\(what): got \(left), Keras has \(right)", sourceLocation: sourceLocation)
}

/// Whether a configuration says the same as another, which may leave out where classes live. Numbers are compared as
/// Keras' six or seven digits allow; the order of members does not matter.
func agrees(_ got: JSON, _ expected: JSON) -> Bool {
    if let left = got.doubleValue, let right = expected.doubleValue { return difference([left], [right]) < 1e-6 }
    if let left = got.arrayValue, let right = expected.arrayValue {
        return left.count == right.count && zip(left, right).allSatisfy(agrees)
    }
    if let left = got.objectValue, let right = expected.objectValue {
        let ignored = right["class_name"] != nil ? ["module", "registered_name", "build_config"] : []
        let keys = Set(left.keys).subtracting(ignored)
        return keys == Set(right.keys).subtracting(ignored)
            && keys.allSatisfy { agrees(left[$0] ?? .null, right[$0] ?? .null) }
    }
    return got == expected
}

/// `#require` does not nest; this does.
func unwrap<Value>(_ value: Value?, sourceLocation: SourceLocation = #_sourceLocation) throws -> Value {
    try #require(value, sourceLocation: sourceLocation)
}
