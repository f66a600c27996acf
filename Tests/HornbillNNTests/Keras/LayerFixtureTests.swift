import HornbillTensor
import Testing

@testable import HornbillNN

@Suite("Layers against Keras")
struct LayerFixtureTests {
    @Test("a layer from Keras' configuration and weights gives Keras' values", arguments: Fixture.cases("layers"))
    func values(fixture: Fixture) throws {
        let layer = try Layer.registry.make(try unwrap(fixture.json["layer"]))
        let (x, y) = (try fixture.tensor("x"), try fixture.tensor("y"))
        try layer.buildIfNeeded([nil] + x.shape.dropFirst().map { $0 })
        try layer.setWeights(fixture.tensors("weights"))
        try expectClose(layer(x), y, 1e-5)
        let shape = try unwrap(fixture.json["output_shape"]?.arrayValue).map(\.intValue)
        #expect(try layer.outputShape([nil] + x.shape.dropFirst().map { $0 }) == shape)
    }

    @Test("sparsemax gives the nearest probabilities")
    func sparsemax() throws {
        let x = try Tensor([0.6, -1.6, 0.4, -1.0, 3, -3, 0.5, -0.5] as [Float], shape: [2, 4])
        let expected = try Tensor([0.6, 0, 0.4, 0, 1, 0, 0, 0] as [Float], shape: [2, 4])
        try expectClose(Activation("sparsemax")(x), expected, 1e-5)
    }

    @Test("Orthogonal makes orthonormal columns, or rows if there are fewer", arguments: [[6, 4], [3, 7], [2, 3, 5]])
    func orthogonal(shape: [Int]) throws {
        let matrix = try Initializer.registry.make("Orthogonal", ["seed": 3])(shape).reshaped(to: [-1, shape[shape.count - 1]])
        let isTall = matrix.shape[0] >= matrix.shape[1]
        let product = isTall ? try matmul(matrix.transposed(), matrix) : try matmul(matrix, matrix.transposed())
        try expectClose(product, .eye(product.shape[0]), 1e-4)
    }

    @Test(
        "a configuration comes back as Keras writes it",
        arguments: Fixture.cases("configs"))
    func configurations(fixture: Fixture) throws {
        let object = try unwrap(fixture.json["object"])
        let back: JSON
        switch fixture.json["role"]?.stringValue {
        case "initializer": back = try Initializer.registry.make(object).serialized
        case "optimizer": back = try Optimizer.registry.make(object).serialized
        case "loss": back = try Loss.registry.make(object).serialized
        case "metric": back = try Metric.registry.make(object).serialized
        default: back = try Layer.registry.make(object).serialized
        }
        #expect(agrees(back, object), "got \(back), Keras has \(object)")
    }
}
