import Hornbill
import Testing

@Suite("Training")
struct TrainingTests {
    private func classifier() throws -> Sequential {
        try Sequential {
            Dense(16, activation: .relu, kernelInitializer: .glorotUniform(seed: 1), inputShape: [2])
            Dense(4, activation: .softmax, kernelInitializer: .glorotUniform(seed: 2))
        }
    }

    @Test("a model learns, and the history, the evaluation and the prediction agree")
    func learns() throws {
        let (x, y) = try blobs(400)
        setRandomSeed(3)
        let model = try classifier()
        try model.compile(
            optimizer: .adam(learningRate: 0.02), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        let history = try model.fit(x, y, epochs: 15, validationSplit: 0.2, verbose: .silent)
        #expect(history.keys == ["accuracy", "loss", "val_accuracy", "val_loss"])
        #expect(
            history["loss"].count == 15 && history.history["val_accuracy"]?.count == 15 && history.epochs.last == 14)
        #expect(try #require(history["val_accuracy"].last) > 0.95)
        let results = try model.evaluate(x, y, verbose: .silent)
        #expect(results.names == ["loss", "accuracy"] && results.loss == results["loss"])
        let right = try (model.predict(x).argmax(axis: -1) .== y).mean().item()
        #expect(try abs(#require(results["accuracy"]) - right) < 1e-6)
        #expect(results["nonsense"] == nil && history["nonsense"].isEmpty)
    }

    @Test("the course of training is that of the configuration route")
    func sameAsConfiguration() throws {
        let (x, y) = try blobs(100)
        let swift = try classifier()
        try swift.compile(
            optimizer: .rmsprop(learningRate: 0.01), loss: .sparseCategoricalCrossentropy(fromLogits: false),
            metrics: [.accuracy])
        let configured = try #require(Layer.registry.make(swift.serialized) as? Sequential)
        try configured.compile([
            "optimizer": ["class_name": "RMSprop", "config": ["learning_rate": 0.01]],
            "loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"],
        ])
        let history = try swift.fit(x, y, epochs: 3, batchSize: 16, shuffle: false, verbose: .silent)
        var options = FitOptions()
        options.epochs = 3
        options.run = RunOptions(batchSize: 16, verbose: 0)
        options.shuffle = false
        let other = try configured.fit(x, y, options)
        #expect(history["loss"] == other["loss"] && history["accuracy"] == other["accuracy"])
        #expect(try swift.predict(x) == configured.predict(x))
        #expect(
            try swift.evaluate(x, y, verbose: .silent).map(\.value)
                == configured.evaluate(x, y, RunOptions(verbose: 0)).map(\.value))
    }

    @Test("weights of samples and of classes are those of the samples")
    func sampleWeights() throws {
        let (x, y) = try blobs(64)
        func losses(_ sampleWeight: Tensor?, _ classWeight: [Int: Double]) throws -> [Double] {
            let model = try classifier()
            try model.compile(optimizer: .sgd, loss: .sparseCategoricalCrossentropy)
            return try model.fit(
                x, y, epochs: 2, shuffle: false, verbose: .silent, sampleWeight: sampleWeight, classWeight: classWeight
            )["loss"]
        }
        let weights = try Tensor.where(y .== 2, 3.0, Tensor.ones([64]))
        #expect(try losses(weights, [:]) == losses(nil, [2: 3]))
        #expect(try losses(nil, [2: 3]) != losses(nil, [:]))
        #expect(kind { try losses(weights, [2: 3]) } == .invalidArgument)
    }

    @Test("a batch at a time")
    func onBatch() throws {
        let (x, y) = try blobs(32)
        let model = try classifier()
        try model.compile(
            optimizer: .sgd(learningRate: 0.1), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        let first = try model.testOnBatch(x, y)
        try model.resetMetrics()
        #expect(try model.trainOnBatch(x, y).loss == first.loss)
        try model.resetMetrics()
        #expect(try model.testOnBatch(x, y).loss < first.loss)
        #expect(try model.predictOnBatch(x) == model.predict(x))
    }

    @Test("the progress goes where it is told")
    func output() throws {
        let (x, y) = try blobs(32)
        let model = try classifier()
        try model.compile(optimizer: .sgd, loss: .sparseCategoricalCrossentropy)
        var text = ""
        try model.fit(x, y, epochs: 2, batchSize: 16, verbose: .line) { text += $0 }
        #expect(text.contains("Epoch 2/2\n2/2 - 0s - ") && text.contains("loss: "))
        text = ""
        _ = try model.evaluate(x, y, batchSize: 16, verbose: .bar) { text += $0 }
        #expect(text.contains("2/2") && text.contains("━"))
    }

    @Test(
        "every optimizer can be made, and makes the loss smaller",
        arguments: ["sgd", "rmsprop", "adam", "adamW", "adagrad", "adadelta", "adamax", "nadam", "ftrl", "lion"])
    func optimizers(name: String) throws {
        let optimizer: Optimizer =
            switch name {
            case "sgd": try .sgd(learningRate: 0.05, momentum: 0.9, nesterov: true)
            case "rmsprop": try .rmsprop(learningRate: 0.01, rho: 0.8, momentum: 0.1, centered: true)
            case "adam": try .adam(learningRate: 0.01, amsgrad: true)
            case "adamW": try .adamW(learningRate: 0.01)
            case "adagrad": try .adagrad(learningRate: 0.1)
            case "adadelta": try .adadelta(learningRate: 1.0)
            case "adamax": try .adamax(learningRate: 0.01)
            case "nadam": try .nadam(learningRate: 0.01)
            case "ftrl": try .ftrl(learningRate: 1.0)
            default: try .lion(learningRate: 0.01)
            }
        #expect(optimizer.className.lowercased() == name.lowercased())
        let (x, y) = try blobs(64)
        let model = try classifier()
        try model.compile(optimizer: optimizer, loss: .sparseCategoricalCrossentropy)
        let losses = try model.fit(x, y, epochs: 5, shuffle: false, verbose: .silent)["loss"]
        #expect(losses[4] < losses[0])
    }

    @Test("the classes of optimizers take what Keras' take")
    func optimizerArguments() throws {
        let config = try RMSprop(
            learningRate: 0.1, rho: 0.8, momentum: 0.2, epsilon: 1e-5, centered: true, weightDecay: 0.01, clipValue: 2,
            useEMA: true, emaMomentum: 0.9, emaOverwriteFrequency: 5, name: "mine"
        ).config
        #expect(config["rho"] == 0.8 && config["momentum"] == 0.2 && config["epsilon"] == 1e-5)
        #expect(config["centered"] == true && config["weight_decay"] == 0.01 && config["clipvalue"] == 2.0)
        #expect(config["use_ema"] == true && config["ema_momentum"] == 0.9 && config["ema_overwrite_frequency"] == 5)
        #expect(config["name"] == "mine" && config["clipnorm"] == .null)
        #expect(kind { try SGD(clipNorm: 1, clipValue: 1) } == .invalidArgument)
        #expect(kind { try SGD(momentum: 2) } == .invalidArgument)
        #expect(kind { try Optimizer.named("nonsense") } == .unknownName)
    }

    @Test("a learning rate can be set, or follow a schedule")
    func learningRates() throws {
        let optimizer = try SGD(learningRate: 0.5)
        try optimizer.setLearningRate(0.25)
        #expect(try optimizer.currentLearningRate() == 0.25)
        let scheduled = try SGD(learningRate: .piecewiseConstantDecay(boundaries: [2], values: [1, 0.5]))
        #expect(try scheduled.currentLearningRate() == 1)
        #expect(kind { try scheduled.setLearningRate(1) } == .typeMismatch)
        let schedules: [LearningRateSchedule] = [
            try .exponentialDecay(initialLearningRate: 1, decaySteps: 10, decayRate: 0.5),
            try .inverseTimeDecay(initialLearningRate: 1, decaySteps: 10, decayRate: 1),
            try .polynomialDecay(initialLearningRate: 1, decaySteps: 20, endLearningRate: 0),
            try .cosineDecay(initialLearningRate: 1, decaySteps: 20),
            try .cosineDecayRestarts(initialLearningRate: 1, firstDecaySteps: 20),
        ]
        for schedule in schedules { #expect(try abs(schedule.rate(at: .scalar(10)).item() - 0.5) < 1e-6) }
        #expect(
            kind { try SGD(learningRate: .exponentialDecay(initialLearningRate: 1, decaySteps: 0, decayRate: 1)) }
                == .invalidArgument)
    }

    @Test("losses and metrics have the names and values of their configuration")
    func lossesAndMetrics() throws {
        let y: Tensor = [[0, 1], [1, 0]], p: Tensor = [[0.25, 0.75], [0.5, 0.5]]
        #expect(try Loss.mse(y, p).item() == 0.15625)
        #expect(try Loss.meanSquaredError(reduction: .sum)(y, p).item() == 0.3125)
        #expect(try Loss.mae(y, p).item() == 0.375)
        #expect(try Loss.huber(delta: 0.25)(y, p).item() == Loss.registry.make("Huber", ["delta": 0.25])(y, p).item())
        #expect(try Loss.categoricalCrossentropy(fromLogits: true).config["from_logits"] == true)
        #expect(try Loss.sparseCategoricalCrossentropy(ignoreClass: 3).config["ignore_class"] == 3)
        #expect(kind { try Loss.named("nonsense") } == .unknownName)
        #expect(kind { try Loss.binaryCrossentropy(labelSmoothing: 2) } == .invalidArgument)
        let precision = try MetricChoice.precision(threshold: 0.6).makeMetric()
        try precision.update(y, p)
        #expect(try precision.result() == 1)
        let choices: [MetricChoice] = [
            .accuracy, .binaryAccuracy(), .categoricalAccuracy, .topKCategoricalAccuracy(k: 1), .mse, .mae, .mape,
            .msle,
            .rootMeanSquaredError, .cosineSimilarity, .logCoshError, .r2Score, .hinge, .squaredHinge, .categoricalHinge,
            .klDivergence, .poisson, .binaryCrossentropy, .categoricalCrossentropy, .truePositives(), .trueNegatives(),
            .falsePositives(), .falseNegatives(), .precision(), .recall(), .auc(), .f1Score(), .fBetaScore(beta: 2),
        ]
        let model = try Sequential { Dense(2, activation: .softmax, inputShape: [2]) }
        try model.compile(optimizer: .sgd, loss: .mse, metrics: choices)
        let results = try model.evaluate(p, y, verbose: .silent)
        #expect(results.count == choices.count + 1 && results.allSatisfy { !$0.value.isNaN })
    }

    @Test("a loss and a metric of one's own are differentiated and followed as those that exist")
    func custom() throws {
        let (x, y) = try blobs(64)
        func course(_ loss: Loss, _ metric: MetricChoice) throws -> (loss: [Double], metric: [Double]) {
            let model = try Sequential { Dense(1, kernelInitializer: .ones, inputShape: [2]) }
            try model.compile(optimizer: .sgd(learningRate: 0.1), loss: loss, metrics: [metric])
            let history = try model.fit(x, y, epochs: 3, shuffle: false, verbose: .silent)
            return (history["loss"], history[history.keys[1]])
        }
        let mine = try course(
            .custom("squares") { y, p in try (y - p).pow(2).mean(axis: -1) },
            .custom("zdistance") { y, p in try (y - p).abs().mean(axis: -1) })
        let known = try course(.mse, .mae)
        #expect(zip(mine.loss, known.loss).allSatisfy { abs($0 - $1) <= 1e-6 * $1 })
        #expect(mine.metric.count == 3 && known.metric.count == 3)
        #expect(zip(mine.metric, known.metric).allSatisfy { abs($0 - $1) <= 1e-6 * $1 })
    }

    @Test("training that makes no sense throws, with words, and the model can still be trained")
    func badInput() throws {
        let (x, y) = try blobs(16)
        let model = try classifier()
        #expect(
            throws: HornbillError(.invalidState, "You must call `compile()` before calling `fit()`.")
        ) { try model.fit(x, y) }
        #expect(kind { try model.evaluate(x, y) } == .invalidState)
        #expect(kind { try model.trainOnBatch(x, y) } == .invalidState)
        #expect(kind { try model.compile(optimizer: .sgd, loss: .mse, metrics: ["nonsense"]) } == .unknownName)
        try model.compile(optimizer: .sgd, loss: .sparseCategoricalCrossentropy)
        #expect(kind { try model.fit(x, y[..<9]) } == .invalidArgument)
        #expect(message { try model.fit(x, y[..<9]) }.contains("same number of samples"))
        #expect(kind { try model.fit(x[..<0], y[..<0]) } == .invalidArgument)
        #expect(kind { try model.fit(x, y, batchSize: 0) } == .invalidArgument)
        #expect(kind { try model.fit(x, y, epochs: -1) } == .invalidArgument)
        #expect(message { try model.fit(x, y, validationSplit: 1.5) }.contains("[0, 1), got 1.5"))
        #expect(kind { try model.fit(x, y, validationSplit: 1.5) } == .invalidArgument)
        #expect(kind { try model.fit(x, y, stepsPerEpoch: 0) } == .invalidArgument)
        #expect(kind { try model.fit(x, y, validationFrequency: 0) } == .invalidArgument)
        #expect(kind { try model.fit(x, y + 3) } == .indexOutOfRange)
        #expect(kind { try model.fit(x, Tensor.full([16], .nan)) } == .indexOutOfRange)
        #expect(kind { try model.fit(Tensor.zeros([16, 3]), y) } == .shapeMismatch)
        #expect(kind { try model.fit(x, y, validationData: (x, y[..<9])) } == .invalidArgument)
        #expect(kind { try model.fit(x, y, sampleWeight: [1, 2]) } == .invalidArgument)
        #expect(kind { try model.evaluate(x, y, batchSize: -1) } == .invalidArgument)
        #expect(kind { try model.predict(x, batchSize: 0) } == .invalidArgument)
        #expect(try model.fit(x, y, verbose: .silent)["loss"][0].isFinite)
    }
}
