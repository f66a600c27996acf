/// A dense layer of many inputs and few units, whose inputs are dealt out to threads in parts.
///
/// The batch of such a layer is small beside its weights. Threads that share the batch would each read all weights,
/// half of which another core has just updated; threads that share the inputs keep their part of the weights, of their
/// gradient and of the optimizer's state in their own cache from step to step, and exchange only sums of the result's
/// size. The parts do not depend on the number of threads, nor do the results.
public struct SplitDense: Sendable {
    public let batch: Int
    public let inputs: Int
    public let units: Int

    /// Nil if the layer is not of that kind.
    public init?(batch: Int, inputs: Int, units: Int) {
        guard SplitDense.suits(inputs: inputs, units: units), SplitDense.suits(batch: batch, units: units) else { return nil }
        self.batch = batch
        self.inputs = inputs
        self.units = units
    }

    /// Whether layers of these sizes are split, for batches that are not large. Their weights lie in rows, and are so many that
    /// it matters in whose cache they are.
    public static func suits(inputs: Int, units: Int) -> Bool {
        isLong(inputs: inputs, units: units) && inputs &* units >= 1 << 14
    }

    /// Whether a layer has many inputs and few units.
    static func isLong(inputs: Int, units: Int) -> Bool { inputs >= 512 && units <= 128 && units > 0 }

    private static func suits(batch: Int, units: Int) -> Bool { batch > 0 && batch &* units <= 1 << 15 }

    /// What the elements of a weight are dealt out to threads in multiples of, so that a thread gets the rows, or nearly those,
    /// that it has in its cache: `row` inputs if it is the weight of such a layer.
    static func multiple(_ shape: [Int]) -> Int {
        shape.count == 2 && suits(inputs: shape[0], units: shape[1]) ? row &* shape[1] : 64
    }

    /// Parts begin at multiples of so many inputs: cache lines of a batch belong to one part.
    private static let row = 16

    /// How many parts there are: a power of two, so that the threads get as much each.
    public var parts: Int {
        var parts = 2
        while parts < 16, inputs / (parts &* 2) >= 384 { parts &*= 2 }
        return parts
    }

    /// The elements of each part of a weight of such a layer; nil if it is none.
    static func elements(_ shape: [Int]) -> [Range<Int>]? {
        guard shape.count == 2, suits(inputs: shape[0], units: shape[1]),
            let layer = SplitDense(batch: 1, inputs: shape[0], units: shape[1])
        else { return nil }
        return (0 ..< layer.parts).map { part in
            let inputs = layer.range(part)
            return inputs.lowerBound &* layer.units ..< inputs.upperBound &* layer.units
        }
    }

    /// The inputs of a part.
    public func range(_ part: Int) -> Range<Int> {
        func border(_ index: Int) -> Int { index == parts ? inputs : inputs &* index / parts / SplitDense.row &* SplitDense.row }
        return border(part) ..< border(part &+ 1)
    }

    /// Floating-point operations of each of the layer's products.
    public var flops: Double { DenseWork(batch: batch, inputs: inputs, units: units).flops }

    /// Whether a product uses the thread alone that calls it.
    public var isSerial: Bool { flops < Threads.worthForking }

    /// The inputs of every part.
    public var ranges: [Range<Int>] { (0 ..< parts).map(range) }

    /// The rows of the batch that a part adds up.
    public func rows(_ part: Int) -> Range<Int> { Threads.part(part, of: parts, count: batch, multiple: 1) }
}
