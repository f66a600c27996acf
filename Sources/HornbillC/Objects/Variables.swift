import CHornbill
import Hornbill

@inline(__always)
private func known(_ handle: OpaquePointer?) -> Variable? { optional(handle, as: Variable.self) }

@inline(__always)
private func variable(_ handle: OpaquePointer?) throws -> Variable { try object(handle, "variable", as: Variable.self) }

@c @implementation
public func hbl_variable_retain(_ variable: OpaquePointer?) -> OpaquePointer! { retain(variable) }

@c @implementation
public func hbl_variable_release(_ variable: OpaquePointer?) { release(variable) }

@c @implementation
public func hbl_variable_create(
    _ value: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ trainable: Bool,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        let name = name == nil ? "variable" : try text(name, "name")
        return handle(try Variable(try tensor(value, "value"), name: name, isTrainable: trainable))
    }
}

@c @implementation
public func hbl_variable_value(_ handle: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    store(out) { HornbillC.handle(try variable(handle).value) }
}

@c @implementation
public func hbl_variable_assign(_ handle: OpaquePointer?, _ value: OpaquePointer?) -> hbl_status {
    status { try variable(handle).assign(try tensor(value, "value")) }
}

@c @implementation
public func hbl_variable_name(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { try variable(handle).name } }

@c @implementation
public func hbl_variable_path(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { try variable(handle).path } }

@c @implementation
public func hbl_variable_dtype(_ handle: OpaquePointer?) -> hbl_dtype {
    known(handle).map { hbl_dtype($0.dtype.rawValue) } ?? 0
}

@c @implementation
public func hbl_variable_ndim(_ handle: OpaquePointer?) -> Int32 {
    Int32(truncatingIfNeeded: known(handle)?.shape.count ?? 0)
}

@c @implementation
public func hbl_variable_shape(_ handle: OpaquePointer?) -> UnsafePointer<Int64>! {
    known(handle).map { UnsafeRawPointer($0.cShape).assumingMemoryBound(to: Int64.self) }
}

@c @implementation
public func hbl_variable_trainable(_ handle: OpaquePointer?) -> Bool { known(handle)?.isTrainable ?? false }

@c @implementation
public func hbl_variable_set_trainable(_ handle: OpaquePointer?, _ trainable: Bool) -> hbl_status {
    status { try variable(handle).isTrainable = trainable }
}
