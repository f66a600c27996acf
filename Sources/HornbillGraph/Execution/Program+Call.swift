import HornbillTensor

extension Program {
    /// Up to so many bytes are copied to where an instance has its operands: that takes less time than telling every
    /// kernel of another place.
    private static let bytesToCopy = 32768

    /// Whether these are inputs of its specs.
    func takes(_ tensors: [Tensor]) -> Bool {
        guard tensors.count == inputs.count else { return false }
        for (index, tensor) in tensors.enumerated() where !tensor.has(inputs[index]) { return false }
        return true
    }

    /// Runs the program on inputs of its specs and gives its results.
    public func callAsFunction(_ inputs: [Tensor]) throws -> [Tensor] {
        let results = try outputs.map { try Tensor(uninitialized: $0.dtype, $0.shape) }
        if let lone {
            let areDense = inputs.allSatisfy { $0.body.isContiguous }
            try lone.run(areDense ? inputs : try inputs.map { try $0.contiguous() }, results)
            return results
        }
        if operandBytes <= Program.bytesToCopy {
            let instance = try acquire()
            defer { release(instance) }
            for (index, input) in inputs.enumerated() { try input.write(to: instance.input(index)) }
            try instance.run()
            for (index, result) in results.enumerated() {
                try result.pointer().copyMemory(from: instance.output(index), byteCount: outputs[index].byteCount)
            }
            return results
        }
        let instance = try idleInPlace.withLock { $0.popLast() } ?? InPlaceInstance(self)
        defer { idleInPlace.withLock { $0.append(instance) } }
        let dense = try inputs.map { try $0.contiguous() }
        try withExtendedLifetime((dense, results)) {
            try instance.run(reading: dense.map { try $0.pointer() }, writing: results.map { try $0.pointer() })
        }
        return results
    }
}

/// A program with memory for its temporaries only: it reads inputs and writes outputs where the caller has them, densely
/// and row-major. Used by one thread at a time.
final class InPlaceInstance {
    /// The program lives longer: it keeps its instances.
    private unowned let program: Program
    private let arena: Storage
    private var inputs: [UnsafeMutableRawPointer] = []
    private var outputs: [UnsafeMutableRawPointer] = []
    private var calls: [BoundCall]?
    /// The generation of each variable's memory when the calls were bound.
    private var generations: [Int] = []

    init(_ program: Program) throws {
        self.program = program
        arena = try Storage(byteCount: program.arenaBytes)
    }

    func run(reading inputs: [UnsafeMutableRawPointer], writing outputs: [UnsafeMutableRawPointer]) throws {
        let isBound = calls != nil && inputs == self.inputs && outputs == self.outputs && !program.variablesHaveMoved(since: generations)
        if !isBound {
            (self.inputs, self.outputs) = (inputs, outputs)
            // Nothing is bound if this throws.
            calls = nil
            generations = try program.arrangeVariables()
            calls = try program.steps.map { step in
                try program.bound(step, arena, input: { inputs[$0] }, output: { outputs[$0] })
            }
        }
        for call in calls ?? [] { try call.run() }
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
