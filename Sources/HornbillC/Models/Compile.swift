import CHornbill
import Hornbill

@c @implementation
public func hbl_model_compile(_ handle: OpaquePointer?, _ config: UnsafePointer<CChar>?) -> hbl_status {
    status { try model(handle).compile(try json(config, "config")) }
}

@c @implementation
public func hbl_model_compile_with(
    _ handle: OpaquePointer?, _ optimizer: OpaquePointer?, _ loss: OpaquePointer?,
    _ metrics: UnsafePointer<OpaquePointer?>?, _ count: Int32, _ config: UnsafePointer<CChar>?
) -> hbl_status {
    status {
        try model(handle).compile(
            try json(config, "config"), optimizer: optional(optimizer, as: Optimizer.self),
            loss: optional(loss, as: Loss.self),
            metrics: try array(metrics, Int(count), "metrics").map { try object($0, "metrics", as: Metric.self) })
    }
}

@c @implementation
public func hbl_model_is_compiled(_ handle: OpaquePointer?) -> Bool {
    (optional(handle, as: Layer.self) as? Model)?.training != nil
}

private func plan(_ handle: OpaquePointer?) throws -> TrainingPlan {
    guard let plan = try model(handle).training else {
        throw HornbillError(.invalidState, "the model has not been compiled: call hbl_model_compile first")
    }
    return plan
}

@c @implementation
public func hbl_model_optimizer(_ handle: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    store(out) { HornbillC.handle(try plan(handle).optimizer) }
}

@c @implementation
public func hbl_model_metric_names(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { JSON(try plan(handle).names).description } }

@c @implementation
public func hbl_model_metric_direction(
    _ handle: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ out: UnsafeMutablePointer<Int32>?
) -> hbl_status {
    store(value: out) { try model(handle).isBetterWhenLarger(try text(name, "name")).map { $0 ? 1 : -1 } ?? 0 }
}

@c @implementation
public func hbl_model_summary(
    _ handle: OpaquePointer?, _ lineLength: Int32, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status {
    store(text: out) { try model(handle).summary(lineLength: lineLength == 0 ? nil : Int(lineLength)) }
}
