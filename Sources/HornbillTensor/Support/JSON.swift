/// A JSON value whose objects keep the order of their members.
///
/// It is both the wire format of configurations and the type of an operation's attributes. Reading follows RFC 8259
/// and also takes `NaN`, `Infinity` and `-Infinity`, which Python writes.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSON])
    case object(Object)

    /// The members of an object, in order, with quick look-up for the few members configurations have.
    public struct Object: Hashable, Sendable, ExpressibleByDictionaryLiteral {
        public private(set) var members: [(key: String, value: JSON)]

        public init() { members = [] }
        public init(dictionaryLiteral elements: (String, JSON)...) {
            members = elements.map { (key: $0.0, value: $0.1) }
        }

        public subscript(key: String) -> JSON? {
            get { members.first { $0.key == key }?.value }
            set {
                if let index = members.firstIndex(where: { $0.key == key }) {
                    if let newValue { members[index].value = newValue } else { members.remove(at: index) }
                } else if let newValue {
                    members.append((key, newValue))
                }
            }
        }

        public var isEmpty: Bool { members.isEmpty }
        public var keys: [String] { members.map(\.key) }

        /// The same members in the same order.
        public static func == (left: Object, right: Object) -> Bool {
            left.members.count == right.members.count
                && zip(left.members, right.members).allSatisfy { $0.key == $1.key && $0.value == $1.value }
        }

        public func hash(into hasher: inout Hasher) {
            for (key, value) in members {
                hasher.combine(key)
                hasher.combine(value)
            }
        }
    }
}

// No nil literal: `nil` would be ambiguous with an absent value; null is `.null`.
extension JSON: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        var object = Object()
        for (key, value) in elements { object[key] = value }
        self = .object(object)
    }
    public init(_ values: [Int]) { self = .array(values.map(JSON.int)) }
    public init(_ values: [String]) { self = .array(values.map(JSON.string)) }
}

extension JSON {
    public var isNull: Bool { self == .null }
    public var boolValue: Bool? { if case .bool(let value) = self { return value } else { return nil } }
    /// The integer, also of a number written as `3.0`.
    public var intValue: Int? {
        switch self {
        case .int(let value): return value
        case .double(let value): return Int(exactly: value)
        default: return nil
        }
    }
    public var doubleValue: Double? {
        switch self {
        case .int(let value): return Double(value)
        case .double(let value): return value
        default: return nil
        }
    }
    public var stringValue: String? { if case .string(let value) = self { return value } else { return nil } }
    public var arrayValue: [JSON]? { if case .array(let value) = self { return value } else { return nil } }
    public var objectValue: Object? { if case .object(let value) = self { return value } else { return nil } }
    /// A list of integers, or nil if any member is something else.
    public var intsValue: [Int]? {
        guard let values = arrayValue else { return nil }
        let ints = values.compactMap(\.intValue)
        return ints.count == values.count ? ints : nil
    }

    public subscript(key: String) -> JSON? { objectValue?[key] }
}
