/// A window that slides along one axis: where it stands, and what of the axis it sees there.
///
/// Position `p` of the window sees the places `p · stride - before + k · dilation` for `k` in `0 ..< window`; those
/// outside `0 ..< length` are padding.
public struct SlidingAxis: Hashable, Sendable {
    public let length: Int
    public let window: Int
    public let stride: Int
    public let dilation: Int
    /// How much padding there is at the beginning and at the end.
    public let before: Int
    public let after: Int
    /// How many positions the window has.
    public let positions: Int

    /// Lengths beyond this are refused, so that no sum or product of a few of them overflows.
    private static let most = 1 << 40

    /// Throws `invalidArgument` for windows, strides and dilations below 1, and for lengths that no memory holds.
    public init(length: Int, window: Int, stride: Int, dilation: Int = 1, before: Int = 0, after: Int = 0) throws {
        func require(_ isTrue: Bool, _ name: String, _ expected: String, _ got: Int) throws {
            guard isTrue else {
                throw HornbillError(.invalidArgument, "\(name): expected \(expected), got \(got)")
            }
        }
        let limit = SlidingAxis.most
        try require(window >= 1 && window <= limit, "window", "a positive length", window)
        try require(stride >= 1 && stride <= limit, "strides", "positive integers", stride)
        try require(dilation >= 1 && dilation <= limit, "dilation", "positive integers", dilation)
        try require(before >= 0 && before <= limit, "padding", "no negative numbers", before)
        try require(after >= 0 && after <= limit, "padding", "no negative numbers", after)
        try require(length >= 0 && length <= limit, "length", "a length that fits in memory", length)
        let (span, isTooLong) = (window - 1).multipliedReportingOverflow(by: dilation)
        try require(!isTooLong && span <= limit, "dilation", "a window that is not longer than memory", dilation)
        self.length = length
        self.window = window
        self.stride = stride
        self.dilation = dilation
        self.before = before
        self.after = after
        let rest = before + length + after - span - 1
        positions = rest < 0 ? 0 : rest / stride + 1
    }

    /// The axis padded so that the window has a position for each stride, the odd element of padding at the end.
    public static func same(length: Int, window: Int, stride: Int, dilation: Int = 1) throws -> SlidingAxis {
        let bare = try SlidingAxis(length: length, window: window, stride: stride, dilation: dilation)
        let positions = (length + stride - 1) / stride
        let padding = max(0, (positions - 1) * stride + bare.extent - length)
        return try SlidingAxis(
            length: length, window: window, stride: stride, dilation: dilation, before: padding / 2,
            after: padding - padding / 2)
    }

    /// How many places the window spans.
    public var extent: Int { (window - 1) * dilation + 1 }

    /// Along an axis of length 1 that nothing slides over.
    public static let none = SlidingAxis()

    private init() {
        (length, window, stride, dilation, before, after, positions) = (1, 1, 1, 1, 0, 0, 1)
    }

    /// The elements of the window that see the axis, and not padding, at a position.
    @inline(__always)
    func seen(at position: Int) -> Range<Int> {
        let start = position &* stride &- before
        let first = start >= 0 ? 0 : (dilation &- 1 &- start) / dilation
        let end = length &- start
        let last = end <= 0 ? 0 : min(window, (end &+ dilation &- 1) / dilation)
        return first < last ? first ..< last : 0 ..< 0
    }
}
