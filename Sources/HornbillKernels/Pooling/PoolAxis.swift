/// Where the windows of a pooling stand along one axis.
public struct PoolAxis: Hashable, Sendable {
    private enum Kind: Hashable, Sendable {
        /// Equal windows at equal distances, cut where they leave the axis.
        case sliding(window: Int, stride: Int, before: Int)
        /// The axis divided into so many parts that may overlap by an element.
        case adaptive
    }

    private let kind: Kind
    public let length: Int
    public let positions: Int

    public init(_ axis: SlidingAxis) {
        kind = .sliding(window: axis.window, stride: axis.stride, before: axis.before)
        length = axis.length
        positions = axis.positions
    }

    /// Windows that divide an axis into `positions` parts, none of them empty.
    public init(length: Int, dividedInto positions: Int) throws {
        guard positions >= 1, positions <= 1 << 40, length >= 1, length <= 1 << 40 / max(1, positions >> 20) else {
            throw HornbillError(
                .invalidArgument,
                "output_size: expected positive lengths for an axis that is not empty, got \(positions) for one of \(length)")
        }
        kind = .adaptive
        self.length = length
        self.positions = positions
    }

    public static let none = PoolAxis(.none)

    /// What of the axis the window sees at a position; empty if it sees padding only.
    @inline(__always)
    func range(_ position: Int) -> (begin: Int, end: Int) {
        switch kind {
        case .sliding(let window, let stride, let before):
            let start = position &* stride &- before
            return (max(0, start), min(length, start &+ window))
        case .adaptive:
            return (position &* length / positions, ((position &+ 1) &* length &+ positions &- 1) / positions)
        }
    }
}
