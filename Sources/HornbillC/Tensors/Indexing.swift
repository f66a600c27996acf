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
    default: return nil
    }
}

private func index(_ item: hbl_index) throws -> Index {
    switch quick(item) {
    case .integer(let position): return .integer(position)
    case .slice(let start, let stop, let step): return .slice(start: start, stop: stop, step: step)
    case nil: break
    }
    switch Int(item.kind) {
    case Int(HBL_INDEX_ELLIPSIS): return .ellipsis
    case Int(HBL_INDEX_NEWAXIS): return .newAxis
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

/// A handle of a view if it can be had quickly.
@inline(__always)
private func quickView(_ tensor: TensorBody, _ items: UnsafeBufferPointer<hbl_index>) throws -> OpaquePointer? {
    if items.count == 1, case .slice(let start, let stop, nil) = quick(items[0]),
        let rows = tensor.quickRows(from: start ?? 0, to: stop ?? .max)
    {
        return handle(rows)
    }
    guard let view = try tensor.quickView(items: items.count, { quick(items[$0]) }) else { return nil }
    return handle(view)
}

@c @implementation
public func hbl_tensor_get(
    _ handle: OpaquePointer?, _ items: UnsafePointer<hbl_index>?, _ count: Int32,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        let quickItems = try array(items, Int(count), "items")
        if let view = try lent(handle, "tensor", { try quickView($0, quickItems) }) { return view }
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
        let target = try tensor(handle, "tensor"), value = try tensor(value, "value")
        try target.set(try indices(target, items, count), value)
    }
}

@c @implementation
public func hbl_tensor_assign(_ target: OpaquePointer?, _ source: OpaquePointer?) -> hbl_status {
    status { try tensor(target, "target").assignThrough(try tensor(source, "source")) }
}
