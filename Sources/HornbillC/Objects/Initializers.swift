import CHornbill
import Hornbill

@inline(__always)
private func initializer(_ handle: OpaquePointer?) throws -> Initializer {
    try object(handle, "initializer", as: Initializer.self)
}

@c @implementation
public func hbl_initializer_retain(_ initializer: OpaquePointer?) -> OpaquePointer! { retain(initializer) }

@c @implementation
public func hbl_initializer_release(_ initializer: OpaquePointer?) { release(initializer) }

@c @implementation
public func hbl_initializer_create(
    _ name: UnsafePointer<CChar>?, _ config: UnsafePointer<CChar>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try Initializer.registry.make(try text(name, "name"), try json(config, "config"))) }
}

@c @implementation
public func hbl_initializer_config(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { try initializer(handle).serialized.description } }

@c @implementation
public func hbl_initializer_call(
    _ handle: OpaquePointer?, _ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        HornbillC.handle(
            try initializer(handle)(try HornbillC.shape(ndim, shape), dtype: try HornbillC.dtype(dtype)))
    }
}
