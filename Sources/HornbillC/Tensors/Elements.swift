import CHornbill
import Hornbill

// Single elements, and all of them as text.

private func item<Element: TensorElement>(_ handle: OpaquePointer?, _ position: Int64) throws -> Element {
    let element = try tensor(handle, "tensor").element(at: Int(position))
    guard !element.dtype.isComplex || Element.dtype.isComplex else {
        throw HornbillError(.typeMismatch, "the element is complex: expected a real dtype, got \(element.dtype.name)")
    }
    return try element.scalars(as: Element.self)[0]
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
public func hbl_tensor_item_complex(
    _ handle: OpaquePointer?, _ position: Int64, _ out: UnsafeMutablePointer<Double>!
) -> hbl_status {
    status {
        let out = try pointer(out, "out")
        out[0] = 0
        out[1] = 0
        let value: Complex<Double> = try item(handle, position)
        out[0] = value.real
        out[1] = value.imaginary
    }
}

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
