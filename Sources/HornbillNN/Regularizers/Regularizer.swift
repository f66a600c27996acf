import HornbillTensor

/// What large weights or activations add to the loss (`keras.regularizers`).
public final class Regularizer: Configurable {
    public static var module: String { "keras.regularizers" }
    public let className: String
    public let config: JSON.Object
    private let l1: Double
    private let l2: Double

    private init(_ className: String, _ config: JSON.Object, l1: Double = 0, l2: Double = 0) throws {
        for value in [l1, l2] {
            guard value >= 0, value.isFinite else {
                throw HornbillError(
                    .invalidArgument, "\(className): expected a non-negative float for l1 and l2, got \(value)")
            }
        }
        self.className = className
        self.config = config
        self.l1 = l1
        self.l2 = l2
    }

    /// The scalar to add to the loss.
    public func callAsFunction(_ x: Tensor) throws -> Tensor {
        var terms: [Tensor] = []
        if l1 != 0 { terms.append(try x.abs().sum() * l1) }
        if l2 != 0 { terms.append(try x.square().sum() * l2) }
        return try terms.dropFirst().reduce(terms.first ?? .scalar(0)) { try $0 + $1 }
    }

    public static let registry = Registry<Regularizer>(
        "regularizer",
        [
            ("L1", [], { name, object in
                var config = Config(name, object)
                let l1 = try config.double("l1") ?? 0.01
                try config.finish()
                return try Regularizer(name, ["l1": .double(l1)], l1: l1)
            }),
            ("L2", [], { name, object in
                var config = Config(name, object)
                let l2 = try config.double("l2") ?? 0.01
                try config.finish()
                return try Regularizer(name, ["l2": .double(l2)], l2: l2)
            }),
            ("L1L2", ["l1_l2"], { name, object in
                var config = Config(name, object)
                let l1 = try config.double("l1") ?? 0, l2 = try config.double("l2") ?? 0
                try config.finish()
                return try Regularizer(name, ["l1": .double(l1), "l2": .double(l2)], l1: l1, l2: l2)
            }),
        ])
}
