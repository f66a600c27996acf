import HornbillTensor

/// Starts the global random numbers anew, those of weights, shuffling and dropout included: the same seed gives the same
/// numbers, whatever the number of threads. (`keras.utils.set_random_seed`)
public func setRandomSeed(_ seed: Int) { Random.seed(UInt64(bitPattern: Int64(seed))) }

// Draws, float32. Each takes the next numbers of the global generator, or, with a seed, always the same ones.
// A negative length in a shape throws `invalidArgument`.
extension Random {
    /// Uniform in the range.
    public static func uniform(_ shape: [Int], in range: Range<Double> = 0 ..< 1, seed: Int? = nil) throws -> Tensor {
        try uniform(seed: source(seed, shape), shape, min: range.lowerBound, max: range.upperBound)
    }

    /// Normal.
    public static func normal(_ shape: [Int], mean: Double = 0, deviation: Double = 1, seed: Int? = nil) throws
        -> Tensor
    {
        try normal(seed: source(seed, shape), shape, mean: mean, deviation: deviation)
    }

    /// Whole numbers of the range, all equally likely, as int64. Throws `invalidArgument` for an empty range.
    public static func integers(_ shape: [Int], in range: Range<Int>, seed: Int? = nil) throws -> Tensor {
        guard !range.isEmpty, range.count < 1 << 24 else {
            throw HornbillError(.invalidArgument, "integers: expected a range of 1 to 16777215 numbers, got \(range)")
        }
        let unit = try uniform(seed: source(seed, shape), shape)
        return try (unit.cast(to: .float64) * Double(range.count)).floor().cast(to: .int64) + range.lowerBound
    }

    private static func source(_ seed: Int?, _ shape: [Int]) throws -> Tensor {
        let count = try Strides.count(shape)
        guard let seed else { return try nextSeed(count) }
        return try Tensor([UInt64(bitPattern: Int64(seed)), 0])
    }
}
