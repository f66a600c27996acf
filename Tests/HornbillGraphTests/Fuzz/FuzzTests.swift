import HornbillTensor
import Testing

@testable import HornbillGraph

@Suite("Random graphs")
struct FuzzTests {
    @Test("compiled, random functions give what their operations give one by one, to the last bit", arguments: 0 ..< 8)
    func exact(part: Int) throws {
        for seed in stride(from: part, to: 12000, by: 8) { try check(seed: seed, passes: Program.passes) }
    }

    @Test("each pass may be left out", arguments: [nil] + Program.passes.indices.map { Optional($0) })
    func withoutOnePass(left: Int?) throws {
        var passes = left == nil ? [] : Program.passes
        if let left { passes.remove(at: left) }
        for seed in 10_000 ..< 10_150 { try check(seed: seed, passes: passes) }
    }

    private func check(seed: Int, passes: [Program.Pass]) throws {
        let function = try RandomGraph(seed: seed)
        let expected = try function(function.inputs).map { try $0.copy() }
        let left = try function.variables.map { try $0.snapshot() }
        try function.reset()
        let graph = try Graph(tracing: function.inputs.map(\.spec)) { try function($0) }
        let program = try Program(graph, name: "random", passes: passes)
        // The second run finds the memory as the first one left it.
        for run in 1 ... 2 {
            try function.reset()
            let results = try program.results(for: function.inputs)
            for (index, (got, wanted)) in zip(results, expected).enumerated() {
                #expect(try got.hasSameBits(as: wanted), "seed \(seed), run \(run), result \(index)\n\(program)")
            }
            for (index, (variable, wanted)) in zip(function.variables, left).enumerated() {
                #expect(
                    try variable.snapshot().hasSameBits(as: wanted), "seed \(seed), run \(run), variable \(index)\n\(program)")
            }
        }
    }
}

extension Program {
    /// The results of one run on these inputs.
    func results(for inputs: [Tensor]) throws -> [Tensor] {
        let instance = try acquire()
        defer { release(instance) }
        for (index, input) in inputs.enumerated() {
            let dense = try input.contiguous()
            try withExtendedLifetime(dense) {
                instance.input(index).copyMemory(from: try dense.pointer(), byteCount: dense.spec.byteCount)
            }
        }
        try instance.run()
        return try outputs.enumerated().map { index, spec in
            let result = try Tensor(uninitialized: spec.dtype, spec.shape)
            try result.pointer().copyMemory(from: instance.output(index), byteCount: spec.byteCount)
            return result
        }
    }
}

extension Tensor {
    /// Whether dtype, shape and every element agree; zeros of either sign count as equal, and so do all NaN.
    func hasSameBits(as other: Tensor) throws -> Bool {
        guard spec == other.spec else { return false }
        if dtype.isFloat {
            return try zip(scalars(as: Double.self), other.scalars(as: Double.self)).allSatisfy {
                $0 == $1 || $0.isNaN && $1.isNaN
            }
        }
        return try scalars(as: Int64.self) == other.scalars(as: Int64.self)
    }
}
