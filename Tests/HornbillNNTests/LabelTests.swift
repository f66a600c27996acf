import HornbillTensor
import Testing

@testable import HornbillNN

@Suite("Labels that are no class") struct LabelTests {
    private func model(_ loss: JSON) throws -> Sequential {
        let model = try Sequential([Dense(4, activation: .softmax, inputShape: [2])])
        try model.compile(["optimizer": "sgd", "loss": loss])
        return model
    }

    private var quiet: FitOptions {
        var options = FitOptions()
        options.run.verbose = 0
        return options
    }

    private func message(_ body: () throws -> Any) -> String {
        do {
            return "no error, but \(try body())"
        } catch {
            return "\(error)"
        }
    }

    @Test("the error says which label, where, and what was expected", arguments: DType.allCases.filter { $0.isFloat || $0.isInteger })
    func says(dtype: DType) throws {
        let model = try model("sparse_categorical_crossentropy")
        let x = try Tensor.ones([3, 2])
        let text = message { try model.fit(x, Tensor([0, 4, 1]).cast(to: dtype), quiet) }
        #expect(text.contains("expected labels from 0 to 3") && text.contains("position 1"), "\(text)")
        #expect(try model.fit(x, Tensor([0, 3, 1]).cast(to: dtype), quiet)["loss"][0].isFinite)
    }

    @Test("labels of the validation data are checked too, and those as a column")
    func everywhere() throws {
        let model = try model("sparse_categorical_crossentropy")
        let x = try Tensor.ones([3, 2]), good = try Tensor([0, 1, 2])
        var options = quiet
        options.validationData = (x, try Tensor([0, 1, -2]), nil)
        #expect(message { try model.fit(x, good, options) }.contains("expected labels"))
        options.validationData = nil
        #expect(message { try model.fit(x, Tensor([0, 1, 9], shape: [3, 1]), options) }.contains("expected labels"))
        #expect(message { try model.fit(x, Tensor([0, 1, Float.nan]), options) }.contains("nan"))
    }

    @Test("the class that a loss ignores may be any number")
    func ignored() throws {
        let loss: JSON = ["class_name": "SparseCategoricalCrossentropy", "config": ["ignore_class": -1]]
        let model = try model(loss)
        let history = try model.fit(Tensor.ones([3, 2]), Tensor([0, -1, 2]), quiet)
        #expect(history["loss"][0].isFinite)
        #expect(message { try model.fit(Tensor.ones([3, 2]), Tensor([0, -2, 2]), quiet) }.contains("expected labels"))
    }
}
