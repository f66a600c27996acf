import HornbillGraph
import HornbillTensor
import Testing

@testable import HornbillNN

@Suite("Losses against Keras")
struct LossFixtureTests {
    @Test("each reduction of a loss, with and without weights, is Keras'", arguments: Fixture.cases("losses"))
    func values(fixture: Fixture) throws {
        let serialized = try unwrap(fixture.json["loss"])
        let kind = try fixture.kind()
        let y = try Tensor(fixture: try unwrap(kind["y"])), prediction = try Tensor(fixture: try unwrap(kind["prediction"]))
        let weights = try Tensor(fixture: try unwrap(fixture.shared["weights"]))
        for (reduction, expected) in try unwrap(fixture.json["values"]?.objectValue).members {
            var config = try unwrap(serialized["config"]?.objectValue)
            config["reduction"] = .string(reduction)
            let loss = try Loss.registry.make(try unwrap(serialized["class_name"]?.stringValue), config)
            for (value, weight) in zip(try unwrap(expected.arrayValue), [nil, weights]) {
                let what = reduction + (weight == nil ? "" : ", weighted")
                try expectClose(loss(y, prediction, weight: weight), Tensor(fixture: value), 1e-5, what)
            }
        }
    }

    @Test("gradients through two layers are Keras'", arguments: Fixture.cases("losses"))
    func gradients(fixture: Fixture) throws {
        let loss = try Loss.registry.make(try unwrap(fixture.json["loss"]))
        let kind = try fixture.kind()
        let model = try Fixture.network(kind, fixture.shared)
        let function = CompiledFunction("gradients") { inputs in
            let prediction = try model(inputs[0], training: true)
            let value = try loss(inputs[1], prediction, weight: inputs.count > 2 ? inputs[2] : nil)
            let found = try HornbillGraph.gradients(of: value, withRespectTo: model.weights.map { try $0.value })
            return [value] + (try found.map { try unwrap($0) })
        }
        let inputs = [
            try Tensor(fixture: try unwrap(fixture.shared["x"])),
            try Tensor(fixture: try unwrap(kind["y"])).cast(to: .float32),
        ]
        let weight = try Tensor(fixture: try unwrap(fixture.shared["weights"]))
        for (key, inputs) in [("gradients", inputs), ("weighted_gradients", inputs + [weight])] {
            guard let value = fixture.json[key + "_value"]?.doubleValue else { continue }
            let results = try function(inputs)
            #expect(difference([try results[0].item()], [value]) < 1e-5, "\(key): \(results[0]), Keras has \(value)")
            for (index, expected) in try fixture.tensors(key).enumerated() {
                try expectClose(results[index + 1], expected, 1e-5, "\(key) of weight \(index)")
            }
        }
    }
}
