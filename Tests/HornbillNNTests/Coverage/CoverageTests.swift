import HornbillTensor
import Testing

@testable import HornbillNN

/// What can be made by name is held against Keras: a class that is registered without a fixture fails here.
@Suite("Coverage of the registries") struct CoverageTests {
    /// Every class name in a value, however deep.
    private static func classNames(_ json: JSON) -> Set<String> {
        if let array = json.arrayValue { return array.reduce(into: []) { $0.formUnion(classNames($1)) } }
        guard let object = json.objectValue else { return [] }
        let own = Set([object["class_name"]?.stringValue].compactMap { $0 })
        return object.members.reduce(into: own) { $0.formUnion(classNames($1.value)) }
    }

    private func names(_ file: String, _ key: String) -> Set<String> {
        Fixture.cases(file).reduce(into: []) { $0.formUnion(CoverageTests.classNames($1.json[key] ?? .null)) }
    }

    @Test("every loss has values, gradients and a configuration of Keras")
    func losses() {
        let registered = Set(Loss.registry.names)
        #expect(registered.count > 15)
        #expect(registered.subtracting(names("losses", "loss")).isEmpty)
        #expect(registered.subtracting(names("configs", "object")).isEmpty)
        for fixture in Fixture.cases("losses") {
            #expect(fixture.json["values"]?["none"] != nil && fixture.json["gradients"] != nil, "\(fixture.name)")
        }
    }

    @Test("every loss that takes logits is checked with logits")
    func logits() throws {
        let withLogits = Set(
            Fixture.cases("losses").filter { $0.json["loss"]?["config"]?["from_logits"] == true }
                .compactMap { $0.json["loss"]?["class_name"]?.stringValue })
        for name in Loss.registry.names where try Loss.registry.make(name).config["from_logits"] != nil {
            #expect(withLogits.contains(name), "\(name)")
        }
    }

    @Test("every metric has results of Keras")
    func metrics() {
        let registered = Set(Metric.registry.names)
        #expect(registered.count > 25)
        #expect(registered.subtracting(names("metrics", "metric")).isEmpty)
    }

    @Test("every optimizer and schedule has three epochs of Keras and a configuration")
    func optimizers() {
        let trained = names("courses", "compile"), configured = names("configs", "object")
        #expect(Set(Optimizer.registry.names).subtracting(trained).isEmpty)
        #expect(Set(Optimizer.registry.names).subtracting(configured).isEmpty)
        #expect(Set(LearningRateSchedule.registry.names).subtracting(trained).isEmpty)
    }

    @Test("every regularizer and constraint has three epochs of Keras")
    func penalties() {
        let trained = names("courses", "layers")
        #expect(Set(Regularizer.registry.names).subtracting(trained).isEmpty)
        #expect(Set(Constraint.registry.names).subtracting(trained).isEmpty)
    }

    @Test("every initializer has a configuration of Keras")
    func initializers() {
        #expect(Set(Initializer.registry.names).subtracting(names("configs", "object")).isEmpty)
    }

    @Test("every layer has values or a configuration of Keras, or is a container")
    func layers() {
        let checked = names("layers", "layer").union(names("configs", "object"))
        #expect(Set(Layer.registry.names).subtracting(checked).subtracting(["InputLayer", "Sequential"]).isEmpty)
    }

    @Test("every activation has values of Keras")
    func activations() {
        var checked = Set<String>()
        for fixture in Fixture.cases("layers") {
            if let name = fixture.json["layer"]?["config"]?["activation"]?.stringValue { checked.insert(name) }
        }
        // Other names of silu and hard_silu; sparsemax has a test of its own.
        let others: Set<String> = ["swish", "hard_swish", "sparsemax"]
        #expect(Set(Activation.functions.keys).subtracting(checked).subtracting(others).isEmpty)
    }

    @Test("weights, splits, frequencies and partial batches are among the trainings")
    func trainings() {
        let courses = Fixture.cases("courses")
        for key in ["sample_weight", "class_weight", "validation_split", "validation_freq"] {
            #expect(courses.contains { $0.json["fit"]?[key] != nil }, "\(key)")
        }
        #expect(courses.contains { $0.json["compile"]?["weighted_metrics"] != nil })
        #expect(courses.count > 70)
    }
}
