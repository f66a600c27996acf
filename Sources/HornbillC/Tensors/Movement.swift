import CHornbill
import Hornbill

// The same elements in another arrangement.

@c @implementation
public func hbl_reshape(
    _ tensor: OpaquePointer?, _ ndim: Int32, _ shape: UnsafePointer<Int64>?,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        // Int is Int64 on every machine the library runs on.
        let target = UnsafeRawPointer(shape)?.assumingMemoryBound(to: Int.self)
        if ndim >= 0, ndim <= HBL_MAX_NDIM, let target {
            let target = UnsafeBufferPointer(start: target, count: Int(ndim))
            if let view = try lent(tensor, "tensor", { $0.quickReshaped(to: target) }) { return handle(view) }
        }
        return handle(try HornbillC.tensor(tensor, "tensor").reshaped(to: try lengths(ndim, shape)))
    }
}

@c @implementation
public func hbl_transpose(
    _ tensor: OpaquePointer?, _ axes: UnsafePointer<Int32>?, _ axisCount: Int32,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        if axes == nil, let view = try lent(tensor, "tensor", { $0.quickTransposed() }) { return handle(view) }
        return handle(try HornbillC.tensor(tensor, "tensor").transposed(try HornbillC.axes(axes, axisCount)))
    }
}

@c @implementation
public func hbl_broadcast_to(
    _ tensor: OpaquePointer?, _ ndim: Int32, _ shape: UnsafePointer<Int64>?,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try HornbillC.tensor(tensor, "tensor").broadcast(to: try HornbillC.shape(ndim, shape))) }
}

@c @implementation
public func hbl_concatenate(
    _ tensors: UnsafePointer<OpaquePointer?>?, _ count: Int32, _ axis: Int32,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try Tensor.concatenate(try HornbillC.tensors(tensors, count, "tensors"), axis: Int(axis))) }
}

@c @implementation
public func hbl_stack(
    _ tensors: UnsafePointer<OpaquePointer?>?, _ count: Int32, _ axis: Int32,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try Tensor.stack(try HornbillC.tensors(tensors, count, "tensors"), axis: Int(axis))) }
}
