import CHornbill
import Hornbill

// Functions of two tensors, element by element, and products.

@inline(__always)
private func binary(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?,
    _ function: (Tensor, Tensor) throws -> Tensor
) -> hbl_status {
    store(out) { handle(try function(try tensor(a, "a"), try tensor(b, "b"))) }
}

@c @implementation
public func hbl_add(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, add) }

@c @implementation
public func hbl_subtract(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, subtract) }

@c @implementation
public func hbl_multiply(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, multiply) }

@c @implementation
public func hbl_divide(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, divide) }

@c @implementation
public func hbl_floor_divide(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, floorDivide) }

@c @implementation
public func hbl_remainder(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, remainder) }

@c @implementation
public func hbl_power(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, pow) }

@c @implementation
public func hbl_maximum(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, maximum) }

@c @implementation
public func hbl_minimum(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, minimum) }

@c @implementation
public func hbl_equal(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, equal) }

@c @implementation
public func hbl_not_equal(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, notEqual) }

@c @implementation
public func hbl_less(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, less) }

@c @implementation
public func hbl_less_equal(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, lessEqual) }

@c @implementation
public func hbl_greater(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, greater) }

@c @implementation
public func hbl_greater_equal(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, greaterEqual) }

@c @implementation
public func hbl_logical_and(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, logicalAnd) }

@c @implementation
public func hbl_logical_or(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, logicalOr) }

@c @implementation
public func hbl_logical_xor(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, logicalXor) }

@c @implementation
public func hbl_bitwise_and(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, bitwiseAnd) }

@c @implementation
public func hbl_bitwise_or(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, bitwiseOr) }

@c @implementation
public func hbl_bitwise_xor(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, bitwiseXor) }

@c @implementation
public func hbl_matmul(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, matmul) }

@c @implementation
public func hbl_dot(
    _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { binary(a, b, out, dot) }
