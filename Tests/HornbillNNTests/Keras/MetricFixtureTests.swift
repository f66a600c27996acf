import HornbillTensor
import Testing

@testable import HornbillNN

@Suite("Metrics against Keras")
struct MetricFixtureTests {
    @Test("results after each of three updates are Keras'", arguments: Fixture.cases("metrics"))
    func results(fixture: Fixture) throws {
        let metric = try Metric.registry.make(try unwrap(fixture.json["metric"]))
        let arguments = try unwrap(try fixture.kind().arrayValue).map { try Tensor(fixture: $0) }
        let weights = try Tensor(fixture: try unwrap(fixture.shared["weights"]))
        for (key, weights) in [("results", nil), ("weighted_results", weights)] {
            try metric.reset()
            for ((start, end), expected) in zip([(0, 5), (5, 10), (10, 13)], try fixture.tensors(key)) {
                let parts = try arguments.map { try $0.sliced(axis: 0, from: start, count: end - start) }
                let weight = try weights?.sliced(axis: 0, from: start, count: end - start)
                try metric.update(parts[0], parts.last ?? parts[0], weight: weight)
                try expectClose(metric.value(), expected, 1e-5, "\(key) after \(end) samples")
            }
        }
    }
}
