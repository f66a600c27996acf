import CHornbill
import Hornbill

// tensor[items]

/// Integers and slices, of which most views are made.
@inline(__always)
private func quick(_ item: hbl_index) -> QuickIndex? {
    switch Int(item.kind) {
    case Int(HBL_INDEX_INTEGER): return .integer(Int(item.start))
    case Int(HBL_INDEX_SLICE):
        func given(_ flag: Int, _ value: Int64) -> Int? { Int(item.flags) & flag == 0 ? nil : Int(value) }
        return .slice(
            start: given(Int(HBL_INDEX_HAS_START), item.start), stop: given(Int(HBL_INDEX_HAS_STOP), item.stop),
            step: given(Int(HBL_INDEX_HAS_STEP), item.step))
    case Int(HBL_INDEX_NEWAXIS): return .newAxis
    default: return nil
    }
}

private func index(_ item: hbl_index) throws -> Index {
    switch quick(item) {
    case .integer(let position): return .integer(position)
    case .slice(let start, let stop, let step): return .slice(start: start, stop: stop, step: step)
    case .newAxis: return .newAxis
    case nil: break
    }
    switch Int(item.kind) {
    case Int(HBL_INDEX_ELLIPSIS): return .ellipsis
    case Int(HBL_INDEX_TENSOR): return .tensor(try tensor(item.tensor, "index"))
    default:
        throw HornbillError(.invalidArgument, "index: expected a kind of 0 to 4 (HBL_INDEX_...), got \(item.kind)")
    }
}

private func indices(_ tensor: Tensor, _ items: UnsafePointer<hbl_index>?, _ count: Int32) throws -> [Index] {
    let indices = try array(items, Int(count), "items").map(index)
    let axes = indices.reduce(tensor.rank) { rank, item in
        switch item {
        case .newAxis: return rank + 1
        case .tensor(let index) where index.dtype != .bool: return rank + index.rank
        default: return rank
        }
    }
    guard axes <= Int(HBL_MAX_NDIM) + tensor.rank, indices.count <= 2 * Int(HBL_MAX_NDIM) else {
        throw HornbillError(.invalidArgument, "index: expected a result of at most \(HBL_MAX_NDIM) axes, got \(axes)")
    }
    return indices
}

/// The positions that are all there is of an index.
@inline(__always)
private func positions(_ items: UnsafeBufferPointer<hbl_index>) -> OpaquePointer? {
    items.count == 1 && Int(items[0].kind) == Int(HBL_INDEX_TENSOR) ? items[0].tensor : nil
}

/// What the items select if it can be had quickly.
@inline(__always)
private func quickResult(_ tensor: TensorBody, _ items: UnsafeBufferPointer<hbl_index>) throws -> TensorBody? {
    if items.count == 1, case .slice(let start, let stop, nil) = quick(items[0]),
        let rows = tensor.quickRows(from: start ?? 0, to: stop ?? .max)
    {
        return rows
    }
    if let positions = positions(items) { return try lent(positions, "index") { try tensor.quickTaken(at: $0) } }
    return try tensor.quickView(items: items.count) { quick(items[$0]) }
}

/// Writes a value where the items say if that can be done quickly; false, with nothing written, if not.
@inline(__always)
private func quickSet(
    _ tensor: TensorBody, _ items: UnsafeBufferPointer<hbl_index>, _ value: TensorBody
) throws -> Bool {
    if let positions = positions(items) { return try lent(positions, "index") { tensor.quickPut(value, at: $0) } }
    guard !tensor.isReadOnly, let view = try tensor.quickView(items: items.count, { quick(items[$0]) }) else { return false }
    try Tensor(body: view).assignThrough(Tensor(body: value))
    return true
}

@c @implementation
public func hbl_tensor_get(
    _ handle: OpaquePointer?, _ items: UnsafePointer<hbl_index>?, _ count: Int32,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        let quickItems = try array(items, Int(count), "items")
        if let result = try lent(handle, "tensor", { try quickResult($0, quickItems) }) { return HornbillC.handle(result) }
        let tensor = try tensor(handle, "tensor")
        let result = try tensor.get(try indices(tensor, items, count))
        guard result.rank <= HBL_MAX_NDIM else {
            throw HornbillError(
                .invalidArgument, "index: expected a result of at most \(HBL_MAX_NDIM) axes, got \(result.rank)")
        }
        return HornbillC.handle(result)
    }
}

@c @implementation
public func hbl_tensor_set(
    _ handle: OpaquePointer?, _ items: UnsafePointer<hbl_index>?, _ count: Int32, _ value: OpaquePointer?
) -> hbl_status {
    status {
        let quickItems = try array(items, Int(count), "items")
        let isDone = try lent(handle, "tensor") { tensor in
            try lent(value, "value") { try quickSet(tensor, quickItems, $0) }
        }
        if isDone { return }
        let target = try tensor(handle, "tensor"), value = try tensor(value, "value")
        try target.set(try indices(target, items, count), value)
    }
}

@c @implementation
public func hbl_tensor_assign(_ target: OpaquePointer?, _ source: OpaquePointer?) -> hbl_status {
    status { try tensor(target, "target").assignThrough(try tensor(source, "source")) }
}
