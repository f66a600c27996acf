import HornbillNN
import HornbillTensor

/// `activation(x · kernel + bias)` on the last axis: (…, inputs) to (…, units). (`keras.layers.Dense`)
public struct Dense: ConfiguredLayer {
    public static let className = "Dense"
    public let config: JSON.Object

    /// - Parameters:
    ///   - units: the length of the result's last axis, at least 1.
    ///   - activation: what is applied to the sums; none if it is `.linear`.
    ///   - useBias: whether something is added to the products.
    ///   - kernelInitializer: how the (inputs, units) matrix begins; likewise `biasInitializer` the (units,) vector.
    ///   - kernelRegularizer: what the matrix adds to the loss; likewise for the bias, and for the layer's result.
    ///   - kernelConstraint: what the matrix must satisfy after a step; likewise for the bias.
    ///   - inputShape: the shape of one sample, for the first layer of a model. Later layers infer theirs.
    ///   - dtype: of the computation and the weights.
    ///   - name: `dense`, `dense_1`, … if nil.
    public init(
        _ units: Int, activation: Activation = .linear, useBias: Bool = true,
        kernelInitializer: InitializerChoice = .glorotUniform, biasInitializer: InitializerChoice = .zeros,
        kernelRegularizer: RegularizerChoice? = nil, biasRegularizer: RegularizerChoice? = nil,
        activityRegularizer: RegularizerChoice? = nil, kernelConstraint: ConstraintChoice? = nil,
        biasConstraint: ConstraintChoice? = nil, inputShape: [Int]? = nil, dtype: DType = .float32, name: String? = nil
    ) {
        config = [
            "name": JSON(name), "units": .int(units), "activation": .string(activation.name),
            "use_bias": .bool(useBias), "kernel_initializer": kernelInitializer.configuration,
            "bias_initializer": biasInitializer.configuration, "kernel_regularizer": JSON(kernelRegularizer),
            "bias_regularizer": JSON(biasRegularizer), "activity_regularizer": JSON(activityRegularizer),
            "kernel_constraint": JSON(kernelConstraint), "bias_constraint": JSON(biasConstraint),
            "input_shape": JSON(shape: inputShape), "dtype": .string(dtype.name),
        ]
    }
}
