import CHornbill
import Hornbill

@inline(__always)
private func optimizer(_ handle: OpaquePointer?) throws -> Optimizer {
    try object(handle, "optimizer", as: Optimizer.self)
}

@c @implementation
public func hbl_optimizer_retain(_ optimizer: OpaquePointer?) -> OpaquePointer! { retain(optimizer) }

@c @implementation
public func hbl_optimizer_release(_ optimizer: OpaquePointer?) { release(optimizer) }

@c @implementation
public func hbl_optimizer_create(
    _ name: UnsafePointer<CChar>?, _ config: UnsafePointer<CChar>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { handle(try Optimizer.registry.make(try text(name, "name"), try json(config, "config"))) }
}

@c @implementation
public func hbl_optimizer_config(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { try optimizer(handle).serialized.description } }

@c @implementation
public func hbl_optimizer_name(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { try optimizer(handle).name } }

@c @implementation
public func hbl_optimizer_get(
    _ handle: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ out: UnsafeMutablePointer<Double>?
) -> hbl_status { store(value: out) { try optimizer(handle).number(try text(name, "name")) } }

@c @implementation
public func hbl_optimizer_set(
    _ handle: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ value: Double
) -> hbl_status { status { try optimizer(handle).setNumber(try text(name, "name"), value) } }

@c @implementation
public func hbl_optimizer_iterations(_ handle: OpaquePointer?, _ out: UnsafeMutablePointer<Int64>?) -> hbl_status {
    store(value: out) { Int64(try optimizer(handle).iterations.snapshot().scalars(as: Int.self)[0]) }
}

@c @implementation
public func hbl_optimizer_apply(
    _ handle: OpaquePointer?, _ gradients: UnsafePointer<OpaquePointer?>?,
    _ variables: UnsafePointer<OpaquePointer?>?, _ count: Int32
) -> hbl_status {
    status {
        let optimizer = try optimizer(handle)
        let gradients = try array(gradients, Int(count), "gradients").map { try $0.map { try tensor($0, "gradients") } }
        let variables = try array(variables, Int(count), "variables").map {
            try object($0, "variables", as: Variable.self)
        }
        for (variable, gradient) in zip(variables, gradients) where gradient.map({ $0.shape != variable.shape }) ?? false {
            throw HornbillError(
                .shapeMismatch,
                "the gradient of '\(variable.path)' has shape \(shapeText(gradient?.shape ?? [])): expected "
                    + shapeText(variable.shape))
        }
        try optimizer.build(variables)
        try optimizer.apply(gradients, to: variables)
    }
}

@c @implementation
public func hbl_optimizer_variable_count(_ handle: OpaquePointer?, _ out: UnsafeMutablePointer<Int32>?) -> hbl_status {
    store(value: out) { Int32(clamping: try optimizer(handle).variables.count) }
}

@c @implementation
public func hbl_optimizer_variable(
    _ handle: OpaquePointer?, _ index: Int32, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { store(out) { HornbillC.handle(try member(of: try optimizer(handle).variables, index, "variables")) } }
