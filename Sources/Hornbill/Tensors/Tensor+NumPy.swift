import HornbillTensor

// NumPy's names for what the engine calls otherwise, with axes as Swift arguments.

extension Tensor {
    /// The number of axes (`ndarray.ndim`).
    public var ndim: Int { rank }
    /// The number of elements (`ndarray.size`).
    public var size: Int { count }

    /// The axes in reverse order (`ndarray.T`): for a matrix its rows as columns. Shares the memory.
    public var T: Tensor { get throws { try transposed() } }

    /// The same elements, in row-major order, in another shape; one length may be -1 and is worked out.
    ///
    /// Throws `shapeMismatch` if the number of elements does not fit.
    public func reshape(_ shape: Int...) throws -> Tensor { try reshaped(to: shape) }
    /// The same for a shape in an array.
    public func reshape(_ shape: [Int]) throws -> Tensor { try reshaped(to: shape) }

    /// The axes in this order, reversed if none are named. Shares the memory.
    ///
    /// Throws `axisOutOfRange`, or `invalidArgument` if the axes are not each of the tensor's once.
    public func transpose(_ axes: Int...) throws -> Tensor { try transposed(axes.isEmpty ? nil : axes) }

    /// The elements in one axis, in row-major order, with memory of their own.
    public func flatten() throws -> Tensor { try reshaped(to: [count]).copy() }
    /// The elements in one axis, in row-major order; shares the memory where it can.
    public func ravel() throws -> Tensor { try reshaped(to: [count]) }

    /// Without this axis, whose length must be 1. Throws `invalidArgument` if it is another.
    public func squeeze(axis: Int) throws -> Tensor { try squeezed(axes: [axis]) }
    /// Without the axes of length 1.
    public func squeeze() throws -> Tensor { try squeezed() }
    /// With a new axis of length 1 at this place of the result.
    public func expandDims(axis: Int) throws -> Tensor { try expandedDims(axes: [axis]) }

    /// The values in another dtype (`ndarray.astype`); floats become integers by cutting off.
    public func astype(_ dtype: DType) throws -> Tensor { try cast(to: dtype) }

    /// The matrix product (`numpy.matmul`): (…, n, k) and (…, k, m) give (…, n, m); vectors are rows on the left and
    /// columns on the right.
    ///
    /// Throws `shapeMismatch` if the inner lengths differ.
    public func matmul(_ other: Tensor) throws -> Tensor { try HornbillTensor.matmul(self, other) }
    /// `numpy.dot`: of vectors the sum of products, of matrices the matrix product.
    ///
    /// Throws `shapeMismatch` if the inner lengths differ.
    public func dot(_ other: Tensor) throws -> Tensor { try HornbillTensor.dot(self, other) }

    /// Each element to that power.
    public func pow(_ exponent: some TensorNumber) throws -> Tensor { try Hornbill.pow(self, exponent) }

    /// The elements from the smallest to the largest along `axis`, NaN last.
    public func sort(axis: Int = -1) throws -> Tensor { try sorted(axis: axis) }
}

// Reductions over one axis. Those over several, or all, are the engine's: `sum()`, `sum(axes: [0, 1])`.
// An axis that is out of range throws `axisOutOfRange`.
extension Tensor {
    /// The sum along an axis. Integers and bool are summed in 64 bits.
    public func sum(axis: Int, keepDims: Bool = false) throws -> Tensor { try sum(axes: [axis], keepDims: keepDims) }
    /// The product along an axis.
    public func prod(axis: Int, keepDims: Bool = false) throws -> Tensor { try prod(axes: [axis], keepDims: keepDims) }
    /// The mean along an axis; of integers and bool as float64.
    public func mean(axis: Int, keepDims: Bool = false) throws -> Tensor { try mean(axes: [axis], keepDims: keepDims) }
    /// The largest element along an axis, NaN if one is.
    public func max(axis: Int, keepDims: Bool = false) throws -> Tensor { try max(axes: [axis], keepDims: keepDims) }
    /// The smallest element along an axis, NaN if one is.
    public func min(axis: Int, keepDims: Bool = false) throws -> Tensor { try min(axes: [axis], keepDims: keepDims) }
    /// Whether any element along an axis is not zero.
    public func any(axis: Int, keepDims: Bool = false) throws -> Tensor { try any(axes: [axis], keepDims: keepDims) }
    /// Whether all elements along an axis are not zero.
    public func all(axis: Int, keepDims: Bool = false) throws -> Tensor { try all(axes: [axis], keepDims: keepDims) }

    /// The standard deviation along an axis, of all elements if nil. `ddof` is subtracted from their number.
    public func std(axis: Int? = nil, ddof: Double = 0, keepDims: Bool = false) throws -> Tensor {
        try standardDeviation(axes: axis.map { [$0] }, correction: ddof, keepDims: keepDims)
    }
    /// The variance along an axis, of all elements if nil. `ddof` is subtracted from their number.
    public func `var`(axis: Int? = nil, ddof: Double = 0, keepDims: Bool = false) throws -> Tensor {
        try variance(axes: axis.map { [$0] }, correction: ddof, keepDims: keepDims)
    }
}

extension Tensor {
    /// `start`, `start + 1`, … up to but not including `stop`, as int64: `Tensor.arange(12)`.
    public static func arange(_ stop: Int) throws -> Tensor { try arange(0, stop) }

    /// `start`, `start + step`, … up to but not including `stop`, as int64. Throws `invalidArgument` if the step is zero.
    public static func arange(_ start: Int, _ stop: Int, step: Int = 1) throws -> Tensor {
        try arange(start: Double(start), stop: Double(stop), step: Double(step))
    }
}

/// Labels as rows that are 1 at the label's place and 0 elsewhere, float32 (`keras.utils.to_categorical`): labels of
/// shape (n,) or (n, 1) give (n, classes).
///
/// - Parameter classes: nil for one more than the largest label.
/// Throws `indexOutOfRange` for a label that is negative or no class, and `invalidArgument` if there are no labels to
/// count the classes of.
public func toCategorical(_ labels: Tensor, classes: Int? = nil) throws -> Tensor {
    let column = labels.rank > 1 && labels.shape.last == 1 ? try labels.squeezed(axes: [-1]) : labels
    let values = try column.scalars(as: Int.self)
    guard let count = classes ?? values.max().map({ $0 + 1 }) else {
        throw HornbillError(.invalidArgument, "toCategorical: expected labels or the number of classes, got neither")
    }
    if let wrong = values.first(where: { $0 < 0 || $0 >= count }) {
        throw HornbillError(.indexOutOfRange, "toCategorical: expected labels from 0 to \(count - 1), got \(wrong)")
    }
    return try column.oneHot(depth: count)
}
