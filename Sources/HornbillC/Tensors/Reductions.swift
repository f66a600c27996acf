import CHornbill
import Hornbill

// Functions along axes.

@inline(__always)
private func reduce(
    _ argument: OpaquePointer?, _ axes: UnsafePointer<Int32>?, _ count: Int32,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ function: (Tensor, [Int]?) throws -> Tensor
) -> hbl_status {
    store(out) { handle(try function(try tensor(argument, "tensor"), try HornbillC.axes(axes, count))) }
}

@c @implementation
public func hbl_sum(
    _ tensor: OpaquePointer?, _ axes: UnsafePointer<Int32>?, _ axisCount: Int32, _ keepDims: Bool,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    reduce(tensor, axes, axisCount, out) { try $0.sum(axes: $1, keepDims: keepDims) }
}

@c @implementation
public func hbl_mean(
    _ tensor: OpaquePointer?, _ axes: UnsafePointer<Int32>?, _ axisCount: Int32, _ keepDims: Bool,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    reduce(tensor, axes, axisCount, out) { try $0.mean(axes: $1, keepDims: keepDims) }
}

@c @implementation
public func hbl_prod(
    _ tensor: OpaquePointer?, _ axes: UnsafePointer<Int32>?, _ axisCount: Int32, _ keepDims: Bool,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    reduce(tensor, axes, axisCount, out) { try $0.prod(axes: $1, keepDims: keepDims) }
}

@c @implementation
public func hbl_max(
    _ tensor: OpaquePointer?, _ axes: UnsafePointer<Int32>?, _ axisCount: Int32, _ keepDims: Bool,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    reduce(tensor, axes, axisCount, out) { try $0.max(axes: $1, keepDims: keepDims) }
}

@c @implementation
public func hbl_min(
    _ tensor: OpaquePointer?, _ axes: UnsafePointer<Int32>?, _ axisCount: Int32, _ keepDims: Bool,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    reduce(tensor, axes, axisCount, out) { try $0.min(axes: $1, keepDims: keepDims) }
}

@c @implementation
public func hbl_argmax(
    _ tensor: OpaquePointer?, _ axis: UnsafePointer<Int32>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try HornbillC.tensor(tensor, "tensor").argmax(axis: axis.map { Int($0.pointee) })) }
}

@c @implementation
public func hbl_argmin(
    _ tensor: OpaquePointer?, _ axis: UnsafePointer<Int32>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try HornbillC.tensor(tensor, "tensor").argmin(axis: axis.map { Int($0.pointee) })) }
}
