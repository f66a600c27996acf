import CHornbill
import Hornbill

// What surrounds the body of every C function: errors become a status and a message, and results are stored only
// when there is one.

/// Runs `body` and says how it went.
@inline(__always)
func status(_ body: () throws -> Void) -> hbl_status {
    do {
        try body()
        return hbl_status(HBL_OK)
    } catch {
        return failure(error)
    }
}

/// Notes the error as this thread's last one and returns its status.
@inline(never)
func failure(_ error: any Error) -> hbl_status {
    guard let error = error as? HornbillError else {
        LastError.set("internal error: \(error)")
        return hbl_status(HBL_INTERNAL)
    }
    LastError.set(error.message)
    return error.kind.rawValue
}

/// Stores the result of `body` at `out`, and nil there if it fails.
@inline(__always)
func store(_ out: UnsafeMutablePointer<OpaquePointer?>?, _ body: () throws -> OpaquePointer) -> hbl_status {
    status {
        let out = try pointer(out, "out")
        out.pointee = nil
        out.pointee = try body()
    }
}

/// The same for a plain value.
@inline(__always)
func store<Value: ExpressibleByIntegerLiteral>(
    value out: UnsafeMutablePointer<Value>?, _ body: () throws -> Value
) -> hbl_status {
    status {
        let out = try pointer(out, "out")
        out.pointee = 0
        out.pointee = try body()
    }
}

/// The same for a text, which the caller will free.
@inline(__always)
func store(text out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ body: () throws -> String) -> hbl_status {
    status {
        let out = try pointer(out, "out")
        out.pointee = nil
        out.pointee = try ownedText(try body())
    }
}

/// A pointer argument; throws if it is NULL.
@inline(__always)
func pointer<Pointer>(_ argument: Pointer?, _ name: StaticString) throws -> Pointer {
    guard let argument else { throw isNull(name) }
    return argument
}

@inline(never)
func isNull(_ name: StaticString) -> HornbillError {
    HornbillError(.invalidArgument, "\(name): expected a pointer, got NULL")
}

/// Stores the results of `body` at `outputs`, NULL behind them up to `capacity`, and how many there are.
@inline(__always)
func storeAll(
    _ outputs: UnsafeMutablePointer<OpaquePointer?>?, _ capacity: Int32, _ count: UnsafeMutablePointer<Int32>?,
    _ body: () throws -> [Tensor]
) -> hbl_status {
    status {
        count?.pointee = 0
        guard capacity >= 0 else {
            throw HornbillError(.invalidArgument, "capacity: expected 0 or more, got \(capacity)")
        }
        let outputs = capacity == 0 ? nil : try pointer(outputs, "outputs")
        for index in 0 ..< Int(capacity) { outputs?[index] = nil }
        let results = try body()
        count?.pointee = Int32(clamping: results.count)
        guard results.count <= Int(capacity) else {
            throw HornbillError(
                .invalidArgument, "capacity: expected room for \(results.count) results, got \(capacity)")
        }
        for (index, result) in results.enumerated() { outputs?[index] = handle(result) }
    }
}

/// A member of a list whose index comes from C.
func member<Element>(of list: [Element], _ index: Int32, _ name: StaticString) throws -> Element {
    guard index >= 0, Int(index) < list.count else {
        throw HornbillError(.indexOutOfRange, "index \(index) is out of bounds: there are \(list.count) \(name)")
    }
    return list[Int(index)]
}
