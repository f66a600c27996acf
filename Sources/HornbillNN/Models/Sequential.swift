import HornbillTensor

/// A stack of layers, each fed with the result of the one before. `keras.Sequential`.
public final class Sequential: Model {
    public private(set) var layers: [Layer] = []

    /// - Parameter name: `sequential`, `sequential_1`, … if nil.
    public convenience init(_ layers: [Layer] = [], name: String? = nil) throws {
        var object = JSON.Object()
        object["name"] = name.map(JSON.string)
        try self.init(Config("Sequential", object))
        for layer in layers { try add(layer) }
    }

    init(_ config: consuming Config) throws {
        let described = config.json("layers")?.arrayValue ?? []
        let shape = try config.shape("build_input_shape")
        try super.init(&config)
        try config.finish()
        for layer in described { try add(try Layer.registry.make(layer)) }
        if let shape { try buildIfNeeded(shape) }
    }

    /// Puts a layer on top. A first layer that knows its input shape builds the model as it grows.
    public func add(_ layer: Layer) throws {
        guard !layers.contains(where: { $0.name == layer.name }) else {
            throw HornbillError(
                .invalidArgument,
                "All layers added to a Sequential model should have unique names. Name '\(layer.name)' is already the name "
                    + "of a layer in this model. Update the `name` argument to pass a unique name.")
        }
        guard !layer.contains(self) else {
            throw HornbillError(
                .invalidArgument, "A model cannot be a layer of itself: '\(layer.name)' is or contains '\(name)'.")
        }
        if layer is InputLayer, !layers.isEmpty {
            throw HornbillError(
                .invalidArgument,
                "Sequential model '\(name)' has already been configured to use input shape. You cannot add a different "
                    + "Input layer to it.")
        }
        layers.append(layer)
        do {
            if let shape = layers[0].declaredInputShape { try grow(shape) }
        } catch {
            layers.removeLast()
            throw error
        }
        forgetPrograms()
    }

    /// Takes the last layer off and returns it.
    @discardableResult
    public func pop() throws -> Layer {
        guard let last = layers.popLast() else {
            throw HornbillError(.invalidState, "There are no layers in the model.")
        }
        if layers.isEmpty { inputShape = nil }
        forgetPrograms()
        return last
    }

    /// Builds the layers that are not, for an input of that shape.
    private func grow(_ shape: [Int?]) throws {
        var current = shape
        for layer in layers {
            try layer.buildIfNeeded(current)
            for weight in layer.weights where !weight.path.hasPrefix("\(name)/") { weight.path = "\(name)/\(weight.path)" }
            current = try layer.outputShape(current)
        }
        inputShape = shape
    }

    public override func build(_ shape: [Int?]) throws {
        guard !layers.isEmpty else {
            throw HornbillError(
                .invalidState,
                "Sequential model \(name) cannot be built because it has no layers. Call `model.add(layer)`.")
        }
        try grow(shape)
    }

    public override func call(_ input: Tensor, training: Bool) throws -> Tensor {
        try layers.reduce(input) { try $1($0, training: training) }
    }

    public override func outputShape(_ shape: [Int?]) throws -> [Int?] {
        try layers.reduce(shape) { try $1.outputShape($0) }
    }

    public override var weights: [Variable] { layers.flatMap(\.weights) }
    public override var sublayers: [Layer] { layers }

    public override var ownConfig: JSON.Object {
        var object: JSON.Object = ["layers": .array(layers.map(\.serialized))]
        if let inputShape {
            object["build_input_shape"] = .array(inputShape.map { $0.map(JSON.int) ?? .null })
        }
        return object
    }
}
