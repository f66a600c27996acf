import HornbillTensor

/// A reader of a Keras configuration: the members of an object, each read once with its type and default.
///
/// Errors name the class, the argument, what was expected and what was there. `finish` rejects members nobody read.
public struct Config {
    public let className: String
    public let object: JSON.Object
    private var known: Set<String> = ["name", "dtype", "trainable"]

    public init(_ className: String, _ object: JSON.Object) {
        self.className = className
        self.object = object
    }

    private mutating func read<Value>(_ key: String, _ expected: String, _ convert: (JSON) -> Value?) throws -> Value? {
        known.insert(key)
        guard let json = object[key], !json.isNull else { return nil }
        guard let value = convert(json) else {
            throw HornbillError(
                .invalidArgument,
                "\(className): received an invalid value for `\(key)`, expected \(expected). Received: \(key)=\(json)")
        }
        return value
    }

    public mutating func int(_ key: String) throws -> Int? { try read(key, "an integer", \.intValue) }
    public mutating func double(_ key: String) throws -> Double? { try read(key, "a number", \.doubleValue) }
    public mutating func bool(_ key: String) throws -> Bool? { try read(key, "a boolean", \.boolValue) }
    public mutating func string(_ key: String) throws -> String? { try read(key, "a string", \.stringValue) }
    public mutating func json(_ key: String) -> JSON? {
        known.insert(key)
        return object[key].flatMap { $0.isNull ? nil : $0 }
    }
    /// A positive integer; the argument is required.
    public mutating func positive(_ key: String) throws -> Int {
        guard let value = try read(key, "a positive integer", { $0.intValue.flatMap { $0 > 0 ? $0 : nil } }) else {
            throw HornbillError(.typeMismatch, "\(className): missing 1 required argument: '\(key)'")
        }
        return value
    }
    /// A shape whose unknown lengths are null.
    public mutating func shape(_ key: String) throws -> [Int?]? {
        try read(key, "a list of integers and nulls") { json in
            guard let values = json.arrayValue else { return json.intValue.map { [$0] } }
            let lengths = values.map { $0.isNull ? Int??.some(nil) : $0.intValue.map { .some($0) } }
            return lengths.contains(where: { $0 == nil }) ? nil : lengths.map { $0! }
        }
    }

    /// Members that the class knows but has no use for here.
    public mutating func ignore(_ keys: String...) { known.formUnion(keys) }

    /// Throws if there is a member that nobody asked for.
    public func finish() throws {
        let unknown = object.keys.filter { !known.contains($0) }
        guard unknown.isEmpty else {
            throw HornbillError(
                .invalidArgument, "Unrecognized keyword arguments passed to \(className): \(unknown.joined(separator: ", "))")
        }
    }
}

/// What can be made from a Keras configuration and gives the same one back.
public protocol Configurable: AnyObject {
    /// Keras' name of the class.
    var className: String { get }
    /// Keras' module of the class, such as `keras.layers`.
    static var module: String { get }
    var config: JSON.Object { get }
}

extension Configurable {
    /// The object as Keras serialises it.
    public var serialized: JSON {
        [
            "module": .string(Self.module), "class_name": .string(className), "config": .object(config),
            "registered_name": .null,
        ]
    }
}

/// A shape as Keras prints it: `(None, 784)`.
public func shapeText(_ shape: [Int?]) -> String {
    let lengths = shape.map { $0.map(String.init) ?? "None" }
    return lengths.count == 1 ? "(\(lengths[0]),)" : "(\(lengths.joined(separator: ", ")))"
}
