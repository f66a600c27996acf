import HornbillNN
import HornbillTensor

/// Where a model begins: the shape of one sample. (`keras.Input`)
public struct Input: ConfiguredLayer {
    public static let className = "InputLayer"
    public let config: JSON.Object

    /// - Parameter shape: without the batch's axis.
    public init(shape: [Int], name: String? = nil) {
        config = ["name": JSON(name), "input_shape": JSON(shape)]
    }
}

/// An activation function as a layer: `Activation("relu")` or `Activation.relu` in a list of layers.
/// (`keras.layers.Activation`)
extension Activation: LayerDescription {
    /// The same function: `Activation(.relu)`.
    public init(_ activation: Activation) { self = activation }

    public func makeLayer() throws -> Layer {
        try Layer.registry.make("Activation", ["activation": .string(name)])
    }
}

/// All axes but the batch's made one: (n, 28, 28) to (n, 784). (`keras.layers.Flatten`)
public struct Flatten: ConfiguredLayer {
    public static let className = "Flatten"
    public let config: JSON.Object

    /// - Parameter inputShape: the shape of one sample, for the first layer of a model.
    public init(inputShape: [Int]? = nil, name: String? = nil) {
        config = ["name": JSON(name), "input_shape": JSON(shape: inputShape)]
    }
}

/// Another shape for each sample; one length may be -1. (`keras.layers.Reshape`)
public struct Reshape: ConfiguredLayer {
    public static let className = "Reshape"
    public let config: JSON.Object

    /// - Parameters:
    ///   - targetShape: without the batch's axis.
    ///   - inputShape: the shape of one sample, for the first layer of a model.
    public init(_ targetShape: [Int], inputShape: [Int]? = nil, name: String? = nil) {
        config = ["name": JSON(name), "target_shape": JSON(targetShape), "input_shape": JSON(shape: inputShape)]
    }
}

/// While training, zeros for a share of the elements, the others scaled up to keep the mean. (`keras.layers.Dropout`)
public struct Dropout: ConfiguredLayer {
    public static let className = "Dropout"
    public let config: JSON.Object

    /// - Parameters:
    ///   - rate: the share of elements that is dropped, from 0 to 1.
    ///   - seed: nil for one from the global generator.
    ///   - inputShape: the shape of one sample, for the first layer of a model.
    public init(_ rate: Double, seed: Int? = nil, inputShape: [Int]? = nil, name: String? = nil) {
        config = [
            "name": JSON(name), "rate": .double(rate), "seed": JSON(seed), "input_shape": JSON(shape: inputShape),
        ]
    }
}
