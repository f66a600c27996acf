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
    public let body: ([Tensor]) throws -> [Tensor]
    private struct Key: Hashable {
        let inputs: [TensorSpec]
        let threads: Int
    }
    private let programs = Mutex<[Key: Program]>([:])

    public init(_ name: String, _ body: @escaping ([Tensor]) throws -> [Tensor]) {
        self.name = name
        self.body = body
    }

    /// The program for inputs of these specs, compiled now if it is the first time.
    public func program(for inputs: [TensorSpec]) throws -> Program {
        let key = Key(inputs: inputs, threads: Threads.count)
        // Whoever only runs does not wait for what others compile.
        if let known = programs.withLock({ $0[key] }) { return known }
        return try CompilerLock.withLock {
            if let known = programs.withLock({ $0[key] }) { return known }
            let program = try Program(try Graph(tracing: inputs, body), name: name)
            programs.withLock { $0[key] = program }
            return program
        }
    }

    /// Whether a call on these inputs becomes a part of the graph that is being traced.
    public func isInlined(on inputs: [Tensor]) -> Bool {
        Trace.current != nil || inputs.contains(where: \.isSymbolic)
    }

    /// Runs the function: compiled on values, inlined into the graph being traced on symbolic tensors.
    public func callAsFunction(_ inputs: [Tensor]) throws -> [Tensor] {
        if isInlined(on: inputs) { return try body(inputs) }
        return try program(for: inputs.map(\.spec))(inputs)
    }
}

extension Program {
    /// Up to so many bytes are copied to where the program has them: that takes less time than telling every kernel of
    /// another place.
    private static let bytesToCopy = 32768

    /// Runs the program on inputs of its specs and gives its results.
    public func callAsFunction(_ inputs: [Tensor]) throws -> [Tensor] {
        let results = try outputs.map { try Tensor(uninitialized: $0.dtype, $0.shape) }
        if (self.inputs + outputs).reduce(0, { $0 + $1.byteCount }) <= Program.bytesToCopy {
            let instance = try acquire()
            defer { release(instance) }
            for (index, input) in inputs.enumerated() { try input.write(to: instance.input(index)) }
            try instance.run()
            for (index, result) in results.enumerated() {
                try result.pointer().copyMemory(from: instance.output(index), byteCount: outputs[index].byteCount)
            }
            return results
        }
        let instance = try acquireWithoutOperands()
        defer { releaseWithoutOperands(instance) }
        let dense = try inputs.map { try $0.contiguous() }
        try withExtendedLifetime((dense, results)) {
            try instance.run(reading: dense.map { try $0.pointer() }, writing: results.map { try $0.pointer() })
        }
        return results
    }
}

extension Tensor {
    /// Copies the elements to dense, row-major memory.
    fileprivate func write(to destination: UnsafeMutableRawPointer) throws {
        let layout = self.layout
        copyStrided(
            dtypeSize: layout.dtype.size, shape: layout.shape, srcStrides: layout.strides,
            dstStrides: Strides.contiguous(layout.shape), src: try pointer(), dst: destination)
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
