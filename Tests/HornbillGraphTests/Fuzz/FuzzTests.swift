import HornbillChecks
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

    @Test("gradients of random functions are the differences of their values", arguments: 0 ..< 4)
    func gradientsAreDifferences(part: Int) throws {
        for seed in stride(from: part, to: 600, by: 4) {
            let function = try SmoothGraph(seed: seed, dtype: .float64)
            let results = try Program(function.graph(), name: "random").results(for: [function.input])
            let values = try [function.input] + function.weights.map { try $0.snapshot() }
            let directions = try values.indices.map {
                try Tensor.spread(values[$0].shape, -1 ... 1, seed: seed + $0 + 99)
            }
            func loss(_ step: Double) throws -> Double {
                for (index, variable) in function.weights.enumerated() {
                    try variable.assign(values[index + 1] + directions[index + 1] * step)
                }
                return try function(values[0] + directions[0] * step).item()
            }
            let expected = try (loss(1e-5) - loss(-1e-5)) / 2e-5
            let slope = try zip(results.dropFirst(), directions).reduce(0) { try $0 + ($1.0 * $1.1).sum().item() }
            #expect(try abs(results[0].item() - loss(0)) < 1e-12, "seed \(seed)")
            #expect(
                abs(slope - expected) < 1e-6 * max(1, abs(expected)), "seed \(seed): got \(slope), expected \(expected)"
            )
        }
    }

    @Test("gradients are the same with all passes and with none, dense layers included", arguments: 0 ..< 4)
    func gradientsSurvivePasses(part: Int) throws {
        for seed in stride(from: part, to: 600, by: 4) {
            let function = try SmoothGraph(seed: 20_000 + seed, dtype: .float32)
            let expected = try Program(function.graph(), name: "random", passes: []).results(for: [function.input])
            let program = try Program(function.graph(), name: "random")
            for run in 1 ... 2 {
                for (got, wanted) in zip(try program.results(for: [function.input]), expected) {
                    let scale = try Swift.max(1, wanted.count == 0 ? 1 : wanted.abs().max().item())
                    let worst = wanted.count == 0 ? 0 : try (got - wanted).abs().max().item()
                    #expect(worst <= 2e-5 * scale, "seed \(seed), run \(run)\n\(program)")
                }
            }
        }
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
                    try variable.snapshot().hasSameBits(as: wanted),
                    "seed \(seed), run \(run), variable \(index)\n\(program)")
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
