import HornbillTensor
import Testing

@testable import HornbillGraph
@testable import HornbillKernels

@Suite("Dense layers that threads share")
struct SharedDenseTests {
    /// Layers of many inputs and few units, then others.
    static let splitSizes: [(batch: Int, inputs: Int, units: Int)] = [
        (1, 512, 32), (3, 784, 64), (32, 1700, 10), (33, 2400, 7), (80, 2000, 50), (64, 3100, 128), (200, 784, 100), (17, 1001, 17),
        (31, 530, 67),
    ]
    static let tiledSizes: [(batch: Int, inputs: Int, units: Int)] = [
        (512, 784, 512), (128, 784, 512), (33, 784, 512), (5, 300, 700), (1, 784, 512), (1, 1000, 333), (512, 512, 10),
        (300, 530, 30), (100, 130, 131), (47, 200, 257), (1000, 600, 3), (257, 257, 64), (16, 4000, 300),
    ]

    @Test("the parts of the inputs are whole cache lines and cover each input once", arguments: splitSizes)
    func parts(size: (batch: Int, inputs: Int, units: Int)) throws {
        let split = try #require(SplitDense(batch: size.batch, inputs: size.inputs, units: size.units))
        var next = 0
        for part in 0 ..< split.parts {
            #expect(split.range(part).lowerBound == next && next % 16 == 0 && !split.range(part).isEmpty)
            next = split.range(part).upperBound
        }
        #expect(next == size.inputs)
    }

    @Test("tiles cover each element once", arguments: tiledSizes)
    func tiles(size: (batch: Int, inputs: Int, units: Int)) throws {
        let dense = try #require(TiledDense(batch: size.batch, inputs: size.inputs, units: size.units))
        for (tiles, columns) in [(dense.resultTiles, size.units), (dense.inputGradientTiles, size.inputs)] {
            var times = [Int](repeating: 0, count: size.batch * columns)
            for tile in tiles {
                for row in tile.rows { for column in tile.columns { times[row * columns + column] += 1 } }
            }
            #expect(times.allSatisfy { $0 == 1 })
        }
        #expect(dense.inputRanges.flatMap { Array($0) } == Array(0 ..< size.inputs))
        #expect(dense.biasRanges.flatMap { Array($0) } == Array(0 ..< size.units))
    }

    @Test("they give what product, bias and activation give", arguments: splitSizes + tiledSizes)
    func forward(size: (batch: Int, inputs: Int, units: Int)) throws {
        let isSplit = SplitDense(batch: size.batch, inputs: size.inputs, units: size.units) != nil
        let w = try Variable(try matrix(size.inputs, size.units, seed: 2) * 0.1, name: "kernel")
        let b = try Variable(Tensor(numbers(size.units, seed: 3)), name: "bias")
        let x = try matrix(size.batch, size.inputs)
        let plain = try matmul(x, w.value) + b.value
        for (name, activation) in activations {
            let function = CompiledFunction(name) { [try activation(matmul($0[0], w.value) + b.value)] }
            #expect(try function.program(for: [x.spec]).description.contains(isSplit ? "parts of the inputs" : "tiles"))
            try expectClose(try function([x])[0], try activation(plain), tolerance: 2e-5)
        }
        let bare = CompiledFunction("bare") { [try matmul($0[0], w.value)] }
        try expectClose(try bare([x])[0], try matmul(x, w.value), tolerance: 2e-5)
    }

    private var activations: [(String, (Tensor) throws -> Tensor)] {
        [("none", { $0 }), ("relu", { try $0.relu() }), ("tanh", { try $0.tanh() }), ("sigmoid", { try $0.sigmoid() })]
    }

    @Test("their gradients are the products they should be", arguments: splitSizes + tiledSizes)
    func backward(size: (batch: Int, inputs: Int, units: Int)) throws {
        let w = try Variable(try matrix(size.inputs, size.units, seed: 2), name: "kernel")
        let b = try Variable(Tensor.zeros([size.units]), name: "bias")
        let x = try Variable(try matrix(size.batch, size.inputs), name: "x"), dy = try matrix(size.batch, size.units, seed: 4)
        let step = CompiledFunction("step") { inputs in
            let values = [try w.value, try b.value, try x.value]
            let loss = try ((matmul(values[2], values[0]) + values[1]) * inputs[0]).sum()
            return try gradients(of: loss, withRespectTo: values).map { $0! }
        }
        let found = try step([dy])
        try expectClose(found[0], try matmul(x.value.transposed(), dy), tolerance: 2e-5)
        try expectClose(found[1], try dy.sum(axes: [0]), tolerance: 2e-5)
        try expectClose(found[2], try matmul(dy, w.value.transposed()), tolerance: 2e-5)
    }

    @Test("results do not depend on the number of threads", arguments: splitSizes + tiledSizes)
    func threads(size: (batch: Int, inputs: Int, units: Int)) throws {
        let w = try Variable(try matrix(size.inputs, size.units, seed: 2) * 0.1, name: "kernel")
        let x = try Variable(try matrix(size.batch, size.inputs), name: "x")
        let before = Threads.count
        defer { Threads.count = before }
        var results: [[[Float]]] = []
        for threads in [1, 2, 3] {
            Threads.count = threads
            let step = CompiledFunction("step") { inputs in
                let values = [try w.value, try x.value]
                let y = try matmul(values[1], values[0]).tanh()
                return try [y] + gradients(of: (y * inputs[0]).sum(), withRespectTo: values).map { $0! }
            }
            results.append(try step([try matrix(size.batch, size.units, seed: 4)]).map { try $0.scalars(as: Float.self) })
        }
        #expect(results[0] == results[1] && results[0] == results[2])
    }

    @Test("large batches and layers of other sizes are not split, small ones not tiled")
    func others() {
        #expect(SplitDense(batch: 32, inputs: 300, units: 64) == nil)
        #expect(SplitDense(batch: 32, inputs: 784, units: 512) == nil)
        #expect(SplitDense(batch: 4096, inputs: 784, units: 64) == nil)
        #expect(SplitDense(batch: 0, inputs: 784, units: 64) == nil)
        #expect(SplitDense(batch: 32, inputs: 512, units: 10) == nil)
        #expect(TiledDense(batch: 32, inputs: 512, units: 10) == nil)
        #expect(TiledDense(batch: 0, inputs: 784, units: 512) == nil)
        #expect(TiledDense(batch: 512, inputs: 64, units: 64) == nil)
        #expect(TiledDense(batch: 32, inputs: 784, units: 64) == nil)
    }
}
