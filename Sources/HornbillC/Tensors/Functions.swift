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
    private typealias Entry = (text: [UInt8], attributes: Attributes)
    private static let count = 128, longest = 64
    private static let entries = Mutex<[Entry?]>(Array(repeating: nil, count: count))

    static func read(_ start: UnsafePointer<CChar>?) throws -> Attributes {
        guard let start, start.pointee != 0 else { return Attributes() }
        let text = UnsafeRawBufferPointer(start: start, count: strlen(start))
        guard text.count <= longest else { return Attributes(try json(start, "attributes")) }
        let place = Int(text.reduce(into: UInt(5381)) { $0 = $0 &* 33 &+ UInt($1) } % UInt(count))
        let found = entries.withLock { $0[place].flatMap { $0.text.elementsEqual(text) ? $0.attributes : nil } }
        if let found { return found }
        let attributes = Attributes(try json(start, "attributes"))
        entries.withLock { $0[place] = (Array(text), attributes) }
        return attributes
    }
}

@c @implementation
public func hbl_function_call(
    _ handle: OpaquePointer?, _ inputs: UnsafePointer<OpaquePointer?>?, _ count: Int32,
    _ attributes: UnsafePointer<CChar>?, _ outputs: UnsafeMutablePointer<OpaquePointer?>?, _ capacity: Int32,
    _ outputCount: UnsafeMutablePointer<Int32>?
) -> hbl_status {
    storeAll(outputs, capacity, outputCount) {
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
