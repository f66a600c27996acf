import Glibc
import HornbillTensor
import Synchronization

/// A function on tensors that is traced and compiled once for each combination of input dtypes, shapes and number of
/// threads.
///
/// While it is traced, variables read symbolically and assignments are recorded; every run of a program leaves the
/// assigned values in the variables. The body must therefore have no other effects, since it does not run again.
public final class CompiledFunction {
    public let name: String
    private let flushesSubnormals: Bool
    private let body: ([Tensor]) throws -> [Tensor]
    private struct Key: Hashable {
        let inputs: [TensorSpec]
        let threads: Int
    }
    private var programs: [Key: Program] = [:]
    /// The program that was found last. Nobody holds this lock for long, unlike the compiler's.
    private let recent = Mutex<(program: Program, threads: Int)?>(nil)

    /// - Parameter flushesSubnormals: whether numbers without full precision count as zeros, as in training.
    public init(
        _ name: String, flushesSubnormals: Bool = false, _ body: @escaping ([Tensor]) throws -> [Tensor]
    ) {
        self.name = name
        self.flushesSubnormals = flushesSubnormals
        self.body = body
    }

    /// The program for inputs of these specs, compiled now if it is the first time.
    public func program(for inputs: [TensorSpec]) throws -> Program {
        try CompilerLock.withLock {
            let key = Key(inputs: inputs, threads: Threads.count)
            if let known = programs[key] { return known }
            let program = try Program(
                try Graph(tracing: inputs, body), name: name, flushesSubnormals: flushesSubnormals)
            programs[key] = program
            return program
        }
    }

    /// The program for these inputs, as fast as possible if it is that of the last call.
    public func program(on inputs: [Tensor]) throws -> Program {
        let threads = Threads.count
        if let (program, known) = recent.withLock({ $0 }), known == threads, program.takes(inputs) { return program }
        let program = try program(for: inputs.map(\.spec))
        recent.withLock { $0 = (program, threads) }
        return program
    }

    /// Whether a call on these inputs becomes a part of the graph that is being traced.
    public func isInlined(on inputs: [Tensor]) -> Bool {
        Trace.current != nil || inputs.contains(where: \.isSymbolic)
    }

    /// Runs the function: compiled on values, inlined into the graph being traced on symbolic tensors.
    public func callAsFunction(_ inputs: [Tensor]) throws -> [Tensor] {
        if isInlined(on: inputs) { return try body(inputs) }
        return try program(on: inputs)(inputs)
    }
}

/// One compilation at a time in the process: compiling may rearrange variables that another compilation reads.
///
/// Recursive, because a function that is being traced may compile another.
enum CompilerLock {
    private nonisolated(unsafe) static let mutex: UnsafeMutablePointer<pthread_mutex_t> = {
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_RECURSIVE))
        let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        pthread_mutex_init(mutex, &attributes)
        return mutex
    }()

    static func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body()
    }
}
