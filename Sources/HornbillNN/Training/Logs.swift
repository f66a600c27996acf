/// What the loss and the metrics are at some moment: names and numbers, in order.
///
///     let results = try model.evaluate(x, y)
///     print(results["accuracy"] ?? 0)
public struct Logs: RandomAccessCollection, MutableCollection, RangeReplaceableCollection, ExpressibleByArrayLiteral,
    Sendable
{
    public typealias Element = (name: String, value: Double)
    private var entries: [Element]

    public init() { entries = [] }
    public init(_ entries: some Sequence<Element>) { self.entries = Array(entries) }
    public init(arrayLiteral elements: Element...) { entries = elements }

    /// The value of that name, or nil if nothing is called so. Setting one adds it at the end if it is new, and
    /// setting nil takes it away.
    public subscript(name: String) -> Double? {
        get { entries.first { $0.name == name }?.value }
        set {
            if let index = entries.firstIndex(where: { $0.name == name }) {
                if let newValue { entries[index].value = newValue } else { entries.remove(at: index) }
            } else if let newValue {
                entries.append((name, newValue))
            }
        }
    }

    /// The loss, NaN if there is none.
    public var loss: Double { self["loss"] ?? .nan }
    /// The names, in order.
    public var names: [String] { entries.map(\.name) }

    public var startIndex: Int { 0 }
    public var endIndex: Int { entries.count }
    public subscript(position: Int) -> Element {
        get { entries[position] }
        set { entries[position] = newValue }
    }
    public mutating func replaceSubrange(_ range: Range<Int>, with elements: some Collection<Element>) {
        entries.replaceSubrange(range, with: elements)
    }
}

extension Logs: CustomStringConvertible {
    /// As the progress bar writes them: `accuracy: 0.9312 - loss: 0.0113`.
    public var description: String {
        map { "\($0.name): \(ProgressBar.number($0.value))" }.joined(separator: " - ")
    }
}
