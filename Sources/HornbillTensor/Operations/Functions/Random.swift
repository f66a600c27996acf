import Synchronization

/// Random numbers. Each draw is a function of a seed, a uint64 tensor (key, counter), so that it can be traced; the
/// global generator hands out seeds for draws that name none.
public enum Random {
    private struct State {
        var key: UInt64
        var counter: UInt64 = 0
    }

    private static let state = Mutex(State(key: entropy()))

    private static func entropy() -> UInt64 {
        var system = SystemRandomNumberGenerator()
        return system.next()
    }

    /// Starts the global generator anew: the same seed gives the same numbers.
    public static func seed(_ seed: UInt64) { state.withLock { $0 = State(key: seed) } }

    /// A key and a counter that the next `count` elements may use.
    public static func next(_ count: Int) -> (key: UInt64, counter: UInt64) {
        state.withLock { state in
            defer { state.counter &+= UInt64(max(0, count)) }
            return (state.key, state.counter)
        }
    }

    /// The same as a seed tensor.
    public static func nextSeed(_ count: Int) throws -> Tensor {
        let (key, counter) = next(count)
        return try Tensor([key, counter])
    }

    /// Uniform in `min ..< max`.
    public static func uniform(seed: Tensor, _ shape: [Int], min: Double = 0, max: Double = 1) throws -> Tensor {
        let unit = try Operation.randomUniform(seed, ["shape": JSON(shape)])
        return min == 0 && max == 1 ? unit : try unit * (max - min) + min
    }

    public static func normal(seed: Tensor, _ shape: [Int], mean: Double = 0, deviation: Double = 1) throws -> Tensor {
        try Operation.randomNormal(seed, ["shape": JSON(shape)]) * deviation + mean
    }

    /// Normal, drawn again while beyond two standard deviations.
    public static func truncatedNormal(
        seed: Tensor, _ shape: [Int], mean: Double = 0, deviation: Double = 1
    ) throws -> Tensor {
        try Operation.randomTruncatedNormal(seed, ["shape": JSON(shape)]) * deviation + mean
    }
}
