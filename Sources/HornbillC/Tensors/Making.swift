import CHornbill
import Hornbill

// New tensors.

/// A new dense tensor, its elements not initialised.
@inline(__always)
private func new(_ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?) throws -> Tensor {
    let dtype = try HornbillC.dtype(dtype)
    // Int is Int64 on every machine the library runs on.
    if ndim > 0, ndim <= HBL_MAX_NDIM, let lengths = UnsafeRawPointer(shape)?.assumingMemoryBound(to: Int.self),
        let body = try TensorBody.few(dtype, UnsafeBufferPointer(start: lengths, count: Int(ndim)))
    {
        return Tensor(body: body)
    }
    return try Tensor(uninitialized: dtype, try HornbillC.shape(ndim, shape))
}

@c @implementation
public func hbl_tensor_zeros(
    _ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try new(dtype, ndim, shape).zeroed()) }
}

@c @implementation
public func hbl_tensor_ones(
    _ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try new(dtype, ndim, shape).filled(1)) }
}

@c @implementation
public func hbl_tensor_empty(
    _ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try new(dtype, ndim, shape)) }
}

@c @implementation
public func hbl_tensor_full(
    _ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?, _ value: Double,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try new(dtype, ndim, shape).filled(value)) }
}

@c @implementation
public func hbl_tensor_arange(
    _ start: Double, _ stop: Double, _ step: Double, _ dtype: hbl_dtype, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        handle(try Tensor.arange(start: start, stop: stop, step: step, dtype: try HornbillC.dtype(dtype)))
    }
}

@c @implementation
public func hbl_tensor_scalar_double(
    _ value: Double, _ dtype: hbl_dtype, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try Tensor.full([], value, dtype: try HornbillC.dtype(dtype))) }
}

@c @implementation
public func hbl_tensor_scalar_int(
    _ value: Int64, _ dtype: hbl_dtype, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try Tensor([value], shape: []).cast(to: try HornbillC.dtype(dtype))) }
}

@c @implementation
public func hbl_tensor_scalar_complex(
    _ real: Double, _ imaginary: Double, _ dtype: hbl_dtype, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        let dtype = try HornbillC.dtype(dtype)
        guard dtype.isComplex else {
            throw HornbillError(.typeMismatch, "dtype: expected complex64 or complex128, got \(dtype.name)")
        }
        return handle(try Tensor([Complex(real, imaginary)], shape: []).cast(to: dtype))
    }
}

@c @implementation
public func hbl_tensor_from_data(
    _ data: UnsafeRawPointer?, _ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?,
    _ strides: UnsafePointer<Int64>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try BorrowedMemory(data, dtype, ndim, shape, strides).copy()) }
}

@c @implementation
public func hbl_tensor_borrow(
    _ data: UnsafeMutableRawPointer?, _ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?,
    _ strides: UnsafePointer<Int64>?, _ readOnly: Bool, _ release: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?,
    _ context: UnsafeMutableRawPointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        let memory = try BorrowedMemory(data, dtype, ndim, shape, strides)
        return handle(try memory.view(isReadOnly: readOnly) { release?(context) })
    }
}

@c @implementation
public func hbl_tensor_copy(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    store(out) { handle(try HornbillC.tensor(tensor, "tensor").duplicate()) }
}

@c @implementation
public func hbl_tensor_cast(
    _ tensor: OpaquePointer?, _ dtype: hbl_dtype, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try HornbillC.tensor(tensor, "tensor").cast(to: try HornbillC.dtype(dtype))) }
}
