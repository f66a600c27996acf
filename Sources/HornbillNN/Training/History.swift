/// The course of a training: for each logged name, a value for each epoch.
public struct History: Sendable {
    public private(set) var epochs: [Int] = []
    /// In the order of Keras' `history.history`.
    public private(set) var keys: [String] = []
    private var values: [String: [Double]] = [:]

    public init() {}

    public subscript(key: String) -> [Double] { values[key] ?? [] }

    public mutating func append(epoch: Int, _ logs: Logs) {
        epochs.append(epoch)
        for (name, value) in logs {
            if values[name] == nil { keys.append(name) }
            values[name, default: []].append(value)
        }
    }
}
