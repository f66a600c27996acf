import Hornbill
import Testing

@Suite("Models")
struct ModelTests {
    @Test("the builder takes layers, activations, conditions and loops")
    func builder() throws {
        let deep = true, hidden = [16, 8]
        let model = try Sequential(name: "digits") {
            Input(shape: [4, 4])
            Flatten()
            for units in hidden { Dense(units, activation: .relu) }
            if deep {
                Dropout(0.5)
            } else {
                Activation.tanh
            }
            if !deep { Dense(1) }
            Dense(3, name: "answer")
            Activation(.softmax)
            Reshape([3, 1])
        }
        #expect(model.name == "digits")
        #expect(
            model.layers.map(\.className)
                == ["InputLayer", "Flatten", "Dense", "Dense", "Dropout", "Dense", "Activation", "Reshape"])
        #expect(model.weights.map(\.shape) == [[16, 16], [16], [16, 8], [8], [8, 3], [3]])
        #expect(try model.predict(Tensor.zeros([5, 4, 4])).shape == [5, 3, 1])
        #expect(try model.layer("answer").className == "Dense")
        #expect(kind { try model.layer("question") } == .unknownName)
    }

    @Test("layers can be added one by one, and described ones make new layers each time")
    func adding() throws {
        let dense = Dense(2)
        let model = try Sequential([Dense(3, inputShape: [4]), dense])
        try model.add(dense)
        try model.add(Activation.relu)
        let existing = try Dense(1).makeLayer()
        try model.add(existing)
        #expect(model.layers.count == 5 && model.layers[4] === existing && model.layers[1] !== model.layers[2])
    }

    @Test("every argument of a layer arrives in Keras' configuration")
    func configurations() throws {
        let layer = try Dense(
            7, activation: .relu, useBias: false, kernelInitializer: .heNormal(seed: 3),
            biasInitializer: .constant(0.5),
            kernelRegularizer: .l2(0.1), biasRegularizer: .l1(), activityRegularizer: .l1l2(l1: 1, l2: 2),
            kernelConstraint: .maxNorm(3), biasConstraint: .nonNegative, name: "seven"
        ).makeLayer()
        let config = layer.config
        #expect(config["name"] == "seven" && config["units"] == 7 && config["activation"] == "relu")
        #expect(config["use_bias"] == false)
        #expect(config["kernel_initializer"]?["class_name"] == "HeNormal")
        #expect(config["kernel_initializer"]?["config"]?["seed"] == 3)
        #expect(config["bias_initializer"]?["config"]?["value"] == 0.5)
        #expect(config["kernel_regularizer"]?["config"] == ["l2": 0.1])
        #expect(config["bias_regularizer"]?["class_name"] == "L1")
        #expect(config["activity_regularizer"]?["config"] == ["l1": 1.0, "l2": 2.0])
        #expect(config["kernel_constraint"]?["class_name"] == "MaxNorm")
        #expect(config["bias_constraint"]?["class_name"] == "NonNeg")
    }

    @Test(
        "every named initializer, regularizer and constraint can be made",
        arguments: [
            .zeros, .ones, .constant(2), .randomUniform(seed: 1), .randomNormal(seed: 1), .truncatedNormal(seed: 1),
            .varianceScaling(scale: 2, mode: "fan_out", distribution: "uniform", seed: 1), .glorotUniform,
            .glorotNormal,
            .heUniform, .heNormal, .lecunUniform, .lecunNormal, .orthogonal(seed: 1), .identity(gain: 2),
            .glorotUniform(seed: 1), .heUniform(seed: 1), .lecunNormal(seed: 1),
        ] as [InitializerChoice])
    func initializers(choice: InitializerChoice) throws {
        let layer = try Dense(3, kernelInitializer: choice, inputShape: [3]).makeLayer()
        let model = try Sequential([layer as any LayerDescription])
        #expect(try model.getWeights()[0].isFinite().all().item() == 1)
    }

    @Test("weights can be read and set, and keep their number and shapes")
    func weights() throws {
        let model = try Sequential { Dense(2, inputShape: [3]) }
        try model.setWeights([[[1, 2], [3, 4], [5, 6]], [10, 20]])
        #expect(try model.predict([[1, 1, 1]]) == [[19, 32]])
        #expect(try model.getWeights()[1] == [10, 20])
        #expect(kind { try model.setWeights([[10, 20]]) } == .invalidArgument)
        #expect(kind { try model.setWeights([[[1, 2]], [10, 20]]) } == .shapeMismatch)
        #expect(try model.predict([[1, 1, 1]]) == [[19, 32]])
        #expect(try model.summary().contains("Total params: 8"))
    }

    @Test("bad layers throw when the model is made, and say what was wrong")
    func badLayers() throws {
        #expect(message { try Sequential { Dense(-1) } }.contains("units"))
        #expect(kind { try Sequential { Dense(-1) } } == .invalidArgument)
        #expect(kind { try Sequential { Dense(0) } } == .invalidArgument)
        #expect(kind { try Sequential { Dense(2, activation: "nonsense") } } == .unknownName)
        #expect(kind { try Sequential { Activation("nonsense") } } == .unknownName)
        #expect(kind { try Sequential { Dense(2, kernelInitializer: "nonsense") } } == .unknownName)
        #expect(kind { try Sequential { Dropout(1.5) } } == .invalidArgument)
        #expect(kind { try Sequential { Dense(2, kernelRegularizer: .l2(-1)) } } == .invalidArgument)
        #expect(
            kind {
                try Sequential {
                    Input(shape: [4])
                    Reshape([3])
                }
            } == .shapeMismatch)
        #expect(
            kind {
                try Sequential {
                    Dense(1, name: "same")
                    Dense(1, name: "same")
                }
            } == .invalidArgument)
        let model = try Sequential { Dense(2, inputShape: [3]) }
        #expect(kind { try model.add(Dense(-3)) } == .invalidArgument)
        #expect(model.layers.count == 1)
        #expect(try model.predict(Tensor.zeros([1, 3])).shape == [1, 2])
        #expect(kind { try model.predict(Tensor.zeros([1, 4])) } == .shapeMismatch)
        #expect(kind { try Sequential().predict(Tensor.zeros([1, 4])) } == .invalidState)
        #expect(kind { try model.predict(Tensor.zeros([0, 3])) } == .invalidArgument)
        #expect(kind { try model.predict(1) } == .invalidArgument)
    }
}
