import CHornbill
import Hornbill

@inline(__always)
func layer(_ handle: OpaquePointer?) throws -> Layer { try object(handle, "layer", as: Layer.self) }

@c @implementation
public func hbl_layer_retain(_ layer: OpaquePointer?) -> OpaquePointer! { retain(layer) }

@c @implementation
public func hbl_layer_release(_ layer: OpaquePointer?) { release(layer) }

@c @implementation
public func hbl_layer_create(
    _ className: UnsafePointer<CChar>?, _ config: UnsafePointer<CChar>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try Layer.registry.make(try text(className, "class_name"), try json(config, "config"))) }
}

@c @implementation
public func hbl_layer_config(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { try layer(handle).serialized.description } }

@c @implementation
public func hbl_layer_class_name(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { try layer(handle).className } }

@c @implementation
public func hbl_layer_name(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { try layer(handle).name } }

@c @implementation
public func hbl_layer_is_model(_ handle: OpaquePointer?) -> Bool { optional(handle, as: Layer.self) is Model }

@c @implementation
public func hbl_layer_build(_ handle: OpaquePointer?, _ ndim: Int32, _ shape: UnsafePointer<Int64>?) -> hbl_status {
    status { try layer(handle).buildIfNeeded(try partialShape(ndim, shape)) }
}

@c @implementation
public func hbl_layer_is_built(_ handle: OpaquePointer?) -> Bool {
    optional(handle, as: Layer.self)?.isBuilt ?? false
}

@c @implementation
public func hbl_layer_call(
    _ handle: OpaquePointer?, _ inputs: UnsafePointer<OpaquePointer?>?, _ count: Int32, _ training: Bool,
    _ outputs: UnsafeMutablePointer<OpaquePointer?>?, _ capacity: Int32, _ outputCount: UnsafeMutablePointer<Int32>?
) -> hbl_status {
    storeAll(outputs, capacity, outputCount) {
        let layer = try layer(handle)
        let inputs = try tensors(inputs, count, "inputs")
        guard inputs.count == 1 else {
            throw HornbillError(
                .invalidArgument, "layer '\(layer.name)' expects 1 input, but it received \(inputs.count) input tensors")
        }
        return [try layer(inputs[0], training: training)]
    }
}

@c @implementation
public func hbl_layer_output_shape(
    _ handle: OpaquePointer?, _ ndim: Int32, _ shape: UnsafePointer<Int64>?, _ capacity: Int32,
    _ outShape: UnsafeMutablePointer<Int64>?, _ outNdim: UnsafeMutablePointer<Int32>?
) -> hbl_status {
    status {
        let count = try pointer(outNdim, "out_ndim")
        count.pointee = 0
        let result = try layer(handle).outputShape(try partialShape(ndim, shape))
        count.pointee = Int32(clamping: result.count)
        guard result.count <= Int(capacity) else {
            throw HornbillError(
                .invalidArgument, "capacity: expected room for \(result.count) axes, got \(capacity)")
        }
        if result.isEmpty { return }
        let target = try pointer(outShape, "out_shape")
        for (axis, length) in result.enumerated() { target[axis] = Int64(length ?? -1) }
    }
}

@c @implementation
public func hbl_layer_parameter_count(
    _ handle: OpaquePointer?, _ trainableOnly: Bool, _ out: UnsafeMutablePointer<Int64>?
) -> hbl_status {
    store(value: out) {
        let layer = try layer(handle)
        return Int64((trainableOnly ? layer.trainableWeights : layer.weights).reduce(0) { $0 + $1.spec.count })
    }
}

/// The layer's weights of one of the kinds HBL_WEIGHTS_....
private func weights(_ handle: OpaquePointer?, _ which: Int32) throws -> [Variable] {
    let layer = try layer(handle)
    switch Int(which) {
    case Int(HBL_WEIGHTS_ALL): return layer.weights
    case Int(HBL_WEIGHTS_TRAINABLE): return layer.trainableWeights
    case Int(HBL_WEIGHTS_NON_TRAINABLE): return layer.nonTrainableWeights
    default: throw HornbillError(.invalidArgument, "which: expected 0, 1 or 2 (HBL_WEIGHTS_...), got \(which)")
    }
}

@c @implementation
public func hbl_layer_weight_count(
    _ handle: OpaquePointer?, _ which: Int32, _ out: UnsafeMutablePointer<Int32>?
) -> hbl_status { store(value: out) { Int32(clamping: try weights(handle, which).count) } }

@c @implementation
public func hbl_layer_weight(
    _ handle: OpaquePointer?, _ which: Int32, _ index: Int32, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { store(out) { HornbillC.handle(try member(of: try weights(handle, which), index, "weights")) } }

@c @implementation
public func hbl_layer_set_weights(
    _ handle: OpaquePointer?, _ values: UnsafePointer<OpaquePointer?>?, _ count: Int32
) -> hbl_status { status { try layer(handle).setWeights(try tensors(values, count, "values")) } }

@c @implementation
public func hbl_layer_trainable(_ handle: OpaquePointer?) -> Bool {
    optional(handle, as: Layer.self)?.isTrainable ?? false
}

@c @implementation
public func hbl_layer_set_trainable(_ handle: OpaquePointer?, _ trainable: Bool) -> hbl_status {
    status { try layer(handle).isTrainable = trainable }
}
