import HornbillTensor
import Testing

@testable import HornbillGraph
@testable import HornbillKernels

@Suite("Dense layers of many inputs and few units")
struct SplitDenseTests {
    static let sizes: [(batch: Int, inputs: Int, units: Int)] = [
        (1, 512, 32), (3, 784, 64), (32, 1700, 10), (33, 2400, 7), (80, 2000, 50), (64, 3100, 128), (200, 784, 100), (17, 1001, 17),
        (31, 530, 67),
    ]

    @Test("the parts of the inputs are whole cache lines and cover each input once", arguments: sizes)
    func parts(size: (batch: Int, inputs: Int, units: Int)) throws {
        let split = try #require(SplitDense(batch: size.batch, inputs: size.inputs, units: size.units))
        var next = 0
        for part in 0 ..< split.parts {
            #expect(split.range(part).lowerBound == next && next % 16 == 0 && !split.range(part).isEmpty)
            next = split.range(part).upperBound
        }
        #expect(next == size.inputs)
    }

    @Test("they give what product, bias and activation give", arguments: sizes)
    func forward(size: (batch: Int, inputs: Int, units: Int)) throws {
        let w = try Variable(try matrix(size.inputs, size.units, seed: 2) * 0.1, name: "kernel")
        let b = try Variable(Tensor(numbers(size.units, seed: 3)), name: "bias")
        let x = try matrix(size.batch, size.inputs)
        let plain = try matmul(x, w.value) + b.value
        for (name, activation) in activations {
            let function = CompiledFunction(name) { [try activation(matmul($0[0], w.value) + b.value)] }
            #expect(try function.program(for: [x.spec]).description.contains("parts of the inputs"))
            try expectClose(try function([x])[0], try activation(plain), tolerance: 2e-5)
        }
        let bare = CompiledFunction("bare") { [try matmul($0[0], w.value)] }
        try expectClose(try bare([x])[0], try matmul(x, w.value), tolerance: 2e-5)
    }

    private var activations: [(String, (Tensor) throws -> Tensor)] {
        [("none", { $0 }), ("relu", { try $0.relu() }), ("tanh", { try $0.tanh() }), ("sigmoid", { try $0.sigmoid() })]
    }

    @Test("their gradients are the products they should be", arguments: sizes)
    func backward(size: (batch: Int, inputs: Int, units: Int)) throws {
        let w = try Variable(try matrix(size.inputs, size.units, seed: 2), name: "kernel")
        let b = try Variable(Tensor.zeros([size.units]), name: "bias")
        let x = try matrix(size.batch, size.inputs), dy = try matrix(size.batch, size.units, seed: 4)
        let step = CompiledFunction("step") { inputs in
            let values = [try w.value, try b.value]
            let loss = try ((matmul(inputs[0], values[0]) + values[1]) * inputs[1]).sum()
            return try gradients(of: loss, withRespectTo: values).map { $0! }
        }
        let found = try step([x, dy])
        try expectClose(found[0], try matmul(x.transposed(), dy), tolerance: 2e-5)
        try expectClose(found[1], try dy.sum(axes: [0]), tolerance: 2e-5)
    }

    @Test("large batches and layers of other sizes are not split")
    func others() {
        #expect(SplitDense(batch: 32, inputs: 300, units: 64) == nil)
        #expect(SplitDense(batch: 32, inputs: 784, units: 512) == nil)
        #expect(SplitDense(batch: 4096, inputs: 784, units: 64) == nil)
        #expect(SplitDense(batch: 0, inputs: 784, units: 64) == nil)
        #expect(SplitDense(batch: 32, inputs: 512, units: 10) == nil)
    }
}
