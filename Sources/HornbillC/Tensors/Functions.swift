import CHornbill
import Glibc
import Hornbill
import Synchronization

// Functions by name. A handle is the function itself, which the table keeps for ever.

/// The functions in alphabetical order, and their texts as C wants them.
private struct FunctionTable {
    let functions: [Function]
    private let positions: [String: Int]
    private let texts: [(name: UnsafePointer<CChar>?, signature: UnsafePointer<CChar>?, summary: UnsafePointer<CChar>?)]

    static let shared = FunctionTable()

    private init() {
        functions = Function.tensorFunctions.sorted { $0.name < $1.name }
        positions = Dictionary(functions.enumerated().map { ($1.name, $0) }) { first, _ in first }
        texts = functions.map { function in
            func copy(_ text: String) -> UnsafePointer<CChar>? { text.withCString { UnsafePointer(strdup($0)) } }
            return (copy(function.name), copy(function.signature), copy(function.summary))
        }
    }

    func find(_ name: UnsafePointer<CChar>?) throws -> Function {
        let name = try text(name, "name")
        guard let position = positions[name] else {
            throw HornbillError(.unknownName, "unknown function '\(name)': hbl_function_name lists those there are")
        }
        return functions[position]
    }

    func texts(
        _ index: Int32
    ) -> (name: UnsafePointer<CChar>?, signature: UnsafePointer<CChar>?, summary: UnsafePointer<CChar>?)? {
        texts.indices.contains(Int(index)) ? texts[Int(index)] : nil
    }
}

@c @implementation
public func hbl_function_find(
    _ name: UnsafePointer<CChar>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) { OpaquePointer(Unmanaged.passUnretained(try FunctionTable.shared.find(name)).toOpaque()) }
}

@c @implementation
public func hbl_function_count() -> Int32 { Int32(clamping: FunctionTable.shared.functions.count) }

@c @implementation
public func hbl_function_name(_ index: Int32) -> UnsafePointer<CChar>! { FunctionTable.shared.texts(index)?.name }

@c @implementation
public func hbl_function_signature(_ index: Int32) -> UnsafePointer<CChar>! {
    FunctionTable.shared.texts(index)?.signature
}

@c @implementation
public func hbl_function_doc(_ index: Int32) -> UnsafePointer<CChar>! { FunctionTable.shared.texts(index)?.summary }

private func call(
    _ function: Function, _ inputs: UnsafePointer<OpaquePointer?>?, _ count: Int32, _ attributes: UnsafePointer<CChar>?
) throws -> [Tensor] {
    let inputs = try array(inputs, Int(count), "inputs").map { $0 == nil ? nil : try tensor($0, "inputs") }
    return try function(inputs, RecentAttributes.read(attributes))
}

/// The attributes of recent calls by their texts: programs call functions with the same few again and again, and reading a
/// text takes longer than adding ten numbers.
private enum RecentAttributes {
    private struct Entry {
        var text: [UInt8] = []
        var attributes = Attributes()
    }

    private static let count = 128, longest = 64
    private static let entries = Mutex<[Entry]>(Array(repeating: Entry(), count: count))

    static func read(_ start: UnsafePointer<CChar>?) throws -> Attributes {
        guard let start, start.pointee != 0 else { return Attributes() }
        let length = strlen(start)
        guard length <= longest else { return Attributes(try json(start, "attributes")) }
        let bytes = UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self)
        var hash: UInt = 5381
        for index in 0 ..< length { hash = hash &* 33 &+ UInt(bytes[index]) }
        let place = Int(hash % UInt(count))
        let found: Attributes? = entries.withLock { entries in
            let entry = entries[place]
            guard entry.text.count == length, memcmp(entry.text, start, length) == 0 else { return nil }
            return entry.attributes
        }
        if let found { return found }
        let attributes = Attributes(try json(start, "attributes"))
        entries.withLock {
            $0[place] = Entry(text: Array(UnsafeBufferPointer(start: bytes, count: length)), attributes: attributes)
        }
        return attributes
    }
}

/// The result of a function that is called without lists; nil for others.
@inline(__always)
private func directResult(
    _ function: Function, _ inputs: UnsafePointer<OpaquePointer?>?, _ count: Int32, _ attributes: UnsafePointer<CChar>?
) throws -> Tensor? {
    guard let inputs, attributes == nil || attributes?.pointee == 0 else { return nil }
    switch function.direct {
    case .unary(let body):
        guard count == 1, inputs[0] != nil else { return nil }
        return try body(try tensor(inputs[0], "inputs"))
    case .binary(let body):
        guard count == 2, inputs[0] != nil, inputs[1] != nil else { return nil }
        return try body(try tensor(inputs[0], "inputs"), try tensor(inputs[1], "inputs"))
    case nil: return nil
    }
}

@c @implementation
public func hbl_function_call(
    _ handle: OpaquePointer?, _ inputs: UnsafePointer<OpaquePointer?>?, _ count: Int32,
    _ attributes: UnsafePointer<CChar>?, _ outputs: UnsafeMutablePointer<OpaquePointer?>?, _ capacity: Int32,
    _ outputCount: UnsafeMutablePointer<Int32>?
) -> hbl_status {
    if let handle, capacity > 0, let outputs {
        let function = Unmanaged<Function>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue()
        for index in 0 ..< Int(capacity) { outputs[index] = nil }
        outputCount?.pointee = 0
        do {
            if let result = try directResult(function, inputs, count, attributes) {
                outputs[0] = HornbillC.handle(result)
                outputCount?.pointee = 1
                return hbl_status(HBL_OK)
            }
        } catch {
            return failure(error)
        }
    }
    return storeAll(outputs, capacity, outputCount) {
        try call(try object(handle, "function", as: Function.self), inputs, count, attributes)
    }
}

@c @implementation
public func hbl_call(
    _ name: UnsafePointer<CChar>?, _ inputs: UnsafePointer<OpaquePointer?>?, _ count: Int32,
    _ attributes: UnsafePointer<CChar>?, _ outputs: UnsafeMutablePointer<OpaquePointer?>?, _ capacity: Int32,
    _ outputCount: UnsafeMutablePointer<Int32>?
) -> hbl_status {
    storeAll(outputs, capacity, outputCount) {
        try call(try FunctionTable.shared.find(name), inputs, count, attributes)
    }
}

@c @implementation
public func hbl_binary_inplace(_ handle: OpaquePointer?, _ target: OpaquePointer?, _ other: OpaquePointer?) -> hbl_status {
    status {
        let function = try object(handle, "function", as: Function.self)
        let target = try tensor(target, "target"), other = try tensor(other, "other")
        guard function.isBinary else {
            throw HornbillError(
                .invalidArgument, "function: expected one of two tensors, element by element, got \(function.signature)")
        }
        try target.formBinary(function.name, { try function([$0, $1])[0] }, other)
    }
}
