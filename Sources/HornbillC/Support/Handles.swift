import Hornbill

// A handle of the C interface is a retained reference to a Swift object.

/// A handle that owns `object`.
@inline(__always)
func handle(_ object: AnyObject) -> OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(object).toOpaque())
}

/// A handle that owns the tensor's body.
@inline(__always)
func handle(_ tensor: Tensor) -> OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(tensor.body).toOpaque())
}

/// The object behind a handle; throws if it is NULL.
///
/// The header's types make sure that the object is an `Object`, as far as C can.
@inline(__always)
func object<Object: AnyObject>(_ handle: OpaquePointer?, _ name: StaticString, as type: Object.Type) throws -> Object {
    Unmanaged<Object>.fromOpaque(UnsafeRawPointer(try pointer(handle, name))).takeUnretainedValue()
}

/// The object behind a handle, or nil for NULL.
@inline(__always)
func optional<Object: AnyObject>(_ handle: OpaquePointer?, as type: Object.Type) -> Object? {
    handle.map { Unmanaged<Object>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() }
}

@inline(__always)
func tensor(_ handle: OpaquePointer?, _ name: StaticString) throws -> Tensor {
    Tensor(body: try object(handle, name, as: TensorBody.self))
}

/// Adds an owner.
func retain(_ handle: OpaquePointer?) -> OpaquePointer? {
    if let handle { _ = Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(handle)).retain() }
    return handle
}

/// Removes an owner.
func release(_ handle: OpaquePointer?) {
    if let handle { Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(handle)).release() }
}

/// Calls `body` with the tensor behind a handle, whose owner lends it for the call: that saves counting one more.
@inline(__always)
func lent<Result>(_ handle: OpaquePointer?, _ name: StaticString, _ body: (TensorBody) throws -> Result) throws -> Result {
    try Unmanaged<TensorBody>.fromOpaque(UnsafeRawPointer(try pointer(handle, name)))._withUnsafeGuaranteedRef(body)
}
