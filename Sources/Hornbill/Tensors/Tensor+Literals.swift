import HornbillTensor

// Literals cannot throw, so a nested literal whose rows differ in length traps, as Swift's own invalid literals do.
// `try Tensor(rows)` makes a tensor from arrays and throws.

extension Tensor: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral {
    /// A tensor without axes of dtype int64: `let t: Tensor = 3`. Combined with a tensor of numbers it takes that one's
    /// dtype, as Python's numbers do in NumPy: `t * 2` has the dtype of `t`.
    public init(integerLiteral value: Int) { self = .literal(value) }

    /// A tensor without axes of dtype float64: `let t: Tensor = 0.5`. Combined with a tensor of floats it takes that one's
    /// dtype.
    public init(floatLiteral value: Double) { self = .literal(value) }

    /// A tensor without axes of dtype bool: `let t: Tensor = true`.
    public init(booleanLiteral value: Bool) { self = .scalar(value ? 1 : 0, dtype: .bool) }
}

extension Tensor: ExpressibleByArrayLiteral {
    /// The elements along a new first axis: `let t: Tensor = [[1, 2], [3, 4]]`.
    ///
    /// The dtype is the one that holds all elements, as in NumPy: int64 for whole numbers, float64 if any is a float,
    /// bool if all are. An empty literal has shape (0,) and dtype float64. Rows of different lengths trap.
    public init(arrayLiteral elements: Tensor...) {
        do {
            self = try elements.isEmpty ? .zeros([0], dtype: .float64) : .stack(elements)
        } catch {
            preconditionFailure(
                "a tensor literal's rows must have one shape, got "
                    + elements.map { shapeText($0.shape) }.joined(separator: " "))
        }
    }
}
