import CHornbill
import Glibc
import Hornbill

/// Each thread's message of the last call that failed.
enum LastError {
    /// The message of this thread; lives until the thread's next failure or end.
    static var message: UnsafePointer<CChar> {
        guard let text = pthread_getspecific(key) else { return none }
        return UnsafePointer(text.assumingMemoryBound(to: CChar.self))
    }

    static func set(_ message: String) {
        let old = pthread_getspecific(key)
        pthread_setspecific(key, message.withCString { strdup($0) })
        free(old)
    }

    private static let none = staticText("")

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { free($0) }
        return key
    }()
}

@c @implementation
public func hbl_last_error() -> UnsafePointer<CChar>! { LastError.message }

@c @implementation
public func hbl_status_name(_ status: hbl_status) -> UnsafePointer<CChar>! {
    statusNames.indices.contains(Int(status)) ? staticText(statusNames[Int(status)]) : staticText("unknown status")
}

/// In the order of their numbers.
private let statusNames: [StaticString] = [
    "HBL_OK",
    "HBL_INVALID_ARGUMENT",
    "HBL_TYPE_MISMATCH",
    "HBL_INDEX_OUT_OF_RANGE",
    "HBL_SHAPE_MISMATCH",
    "HBL_UNKNOWN_NAME",
    "HBL_UNSUPPORTED",
    "HBL_INVALID_STATE",
    "HBL_INPUT_OUTPUT",
    "HBL_OUT_OF_MEMORY",
    "HBL_INTERRUPTED",
    "HBL_AXIS_OUT_OF_RANGE",
    "HBL_INTERNAL",
    "HBL_LINALG",
]
