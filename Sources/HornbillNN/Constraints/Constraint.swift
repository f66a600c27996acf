import HornbillTensor

/// What a weight is made to satisfy after each step (`keras.constraints`).
public final class Constraint: Configurable {
    public static var module: String { "keras.constraints" }
    public let className: String
    public let config: JSON.Object
    private let function: (Tensor) throws -> Tensor

    private init(_ className: String, _ config: JSON.Object, _ function: @escaping (Tensor) throws -> Tensor) {
        self.className = className
        self.config = config
        self.function = function
    }

    /// The nearest value that satisfies the constraint.
    public func callAsFunction(_ weight: Tensor) throws -> Tensor { try function(weight) }

    public static let registry = Registry<Constraint>(
        "constraint",
        [
            ("NonNeg", ["nonneg"], { name, object in
                try Config(name, object).finish()
                return Constraint(name, [:]) { try $0.relu() }
            }),
            ("UnitNorm", ["unitnorm"], { name, object in
                var config = Config(name, object)
                let axes = try Axes(&config)
                try config.finish()
                return Constraint(name, ["axis": axes.json]) { try $0 / (axes.norm($0) + epsilon) }
            }),
            ("MaxNorm", ["maxnorm"], { name, object in
                var config = Config(name, object)
                let limit = config.json("max_value") ?? 2, axes = try Axes(&config)
                guard let highest = limit.doubleValue else {
                    throw HornbillError(.invalidArgument, "MaxNorm: expected a number for `max_value`, got \(limit)")
                }
                try config.finish()
                return Constraint(name, ["max_value": limit, "axis": axes.json]) { weight in
                    let norm = try axes.norm(weight)
                    return try weight * (norm.clip(min: 0, max: highest) / (norm + epsilon))
                }
            }),
            ("MinMaxNorm", ["minmaxnorm"], { name, object in
                var config = Config(name, object)
                let low = try config.double("min_value") ?? 0, high = try config.double("max_value") ?? 1
                let rate = try config.double("rate") ?? 1, axes = try Axes(&config)
                try config.finish()
                return Constraint(
                    name,
                    ["min_value": .double(low), "max_value": .double(high), "rate": .double(rate), "axis": axes.json]
                ) { weight in
                    let norm = try axes.norm(weight)
                    let wanted = try norm.clip(min: low, max: high) * rate + norm * (1 - rate)
                    return try weight * (wanted / (norm + epsilon))
                }
            }),
        ])

    private static let epsilon = 1e-7
}

/// The axes that a norm is taken over: for a kernel 0, the inputs of a unit.
private struct Axes {
    let json: JSON
    private let values: [Int]

    init(_ config: inout Config) throws {
        json = config.json("axis") ?? 0
        guard let values = json.intValue.map({ [$0] }) ?? json.intsValue else {
            throw HornbillError(
                .invalidArgument, "\(config.className): expected an integer or a list of them for `axis`, got \(json)")
        }
        self.values = values
    }

    func norm(_ weight: Tensor) throws -> Tensor { try weight.square().sum(axes: values, keepDims: true).sqrt() }
}
