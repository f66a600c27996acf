import CHornbill
import Hornbill

// Single elements, and all of them as text.

private func item<Element: TensorElement>(_ handle: OpaquePointer?, _ position: Int64) throws -> Element {
    try tensor(handle, "tensor").element(at: Int(position)).scalars(as: Element.self)[0]
}

@c @implementation
public func hbl_tensor_item_double(
    _ handle: OpaquePointer?, _ position: Int64, _ out: UnsafeMutablePointer<Double>?
) -> hbl_status { store(value: out) { try item(handle, position) } }

@c @implementation
public func hbl_tensor_item_int(
    _ handle: OpaquePointer?, _ position: Int64, _ out: UnsafeMutablePointer<Int64>?
) -> hbl_status { store(value: out) { try item(handle, position) } }

@c @implementation
public func hbl_tensor_format(
    _ handle: OpaquePointer?, _ options: UnsafePointer<CChar>?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status {
    store(text: out) {
        var attributes = Attributes(try json(options, "options"))
        if !attributes.has("style") { attributes.object["style"] = "repr" }
        return try tensor(handle, "tensor").text(try PrintOptions(attributes))
    }
}
