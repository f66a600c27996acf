import HornbillTensor
import Synchronization

/// The classes of one role (layers, losses, …) by Keras' names and short identifiers.
public struct Registry<Object> {
    public typealias Make = (_ className: String, _ config: JSON.Object) throws -> Object

    /// What the role is called in errors: "layer", "loss function".
    public let role: String
    private let classes: [String: (className: String, make: Make)]

    /// - Parameter entries: class name, other identifiers, and how to make one from a configuration.
    init(_ role: String, _ entries: [(name: String, aliases: [String], make: Make)]) {
        self.role = role
        var classes: [String: (String, Make)] = [:]
        for entry in entries {
            for name in [entry.name, snakeCase(entry.name)] + entry.aliases { classes[name] = (entry.name, entry.make) }
        }
        self.classes = classes
    }

    /// The registered class names.
    public var names: [String] { Set(classes.values.map(\.className)).sorted() }

    public func contains(_ identifier: String) -> Bool { classes[identifier] != nil }

    /// An object of the class with that name or identifier.
    public func make(_ identifier: String, _ config: JSON.Object = JSON.Object()) throws -> Object {
        guard let found = classes[identifier] else {
            throw HornbillError(
                .unknownName,
                "Unknown \(role): '\(identifier)'. Please ensure it is spelled correctly; known are: "
                    + names.joined(separator: ", "))
        }
        return try found.make(found.className, config)
    }

    /// An object from Keras' JSON: an identifier or `{"class_name": …, "config": …}`.
    public func make(_ json: JSON) throws -> Object {
        if let identifier = json.stringValue { return try make(identifier) }
        guard let name = json["class_name"]?.stringValue else {
            throw HornbillError(
                .invalidArgument, "Could not interpret \(role): expected a name or a configuration, got \(json)")
        }
        // Keras serialises functions as {"class_name": "function", "config": "relu"}.
        if name == "function", let identifier = json["config"]?.stringValue { return try make(identifier) }
        return try make(name, json["config"]?.objectValue ?? JSON.Object())
    }
}

/// `MeanSquaredError` as `mean_squared_error`, by Keras' rule.
func snakeCase(_ name: String) -> String {
    var result = ""
    let letters = Array(name)
    for (index, letter) in letters.enumerated() {
        if letter.isUppercase, index > 0 {
            let afterLower = letters[index - 1].isLowercase || letters[index - 1].isNumber
            let beforeLower = index + 1 < letters.count && letters[index + 1].isLowercase
            if afterLower || beforeLower { result += "_" }
        }
        result += letter.lowercased()
    }
    return result
}

/// Names for objects without one: `dense`, `dense_1`, … counted per process, as in Keras.
public enum AutomaticName {
    private static let counts = Mutex<[String: Int]>([:])

    public static func next(for className: String) -> String {
        let stem = snakeCase(className)
        return counts.withLock { counts in
            let used = counts[stem] ?? 0
            counts[stem] = used + 1
            return used == 0 ? stem : "\(stem)_\(used)"
        }
    }

    /// Starts every count anew (`keras.backend.clear_session`).
    public static func reset() { counts.withLock { $0 = [:] } }
}
