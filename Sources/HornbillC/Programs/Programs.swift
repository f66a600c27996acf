import CHornbill
import Hornbill

// A program is a CompiledFunction whose body is the C program's.

/// The most results of a traced function.
private let mostResults = Int(HBL_MAX_RESULTS)

/// A C function and what it is called with, given back when nobody needs it any more.
private final class Callback {
    let context: UnsafeMutableRawPointer?
    /// Nil where the context stays the caller's.
    var release: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?

    init(_ context: UnsafeMutableRawPointer?, _ release: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?) {
        self.context = context
        self.release = release
    }

    deinit { release?(context) }

    /// Calls a C function on tensors; what it stores is its results, which are taken over.
    func call(_ name: String, _ inputs: [Tensor], _ function: hbl_trace_fn, capacity: Int) throws -> [Tensor?] {
        let handles: [OpaquePointer?] = inputs.map { handle($0) }
        defer { handles.forEach(HornbillC.release) }
        var outputs = [OpaquePointer?](repeating: nil, count: capacity)
        defer { outputs.forEach(HornbillC.release) }
        var count: Int32 = 0
        // What it says of an error is in its last message, unless that is an old one.
        let before = String(cString: LastError.message)
        LastError.set("")
        let status = function(context, handles, Int32(handles.count), &outputs, Int32(capacity), &count)
        let message = String(cString: LastError.message)
        LastError.set(before)
        guard status == HBL_OK else {
            throw HornbillError(
                HornbillError.Kind(rawValue: status) ?? .invalidState,
                message.isEmpty ? "\(name): the traced function returned status \(status)" : message)
        }
        guard count >= 0, Int(count) <= capacity else {
            throw HornbillError(.invalidArgument, "\(name): expected 0 to \(capacity) results, got \(count)")
        }
        return try outputs.prefix(Int(count)).map { try $0.map { try tensor($0, "outputs") } }
    }
}

@c @implementation
public func hbl_program_create(
    _ name: UnsafePointer<CChar>?, _ function: hbl_trace_fn!, _ context: UnsafeMutableRawPointer?,
    _ release: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        let name = try name.map { try text($0, "name") } ?? "function"
        let function = try pointer(function, "function")
        let callback = Callback(context, release)
        return handle(
            CompiledFunction(name) { inputs in
                try callback.call(name, inputs, function, capacity: mostResults).enumerated().map { index, result in
                    guard let result else {
                        throw HornbillError(.invalidArgument, "\(name): expected a tensor as result \(index), got NULL")
                    }
                    return result
                }
            })
    }
}

@c @implementation
public func hbl_program_retain(_ program: OpaquePointer?) -> OpaquePointer! { retain(program) }

@c @implementation
public func hbl_program_release(_ program: OpaquePointer?) { release(program) }

@c @implementation
public func hbl_program_call(
    _ program: OpaquePointer?, _ inputs: UnsafePointer<OpaquePointer?>?, _ count: Int32,
    _ outputs: UnsafeMutablePointer<OpaquePointer?>?, _ capacity: Int32, _ outputCount: UnsafeMutablePointer<Int32>?
) -> hbl_status {
    var needed: Int?
    let status = storeAll(outputs, capacity, outputCount) {
        let function = try object(program, "program", as: CompiledFunction.self)
        let inputs = try tensors(inputs, count, "inputs")
        if function.isInlined(on: inputs) { return try function(inputs) }
        let program = try function.program(on: inputs)
        // Before it runs: it may change variables.
        guard program.outputs.count <= Int(max(0, capacity)) else {
            needed = program.outputs.count
            throw HornbillError(
                .invalidArgument, "capacity: expected room for \(program.outputs.count) results, got \(capacity)")
        }
        return try program(inputs)
    }
    if let needed { outputCount?.pointee = Int32(clamping: needed) }
    return status
}

@c @implementation
public func hbl_program_description(
    _ program: OpaquePointer?, _ inputs: UnsafePointer<OpaquePointer?>?, _ count: Int32,
    _ out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> hbl_status {
    store(text: out) {
        let function = try object(program, "program", as: CompiledFunction.self)
        return try function.program(for: tensors(inputs, count, "inputs").map(\.spec)).description
    }
}

@c @implementation
public func hbl_program_gradient(
    _ program: OpaquePointer?, _ positions: UnsafePointer<Int32>?, _ count: Int32,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        let function = try object(program, "program", as: CompiledFunction.self)
        let positions = try array(positions, Int(count), "positions").map { Int($0) }
        return handle(
            CompiledFunction("gradient of \(function.name)") { inputs in
                try valuesAndGradients(of: { try function($0) }, at: inputs, positions: positions)
            })
    }
}

@c @implementation
public func hbl_custom_gradient(
    _ values: UnsafePointer<OpaquePointer?>?, _ count: Int32, _ inputs: UnsafePointer<OpaquePointer?>?,
    _ inputCount: Int32, _ function: hbl_trace_fn!, _ context: UnsafeMutableRawPointer?,
    _ release: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?, _ outputs: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    storeAll(outputs, max(0, count), nil) {
        let function = try pointer(function, "function")
        let values = try tensors(values, count, "values"), inputs = try tensors(inputs, inputCount, "inputs")
        let callback = Callback(context, release)
        do {
            return try Tensor.withGradient(values, of: inputs) {
                try callback.call("custom gradient", $0, function, capacity: inputs.count)
            }
        } catch {
            callback.release = nil
            throw error
        }
    }
}

@c @implementation
public func hbl_tensor_symbolic(
    _ dtype: hbl_dtype, _ ndim: Int32, _ shape: UnsafePointer<Int64>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        handle(
            Tensor.placeholder(
                TensorSpec(try HornbillC.dtype(dtype), try HornbillC.shape(ndim, shape)), name: "symbolic"))
    }
}
