/// The sizes of a convolution over one to three axes.
///
/// The source is (batch, axes…, channels), the result (batch, positions…, filters), the weights (windows…, channels of a
/// group, filters): all dense, the channels last.
public struct ConvolutionGeometry: Hashable, Sendable {
    public let batch: Int
    public let channels: Int
    public let filters: Int
    /// Filters and channels are divided into so many groups, which know nothing of each other.
    public let groups: Int
    public let axes: [SlidingAxis]

    /// - Precondition: `groups` divides channels and filters; there are one to three axes.
    public init(batch: Int, channels: Int, filters: Int, groups: Int, axes: [SlidingAxis]) {
        self.batch = batch
        self.channels = channels
        self.filters = filters
        self.groups = groups
        self.axes = axes
    }

    public var sourceShape: [Int] { [batch] + axes.map(\.length) + [channels] }
    public var weightsShape: [Int] { axes.map(\.window) + [channels / groups, filters] }
    public var resultShape: [Int] { [batch] + axes.map(\.positions) + [filters] }

    /// Of each of the three passes.
    public var flops: Double {
        let products = (weightsShape + axes.map(\.positions)).reduce(Double(batch)) { $0 * Double($1) }
        return 2 * products
    }
}

/// What is computed of a convolution `y = x ∗ w` from the other two.
public enum ConvolutionPass: Sendable {
    /// y from x and w.
    case forward
    /// The gradient of x from that of y and w.
    case sourceGradient
    /// The gradient of w from x and that of y.
    case weightsGradient
}
