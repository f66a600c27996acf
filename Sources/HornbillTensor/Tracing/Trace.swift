import Glibc

/// What a traced function did to variables: which it read and what it left in them.
///
/// One trace is open on a thread at a time, or none.
public final class Trace {
    /// The symbolic tensors of the variables' values when the graph begins to run.
    public private(set) var reads: [ObjectIdentifier: Tensor] = [:]
    /// The variables that were assigned to, in the order of their first assignment, and their last values.
    public private(set) var writes: [(variable: Variable, value: Tensor)] = []
    private var positions: [ObjectIdentifier: Int] = [:]

    public init() {}

    /// The value of `variable` at this point of the trace.
    public func read(_ variable: Variable) -> Tensor {
        let key = ObjectIdentifier(variable)
        if let position = positions[key] { return writes[position].value }
        if let known = reads[key] { return known }
        let tensor = Node(.variable(variable), outputs: [variable.spec]).result(0)
        reads[key] = tensor
        return tensor
    }

    public func write(_ variable: Variable, _ value: Tensor) {
        let key = ObjectIdentifier(variable)
        if let position = positions[key] {
            writes[position].value = value
        } else {
            positions[key] = writes.count
            writes.append((variable, value))
        }
    }

    /// The trace that is open on this thread.
    public static var current: Trace? {
        guard let pointer = pthread_getspecific(key) else { return nil }
        return Unmanaged<Trace>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Runs `body` with this trace open; the one that was open before is open again afterwards.
    public func record<Result>(_ body: () throws -> Result) rethrows -> Result {
        let previous = pthread_getspecific(Trace.key)
        pthread_setspecific(Trace.key, Unmanaged.passUnretained(self).toOpaque())
        defer { pthread_setspecific(Trace.key, previous) }
        return try withExtendedLifetime(self) { try body() }
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()
}
