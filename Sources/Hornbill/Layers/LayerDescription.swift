import HornbillNN
import HornbillTensor

/// What can be put into a model: a description of a layer such as `Dense(10)`, or a layer that exists.
///
/// A description is a small value. It cannot fail; the layer is made, and its arguments are checked, where it is put into
/// a model: `try Sequential { … }`, `try model.add(…)`. A description that is used twice makes two layers.
public protocol LayerDescription {
    /// The layer. Throws `HornbillError` for arguments that make no sense.
    func makeLayer() throws -> Layer
}

extension Layer: LayerDescription {
    /// The layer itself.
    public func makeLayer() throws -> Layer { self }
}

/// A description by Keras' class name and configuration.
public protocol ConfiguredLayer: LayerDescription, Hashable, Sendable {
    /// Keras' name of the class.
    static var className: String { get }
    /// Keras' configuration of the layer.
    var config: JSON.Object { get }
}

extension ConfiguredLayer {
    public func makeLayer() throws -> Layer { try Layer.registry.make(Self.className, config) }
}

/// Collects the layers of `Sequential { … }`. `if`, `switch`, `for` and lists of layers are allowed.
@resultBuilder
public enum LayerBuilder {
    public static func buildExpression(_ layer: any LayerDescription) -> [any LayerDescription] { [layer] }
    public static func buildExpression(_ layers: [any LayerDescription]) -> [any LayerDescription] { layers }
    public static func buildBlock(_ parts: [any LayerDescription]...) -> [any LayerDescription] { parts.flatMap { $0 } }
    public static func buildOptional(_ part: [any LayerDescription]?) -> [any LayerDescription] { part ?? [] }
    public static func buildEither(first part: [any LayerDescription]) -> [any LayerDescription] { part }
    public static func buildEither(second part: [any LayerDescription]) -> [any LayerDescription] { part }
    public static func buildArray(_ parts: [[any LayerDescription]]) -> [any LayerDescription] { parts.flatMap { $0 } }
    public static func buildLimitedAvailability(_ part: [any LayerDescription]) -> [any LayerDescription] { part }
}
