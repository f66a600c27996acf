import HornbillTensor

// Optional Swift arguments as members of a configuration: nil is null, which stands for the class' default.
extension JSON {
    init(_ value: Int?) { self = value.map(JSON.int) ?? .null }
    init(_ value: Double?) { self = value.map(JSON.double) ?? .null }
    init(_ value: String?) { self = value.map(JSON.string) ?? .null }
    init(_ value: Bool?) { self = value.map(JSON.bool) ?? .null }
    init(shape: [Int]?) { self = shape.map { JSON($0) } ?? .null }
    init<Object>(_ choice: Choice<Object>?) { self = choice?.configuration ?? .null }
}
