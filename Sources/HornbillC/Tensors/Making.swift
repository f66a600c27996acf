import CHornbill
import Hornbill

// New tensors.

@c @implementation
public func hbl_tensor_zeros(
    _ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try Tensor.zeros(try HornbillC.shape(ndim, shape), dtype: try HornbillC.dtype(dtype))) }
}

@c @implementation
public func hbl_tensor_ones(
    _ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try Tensor.ones(try HornbillC.shape(ndim, shape), dtype: try HornbillC.dtype(dtype))) }
}

@c @implementation
public func hbl_tensor_empty(
    _ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try Tensor(uninitialized: try HornbillC.dtype(dtype), try HornbillC.shape(ndim, shape))) }
}

@c @implementation
public func hbl_tensor_full(
    _ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?, _ value: Double,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try Tensor.full(try HornbillC.shape(ndim, shape), value, dtype: try HornbillC.dtype(dtype))) }
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
