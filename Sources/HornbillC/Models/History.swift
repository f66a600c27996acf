import CHornbill
import Glibc
import Hornbill

/// What stands behind an `hbl_history`: names and numbers as C arrays that live as long as it does.
final class HistoryArrays {
    let keys: [UnsafeMutablePointer<CChar>]
    let values: [UnsafeMutableBufferPointer<Double>]
    let epochs: UnsafeMutableBufferPointer<Int64>

    init(_ entries: [(key: String, values: [Double])], epochs: [Int]) {
        keys = entries.map { entry in entry.key.withCString { strdup($0) } }
        values = entries.map { HistoryArrays.copy($0.values) }
        self.epochs = HistoryArrays.copy(epochs.map { Int64($0) })
    }

    /// One value for each key.
    convenience init(_ results: Logs) { self.init(results.map { ($0.name, [$0.value]) }, epochs: []) }

    deinit {
        for key in keys { free(key) }
        for list in values { list.deallocate() }
        epochs.deallocate()
    }

    private static func copy<Element>(_ elements: [Element]) -> UnsafeMutableBufferPointer<Element> {
        let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
        _ = copy.initialize(from: elements)
        return copy
    }
}

@inline(__always)
private func history(_ handle: OpaquePointer?) -> HistoryArrays? { optional(handle, as: HistoryArrays.self) }

/// The member of a list at an index that may be out of range.
private func member<Element>(_ list: [Element]?, _ index: Int32) -> Element? {
    guard let list, index >= 0, Int(index) < list.count else { return nil }
    return list[Int(index)]
}

@c @implementation
public func hbl_history_retain(_ history: OpaquePointer?) -> OpaquePointer! { retain(history) }

@c @implementation
public func hbl_history_release(_ history: OpaquePointer?) { release(history) }

@c @implementation
public func hbl_history_key_count(_ handle: OpaquePointer?) -> Int32 {
    Int32(clamping: history(handle)?.keys.count ?? 0)
}

@c @implementation
public func hbl_history_key(_ handle: OpaquePointer?, _ index: Int32) -> UnsafePointer<CChar>! {
    member(history(handle)?.keys, index).map { UnsafePointer($0) }
}

@c @implementation
public func hbl_history_value_count(_ handle: OpaquePointer?, _ index: Int32) -> Int64 {
    Int64(member(history(handle)?.values, index)?.count ?? 0)
}

@c @implementation
public func hbl_history_values(_ handle: OpaquePointer?, _ index: Int32) -> UnsafePointer<Double>! {
    member(history(handle)?.values, index).flatMap { UnsafePointer($0.baseAddress) }
}

@c @implementation
public func hbl_history_epoch_count(_ handle: OpaquePointer?) -> Int64 { Int64(history(handle)?.epochs.count ?? 0) }

@c @implementation
public func hbl_history_epochs(_ handle: OpaquePointer?) -> UnsafePointer<Int64>! {
    (history(handle)?.epochs.baseAddress).map { UnsafePointer($0) }
}
