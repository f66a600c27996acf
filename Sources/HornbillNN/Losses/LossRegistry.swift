import HornbillTensor

extension Loss {
    /// Every loss class that configurations can name.
    public static let registry = Registry<Loss>("loss function", regressions + hinges + crossentropies + overlaps)

    typealias Entry = (name: String, aliases: [String], make: Registry<Loss>.Make)
    typealias Function = (_ target: Tensor, _ prediction: Tensor) throws -> Tensor

    /// A loss without arguments of its own.
    static func plain(_ className: String, _ aliases: [String] = [], _ function: @escaping Function) -> Entry {
        (
            className, aliases,
            { name, object in
                var config = Config(name, object)
                return try Loss(&config, name: snakeCase(className), [:], function)
            }
        )
    }

    /// Probabilities are kept this far from 0 and 1, as in Keras, so that logarithms stay finite.
    static let epsilon = 1e-7
}

/// Throws unless targets and predictions have one shape.
func requireSameShape(_ target: Tensor, _ output: Tensor) throws {
    guard target.shape == output.shape else {
        throw HornbillError(
            .shapeMismatch,
            "Arguments `target` and `output` must have the same shape. Received: target.shape=\(shapeText(target.shape)), "
                + "output.shape=\(shapeText(output.shape))")
    }
}
