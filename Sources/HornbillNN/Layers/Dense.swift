import HornbillTensor

/// `activation(x · kernel + bias)` on the last axis: (…, inputs) to (…, units). `keras.layers.Dense`.
public final class Dense: Layer {
    public let units: Int
    private let useBias: Bool
    private let activation: Activation
    private let kernelInitializer: Initializer
    private let biasInitializer: Initializer
    private let kernelRegularizer: Regularizer?
    private let biasRegularizer: Regularizer?
    private let kernelConstraint: Constraint?
    private let biasConstraint: Constraint?
    public private(set) var kernel: Variable?
    public private(set) var bias: Variable?

    init(_ config: consuming Config) throws {
        units = try config.positive("units")
        activation = try Activation(config.json("activation"))
        useBias = try config.bool("use_bias") ?? true
        kernelInitializer = try Initializer.registry.make(config.json("kernel_initializer") ?? "glorot_uniform")
        biasInitializer = try Initializer.registry.make(config.json("bias_initializer") ?? "zeros")
        kernelRegularizer = try config.json("kernel_regularizer").map { try Regularizer.registry.make($0) }
        biasRegularizer = try config.json("bias_regularizer").map { try Regularizer.registry.make($0) }
        kernelConstraint = try config.json("kernel_constraint").map { try Constraint.registry.make($0) }
        biasConstraint = try config.json("bias_constraint").map { try Constraint.registry.make($0) }
        for key in ["quantization_config", "lora_rank", "lora_alpha"] where config.json(key) != nil {
            throw HornbillError(.unsupported, "Dense: `\(key)` is not supported")
        }
        try super.init(&config)
        try config.finish()
    }

    /// - Parameters:
    ///   - inputShape: the shape of one sample, for the first layer of a model.
    public convenience init(
        _ units: Int, activation: Activation = .linear, useBias: Bool = true, inputShape: [Int]? = nil,
        kernelInitializer: String = "glorot_uniform", name: String? = nil
    ) throws {
        var object: JSON.Object = [
            "units": .int(units), "activation": .string(activation.name), "use_bias": .bool(useBias),
            "kernel_initializer": .string(kernelInitializer),
        ]
        object["name"] = name.map(JSON.string)
        object["input_shape"] = inputShape.map { JSON($0) }
        try self.init(Config("Dense", object))
    }

    public override var ownConfig: JSON.Object {
        [
            "units": .int(units), "activation": .string(activation.name), "use_bias": .bool(useBias),
            "kernel_initializer": kernelInitializer.serialized, "bias_initializer": biasInitializer.serialized,
            "kernel_regularizer": kernelRegularizer?.serialized ?? .null,
            "bias_regularizer": biasRegularizer?.serialized ?? .null,
            "kernel_constraint": kernelConstraint?.serialized ?? .null,
            "bias_constraint": biasConstraint?.serialized ?? .null,
            "quantization_config": .null,
        ]
    }

    public override func build(_ shape: [Int?]) throws {
        guard shape.count >= 2, let inputs = shape.last ?? nil else {
            throw HornbillError(
                .shapeMismatch,
                "Input 0 of layer \"\(name)\" is incompatible with the layer: expected min_ndim=2, found "
                    + "ndim=\(shape.count). Full shape received: \(shapeText(shape))")
        }
        kernel = try addWeight(
            "kernel", [inputs, units], kernelInitializer, regularizer: kernelRegularizer,
            constraint: kernelConstraint)
        guard useBias else { return }
        bias = try addWeight(
            "bias", [units], biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint)
    }

    public override func call(_ input: Tensor, training: Bool) throws -> Tensor {
        guard let kernel else { throw HornbillError(.invalidState, "layer '\(name)' is not built") }
        guard input.rank >= 2, input.shape[input.rank - 1] == kernel.shape[0] else {
            let shape = [nil] + input.shape.dropFirst().map { Int?.some($0) }
            throw HornbillError(
                .shapeMismatch,
                "Input 0 of layer \"\(name)\" is incompatible with the layer: expected axis -1 of input shape to have "
                    + "value \(kernel.shape[0]), but received input with shape \(shapeText(shape))")
        }
        let rows = input.rank == 2 ? input : try input.reshaped(to: [-1, kernel.shape[0]])
        var result = try matmul(rows, kernel.value)
        if let bias { result = try result + bias.value }
        result = try activation(result)
        return input.rank == 2 ? result : try result.reshaped(to: input.shape.dropLast() + [units])
    }

    public override func outputShape(_ shape: [Int?]) throws -> [Int?] { shape.dropLast() + [units] }
}
