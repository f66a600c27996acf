import CHornbill
import Hornbill

// What a tensor is. These functions have no status, so NULL gives 0, NULL or false.

@inline(__always)
private func body(_ tensor: OpaquePointer?) -> TensorBody? { optional(tensor, as: TensorBody.self) }

@c @implementation
public func hbl_tensor_retain(_ tensor: OpaquePointer?) -> OpaquePointer! { retain(tensor) }

@c @implementation
public func hbl_tensor_release(_ tensor: OpaquePointer?) { release(tensor) }

@c @implementation
public func hbl_tensor_dtype(_ tensor: OpaquePointer?) -> hbl_dtype {
    body(tensor).map { hbl_dtype($0.dtype.rawValue) } ?? 0
}

@c @implementation
public func hbl_tensor_ndim(_ tensor: OpaquePointer?) -> Int32 {
    body(tensor).map { Int32(truncatingIfNeeded: $0.shape.count) } ?? 0
}

@c @implementation
public func hbl_tensor_shape(_ tensor: OpaquePointer?) -> UnsafePointer<Int64>! {
    // Int is Int64 on every machine the library runs on.
    body(tensor).map { UnsafeRawPointer($0.cArrays.shape).assumingMemoryBound(to: Int64.self) }
}

@c @implementation
public func hbl_tensor_strides(_ tensor: OpaquePointer?) -> UnsafePointer<Int64>! {
    body(tensor).map { UnsafeRawPointer($0.cArrays.byteStrides).assumingMemoryBound(to: Int64.self) }
}

@c @implementation
public func hbl_tensor_size(_ tensor: OpaquePointer?) -> Int64 {
    body(tensor).map { Int64($0.count) } ?? 0
}

@c @implementation
public func hbl_tensor_data(_ tensor: OpaquePointer?) -> UnsafeMutableRawPointer! {
    body(tensor).flatMap { try? Tensor(body: $0).pointer() }
}

@c @implementation
public func hbl_tensor_is_contiguous(_ tensor: OpaquePointer?) -> Bool { body(tensor)?.isContiguous ?? false }

@c @implementation
public func hbl_tensor_is_read_only(_ tensor: OpaquePointer?) -> Bool {
    body(tensor).flatMap { try? Tensor(body: $0).storage().isReadOnly } ?? false
}

@c @implementation
public func hbl_tensor_is_symbolic(_ tensor: OpaquePointer?) -> Bool { body(tensor)?.symbol != nil }
