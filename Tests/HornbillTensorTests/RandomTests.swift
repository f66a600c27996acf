import Glibc
import HornbillTensor
import Testing

@Suite("Random numbers") struct RandomTests {
    private let seed = [UInt64(42), 0]

    private func expect(_ x: Tensor, mean: Double, deviation: Double, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let wide = try x.cast(to: .float64), error = deviation / sqrt(Double(x.count))
        #expect(try abs(wide.mean().item() - mean) < 5 * error, sourceLocation: sourceLocation)
        #expect(try abs(wide.standardDeviation().item() - deviation) < 0.02 * deviation, sourceLocation: sourceLocation)
    }

    @Test("distributions have their means and deviations")
    func moments() throws {
        let seed = try Tensor(self.seed), n = [200_000]
        for dtype in [DType.float32, .float64, .float16] {
            try expect(Random.uniform(seed: seed, n, dtype: dtype), mean: 0.5, deviation: sqrt(1.0 / 12))
            try expect(Random.normal(seed: seed, n, mean: 2, deviation: 3, dtype: dtype), mean: 2, deviation: 3)
        }
        try expect(Random.truncatedNormal(seed: seed, n, dtype: .float64), mean: 0, deviation: 0.87962566)
        try expect(Random.exponential(seed: seed, n, scale: 2), mean: 2, deviation: 2)
        func numbers(_ distribution: Distribution, _ parameters: Double...) throws -> Tensor {
            let inputs = parameters.map { Tensor.scalar($0, dtype: .float64) }
            return try Random.numbers(distribution, seed: seed, inputs, shape: n, dtype: .float64)
        }
        for shape in [0.3, 1, 2.5, 40] { try expect(numbers(.gamma, shape), mean: shape, deviation: sqrt(shape)) }
        for (a, b) in [(0.4, 0.6), (2, 3), (0.5, 5)] {
            try expect(numbers(.beta, a, b), mean: a / (a + b), deviation: sqrt(a * b / (a + b + 1)) / (a + b))
        }
        for rate in [0.1, 3, 9.9, 12, 500] { try expect(numbers(.poisson, rate), mean: rate, deviation: sqrt(rate)) }
        for (n, p) in [(10.0, 0.3), (10, 0.9), (1000, 0.001), (1000, 0.5), (50, 0.4)] {
            try expect(numbers(.binomial, n, p), mean: n * p, deviation: sqrt(n * p * (1 - p)))
        }
        #expect(try numbers(.gamma, -1).isNaN().all().item() == 1)
        #expect(try numbers(.binomial, 5, 1).item(at: 0) == 5)
    }

    @Test("integers of a range are drawn equally often, up to the limits of each dtype")
    func integers() throws {
        let seed = try Tensor(self.seed)
        for (low, high) in [(0, 9), (-3, 3), (5, 5), (-100, 99)] {
            let x = try Random.integers(seed: seed, [100_000], low: low, high: high)
            let counts = try (x - low).binCounts(minimumLength: high - low + 1).scalars(as: Double.self)
            let expected = 100_000.0 / Double(high - low + 1)
            #expect(counts.count == high - low + 1 && counts.allSatisfy { abs($0 - expected) < 6 * sqrt(expected) })
        }
        // A range of 3/4 of all 64 bits: without rejection its lower half would be too likely.
        let wide = try Random.integers(seed: seed, [100_000], low: 0, high: (1 << 62) + (1 << 61) - 1)
        let half = try less(wide, .scalar(Double(((1 << 62) + (1 << 61) - 1) / 2), dtype: .int64)).sum().item()
        #expect(abs(half - 50_000) < 1000)
        for dtype in [DType.int8, .uint8, .int16, .uint16] {
            let x = try Random.integers(seed: seed, [2_000_000], dtype: dtype).cast(to: .float64)
            #expect(try x.min().item() == dtype.lowestInteger && x.max().item() == dtype.highestInteger)
        }
        #expect(throws: HornbillError.self) { try Random.integers(seed: seed, [1], low: 0, high: 256, dtype: .uint8) }
        #expect(throws: HornbillError.self) { try Random.integers(seed: seed, [1], low: 3, high: 2) }
    }

    @Test("element i depends on the key and the counter plus i alone, whatever the number of threads")
    func independence() throws {
        let draws: [(Tensor, [Int]) throws -> Tensor] = [
            { try Random.uniform(seed: $0, $1) }, { try Random.uniform(seed: $0, $1, dtype: .float64) },
            { try Random.normal(seed: $0, $1) }, { try Random.normal(seed: $0, $1, dtype: .float64) },
            { try Random.truncatedNormal(seed: $0, $1) }, { try Random.integers(seed: $0, $1, low: 0, high: 999) },
            { try Random.integers(seed: $0, $1) },
            { try Random.numbers(.poisson, seed: $0, [.scalar(20, dtype: .float64)], shape: $1) },
        ]
        let threads = Threads.count
        defer { Threads.count = threads }
        for draw in draws {
            let whole = try draw(Tensor(seed), [20_000])
            for offset in [1, 31, 32, 77, 10_001] {
                let part = try draw(Tensor([42, UInt64(offset)]), [500])
                #expect(try arrayEqual(part, whole.sliced(axis: 0, from: offset, count: 500)).item() == 1)
            }
            Threads.count = 1
            #expect(try arrayEqual(whole, draw(Tensor(seed), [20_000])).item() == 1)
            Threads.count = threads
        }
        for count in [100, 5000, 100_000] {
            let order = try Random.permutation(seed: Tensor(seed), count)
            #expect(try order.sorted().scalars(as: Int.self) == Array(0 ..< count))
            Threads.count = 1
            #expect(try arrayEqual(order, Random.permutation(seed: Tensor(seed), count)).item() == 1)
            Threads.count = threads
        }
    }

    @Test("choices respect probabilities, and without replacement nothing comes twice")
    func choices() throws {
        let seed = try Tensor(self.seed), p = try Tensor([0.1, 0.2, 0, 0.7])
        let drawn = try Random.choice(seed: seed, from: 4, count: 50_000, probabilities: p)
        let shares = try drawn.binCounts(minimumLength: 4).scalars(as: Double.self).map { $0 / 50_000 }
        #expect(abs(shares[0] - 0.1) < 0.01 && abs(shares[1] - 0.2) < 0.01 && shares[2] == 0)
        let different = try Random.choice(seed: seed, from: 4, count: 3, replacing: false, probabilities: p)
        #expect(try different.sorted().scalars(as: Int.self) == [0, 1, 3])
        #expect(throws: HornbillError.self) { try Random.choice(seed: seed, from: 4, count: 4, replacing: false, probabilities: p) }
        #expect(throws: HornbillError.self) { try Random.choice(seed: seed, from: 3, count: 4, replacing: false) }
        let rows = try Random.categorical(seed: seed, p.log().reshaped(to: [1, 4]), count: 50_000)
        #expect(try abs(equal(rows, .scalar(3, dtype: .int32)).sum().item() / 50_000 - 0.7) < 0.01)
        let dropped = try Tensor.ones([100_000]).dropout(seed: seed, rate: 0.25)
        #expect(try abs(dropped.mean().item() - 1) < 0.01 && abs(dropped.countNonzero().item() - 75_000) < 700)
        let x = try Tensor.arange(stop: 12).reshaped(to: [6, 2]), mixed = try x.shuffled(seed: seed)
        #expect(try arrayEqual(mixed.sorted(axis: 0), x).item() == 1)
    }
}

extension Tensor {
    fileprivate func item(at position: Int) throws -> Double { try element(at: position).item() }
}
