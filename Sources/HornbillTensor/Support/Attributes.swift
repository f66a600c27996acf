/// The parameters of an operation that are not tensors, by name: axes, shapes, flags, dtypes.
///
/// Readers throw `typeMismatch`, naming the attribute, what was expected and what was there.
public struct Attributes: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    public var object: JSON.Object

    public init(_ object: JSON.Object = JSON.Object()) { self.object = object }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        object = JSON.Object()
        for (key, value) in elements { object[key] = value }
    }

    /// Attributes from the text of a JSON object; empty text means none.
    public init(parsing text: String) throws {
        if text.isEmpty { self.init() } else {
            guard let object = try JSON(parsing: text).objectValue else {
                throw HornbillError(.typeMismatch, "attributes: expected a JSON object, got \(text)")
            }
            self.init(object)
        }
    }

    public subscript(name: String) -> JSON? { object[name] }

    /// Whether the attribute is there and not null.
    public func has(_ name: String) -> Bool { !(object[name] ?? .null).isNull }

    private func read<Value>(_ name: String, _ expected: String, _ value: (JSON) -> Value?) throws -> Value? {
        guard let json = object[name], !json.isNull else { return nil }
        guard let result = value(json) else {
            throw HornbillError(.typeMismatch, "\(name): expected \(expected), got \(json)")
        }
        return result
    }

    public func int(_ name: String) throws -> Int? { try read(name, "an integer", \.intValue) }
    public func double(_ name: String) throws -> Double? { try read(name, "a number", \.doubleValue) }
    public func bool(_ name: String) throws -> Bool? {
        try read(name, "a boolean") { json in json.boolValue ?? json.intValue.map { $0 != 0 } }
    }
    public func string(_ name: String) throws -> String? { try read(name, "a string", \.stringValue) }
    public func ints(_ name: String) throws -> [Int]? { try read(name, "a list of integers", \.intsValue) }
    /// One integer or a list of them, as NumPy's `axis` arguments are.
    public func intOrInts(_ name: String) throws -> [Int]? {
        try read(name, "an integer or a list of integers") { json in json.intValue.map { [$0] } ?? json.intsValue }
    }
    public func dtype(_ name: String) throws -> DType? {
        try read(name, "the name of a dtype") { json in json.stringValue.flatMap(DType.init(name:)) }
    }

    /// The attribute's value; throws if it is missing.
    public func required<Value>(_ name: String, _ read: (String) throws -> Value?) throws -> Value {
        guard let value = try read(name) else {
            throw HornbillError(.typeMismatch, "missing required argument: '\(name)'")
        }
        return value
    }
}
