import HornbillTensor
import Testing

@testable import HornbillGraph

@Suite("Passes")
struct PassesTests {
    @Test("a chain of elementwise operations becomes one loop")
    func fusesChain() throws {
        let names = try stepNames({ [try (($0[0] - 1.0) / 2.0).clip(min: 0, max: 1).exp()] }, [float(8, 16)])
        #expect(names == ["fused"])
    }

    @Test("a fused chain computes what the operations compute one by one")
    func fusedEqualsEager() throws {
        func body(_ inputs: [Tensor]) throws -> [Tensor] {
            let x = inputs[0], row = inputs[1]
            let centred = try (x - row).tanh()
            return [try centred * centred + x, try maximum(centred, x)]
        }
        let inputs = [try matrix(33, 17), try matrix(1, 17, seed: 2)]
        let compiled = try CompiledFunction("test", body)(inputs)
        for (got, expected) in zip(compiled, try body(inputs)) { try expectClose(got, expected, tolerance: 1e-6) }
    }

    @Test("operations that a reduction lies between do not fuse into a cycle")
    func noCycles() throws {
        func body(_ inputs: [Tensor]) throws -> [Tensor] {
            let doubled = try inputs[0] * 2.0
            let total = try doubled.sum(axes: [1], keepDims: true)
            return [try (doubled + 1.0) / total]
        }
        let x = try matrix(5, 7)
        try expectClose(try CompiledFunction("test", body)([x])[0], try body([x])[0])
    }

    @Test("equal expressions are computed once")
    func sharesSubexpressions() throws {
        let names = try stepNames(
            { [try $0[0].sum(axes: [0]) + $0[0].sum(axes: [0])] }, [float(8, 16)])
        #expect(names.filter { $0 == "sum" }.count == 1)
    }

    @Test("what depends on constants alone is computed when compiling")
    func foldsConstants() throws {
        let names = try stepNames(
            { [try $0[0] + (Tensor.ones([16]) * 3.0).exp().sum()] }, [float(16)])
        #expect(names == ["fused"])
    }

    @Test("multiplying by 1 and casting to the same dtype leave no step")
    func simplifies() throws {
        let names = try stepNames({ [try ($0[0] * 1.0).cast(to: .float32).sum()] }, [float(16)])
        #expect(names == ["sum"])
    }

    @Test("a dense layer is one step: product, bias and activation")
    func fusesDense() throws {
        let w = try Variable(try matrix(12, 7), name: "kernel")
        let b = try Variable(try matrix(1, 7, seed: 3).reshaped(to: [7]), name: "bias")
        func body(_ inputs: [Tensor]) throws -> [Tensor] {
            [try (matmul(inputs[0], try w.value) + b.value).relu()]
        }
        #expect(try stepNames(body, [float(5, 12)]) == ["dense"])
        let x = try matrix(5, 12, seed: 4)
        try expectClose(try CompiledFunction("test", body)([x])[0], try body([x])[0])
    }

    @Test("values of 16-bit floats are rounded inside fused chains as they are one by one")
    func roundsHalfPrecision() throws {
        func body(_ inputs: [Tensor]) throws -> [Tensor] {
            [try (inputs[0] * 1.2345).cast(to: .bfloat16).cast(to: .float32) - inputs[0]]
        }
        let x = try matrix(9, 9)
        try expectClose(try CompiledFunction("test", body)([x])[0], try body([x])[0], tolerance: 0)
    }
}

@Suite("Dense passes")
struct DensePassesTests {
    @Test(
        "the bias' gradient comes with the kernel's, whichever is asked for first", arguments: [[0, 1], [1, 0]])
    func sumsOverTheBatch(order: [Int]) throws {
        let variables = [
            try Variable(try matrix(20, 64), name: "kernel"), try Variable(Tensor.zeros([64]), name: "bias"),
        ]
        let names = try stepNames(
            { inputs in
                let (kernel, bias) = (try variables[0].value, try variables[1].value)
                let loss = try (matmul(inputs[0], kernel) + bias).tanh().square().sum()
                let found = try gradients(of: loss, withRespectTo: [kernel, bias])
                for index in order { try variables[index].assign(variables[index].value - found[index]!) }
                return [loss]
            }, [float(8, 20)])
        #expect(names.filter { $0 == "dense_backward_weights" }.count == 1)
        #expect(names.filter { $0 == "sum" }.count == 1)  // the loss
    }
}
