// Reading the attributes that several functions share.

extension Function.Call {
    /// An axis for which null means all elements in row-major order, and absence the last one.
    func orderAxis() throws -> Int? { attributes["axis"]?.isNull ?? false ? nil : try axis(-1) }

    func int(_ name: String, _ standard: Int) throws -> Int { try attributes.int(name) ?? standard }
    func double(_ name: String, _ standard: Double) throws -> Double { try attributes.double(name) ?? standard }
    func bool(_ name: String, _ standard: Bool = false) throws -> Bool { try attributes.bool(name) ?? standard }
    func requiredInt(_ name: String) throws -> Int { try attributes.required(name, attributes.int) }
    func requiredInts(_ name: String) throws -> [Int] { try attributes.required(name, attributes.intOrInts) }

    /// A word of which the function knows some.
    func choice<Choice: RawRepresentable>(_ name: String, _ standard: Choice, of known: String) throws -> Choice
    where Choice.RawValue == String {
        guard let word = try attributes.string(name) else { return standard }
        guard let choice = Choice(rawValue: word) else {
            throw HornbillError(.invalidArgument, "\(name): expected one of \(known), got '\(word)'")
        }
        return choice
    }

    /// Two numbers for each of `count` axes: one number for all, one pair for all, or a list of pairs. A list of one
    /// number is that number.
    func pairs<Value>(
        _ name: String, _ count: Int, _ read: (JSON) -> Value?, _ expected: String
    ) throws -> [(before: Value, after: Value)]? {
        guard let json = attributes[name], !json.isNull else { return nil }
        func fail() -> HornbillError {
            HornbillError(.typeMismatch, "\(name): expected \(expected), a pair of them, or a pair for each axis, got \(json)")
        }
        func pair(_ json: JSON) throws -> (before: Value, after: Value) {
            if let both = read(json) { return (both, both) }
            guard let items = json.arrayValue, (1 ... 2).contains(items.count), let before = read(items[0]),
                let after = read(items[items.count - 1])
            else { throw fail() }
            return (before, after)
        }
        if read(json) != nil { return [(before: Value, after: Value)](repeating: try pair(json), count: count) }
        guard let items = json.arrayValue else { throw fail() }
        if items.count == 2, let before = read(items[0]), let after = read(items[1]) {
            return [(before: Value, after: Value)](repeating: (before, after), count: count)
        }
        if items.count == 1 { return [(before: Value, after: Value)](repeating: try pair(items[0]), count: count) }
        guard items.count == count else {
            throw HornbillError(
                .shapeMismatch,
                "operands could not be broadcast together with remapped shapes [original->remapped]: (\(items.count),2) and "
                    + "requested shape (\(count),2)")
        }
        return try items.map(pair)
    }
}
