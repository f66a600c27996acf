import CHornbill
import Hornbill

// What a tensor is. These functions have no status, so NULL gives 0, NULL or false.

/// The tensor's body is lent for the call: counting one more reference would take longer than reading from it.
@inline(__always)
private func read<Value>(_ tensor: OpaquePointer?, _ body: (TensorBody) -> Value) -> Value? {
    guard let tensor else { return nil }
    return Unmanaged<TensorBody>.fromOpaque(UnsafeRawPointer(tensor))._withUnsafeGuaranteedRef(body)
}

@c @implementation
public func hbl_tensor_retain(_ tensor: OpaquePointer?) -> OpaquePointer! { retain(tensor) }

@c @implementation
public func hbl_tensor_release(_ tensor: OpaquePointer?) { release(tensor) }

@c @implementation
public func hbl_tensor_dtype(_ tensor: OpaquePointer?) -> hbl_dtype {
    read(tensor) { hbl_dtype($0.dtype.rawValue) } ?? 0
}

@c @implementation
public func hbl_tensor_ndim(_ tensor: OpaquePointer?) -> Int32 {
    read(tensor) { Int32(truncatingIfNeeded: $0.rank) } ?? 0
}

@c @implementation
public func hbl_tensor_shape(_ tensor: OpaquePointer?) -> UnsafePointer<Int64>! {
    // Int is Int64 on every machine the library runs on.
    read(tensor) { UnsafeRawPointer($0.cArrays.shape).assumingMemoryBound(to: Int64.self) }
}

@c @implementation
public func hbl_tensor_strides(_ tensor: OpaquePointer?) -> UnsafePointer<Int64>! {
    read(tensor) { UnsafeRawPointer($0.cArrays.byteStrides).assumingMemoryBound(to: Int64.self) }
}

@c @implementation
public func hbl_tensor_size(_ tensor: OpaquePointer?) -> Int64 { read(tensor) { Int64($0.count) } ?? 0 }

@c @implementation
public func hbl_tensor_data(_ tensor: OpaquePointer?) -> UnsafeMutableRawPointer! { read(tensor) { $0.data } ?? nil }

@c @implementation
public func hbl_tensor_is_contiguous(_ tensor: OpaquePointer?) -> Bool { read(tensor) { $0.isContiguous } ?? false }

@c @implementation
public func hbl_tensor_is_read_only(_ tensor: OpaquePointer?) -> Bool { read(tensor) { $0.isReadOnly } ?? false }

@c @implementation
public func hbl_tensor_is_symbolic(_ tensor: OpaquePointer?) -> Bool { read(tensor) { $0.isSymbolic } ?? false }
