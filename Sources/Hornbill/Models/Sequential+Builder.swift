import HornbillNN
import HornbillTensor

extension Sequential {
    /// A stack of layers:
    ///
    ///     let model = try Sequential {
    ///         Dense(128, activation: .relu, inputShape: [784])
    ///         Dense(10, activation: .softmax)
    ///     }
    ///
    /// Throws `HornbillError` for a layer whose arguments make no sense, for two layers of one name, and, once the first
    /// layer knows its input shape, for layers that do not fit on each other.
    ///
    /// - Parameter name: `sequential`, `sequential_1`, … if nil.
    public convenience init(name: String? = nil, @LayerBuilder _ layers: () throws -> [any LayerDescription]) throws {
        try self.init(layers(), name: name)
    }

    /// The same from an array: `try Sequential([Dense(16), Dense(1)])`.
    public convenience init(_ layers: [any LayerDescription], name: String? = nil) throws {
        try self.init([] as [Layer], name: name)
        for layer in layers { try add(layer) }
    }

    /// Makes the described layer, puts it on top and returns it. The model is as it was if that throws.
    @discardableResult
    public func add(_ layer: some ConfiguredLayer) throws -> Layer { try add(layer as any LayerDescription) }

    /// Puts an activation on top as a layer and returns that.
    @discardableResult
    public func add(_ activation: Activation) throws -> Layer { try add(activation as any LayerDescription) }

    /// Makes the described layer, puts it on top and returns it.
    @discardableResult
    public func add(_ description: any LayerDescription) throws -> Layer {
        let layer = try description.makeLayer()
        try add(layer)
        return layer
    }

    /// The layer of that name. Throws `unknownName` if there is none.
    public func layer(_ name: String) throws -> Layer {
        guard let layer = layers.first(where: { $0.name == name }) else {
            throw HornbillError(
                .unknownName,
                "No such layer: \(name). Existing layers are: \(layers.map(\.name).joined(separator: ", ")).")
        }
        return layer
    }
}

extension Layer {
    /// A copy of each weight, in Keras' order: for a dense layer the kernel, then the bias.
    public func getWeights() throws -> [Tensor] { try weights.map { try $0.snapshot() } }
}

extension Model {
    /// Prints the table of layers, shapes and parameters.
    public func printSummary(lineLength: Int? = nil) throws {
        print(try summary(lineLength: lineLength), terminator: "")
    }
}
