import Glibc
import HornbillTensor
import Testing

@testable import HornbillNN

/// What an initializer draws: by the class' documentation in Keras.
struct Draw: CustomTestStringConvertible, Sendable {
    enum Distribution: Sendable {
        case uniform(Double, Double)
        case normal(mean: Double, deviation: Double)
        /// Normal of that deviation, cut off at two of them.
        case truncated(mean: Double, deviation: Double)
        case fixed
    }
    let name: String
    var config: JSON.Object = ["seed": 11]
    let distribution: Distribution
    var testDescription: String { "\(name) \(JSON.object(config))" }

    static let shape = [250, 400]

    private static func uniform(_ variance: Double) -> Distribution {
        .uniform(-sqrt(3 * variance), sqrt(3 * variance))
    }
    /// What is left of the deviation after the cut.
    private static func truncated(_ variance: Double) -> Distribution {
        .truncated(mean: 0, deviation: sqrt(variance) / 0.87962566103423978)
    }

    static let all: [Draw] = [
        Draw(name: "RandomNormal", distribution: .normal(mean: 0, deviation: 0.05)),
        Draw(
            name: "RandomNormal", config: ["mean": 1.0, "stddev": 2.0, "seed": 4],
            distribution: .normal(mean: 1, deviation: 2)),
        Draw(name: "TruncatedNormal", distribution: .truncated(mean: 0, deviation: 0.05)),
        Draw(
            name: "TruncatedNormal", config: ["mean": -1.0, "stddev": 0.5, "seed": 4],
            distribution: .truncated(mean: -1, deviation: 0.5)),
        Draw(name: "RandomUniform", distribution: .uniform(-0.05, 0.05)),
        Draw(name: "RandomUniform", config: ["minval": 1.0, "maxval": 3.0, "seed": 4], distribution: .uniform(1, 3)),
        Draw(name: "GlorotUniform", distribution: uniform(2.0 / 650)),
        Draw(name: "GlorotNormal", distribution: truncated(2.0 / 650)),
        Draw(name: "HeUniform", distribution: uniform(2.0 / 250)),
        Draw(name: "HeNormal", distribution: truncated(2.0 / 250)),
        Draw(name: "LecunUniform", distribution: uniform(1.0 / 250)),
        Draw(name: "LecunNormal", distribution: truncated(1.0 / 250)),
        Draw(name: "VarianceScaling", distribution: truncated(1.0 / 250)),
        Draw(
            name: "VarianceScaling", config: ["scale": 3.0, "mode": "fan_out", "distribution": "uniform", "seed": 4],
            distribution: uniform(3.0 / 400)),
        Draw(
            name: "VarianceScaling", config: ["mode": "fan_avg", "distribution": "untruncated_normal", "seed": 4],
            distribution: .normal(mean: 0, deviation: sqrt(2.0 / 650))),
        Draw(name: "Zeros", config: [:], distribution: .fixed), Draw(name: "Ones", config: [:], distribution: .fixed),
        Draw(name: "Constant", config: ["value": 0.25], distribution: .fixed),
        Draw(name: "Identity", config: ["gain": 2.0], distribution: .fixed),
        // Its columns are checked in LayerFixtureTests.
        Draw(name: "Orthogonal", distribution: .fixed),
    ]

    func cdf(_ x: Double) -> Double {
        func normal(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
        switch distribution {
        case .uniform(let low, let high): return min(max((x - low) / (high - low), 0), 1)
        case .normal(let mean, let deviation): return normal((x - mean) / deviation)
        case .truncated(let mean, let deviation):
            return min(max((normal((x - mean) / deviation) - normal(-2)) / (normal(2) - normal(-2)), 0), 1)
        case .fixed: return 0
        }
    }
}

@Suite("Initializers") struct InitializerTests {
    @Test("every initializer is among those whose numbers are checked")
    func complete() { #expect(Set(Initializer.registry.names) == Set(Draw.all.map(\.name))) }

    @Test(
        "draws follow the distribution that Keras documents (Kolmogorov and Smirnov), the same for a seed",
        arguments: Draw.all)
    func distribution(draw: Draw) throws {
        let initializer = try Initializer.registry.make(draw.name, draw.config)
        let tensor = try initializer(Draw.shape)
        #expect(tensor.shape == Draw.shape && tensor.dtype == .float32)
        let values = try tensor.scalars(as: Double.self)
        #expect(try initializer(Draw.shape).scalars(as: Double.self) == values)
        if case .fixed = draw.distribution { return }
        var worst = 0.0
        let count = Double(values.count)
        for (index, x) in values.sorted().enumerated() {
            worst = max(worst, abs(draw.cdf(x) - Double(index) / count), abs(draw.cdf(x) - Double(index + 1) / count))
        }
        #expect(worst * count.squareRoot() < 1.95)
    }

    @Test("initializers without a seed differ, and fans count the field of a convolution")
    func fans() throws {
        let initializer = try Initializer.registry.make("glorot_uniform")
        #expect(try initializer([5, 5]).scalars(as: Float.self) != initializer([5, 5]).scalars(as: Float.self))
        let kernel = try Initializer.registry.make("he_uniform", ["seed": 1])([3, 3, 8, 16]).abs().max().item()
        #expect(abs(kernel - sqrt(6.0 / 72)) < 0.01)
        #expect(try Initializer.registry.make("zeros")([2]).scalars(as: Float.self) == [0, 0])
        #expect(try Initializer.registry.make("ones")([2]).scalars(as: Float.self) == [1, 1])
        #expect(try Initializer.registry.make("Constant", ["value": 0.5])([2]).scalars(as: Float.self) == [0.5, 0.5])
        #expect(try Initializer.registry.make("Identity")([2, 3]).scalars(as: Float.self) == [1, 0, 0, 0, 1, 0])
    }
}
