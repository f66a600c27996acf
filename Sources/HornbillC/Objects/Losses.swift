import CHornbill
import Hornbill

@inline(__always)
private func loss(_ handle: OpaquePointer?) throws -> Loss { try object(handle, "loss", as: Loss.self) }

@c @implementation
public func hbl_loss_retain(_ loss: OpaquePointer?) -> OpaquePointer! { retain(loss) }

@c @implementation
public func hbl_loss_release(_ loss: OpaquePointer?) { release(loss) }

@c @implementation
public func hbl_loss_create(
    _ name: UnsafePointer<CChar>?, _ config: UnsafePointer<CChar>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { store(out) { handle(try Loss.registry.make(try text(name, "name"), try json(config, "config"))) } }

@c @implementation
public func hbl_loss_config(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { try loss(handle).serialized.description } }

@c @implementation
public func hbl_loss_name(
    _ handle: OpaquePointer?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status { store(text: out) { try loss(handle).name } }

@c @implementation
public func hbl_loss_call(
    _ handle: OpaquePointer?, _ target: OpaquePointer?, _ prediction: OpaquePointer?, _ weight: OpaquePointer?,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        HornbillC.handle(
            try loss(handle)(
                try tensor(target, "y_true"), try tensor(prediction, "y_pred"), weight: try weight.map { try tensor($0, "sample_weight") }))
    }
}
