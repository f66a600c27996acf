/// Where a quantile lies that falls between two elements.
public enum QuantileMethod: String, Sendable {
    /// In proportion between both.
    case linear
    case lower, higher, nearest
    /// In the middle between both.
    case midpoint
    /// In proportion, for other ideas of where the share of an element lies (Hyndman and Fan's methods 4 to 9).
    case hazen, weibull
    case interpolatedInvertedCDF = "interpolated_inverted_cdf"
    case medianUnbiased = "median_unbiased"
    case normalUnbiased = "normal_unbiased"
    /// Elements as they are (methods 1 and 3), or in the middle between two (method 2).
    case invertedCDF = "inverted_cdf"
    case averagedInvertedCDF = "averaged_inverted_cdf"
    case closestObservation = "closest_observation"

    /// Whether quantiles are elements as they are.
    var isDiscrete: Bool {
        switch self {
        case .lower, .higher, .nearest, .invertedCDF, .closestObservation: return true
        default: return false
        }
    }

    /// The two numbers that say where the k-th of n elements lies: (k - a) / (n + 1 - a - b). Nil for those that find
    /// positions in another way.
    var parameters: (Double, Double)? {
        switch self {
        case .interpolatedInvertedCDF: return (0, 1)
        case .hazen: return (0.5, 0.5)
        case .weibull: return (0, 0)
        case .medianUnbiased: return (1.0 / 3, 1.0 / 3)
        case .normalUnbiased: return (3.0 / 8, 3.0 / 8)
        default: return nil
        }
    }
}

extension Tensor {
    /// The numbers than which these shares (0 to 1) of the elements over `axes` (all if nil) are not larger. The result
    /// has the axes of `shares`, then the others. NaN where an element is NaN, unless `ignoringNaN`. What lies between two
    /// floats is computed in float64, and is one, if `inDouble`.
    public func quantiles(
        _ shares: Tensor, axes: [Int]? = nil, method: QuantileMethod = .linear, keepDims: Bool = false,
        ignoringNaN: Bool = false, inDouble: Bool = false
    ) throws -> Tensor {
        if !shares.isSymbolic {
            let values = try shares.cast(to: .float64).scalars(as: Double.self)
            guard values.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
                throw HornbillError(.invalidArgument, "Quantiles must be in the range [0, 1]")
            }
        }
        let x = try method.isDiscrete ? self : asFloat()
        let gone = try Strides.normalize(axes: axes ?? Array(0 ..< rank), rank: rank)
        let kept = shape.indices.filter { !gone.contains($0) }
        let length = gone.reduce(1) { $0 * shape[$1] }
        guard length > 0 else {
            throw HornbillError(.indexOutOfRange, "cannot take a quantile of no elements")
        }
        let lengths = kept.map { shape[$0] }
        let lines = try x.transposed(kept + gone).reshaped(to: lengths + [length])
        if !lines.isSymbolic, !shares.isSymbolic, !ignoringNaN, shares.count <= 4 {
            let result = try lines.selected(shares, method, length, inDouble: inDouble && !method.isDiscrete)
            let target = keepDims ? shape.indices.map { gone.contains($0) ? 1 : shape[$0] } : lengths
            return try result.movedAxes([-1], to: [0]).reshaped(to: shares.shape + target)
        }
        let sorted = try inDouble && !method.isDiscrete ? lines.sorted().cast(to: .float64) : lines.sorted()
        let q = try shares.cast(to: .float64).reshaped(to: [shares.count])
        let last: Tensor
        if ignoringNaN {
            let numbers = try equal(sorted, sorted).sum(axes: [-1], keepDims: true).cast(to: .float64)
            last = try (numbers - 1.0).clip(min: 0)
        } else {
            last = .scalar(Double(length - 1), dtype: .float64)
        }
        var position = try q * last
        if let (a, b) = method.parameters {
            position = try minimum(maximum((last + 1.0) * q + (q * (1 - a - b) + a) - 1.0, .scalar(0, dtype: .float64)), last)
        }
        // In NumPy's terms, where the element of a share lies among n, counted from 0.
        let share = try (last + 1.0) * q - 1.0
        func elements(_ position: Tensor) throws -> Tensor {
            let position = try minimum(maximum(position, .scalar(0, dtype: .float64)), last)
            let places = try position.cast(to: .int64)
            return places.rank == 1
                ? try sorted.take(places, axis: -1)
                : try sorted.takeAlongAxis(places.broadcast(to: lengths + [shares.count]), axis: -1)
        }
        let result: Tensor
        switch method {
        case .lower: result = try elements(position.floor())
        case .higher: result = try elements(position.ceil())
        case .nearest: result = try elements(position.round())
        case .invertedCDF: result = try elements(share.ceil())
        case .closestObservation:
            // The nearest, of two equally near ones the one with an even number, counted from 1.
            let below = try (share - 0.5).floor(), isWhole = try equal(share - 0.5, below)
            let isOdd = try notEqual(remainder(below, .scalar(2, dtype: .float64)), .scalar(0, dtype: .float64))
            result = try elements(.where(logicalAnd(isWhole, isOdd), below, below + 1.0))
        case .averagedInvertedCDF:
            let low = try elements(share.ceil()), high = try elements(share.floor() + 1.0)
            result = try .where(equal(low, high), low, high - (high - low) * 0.5)
        default:
            let low = try elements(position.floor()), high = try elements(position.ceil())
            var part = try (position - position.floor()).cast(to: sorted.dtype)
            if method == .midpoint {
                part = try Tensor.where(
                    equal(part, .scalar(0, dtype: sorted.dtype)), part, .scalar(0.5, dtype: sorted.dtype))
            }
            let step = try high - low
            // From the nearer end, so that both ends are reached exactly; infinities differ by NaN from themselves.
            let between = try Tensor.where(
                greaterEqual(part, .scalar(0.5, dtype: sorted.dtype)), high - step * (1.0 - part), low + step * part)
            result = try .where(equal(low, high), low, between)
        }
        let top = try sorted.sliced(axis: -1, from: length - 1, count: 1)
        let checked = ignoringNaN ? result : try .where(top.isNaN(), top, result)
        let target = keepDims ? shape.indices.map { gone.contains($0) ? 1 : shape[$0] } : lengths
        return try checked.movedAxes([-1], to: [0]).reshaped(to: shares.shape + target)
    }

    /// The quantiles of each line along the last axis, which is not empty, found without sorting it. Along a last axis of the
    /// result, as many as shares.
    private func selected(
        _ shares: Tensor, _ method: QuantileMethod, _ length: Int, inDouble: Bool
    ) throws -> Tensor {
        let q = try shares.cast(to: .float64).scalars(as: Double.self), last = Double(length - 1)
        /// The positions of the two elements around a quantile, and how far from the first to the second it lies.
        func position(_ q: Double) -> (low: Int, high: Int, part: Double) {
            var position = q * last
            if let (a, b) = method.parameters {
                position = Swift.min(Swift.max((last + 1) * q + (q * (1 - a - b) + a) - 1, 0), last)
            }
            let low = Int(position.rounded(.down)), high = Int(position.rounded(.up))
            // In NumPy's terms, where the element of a share lies among n, counted from 0.
            let share = (last + 1) * q - 1
            func element(_ place: Double) -> Int { Int(Swift.min(Swift.max(place, 0), last)) }
            switch method {
            case .invertedCDF: return (element(share.rounded(.up)), element(share.rounded(.up)), 0)
            case .closestObservation:
                // The nearest, of two equally near ones the one with an even number, counted from 1.
                let below = (share - 0.5).rounded(.down), isOdd = below.truncatingRemainder(dividingBy: 2) != 0
                let near = element(share - 0.5 == below && isOdd ? below : below + 1)
                return (near, near, 0)
            case .averagedInvertedCDF:
                let first = element(share.rounded(.up)), second = element(share.rounded(.down) + 1)
                return (first, second, first == second ? 0 : 0.5)
            case .lower: return (low, low, 0)
            case .higher: return (high, high, 0)
            case .nearest:
                let near = Int(position.rounded(.toNearestOrEven))
                return (near, near, 0)
            case .midpoint: return (low, high, low == high ? 0 : 0.5)
            default: return (low, high, position - Double(low))
            }
        }
        let places = q.map(position)
        let ranks = Set(places.flatMap { [$0.low, $0.high] }).sorted()
        let dense = try contiguous(), lines = count / length
        var found = try Tensor(uninitialized: dtype, shape.dropLast() + [ranks.count])
        let scratch = try Storage(byteCount: Selection.scratchBytes(dtype, count: count))
        Selection.select(
            dtype, try dense.pointer(), try found.pointer(), scratch: scratch.pointer, lines: lines, length: length,
            ranks: ranks)
        withExtendedLifetime((dense, scratch)) {}
        if inDouble { found = try found.cast(to: .float64) }
        let dtype = found.dtype
        func elements(_ ranksWanted: [Int]) throws -> Tensor {
            try found.take(Tensor(ranksWanted.map { rank in ranks.firstIndex(of: rank) ?? 0 }), axis: -1)
        }
        var result = try elements(places.map(\.low))
        if places.contains(where: { $0.part != 0 }) {
            let low = result, high = try elements(places.map(\.high))
            let part = try Tensor(places.map(\.part)).cast(to: dtype), step = try high - low
            // From the nearer end, so that both ends are reached exactly; infinities differ by NaN from themselves.
            let between = try Tensor.where(
                greaterEqual(part, .scalar(0.5, dtype: dtype)), high - step * (1.0 - part), low + step * part)
            result = try .where(equal(low, high), low, between)
        }
        guard dtype.isFloat else { return result }
        let top = try max(axes: [-1], keepDims: true).cast(to: dtype)
        return try .where(top.isNaN(), top, result)
    }

    /// The middle element over `axes` (all if nil), or the mean of the two in the middle. NaN where an element is NaN,
    /// unless `ignoringNaN`.
    public func median(axes: [Int]? = nil, keepDims: Bool = false, ignoringNaN: Bool = false) throws -> Tensor {
        let gone = try Strides.normalize(axes: axes ?? Array(0 ..< rank), rank: rank)
        let target = shape.indices.filter { keepDims || !gone.contains($0) }.map { gone.contains($0) ? 1 : shape[$0] }
        guard !gone.contains(where: { shape[$0] == 0 }) else {
            return try .full(target, .nan, dtype: dtype.isFloat ? dtype : .float64)
        }
        let half = try Tensor([0.5], shape: [])
        let length = gone.reduce(1) { $0 * shape[$1] }
        if length % 2 == 1, !ignoringNaN { return try asFloat().quantiles(half, axes: axes, method: .lower, keepDims: keepDims) }
        return try quantiles(half, axes: axes, method: .midpoint, keepDims: keepDims, ignoringNaN: ignoringNaN)
    }
}
