import HornbillTensor
import Testing

@testable import HornbillNN

@Suite("Training")
struct TrainingTests {
    /// Points around four centres, and which.
    static func blobs(_ count: Int) throws -> (x: Tensor, y: Tensor) {
        let labels = (0 ..< count).map { Float($0 % 4) }
        let noise = try Random.normal(seed: Tensor([UInt64(7), 0]), [count, 2], deviation: 0.3).scalars(as: Float.self)
        let centres: [(Float, Float)] = [(-1, -1), (-1, 1), (1, -1), (1, 1)]
        let points = (0 ..< count).flatMap { index in
            [centres[index % 4].0 + noise[2 * index], centres[index % 4].1 + noise[2 * index + 1]]
        }
        return (try Tensor(points, shape: [count, 2]), try Tensor(labels))
    }

    @Test("a model that ends with a softmax learns where the shares of the right classes round to 0")
    func saturatedSoftmax() throws {
        func trained(_ activation: Activation, _ loss: JSON) throws -> (loss: Double, weights: [Float]) {
            let model = try Sequential([Dense(3, activation: activation, inputShape: [2])])
            try model.compile(["optimizer": ["class_name": "sgd", "config": ["learning_rate": 0.5]], "loss": loss])
            let kernel: [Float] = [300, 0, -300, 0, 200, -200], x: [Float] = [1, 0.5, -1, 0.25], y: [Float] = [2, 0]
            try model.weights[0].assign(try Tensor(kernel, shape: [2, 3]))
            let logs = try model.trainOnBatch(try Tensor(x, shape: [2, 2]), try Tensor(y))
            return (logs.loss, try model.weights.flatMap { try $0.value.scalars(as: Float.self) })
        }
        let shares = try trained(.softmax, "sparse_categorical_crossentropy")
        let logits = try trained(
            .linear, ["class_name": "SparseCategoricalCrossentropy", "config": ["from_logits": true]])
        #expect(shares.loss > 300 && abs(shares.loss - logits.loss) <= 1e-6 * logits.loss)
        #expect(zip(shares.weights, logits.weights).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) })
    }

    @Test("a small classifier learns", arguments: ["sgd", "rmsprop", "adam"])
    func learns(optimizer: String) throws {
        Random.seed(3)
        let (x, y) = try TrainingTests.blobs(500)
        let model = try Sequential([Dense(16, activation: .relu, inputShape: [2]), Dense(4, activation: .softmax)])
        try model.compile([
            "optimizer": ["class_name": .string(optimizer), "config": ["learning_rate": 0.05]],
            "loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"],
        ])
        var options = FitOptions()
        options.epochs = 12
        options.run.verbose = 0
        options.validationSplit = 0.2
        let history = try model.fit(x, y, options)
        #expect(history.keys == ["accuracy", "loss", "val_accuracy", "val_loss"])
        #expect(history["accuracy"].last! > 0.95 && history["val_accuracy"].last! > 0.95)
        #expect(history["loss"].last! < history["loss"].first!)
        let results = try model.evaluate(x, y, RunOptions(verbose: 0))
        #expect(results.map(\.name) == ["loss", "accuracy"] && results[1].value > 0.95)
        let prediction = try model.predict(x, RunOptions(verbose: 0))
        #expect(prediction.shape == [500, 4])
        #expect(try prediction.sum(axes: [1]).scalars(as: Float.self).allSatisfy { abs($0 - 1) < 1e-5 })
    }

    @Test("fit before compile, bad batch sizes and splits are errors with Keras' words")
    func rejects() throws {
        let (x, y) = try TrainingTests.blobs(8)
        let model = try Sequential([Dense(4, inputShape: [2])])
        #expect(throws: HornbillError(.invalidState, "You must call `compile()` before calling `fit()`.")) {
            try model.fit(x, y, FitOptions())
        }
        try model.compile(["loss": "mse"])
        var options = FitOptions()
        options.run.verbose = 0
        options.run.batchSize = 0
        #expect(throws: HornbillError.self) { try model.fit(x, y, options) }
        options.run.batchSize = 4
        options.validationSplit = 1.5
        #expect(throws: HornbillError.self) { try model.fit(x, y, options) }
        options.validationSplit = 0
        #expect(throws: HornbillError.self) { try model.fit(x, y.sliced(axis: 0, from: 0, count: 5), options) }
        #expect(throws: HornbillError.self) { try Dense(-1) }
        #expect(throws: HornbillError.self) { try model.compile(["loss": "nonsense"]) }
    }

    @Test("a configuration makes the same model again")
    func roundTrips() throws {
        let model = try Sequential([Dense(3, activation: .relu, inputShape: [2]), Dropout(0.5), Dense(1)])
        let copy = try Layer.registry.make(model.serialized)
        #expect(copy.config == model.config)
        // Real Keras makes it, too, which looks for classes in these modules.
        #expect(model.serialized["module"]?.stringValue == "keras" && model.layers[0].serialized["module"]?.stringValue == "keras.layers")
        #expect(copy.weights.map(\.shape) == [[2, 3], [3], [3, 1], [1]])
    }
}
