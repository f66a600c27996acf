/// One item of an index: what stands between the commas in `t[0, 1...3, .all]`.
public enum Index {
    /// One position along an axis, which disappears. Negative positions count from the end.
    case integer(Int)
    /// Positions along an axis, by Python's rules: nil takes the standard, out-of-range bounds are cut off.
    case slice(start: Int?, stop: Int?, step: Int?)
    /// As many whole axes as are not named by the other items.
    case ellipsis
    /// A new axis of length 1.
    case newAxis
    /// Integers: the positions to take. Bool: where to take, covering as many axes as the mask has.
    case tensor(Tensor)
}

/// A Python slice applied to an axis of a certain length.
struct ResolvedSlice {
    var start: Int
    var step: Int
    var count: Int

    init(start: Int?, stop: Int?, step: Int?, length: Int) throws {
        let step = step ?? 1
        guard step != 0 else { throw HornbillError(.invalidArgument, "slice step cannot be zero") }
        let low = step > 0 ? 0 : -1, high = step > 0 ? length : length - 1
        func bound(_ value: Int?, _ standard: Int) -> Int {
            guard let value else { return standard }
            return value < 0 ? Swift.max(value + length, low) : Swift.min(value, high)
        }
        let from = bound(start, step > 0 ? low : high), to = bound(stop, step > 0 ? high : low)
        let distance = step > 0 ? to - from : from - to
        let stride = step.magnitude > UInt(Int.max) ? Int.max : Int(step.magnitude)
        count = distance <= 0 ? 0 : stride == 1 ? distance : (distance - 1) / stride + 1
        // A step beyond the axis is never taken; keeping it could overflow strides.
        self.step = count > 1 ? step : 1
        self.start = count > 0 ? from : 0
    }
}

/// What can stand in a tensor's subscript: integers, ranges, tensors, and `.all`, `.ellipsis`, `.newAxis`, `.slice(…)`.
public protocol TensorIndex {
    var tensorIndex: Index { get }
}

extension Index: TensorIndex {
    public var tensorIndex: Index { self }
}

/// An item of a subscript that is written with a leading dot.
public struct SubscriptItem: TensorIndex {
    public let tensorIndex: Index
}

extension TensorIndex where Self == SubscriptItem {
    /// The whole axis.
    public static var all: SubscriptItem { slice() }
    /// As many whole axes as are not named by the other items.
    public static var ellipsis: SubscriptItem { SubscriptItem(tensorIndex: .ellipsis) }
    /// A new axis of length 1.
    public static var newAxis: SubscriptItem { SubscriptItem(tensorIndex: .newAxis) }
    /// Evenly spaced positions, by Python's rules.
    public static func slice(start: Int? = nil, stop: Int? = nil, step: Int? = nil) -> SubscriptItem {
        SubscriptItem(tensorIndex: .slice(start: start, stop: stop, step: step))
    }
}

extension Int: TensorIndex {
    public var tensorIndex: Index { .integer(self) }
}

extension Tensor: TensorIndex {
    public var tensorIndex: Index { .tensor(self) }
}

// Ranges have Python's meaning: a negative bound counts from the end.

/// The bound after the last position of a closed range; nothing comes after -1, the last position of all.
private func after(_ last: Int) -> Int? { last == -1 || last == .max ? nil : last + 1 }

extension Range: TensorIndex where Bound == Int {
    public var tensorIndex: HornbillTensor.Index { .slice(start: lowerBound, stop: upperBound, step: nil) }
}

extension ClosedRange: TensorIndex where Bound == Int {
    public var tensorIndex: HornbillTensor.Index { .slice(start: lowerBound, stop: after(upperBound), step: nil) }
}

extension PartialRangeFrom: TensorIndex where Bound == Int {
    public var tensorIndex: Index { .slice(start: lowerBound, stop: nil, step: nil) }
}

extension PartialRangeUpTo: TensorIndex where Bound == Int {
    public var tensorIndex: Index { .slice(start: nil, stop: upperBound, step: nil) }
}

extension PartialRangeThrough: TensorIndex where Bound == Int {
    public var tensorIndex: Index { .slice(start: nil, stop: after(upperBound), step: nil) }
}
