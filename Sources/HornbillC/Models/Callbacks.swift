import CHornbill
import Glibc
import Hornbill

/// A C program's callback as the engine wants it; none for NULL.
func callbacks(_ function: hbl_callback_fn?, _ context: UnsafeMutableRawPointer?, _ mask: UInt32) -> [Callback] {
    guard let function else { return [] }
    let events = TrainingEvent.allCases.filter { mask >> UInt32($0.rawValue) & 1 == 1 }
    return [
        Callback(Set(events)) { event, index, logs in
            let answer = withLogs(logs) { function(context, event.rawValue, Int64(index), $0) }
            guard let answer = CallbackAnswer(rawValue: answer) else {
                throw HornbillError(
                    .invalidArgument,
                    "callback: expected it to return HBL_CONTINUE, HBL_STOP or HBL_ABORT, got \(answer)")
            }
            return answer
        }
    ]
}

/// A C program's printing function, or the standard output for NULL.
func printer(_ function: hbl_print_fn?, _ context: UnsafeMutableRawPointer?) -> (String) -> Void {
    guard let function else { return ProgressBar.standardOutput }
    return { text in function(context, text) }
}

/// Names and values as C arrays, during a call.
private func withLogs(_ logs: Logs, _ body: (UnsafePointer<hbl_logs>) -> Int32) -> Int32 {
    let names = logs.map { entry in UnsafePointer<CChar>(entry.name.withCString { strdup($0) }) }
    defer { for name in names { free(UnsafeMutablePointer(mutating: name)) } }
    return names.withUnsafeBufferPointer { names in
        logs.map(\.value).withUnsafeBufferPointer { values in
            var structure = hbl_logs(count: Int32(clamping: logs.count), names: names.baseAddress, values: values.baseAddress)
            return body(&structure)
        }
    }
}

@c @implementation
public func hbl_model_stop_training(_ handle: OpaquePointer?) -> Bool {
    (optional(handle, as: Layer.self) as? Model)?.stopTraining ?? false
}

@c @implementation
public func hbl_model_set_stop_training(_ handle: OpaquePointer?, _ stop: Bool) -> hbl_status {
    status { try model(handle).stopTraining = stop }
}
