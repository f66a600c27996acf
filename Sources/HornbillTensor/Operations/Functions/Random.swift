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

    /// A distribution's numbers in a dtype that is computed in float32 or float64.
    private static func draw(_ operation: Operation, _ seed: Tensor, _ shape: [Int], _ dtype: DType) throws -> Tensor {
        guard dtype.isFloat else {
            throw HornbillError(.typeMismatch, "\(operation.name): expected a floating-point dtype, got \(dtype.name)")
        }
        return try operation(seed, ["shape": JSON(shape), "dtype": .string(dtype.computeType.name)])
    }

    /// Uniform in `min ..< max`.
    public static func uniform(
        seed: Tensor, _ shape: [Int], min: Double = 0, max: Double = 1, dtype: DType = .float32
    ) throws -> Tensor {
        let unit = try draw(.randomUniform, seed, shape, dtype)
        return try (min == 0 && max == 1 ? unit : unit * (max - min) + min).cast(to: dtype)
    }

    public static func normal(
        seed: Tensor, _ shape: [Int], mean: Double = 0, deviation: Double = 1, dtype: DType = .float32
    ) throws -> Tensor {
        let unit = try draw(.randomNormal, seed, shape, dtype)
        return try (mean == 0 && deviation == 1 ? unit : unit * deviation + mean).cast(to: dtype)
    }

    /// Normal, drawn again while beyond two standard deviations.
    public static func truncatedNormal(
        seed: Tensor, _ shape: [Int], mean: Double = 0, deviation: Double = 1, dtype: DType = .float32
    ) throws -> Tensor {
        try (draw(.randomTruncatedNormal, seed, shape, dtype) * deviation + mean).cast(to: dtype)
    }

    /// The integers `low ... high`, each as likely as the others. The bounds must fit the dtype, which bounds what is not
    /// bounded.
    public static func integers(
        seed: Tensor, _ shape: [Int], low: Int? = nil, high: Int? = nil, dtype: DType = .int64
    ) throws -> Tensor {
        guard dtype.isInteger || dtype == .bool else {
            throw HornbillError(.typeMismatch, "Unsupported dtype dtype('\(dtype.name)') for integers")
        }
        let bits = dtype == .bool ? 1 : dtype.size * 8 - (dtype.isSignedInteger ? 1 : 0)
        let least = dtype.isSignedInteger ? Int.min >> (63 - bits) : 0
        // Of uint64 this has the bits, not the value.
        let most = bits == 64 ? -1 : Int(bitPattern: ~(UInt.max << UInt(bits)))
        if let low, low < least || bits < 64 && low > most {
            throw HornbillError(.invalidArgument, "low is out of bounds for \(dtype.name)")
        }
        if let high, high < least || bits < 64 && high > most {
            throw HornbillError(.invalidArgument, "high is out of bounds for \(dtype.name)")
        }
        let first = low ?? least
        guard high.map({ first <= $0 }) ?? true else { throw HornbillError(.invalidArgument, "low >= high") }
        // Of all 64 bits there are 2⁶⁴ numbers, which wraps to the 0 that says so.
        let span = (high ?? most) &- first &+ 1
        return try Operation.randomIntegers(
            seed, ["shape": JSON(shape), "dtype": .string(dtype.name), "low": .int(first), "span": .int(span)])
    }

    /// Exponential with the mean `scale`.
    public static func exponential(
        seed: Tensor, _ shape: [Int], scale: Double = 1, dtype: DType = .float32
    ) throws -> Tensor {
        try (-((-uniform(seed: seed, shape, dtype: .float64)).log1p()) * scale).cast(to: dtype)
    }

    /// A distribution with parameters that broadcast to `shape` (to each other if nil).
    public static func numbers(
        _ distribution: Distribution, seed: Tensor, _ parameters: [Tensor], shape: [Int]? = nil, dtype: DType = .float32
    ) throws -> Tensor {
        let target = try shape ?? Strides.broadcastShape(parameters.map(\.shape))
        let wide = try parameters.map { try $0.cast(to: .float64).broadcast(to: target) }
        return try Operation.randomDistribution(
            [seed] + wide, ["distribution": .string(distribution.rawValue)])[0].cast(to: dtype)
    }

    /// `count` positions for each row of unnormalised log-probabilities: (rows, classes) gives (rows, count).
    public static func categorical(seed: Tensor, _ logits: Tensor, count: Int, dtype: DType = .int32) throws -> Tensor {
        guard logits.rank == 2, logits.shape[1] > 0, count >= 0 else {
            throw HornbillError(
                .shapeMismatch, "categorical: expected logits of shape (rows, classes), got \(shapeText(logits.shape))")
        }
        let bounds = try logits.cast(to: .float64).softmax().cumulativeSum(axis: 1)
        let draws = try uniform(seed: seed, [logits.shape[0], count], dtype: .float64)
        let above = try greaterEqual(draws.expandedDims(axes: [2]), bounds.expandedDims(axes: [1])).sum(axes: [2])
        return try above.clip(max: Double(logits.shape[1] - 1)).cast(to: dtype)
    }

    /// `count` different numbers of `0 ..< total`, or not necessarily different ones, drawn with probabilities if given.
    public static func choice(
        seed: Tensor, from total: Int, count: Int, replacing: Bool = true, probabilities: Tensor? = nil
    ) throws -> Tensor {
        guard total > 0 || count == 0 else {
            throw HornbillError(.invalidArgument, "a cannot be empty unless no samples are taken")
        }
        guard count >= 0, total >= 0 else { throw HornbillError(.invalidArgument, "negative dimensions are not allowed") }
        guard replacing || count <= total else {
            throw HornbillError(.invalidArgument, "Cannot take a larger sample than population when replace is False")
        }
        guard let probabilities else {
            if replacing { return try integers(seed: seed, [count], low: 0, high: Swift.max(0, total - 1)) }
            return try permutation(seed: seed, total).sliced(axis: 0, from: 0, count: count)
        }
        guard probabilities.shape == [total] else {
            throw HornbillError(.shapeMismatch, "a and p must have same size")
        }
        let p = try probabilities.cast(to: .float64), zero = Tensor.scalar(0, dtype: .float64)
        if !p.isSymbolic {
            guard try greaterEqual(p, zero).all().item() != 0 else {
                throw HornbillError(.invalidArgument, "Probabilities are not non-negative")
            }
            guard try abs(p.sum().item() - 1) < 1e-6 else {
                throw HornbillError(.invalidArgument, "Probabilities do not sum to 1")
            }
            guard try replacing || Int(p.countNonzero().item()) >= count else {
                throw HornbillError(.invalidArgument, "Fewer non-zero entries in p than size")
            }
        }
        if replacing {
            let bounds = try p.cumulativeSum(axis: 0)
            let draws = try uniform(seed: seed, [count], dtype: .float64) * bounds.sliced(axis: 0, from: Swift.max(0, total - 1), count: 1)
            return try bounds.searchSorted(draws, right: true).clip(max: Double(total - 1))
        }
        // Whatever waits for the shortest time, at these rates, has been drawn first (Efraimidis and Spirakis).
        let times = try exponential(seed: seed, [total], dtype: .float64) / p
        return try Tensor.where(equal(p, zero), .scalar(.infinity, dtype: .float64), times).argsort()
            .sliced(axis: 0, from: 0, count: count)
    }

    /// The numbers `0 ..< count` in random order. The seed must be known.
    public static func permutation(seed: Tensor, _ count: Int) throws -> Tensor {
        _ = try Strides.count([count])
        guard count <= 1 << 40 else {
            throw HornbillError(.outOfMemory, "cannot allocate \(count) positions")
        }
        try requireSeed(seed.spec, "random_permutation")
        let words = try seed.scalars(as: UInt64.self)
        let result = try Tensor(uninitialized: .int64, [count])
        Philox.permutation(
            try result.pointer().assumingMemoryBound(to: Int.self), count: count, key: words[0], counter: words[1])
        return result
    }
}

extension Tensor {
    /// The elements along an axis in random order.
    public func shuffled(seed: Tensor, axis: Int = 0) throws -> Tensor {
        let place = try Strides.normalize(axis: axis, rank: rank)
        return try take(Random.permutation(seed: seed, shape[place]), axis: place)
    }

    /// A share `rate` of the elements set to 0, the others scaled so that the mean stays. Elements of `noiseShape` are drawn
    /// and broadcast.
    public func dropout(seed: Tensor, rate: Double, noiseShape: [Int]? = nil) throws -> Tensor {
        guard rate >= 0, rate <= 1 else {
            throw HornbillError(.invalidArgument, "rate: expected 0 to 1, got \(rate)")
        }
        let x = try asFloat()
        let draws = try Random.uniform(seed: seed, noiseShape ?? shape)
        let keeps = try greaterEqual(draws, .scalar(rate))
        return try .where(keeps, x / (1 - rate), .scalar(0, dtype: x.dtype))
    }
}
