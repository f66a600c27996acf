import HornbillTensor
import Testing

@testable import HornbillNN

/// Three epochs on thirteen samples in batches of five, from the same weights and without shuffling.
@Suite("Training against Keras")
struct CourseFixtureTests {
    static let losses = Fixture.cases("losses").first?.shared ?? .null

    @Test("history, weights, predictions and evaluation are Keras'", arguments: Fixture.cases("courses"))
    func course(fixture: Fixture) throws {
        let kind = try unwrap(CourseFixtureTests.losses["kinds"]?[try unwrap(fixture.json["kind"]?.stringValue)])
        let x = try Tensor(fixture: try unwrap(CourseFixtureTests.losses["x"]))
        let y = try Tensor(fixture: try unwrap(kind["y"]))
        let unseen = try Tensor(fixture: try unwrap(fixture.shared["x_validation"]))
        let model: Sequential
        if let layers = fixture.json["layers"]?.arrayValue {
            model = try Sequential(layers.map { try Layer.registry.make($0) })
            try model.buildIfNeeded([nil, 5])
            try model.setWeights(Fixture.networkWeights(kind, CourseFixtureTests.losses))
        } else {
            model = try Fixture.network(kind, CourseFixtureTests.losses)
        }
        try model.compile(try unwrap(fixture.json["compile"]?.objectValue))
        var options = try fixture.options()
        if fixture.json["fit"]?["validates"] == true {
            options.validationData = (unseen, try y.sliced(axis: 0, from: 0, count: 6), nil)
        }

        let history = try model.fit(x, y, options)
        let expected = try unwrap(fixture.json["history"]?.objectValue)
        #expect(history.keys == expected.keys)
        for (key, values) in expected.members {
            let values = try unwrap(values.arrayValue).compactMap(\.doubleValue)
            #expect(difference(history[key], values) < 3e-5, "\(key): got \(history[key]), Keras has \(values)")
        }
        for (index, weight) in try fixture.tensors("weights").enumerated() {
            try expectClose(model.weights[index].snapshot(), weight, 3e-5, "weight \(index)")
        }
        try expectClose(model.predict(unseen, RunOptions(verbose: 0)), fixture.tensor("predictions"), 3e-5, "predictions")
        let evaluation = try model.evaluate(x, y, RunOptions(batchSize: 4, verbose: 0))
        for (name, value) in try unwrap(fixture.json["evaluation"]?.objectValue).members {
            let got = evaluation.filter { $0.name == name }.map(\.value)
            #expect(difference(got, [try unwrap(value.doubleValue)]) < 3e-5, "\(name): got \(got), Keras has \(value)")
        }
    }

    @Test(
        "labels that are no class of the model's are errors, and leave the model usable",
        arguments: [Float.nan, -1, 4, 1e9, .infinity])
    func labels(label: Float) throws {
        let x = try Tensor.ones([3, 2])
        let model = try Sequential([Dense(4, activation: .softmax, inputShape: [2])])
        try model.compile(["optimizer": "sgd", "loss": "sparse_categorical_crossentropy"])
        let wrong = try Tensor([0, 3, label])
        var options = FitOptions()
        options.run.verbose = 0
        #expect(throws: HornbillError.self) { try model.fit(x, wrong, options) }
        #expect(throws: HornbillError.self) { try model.evaluate(x, wrong, RunOptions(verbose: 0)) }
        #expect(throws: HornbillError.self) { try model.trainOnBatch(x, wrong) }
        #expect(try model.fit(x, Tensor([0, 3, 1] as [Float]), options)["loss"][0].isFinite)
    }
}

extension Fixture {
    /// The arguments of `fit`.
    fileprivate func options() throws -> FitOptions {
        var options = FitOptions()
        options.run = RunOptions(batchSize: 5, verbose: 0)
        options.epochs = 3
        options.shuffle = false
        for (key, value) in try unwrap(json["fit"]?.objectValue).members {
            switch key {
            case "validates": break
            case "validation_split": options.validationSplit = try unwrap(value.doubleValue)
            case "validation_freq": options.validationFrequency = try unwrap(value.intValue)
            case "sample_weight": options.sampleWeight = try Tensor(fixture: value)
            case "class_weight":
                for pair in try unwrap(value.arrayValue).compactMap(\.arrayValue) {
                    options.classWeight[try unwrap(pair.first?.intValue)] = pair.last?.doubleValue
                }
            default: Issue.record("the tests do not know fit's argument \(key)")
            }
        }
        return options
    }
}
