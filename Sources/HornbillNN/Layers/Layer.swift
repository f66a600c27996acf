import HornbillTensor

/// A piece of a model: a configuration, weights, and a function from tensors to tensors.
///
/// A subclass gives its configuration, makes its weights in `build` and computes in `call`; naming, serialisation,
/// shape checks and gradients come from here and from the operations it uses. Names, defaults and messages are Keras'.
open class Layer: Configurable {
    open class var module: String { "keras.layers" }
    public let className: String
    public internal(set) var name: String
    public let dtype: DType
    /// Whether the weights that can be trained are.
    public var isTrainable: Bool {
        didSet { for variable in ownWeights where !frozen.contains(ObjectIdentifier(variable)) { variable.isTrainable = isTrainable } }
    }
    /// The input shape the weights were made for; nil until then. The first length is the batch's.
    public internal(set) var inputShape: [Int?]?
    public var isBuilt: Bool { inputShape != nil }
    /// The `input_shape` that a first layer was given, with the batch's unknown length in front.
    public let declaredInputShape: [Int?]?
    /// Weights of this layer itself, in Keras' order.
    public private(set) var ownWeights: [Variable] = []
    private var frozen = Set<ObjectIdentifier>()
    private let activityRegularizer: Regularizer?
    private var regularizers: [(variable: Variable, regularizer: Regularizer)] = []
    private var constraints: [(variable: Variable, constraint: Constraint)] = []
    /// What the activity regularizer added to the loss since a model last took it.
    private var activityLosses: [Tensor] = []

    public init(_ config: inout Config) throws {
        className = config.className
        name = try config.string("name") ?? AutomaticName.next(for: config.className)
        isTrainable = try config.bool("trainable") ?? true
        dtype = try Layer.dtype(config.json("dtype"), config.className)
        activityRegularizer = try config.json("activity_regularizer").map { try Regularizer.registry.make($0) }
        if let shape = try config.shape("batch_input_shape") ?? config.shape("batch_shape") {
            declaredInputShape = shape
        } else if let shape = try config.shape("input_shape") ?? config.int("input_dim").map({ [$0] }) {
            declaredInputShape = [nil] + shape
        } else {
            declaredInputShape = nil
        }
        if let lengths = declaredInputShape, lengths.contains(where: { $0.map { $0 < 0 } ?? false }) {
            throw HornbillError(
                .invalidArgument, "\(className): `input_shape` must not have negative lengths. Received: \(shapeText(lengths))")
        }
    }

    /// A dtype from its name or from Keras' `{"class_name": "DTypePolicy", "config": {"name": …}}`.
    private static func dtype(_ json: JSON?, _ className: String) throws -> DType {
        guard let json else { return .float32 }
        guard let name = json.stringValue ?? json["config"]?["name"]?.stringValue, let dtype = DType(name: name) else {
            throw HornbillError(.invalidArgument, "\(className): expected the name of a dtype for `dtype`, got \(json)")
        }
        return dtype
    }

    // MARK: For subclasses

    /// What a subclass adds to the configuration.
    open var ownConfig: JSON.Object { [:] }
    /// Makes the weights for inputs of that shape.
    open func build(_ shape: [Int?]) throws {}
    /// The result; symbolic while a model is compiled.
    open func call(_ input: Tensor, training: Bool) throws -> Tensor { input }
    /// The shape of the result for an input shape.
    open func outputShape(_ shape: [Int?]) throws -> [Int?] { shape }

    /// Makes a weight. `initializer` is called now.
    ///
    /// - Parameters:
    ///   - regularizer: adds to the loss while the weight is trained.
    ///   - constraint: is applied after each step.
    public func addWeight(
        _ name: String, _ shape: [Int], _ initializer: Initializer, isTrainable: Bool = true, dtype: DType? = nil,
        regularizer: Regularizer? = nil, constraint: Constraint? = nil
    ) throws -> Variable {
        let variable = try Variable(
            try initializer(shape, dtype: dtype ?? self.dtype), name: name, path: "\(self.name)/\(name)",
            isTrainable: isTrainable && self.isTrainable)
        if !isTrainable { frozen.insert(ObjectIdentifier(variable)) }
        ownWeights.append(variable)
        if let regularizer { regularizers.append((variable, regularizer)) }
        if let constraint { constraints.append((variable, constraint)) }
        return variable
    }

    // MARK: For models

    /// The layers inside.
    open var sublayers: [Layer] { [] }

    /// Whether a layer is this one or within it.
    func contains(_ layer: Layer) -> Bool { self === layer || sublayers.contains { $0.contains(layer) } }

    /// What this layer and those inside add to the loss. Takes what the last calls added.
    func takeLosses() throws -> [Tensor] {
        let added = activityLosses
        activityLosses = []
        return try added + regularizers.filter(\.variable.isTrainable).map { try $1($0.value) }
            + sublayers.flatMap { try $0.takeLosses() }
    }

    /// Makes the weights satisfy their constraints, after a step.
    func constrain() throws {
        for (variable, constraint) in constraints where variable.isTrainable {
            try variable.assign(constraint(variable.value))
        }
        for layer in sublayers { try layer.constrain() }
    }

    // MARK: For users

    /// Every weight, those of inner layers included, in Keras' order.
    open var weights: [Variable] { ownWeights }
    public var trainableWeights: [Variable] { weights.filter(\.isTrainable) }
    public var nonTrainableWeights: [Variable] { weights.filter { !$0.isTrainable } }
    public var parameterCount: Int { weights.reduce(0) { $0 + $1.spec.count } }

    /// Makes the weights, unless they are made.
    public func buildIfNeeded(_ shape: [Int?]) throws {
        guard !isBuilt else { return }
        try build(shape)
        inputShape = shape
    }

    /// The layer's result for `input`, building the layer first if needed.
    public func callAsFunction(_ input: Tensor, training: Bool = false) throws -> Tensor {
        try buildIfNeeded([nil] + input.shape.dropFirst().map { $0 })
        let x = input.dtype == dtype ? input : try input.cast(to: dtype)
        let result = try call(x, training: training)
        // Values have no model that would take the loss.
        if let activityRegularizer, result.isSymbolic {
            activityLosses.append(try activityRegularizer(result) / Double(max(1, result.shape.first ?? 1)))
        }
        return result
    }

    public var config: JSON.Object {
        var object: JSON.Object = [
            "name": .string(name), "trainable": .bool(isTrainable),
            "dtype": [
                "module": "keras", "class_name": "DTypePolicy", "config": ["name": .string(dtype.name)],
                "registered_name": .null,
            ],
        ]
        object["activity_regularizer"] = activityRegularizer?.serialized
        for (key, value) in ownConfig.members { object[key] = value }
        return object
    }

    public var serialized: JSON {
        var object: JSON.Object = [
            "module": .string(Self.module), "class_name": .string(className), "config": .object(config),
            "registered_name": .null,
        ]
        if let inputShape, !ownWeights.isEmpty {
            object["build_config"] = ["input_shape": .array(inputShape.map { $0.map(JSON.int) ?? .null })]
        }
        return .object(object)
    }

    /// Replaces the weights, in the order of `weights`.
    public func setWeights(_ values: [Tensor]) throws {
        let variables = weights
        guard values.count == variables.count else {
            throw HornbillError(
                .invalidArgument,
                "You called `set_weights(weights)` on layer '\(name)' with a weight list of length \(values.count), but the "
                    + "layer was expecting \(variables.count) weights.")
        }
        for (variable, value) in zip(variables, values) where variable.shape != value.shape {
            throw HornbillError(
                .shapeMismatch,
                "Layer \(name) weight shape \(shapeText(variable.shape)) is not compatible with provided weight shape "
                    + "\(shapeText(value.shape)).")
        }
        for (variable, value) in zip(variables, values) { try variable.assign(value) }
    }
}
