import HornbillTensor

// Losses of margins, for targets -1 and 1.
extension Loss {
    static let hinges: [Entry] = [
        plain("Hinge") { y, p in try (1.0 - signs(y) * p).relu().mean(axes: [-1]) },
        plain("SquaredHinge") { y, p in try (1.0 - signs(y) * p).relu().square().mean(axes: [-1]) },
        plain("CategoricalHinge") { y, p in
            let right = try (y * p).sum(axes: [-1]), wrong = try ((1.0 - y) * p).max(axes: [-1])
            return try (wrong - right + 1.0).relu()
        },
    ]

    /// Targets that are all 0 or 1 become -1 and 1; others stay as they are.
    private static func signs(_ y: Tensor) throws -> Tensor {
        let (zero, one) = (Tensor.scalar(0, dtype: y.dtype), Tensor.scalar(1, dtype: y.dtype))
        let isBinary = try (equal(y, zero).cast(to: y.dtype) + equal(y, one).cast(to: y.dtype)).min()
        return try y + isBinary * (y - 1.0)
    }
}
