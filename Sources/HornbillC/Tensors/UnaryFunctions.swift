import CHornbill
import Hornbill

// Functions of one tensor, element by element, and the few of three.

@inline(__always)
private func unary(
    _ argument: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?, _ function: (Tensor) throws -> Tensor
) -> hbl_status {
    store(out) { handle(try function(try tensor(argument, "tensor"))) }
}

@c @implementation
public func hbl_negative(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try -$0 }
}

@c @implementation
public func hbl_abs(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try $0.abs() }
}

@c @implementation
public func hbl_exp(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try $0.exp() }
}

@c @implementation
public func hbl_log(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try $0.log() }
}

@c @implementation
public func hbl_sqrt(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try $0.sqrt() }
}

@c @implementation
public func hbl_square(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try $0.square() }
}

@c @implementation
public func hbl_sin(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try $0.sin() }
}

@c @implementation
public func hbl_cos(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try $0.cos() }
}

@c @implementation
public func hbl_tanh(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try $0.tanh() }
}

@c @implementation
public func hbl_sigmoid(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try $0.sigmoid() }
}

@c @implementation
public func hbl_relu(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try $0.relu() }
}

@c @implementation
public func hbl_logical_not(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try $0.logicalNot() }
}

@c @implementation
public func hbl_isnan(_ tensor: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    unary(tensor, out) { try $0.isNaN() }
}

@c @implementation
public func hbl_softmax(
    _ tensor: OpaquePointer?, _ axis: Int32, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    unary(tensor, out) { try $0.softmax(axis: Int(axis)) }
}

@c @implementation
public func hbl_clip(
    _ tensor: OpaquePointer?, _ minimum: Double, _ maximum: Double, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    unary(tensor, out) { tensor in
        try tensor.clip(min: minimum == -.infinity ? nil : minimum, max: maximum == .infinity ? nil : maximum)
            .cast(to: tensor.dtype)
    }
}

@c @implementation
public func hbl_where(
    _ condition: OpaquePointer?, _ a: OpaquePointer?, _ b: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        handle(try Tensor.where(try tensor(condition, "condition"), try tensor(a, "a"), try tensor(b, "b")))
    }
}
