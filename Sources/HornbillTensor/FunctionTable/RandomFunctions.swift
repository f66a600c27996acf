extension Function {
    private static func parametrized(
        _ distribution: Distribution, _ parameters: String, _ summary: String
    ) -> Function {
        Function("random_\(distribution.rawValue)(\(parameters), state?; shape, dtype, seed)", summary) { call in
            let count = distribution.parameterCount
            let inputs = try (0 ..< count).map { try call[$0] }
            let shape = try call.attributes.intOrInts("shape") ?? Strides.broadcastShape(inputs.map(\.shape))
            return try Random.numbers(
                distribution, seed: call.seed(count, shape), inputs, shape: shape, dtype: call.dtype(.float32))
        }
    }

    /// Random numbers: the same ones for the same seed, else the next of the global generator. A state is a seed that may
    /// be symbolic, uint64 (key, counter).
    static let draws: [Function] = [
        Function("random_uniform(state?; shape, min, max, dtype, seed)", "Evenly from min (0) up to max (1).") { call in
            let shape = try call.shape()
            return try Random.uniform(
                seed: call.seed(0, shape), shape, min: call.double("min", 0), max: call.double("max", 1),
                dtype: call.dtype(.float32))
        },
        Function("random_normal(state?; shape, mean, std, dtype, seed)", "From a normal distribution.") { call in
            let shape = try call.shape()
            return try Random.normal(
                seed: call.seed(0, shape), shape, mean: call.double("mean", 0), deviation: call.double("std", 1),
                dtype: call.dtype(.float32))
        },
        Function("random_truncated_normal(state?; shape, mean, std, dtype, seed)", "As random_normal, without the tails beyond 2 std.") {
            call in
            let shape = try call.shape()
            return try Random.truncatedNormal(
                seed: call.seed(0, shape), shape, mean: call.double("mean", 0), deviation: call.double("std", 1),
                dtype: call.dtype(.float32))
        },
        Function("random_integers(state?; shape, low, high, dtype, seed)", "Integers low to high, both included, or all of the dtype.") {
            call in
            let shape = try call.shape()
            return try Random.integers(
                seed: call.seed(0, shape), shape, low: call.attributes.int("low"), high: call.attributes.int("high"),
                dtype: call.dtype(.int64))
        },
        Function("random_exponential(state?; shape, scale, dtype, seed)", "From an exponential distribution with mean scale (1).") {
            call in
            let shape = try call.shape()
            return try Random.exponential(
                seed: call.seed(0, shape), shape, scale: call.double("scale", 1), dtype: call.dtype(.float32))
        },
        parametrized(.gamma, "alpha", "From a gamma distribution with this shape."),
        parametrized(.beta, "alpha, beta", "From a beta distribution."),
        parametrized(.poisson, "rate", "Numbers of events of which rate are to be expected."),
        parametrized(.binomial, "counts, probabilities", "How many of count trials succeed."),
        Function("random_categorical(logits, state?; num_samples, dtype, seed)", "Positions drawn by rows of log-probabilities.") { call in
            let count = try call.requiredInt("num_samples"), rows = try call[0].shape.first ?? 0
            return try Random.categorical(
                seed: call.seed(1, [rows, count]), call[0], count: count, dtype: call.dtype(.int32))
        },
        Function("random_choice(p?, state?; total, count, replace, seed)", "count of the numbers below total, drawn with probabilities p.") {
            call in
            let total = try call.requiredInt("total"), count = try call.requiredInt("count")
            return try Random.choice(
                seed: call.seed(1, [Swift.max(total, count, 0)]), from: total, count: count, replacing: call.bool("replace", true),
                probabilities: call.optional(0))
        },
        Function("random_permutation(state?; count, seed)", "0 to count - 1 in an order drawn at random.") { call in
            let count = try call.requiredInt("count")
            return try Random.permutation(seed: call.seed(0, [count]), count)
        },
        Function("random_shuffle(x, state?; axis, seed)", "The elements along an axis (0) in an order drawn at random.") { call in
            let axis = try call.int("axis", 0), x = try call[0]
            let length = try x.shape[Strides.normalize(axis: axis, rank: x.rank)]
            return try x.shuffled(seed: call.seed(1, [length]), axis: axis)
        },
        Function("dropout(x, state?; rate, noise_shape, seed)", "A share of the elements set to 0, the others scaled up.") { call in
            let x = try call[0], shape = try call.attributes.ints("noise_shape") ?? x.shape
            _ = try Strides.count(shape)
            return try x.dropout(
                seed: call.seed(1, shape), rate: call.attributes.required("rate", call.attributes.double), noiseShape: shape)
        },
    ]
}

extension Function.Call {
    /// The state, or the seed that the call names, or the next of the global generator, which then moves on by as many
    /// numbers as `shape` has.
    fileprivate func seed(_ position: Int, _ shape: [Int]) throws -> Tensor {
        if let state = optional(position) { return state }
        if let seed = try attributes.int("seed") { return try Tensor([UInt64(bitPattern: Int64(seed)), 0]) }
        return try Random.nextSeed(Strides.count(shape))
    }
}
