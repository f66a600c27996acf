import CHornbill
import Hornbill

@inline(__always)
private func metric(_ handle: OpaquePointer?) throws -> Metric { try object(handle, "metric", as: Metric.self) }

@c @implementation
public func hbl_metric_retain(_ metric: OpaquePointer?) -> OpaquePointer! { retain(metric) }

@c @implementation
public func hbl_metric_release(_ metric: OpaquePointer?) { release(metric) }

@c @implementation
public func hbl_metric_create(
    _ name: UnsafePointer<CChar>?, _ config: UnsafePointer<CChar>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { store(out) { handle(try Metric.registry.make(try text(name, "name"), try json(config, "config"))) } }

@c @implementation
public func hbl_metric_config(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { try metric(handle).serialized.description } }

@c @implementation
public func hbl_metric_name(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { try metric(handle).name } }

@c @implementation
public func hbl_metric_update(
    _ handle: OpaquePointer?, _ target: OpaquePointer?, _ prediction: OpaquePointer?, _ weight: OpaquePointer?
) -> hbl_status {
    status {
        let metric = try metric(handle), weight = try weight.map { try tensor($0, "sample_weight") }
        let target = try tensor(target, "y_true")
        // A metric of plain values has no predictions.
        let prediction = try prediction.map { try tensor($0, "y_pred") }
        guard metric.takesPredictions == (prediction != nil) else {
            throw HornbillError(
                .invalidArgument,
                metric.takesPredictions
                    ? "y_pred: expected a tensor, got NULL" : "y_pred: expected NULL for the metric '\(metric.name)'")
        }
        try metric.update(target, prediction ?? target, weight: weight)
    }
}

@c @implementation
public func hbl_metric_result(_ handle: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?) -> hbl_status {
    store(out) { HornbillC.handle(try metric(handle).value()) }
}

@c @implementation
public func hbl_metric_reset(_ handle: OpaquePointer?) -> hbl_status { status { try metric(handle).reset() } }

@c @implementation
public func hbl_metric_variable_count(_ handle: OpaquePointer?, _ out: UnsafeMutablePointer<Int32>?) -> hbl_status {
    store(value: out) { Int32(clamping: try metric(handle).variables.count) }
}

@c @implementation
public func hbl_metric_variable(
    _ handle: OpaquePointer?, _ index: Int32, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { store(out) { HornbillC.handle(try member(of: try metric(handle).variables, index, "variables")) } }
