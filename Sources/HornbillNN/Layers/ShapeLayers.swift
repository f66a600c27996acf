import HornbillTensor

/// Where a model begins: the shape of its input. `keras.layers.InputLayer`.
public final class InputLayer: Layer {
    init(_ config: consuming Config) throws {
        config.ignore("sparse", "ragged", "batch_size", "optional")
        if config.json("shape") != nil {
            var object = config.object
            object["input_shape"] = object["shape"]
            object["shape"] = nil
            config = Config(config.className, object)
            config.ignore("sparse", "ragged", "batch_size", "optional")
        }
        try super.init(&config)
        try config.finish()
        guard let shape = declaredInputShape else {
            throw HornbillError(.invalidArgument, "You must pass a `shape` argument.")
        }
        inputShape = shape
    }

    public convenience init(shape: [Int], name: String? = nil) throws {
        var object: JSON.Object = ["input_shape": JSON(shape)]
        object["name"] = name.map(JSON.string)
        try self.init(Config("InputLayer", object))
    }

    public override var config: JSON.Object {
        [
            "batch_shape": .array((inputShape ?? []).map { $0.map(JSON.int) ?? .null }), "dtype": .string(dtype.name),
            "sparse": false, "ragged": false, "name": .string(name), "optional": false,
        ]
    }
}

/// An activation as a layer. `keras.layers.Activation`.
public final class ActivationLayer: Layer {
    private let activation: Activation

    init(_ config: consuming Config) throws {
        activation = try Activation(config.json("activation"))
        try super.init(&config)
        try config.finish()
    }

    public convenience init(_ activation: Activation, name: String? = nil) throws {
        var object: JSON.Object = ["activation": .string(activation.name)]
        object["name"] = name.map(JSON.string)
        try self.init(Config("Activation", object))
    }

    public override var ownConfig: JSON.Object { ["activation": .string(activation.name)] }
    public override func call(_ input: Tensor, training: Bool) throws -> Tensor { try activation(input) }
}

/// All axes but the batch's made one. `keras.layers.Flatten`.
public final class Flatten: Layer {
    private let dataFormat: String

    init(_ config: consuming Config) throws {
        dataFormat = try config.string("data_format") ?? "channels_last"
        guard ["channels_last", "channels_first"].contains(dataFormat) else {
            throw HornbillError(
                .invalidArgument,
                "The `data_format` argument must be one of \"channels_first\", \"channels_last\". Received: "
                    + "data_format=\(dataFormat)")
        }
        try super.init(&config)
        try config.finish()
    }

    public convenience init(inputShape: [Int]? = nil, name: String? = nil) throws {
        var object = JSON.Object()
        object["name"] = name.map(JSON.string)
        object["input_shape"] = inputShape.map { JSON($0) }
        try self.init(Config("Flatten", object))
    }

    public override var ownConfig: JSON.Object { ["data_format": .string(dataFormat)] }
    public override func call(_ input: Tensor, training: Bool) throws -> Tensor {
        var input = input
        if dataFormat == "channels_first", input.rank > 2 {
            input = try input.transposed([0] + Array(2 ..< input.rank) + [1])
        }
        return try input.reshaped(to: [input.shape.first ?? 1, input.shape.dropFirst().reduce(1, *)])
    }
    public override func outputShape(_ shape: [Int?]) throws -> [Int?] {
        let rest = shape.dropFirst()
        return [shape.first ?? nil, rest.contains(where: { $0 == nil }) ? nil : rest.reduce(1) { $0 * ($1 ?? 1) }]
    }
}

/// Another shape for each sample; one length may be -1. `keras.layers.Reshape`.
public final class Reshape: Layer {
    private let target: [Int]

    init(_ config: consuming Config) throws {
        guard let shape = try config.shape("target_shape"), !shape.contains(where: { $0 == nil }) else {
            throw HornbillError(.typeMismatch, "Reshape: missing 1 required argument: 'target_shape'")
        }
        target = shape.compactMap { $0 }
        try super.init(&config)
        try config.finish()
    }

    public convenience init(_ target: [Int], name: String? = nil) throws {
        var object: JSON.Object = ["target_shape": JSON(target)]
        object["name"] = name.map(JSON.string)
        try self.init(Config("Reshape", object))
    }

    public override var ownConfig: JSON.Object { ["target_shape": JSON(target)] }
    public override func call(_ input: Tensor, training: Bool) throws -> Tensor {
        let shape = try outputShape(input.shape.map { $0 })
        return try input.reshaped(to: [input.shape[0]] + shape.dropFirst().compactMap { $0 })
    }
    public override func outputShape(_ shape: [Int?]) throws -> [Int?] {
        let rest = shape.dropFirst()
        guard !rest.contains(where: { $0 == nil }) else {
            return [shape.first ?? nil] + target.map { $0 == -1 ? nil : $0 }
        }
        let count = rest.reduce(1) { $0 * ($1 ?? 1) }
        let known = target.filter { $0 != -1 }.reduce(1, *)
        let unknown = target.filter { $0 == -1 }.count
        guard unknown == 1 && known > 0 && count % known == 0 || unknown == 0 && count == known else {
            throw HornbillError(
                .shapeMismatch,
                "The total size of the tensor must be unchanged. Received: input_shape=\(shapeText(Array(rest))), "
                    + "target_shape=\(shapeText(target.map { Int?.some($0) }))")
        }
        return [shape.first ?? nil] + target.map { $0 == -1 ? count / known : $0 }
    }
}
