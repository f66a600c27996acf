import Glibc

/// The random numbers of one element: as many as a distribution that rejects some of them needs.
struct PhiloxSource {
    private let key: UInt64
    private let index: UInt64
    private var attempt: UInt32 = 0
    private var words = SIMD4<UInt32>()
    private var used = 4

    init(key: UInt64, index: UInt64) {
        self.key = key
        self.index = index
    }

    /// Uniform in 0 ..< 1.
    mutating func unit() -> Double {
        if used >= 4 {
            words = Philox.element(key, index, attempt: attempt)
            attempt &+= 1
            used = 0
        }
        defer { used += 2 }
        return Philox.unit(words[used], words[used + 1])
    }

    /// Uniform in 0 ... 1 without 0.
    mutating func share() -> Double { 1 - unit() }

    mutating func normal() -> Double { sqrt(-2 * log(share())) * cos(2 * .pi * unit()) }
}

/// Distributions with parameters, one element at a time. Parameters outside the distribution's domain give NaN.
enum Distributions {
    /// The C library's `lgamma` also writes a sign to a global variable.
    private static func logGamma(_ x: Double) -> Double {
        var sign: Int32 = 0
        return lgamma_r(x, &sign)
    }

    /// With this shape and scale 1 (Marsaglia and Tsang 2000).
    static func gamma(_ shape: Double, _ source: inout PhiloxSource) -> Double {
        guard shape >= 0, shape.isFinite else { return .nan }
        if shape == 0 { return 0 }
        // Below 1 it is that of shape + 1 times a power of a uniform number.
        let boost = shape < 1 ? pow(source.share(), 1 / shape) : 1
        let d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / sqrt(9 * d)
        while true {
            let x = source.normal(), root = 1 + c * x
            if root <= 0 { continue }
            let v = root * root * root, u = source.share()
            if u < 1 - 0.0331 * x * x * x * x || log(u) < 0.5 * x * x + d * (1 - v + log(v)) { return boost * d * v }
        }
    }

    static func beta(_ a: Double, _ b: Double, _ source: inout PhiloxSource) -> Double {
        guard a > 0, b > 0, a.isFinite, b.isFinite else { return .nan }
        if a <= 1, b <= 1 {
            // Jöhnk's: where both are small, gamma numbers vanish.
            while true {
                let u = log(source.share()) / a, v = log(source.share()) / b
                let most = max(u, v), sum = most + log(exp(u - most) + exp(v - most))
                if sum <= 0 { return exp(u - sum) }
            }
        }
        let x = gamma(a, &source), y = gamma(b, &source)
        return x / (x + y)
    }

    /// The number of events where `rate` are to be expected (Hörmann's PTRS from 10 up).
    static func poisson(_ rate: Double, _ source: inout PhiloxSource) -> Double {
        guard rate >= 0, rate.isFinite else { return .nan }
        if rate < 10 {
            let limit = exp(-rate)
            var product = source.share(), events = 0.0
            while product > limit {
                product *= source.share()
                events += 1
            }
            return events
        }
        let logRate = log(rate), b = 0.931 + 2.53 * sqrt(rate), a = -0.059 + 0.02483 * b
        let inverse = 1.1239 + 1.1328 / (b - 3.4), limit = 0.9277 - 3.6224 / (b - 2)
        while true {
            let u = source.unit() - 0.5, v = source.share(), us = 0.5 - abs(u)
            let k = ((2 * a / us + b) * u + rate + 0.43).rounded(.down)
            if us >= 0.07, v <= limit { return k }
            if k < 0 || us < 0.013 && v > us { continue }
            if log(v) + log(inverse) - log(a / (us * us) + b) <= -rate + k * logRate - logGamma(k + 1) { return k }
        }
    }

    /// How many of `count` trials succeed with this probability (inversion; Hörmann's BTRS where many do).
    static func binomial(_ count: Double, _ probability: Double, _ source: inout PhiloxSource) -> Double {
        let n = count.rounded(.down)
        guard n >= 0, n.isFinite, probability >= 0, probability <= 1 else { return .nan }
        if n == 0 || probability == 0 { return 0 }
        let isMirrored = probability > 0.5, p = isMirrored ? 1 - probability : probability
        if p == 0 { return n }
        let successes: Double
        if n * p < 10 {
            // Distances between successes are geometric.
            let step = log1p(-p)
            var place = 0.0, found = -1.0
            while place <= n {
                found += 1
                place += (log(source.share()) / step).rounded(.down) + 1
            }
            successes = found
        } else {
            successes = transformed(n, p, &source)
        }
        return isMirrored ? n - successes : successes
    }

    private static func transformed(_ n: Double, _ p: Double, _ source: inout PhiloxSource) -> Double {
        let spread = sqrt(n * p * (1 - p)), b = 1.15 + 2.53 * spread, a = -0.0873 + 0.0248 * b + 0.01 * p
        let c = n * p + 0.5, limit = 0.92 - 4.2 / b, alpha = (2.83 + 5.1 / b) * spread
        let odds = log(p / (1 - p)), mode = ((n + 1) * p).rounded(.down)
        let height = logGamma(mode + 1) + logGamma(n - mode + 1)
        while true {
            let u = source.unit() - 0.5, v = source.share(), us = 0.5 - abs(u)
            let k = ((2 * a / us + b) * u + c).rounded(.down)
            if us >= 0.07, v <= limit { return k }
            if k < 0 || k > n { continue }
            let bound = log(v * alpha / (a / (us * us) + b))
            if bound <= height - logGamma(k + 1) - logGamma(n - k + 1) + (k - mode) * odds { return k }
        }
    }
}

/// A distribution of float64 numbers with up to two parameters for each element.
public enum Distribution: String, Sendable {
    case gamma, beta, poisson, binomial

    public var parameterCount: Int { self == .gamma || self == .poisson ? 1 : 2 }

    /// Fills dense float64 memory from dense float64 parameters. Element i depends on its parameters, `key` and
    /// `counter + i` alone.
    public func fill(
        _ target: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int,
        key: UInt64, counter: UInt64
    ) {
        Threads.parallel(count, grain: 512) { begin, end in
            for index in begin ..< end {
                var source = PhiloxSource(key: key, index: counter &+ UInt64(index))
                switch self {
                case .gamma: target[index] = Distributions.gamma(a[index], &source)
                case .beta: target[index] = Distributions.beta(a[index], b[index], &source)
                case .poisson: target[index] = Distributions.poisson(a[index], &source)
                case .binomial: target[index] = Distributions.binomial(a[index], b[index], &source)
                }
            }
        }
    }
}
