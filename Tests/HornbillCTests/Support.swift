import CHornbill
import Synchronization
import Testing

// The tests see the library as a C program does: through the header alone.

/// Expects a call to succeed.
func ok(_ status: hbl_status, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
        status == HBL_OK, "\(String(cString: hbl_status_name(status))): \(lastError)", sourceLocation: sourceLocation)
}

/// Expects a call to fail with that status, and with words in the message that help.
func fails(
    _ status: hbl_status, _ expected: Int, _ words: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(
        String(cString: hbl_status_name(status)) == String(cString: hbl_status_name(hbl_status(expected))),
        "\(lastError)", sourceLocation: sourceLocation)
    #expect(lastError.contains(words), sourceLocation: sourceLocation)
    #expect(!lastError.isEmpty, sourceLocation: sourceLocation)
}

var lastError: String { String(cString: hbl_last_error()) }

/// Something that C gave us to own.
protocol Releasable { static var release: (OpaquePointer?) -> Void { get } }
enum TensorKind: Releasable { static let release: (OpaquePointer?) -> Void = { hbl_tensor_release($0) } }
enum LayerKind: Releasable { static let release: (OpaquePointer?) -> Void = { hbl_layer_release($0) } }
enum VariableKind: Releasable { static let release: (OpaquePointer?) -> Void = { hbl_variable_release($0) } }
enum LossKind: Releasable { static let release: (OpaquePointer?) -> Void = { hbl_loss_release($0) } }
enum MetricKind: Releasable { static let release: (OpaquePointer?) -> Void = { hbl_metric_release($0) } }
enum OptimizerKind: Releasable { static let release: (OpaquePointer?) -> Void = { hbl_optimizer_release($0) } }
enum InitializerKind: Releasable { static let release: (OpaquePointer?) -> Void = { hbl_initializer_release($0) } }
enum HistoryKind: Releasable { static let release: (OpaquePointer?) -> Void = { hbl_history_release($0) } }

/// A handle that is released some time after the last reference to it.
///
/// Swift may drop an object as soon as it has read `pointer`, before the C function it is passed to has run; the latest
/// ones are therefore kept.
final class Owned<Kind: Releasable> {
    private let handle: OpaquePointer?
    init(_ pointer: OpaquePointer?) { handle = pointer }
    deinit { Kind.release(handle) }
    var pointer: OpaquePointer? {
        latest.withLock { latest in
            latest.objects[latest.next] = self
            latest.next = (latest.next + 1) % latest.objects.count
        }
        return handle
    }
}

private struct Latest: @unchecked Sendable {
    var objects = [AnyObject?](repeating: nil, count: 1024)
    var next = 0
}
private let latest = Mutex(Latest())
typealias CTensor = Owned<TensorKind>
typealias CLayer = Owned<LayerKind>

typealias Out = UnsafeMutablePointer<OpaquePointer?>

/// The result of a call that must succeed.
func make<Kind: Releasable>(
    _ kind: Kind.Type = Kind.self, sourceLocation: SourceLocation = #_sourceLocation, _ call: (Out) -> hbl_status
) -> Owned<Kind> {
    var out: OpaquePointer?
    ok(call(&out), sourceLocation: sourceLocation)
    #expect(out != nil, sourceLocation: sourceLocation)
    return Owned(out)
}

/// A call that must fail and leave NULL where the result would be.
func refuses(
    _ expected: Int, _ words: String = "", sourceLocation: SourceLocation = #_sourceLocation,
    _ call: (Out) -> hbl_status
) {
    // Something that is not NULL, to see that the call clears it.
    var out: OpaquePointer? = OpaquePointer(bitPattern: 8)
    fails(call(&out), expected, words, sourceLocation: sourceLocation)
    #expect(out == nil, sourceLocation: sourceLocation)
}

/// A tensor of these values.
func tensor(
    _ values: [Double], _ shape: [Int64]? = nil, _ dtype: Int = HBL_FLOAT32,
    sourceLocation: SourceLocation = #_sourceLocation
) -> CTensor {
    let shape = shape ?? [Int64(values.count)]
    let wide: CTensor = make(sourceLocation: sourceLocation) {
        hbl_tensor_from_data(values, hbl_dtype(HBL_FLOAT64), Int32(shape.count), shape, nil, $0)
    }
    return make(sourceLocation: sourceLocation) { hbl_tensor_cast(wide.pointer, hbl_dtype(dtype), $0) }
}

/// The elements in row-major order, of complex ones the real parts.
func values(_ tensor: CTensor, sourceLocation: SourceLocation = #_sourceLocation) -> [Double] {
    (0 ..< hbl_tensor_size(tensor.pointer)).map { position in
        var parts = [0.0, 0.0]
        ok(hbl_tensor_item_complex(tensor.pointer, position, &parts), sourceLocation: sourceLocation)
        return parts[0]
    }
}

func shape(_ tensor: CTensor) -> [Int64] {
    (0 ..< Int(hbl_tensor_ndim(tensor.pointer))).map { hbl_tensor_shape(tensor.pointer)[$0] }
}

func dtype(_ tensor: CTensor) -> Int { Int(hbl_tensor_dtype(tensor.pointer)) }

/// The text a call gives, which is freed.
func text(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ call: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> hbl_status
) -> String {
    var out: UnsafeMutablePointer<CChar>?
    ok(call(&out), sourceLocation: sourceLocation)
    defer { hbl_string_free(out) }
    return out.map { String(cString: $0) } ?? ""
}

func integer(_ position: Int64) -> hbl_index {
    hbl_index(kind: Int32(HBL_INDEX_INTEGER), flags: 0, start: position, stop: 0, step: 0, tensor: nil)
}

func slice(_ start: Int64? = nil, _ stop: Int64? = nil, _ step: Int64? = nil) -> hbl_index {
    let flags =
        (start == nil ? 0 : HBL_INDEX_HAS_START) | (stop == nil ? 0 : HBL_INDEX_HAS_STOP)
        | (step == nil ? 0 : HBL_INDEX_HAS_STEP)
    return hbl_index(
        kind: Int32(HBL_INDEX_SLICE), flags: Int32(flags), start: start ?? 0, stop: stop ?? 0, step: step ?? 0,
        tensor: nil)
}

let ellipsis = hbl_index(kind: Int32(HBL_INDEX_ELLIPSIS), flags: 0, start: 0, stop: 0, step: 0, tensor: nil)
let newAxis = hbl_index(kind: Int32(HBL_INDEX_NEWAXIS), flags: 0, start: 0, stop: 0, step: 0, tensor: nil)

func index(_ tensor: CTensor) -> hbl_index {
    hbl_index(kind: Int32(HBL_INDEX_TENSOR), flags: 0, start: 0, stop: 0, step: 0, tensor: tensor.pointer)
}
