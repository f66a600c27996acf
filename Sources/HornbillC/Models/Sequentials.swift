import CHornbill
import Hornbill

/// The model behind a handle.
func model(_ handle: OpaquePointer?) throws -> Model {
    let layer = try object(handle, "model", as: Layer.self)
    guard let model = layer as? Model else {
        throw HornbillError(.typeMismatch, "model: expected a model, got the layer '\(layer.name)' of class \(layer.className)")
    }
    return model
}

private func sequential(_ handle: OpaquePointer?) throws -> Sequential {
    let model = try model(handle)
    guard let sequential = model as? Sequential else {
        throw HornbillError(
            .typeMismatch, "model: expected a Sequential, got '\(model.name)' of class \(model.className)")
    }
    return sequential
}

@c @implementation
public func hbl_sequential_create(
    _ name: UnsafePointer<CChar>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try Sequential([], name: name == nil ? nil : try text(name, "name"))) }
}

@c @implementation
public func hbl_sequential_add(_ handle: OpaquePointer?, _ added: OpaquePointer?) -> hbl_status {
    status { try sequential(handle).add(try layer(added)) }
}

@c @implementation
public func hbl_sequential_pop(_ handle: OpaquePointer?) -> hbl_status { status { try sequential(handle).pop() } }

/// The layers as Keras counts them, without the InputLayer.
private func layers(_ handle: OpaquePointer?) throws -> [Layer] {
    try sequential(handle).layers.filter { !($0 is InputLayer) }
}

@c @implementation
public func hbl_sequential_layer_count(_ handle: OpaquePointer?, _ out: UnsafeMutablePointer<Int32>?) -> hbl_status {
    store(value: out) { Int32(clamping: try layers(handle).count) }
}

@c @implementation
public func hbl_sequential_layer(
    _ handle: OpaquePointer?, _ index: Int32, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { store(out) { HornbillC.handle(try member(of: try layers(handle), index, "layers")) } }
