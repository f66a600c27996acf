extension Tensor {
    /// The mean over `axes` (all if nil), in which elements may have weights: of this shape, or a vector along one axis.
    /// Also gives the sums of the weights.
    public func average(
        axes: [Int]? = nil, weights: Tensor? = nil, keepDims: Bool = false
    ) throws -> (mean: Tensor, weight: Tensor) {
        guard let weights else {
            let mean = try mean(axes: axes, keepDims: keepDims)
            let total = mean.count == 0 ? 0 : Double(count / mean.count)
            return (mean, try .full(mean.shape, total, dtype: mean.dtype))
        }
        let dtype = Tensor.promote(self.dtype, weights.dtype)
        let type = dtype.isFloat ? dtype : DType.float64
        let x = try cast(to: type)
        var w = try weights.cast(to: type)
        if w.shape != shape {
            guard let axes else {
                throw HornbillError(.typeMismatch, "Axis must be specified when shapes of a and weights differ.")
            }
            let places = try Strides.normalize(axes: axes, rank: rank)
            guard w.shape == places.map({ shape[$0] }) else {
                throw HornbillError(.shapeMismatch, "Shape of weights must be consistent with shape of a along specified axis.")
            }
            let order = places.indices.sorted { places[$0] < places[$1] }
            w = try w.transposed(order).reshaped(to: shape.indices.map { places.contains($0) ? shape[$0] : 1 })
                .broadcast(to: shape)
        }
        let total = try w.sum(axes: axes, keepDims: keepDims)
        if !total.isSymbolic, try equal(total, .scalar(0, dtype: type)).any().item() != 0 {
            throw HornbillError(.invalidArgument, "Weights sum to zero, can't be normalized")
        }
        return (try (x * w).sum(axes: axes, keepDims: keepDims) / total, total)
    }

    /// The difference of the largest and the smallest element over `axes`.
    public func peakToPeak(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        try max(axes: axes, keepDims: keepDims) - min(axes: axes, keepDims: keepDims)
    }

    /// The covariances of variables, which are rows (columns if not `rowsAreVariables`) of observations.
    ///
    /// - Parameters:
    ///   - other: more variables.
    ///   - correction: subtracted from the number of observations: 1 unless given, 0 if `isBiased`.
    ///   - frequencies: how often each observation was made.
    ///   - weights: how much each observation counts.
    public func covariance(
        _ other: Tensor? = nil, rowsAreVariables: Bool = true, isBiased: Bool = false, correction: Double? = nil,
        frequencies: Tensor? = nil, weights: Tensor? = nil
    ) throws -> Tensor {
        guard rank <= 2 else { throw HornbillError(.invalidArgument, "m has more than 2 dimensions") }
        if let other, other.rank > 2 { throw HornbillError(.invalidArgument, "y has more than 2 dimensions") }
        let type = Tensor.promote(other.map { Tensor.promote(dtype, $0.dtype) } ?? dtype, .float64)
        func variables(_ tensor: Tensor) throws -> Tensor {
            let matrix = tensor.rank == 2 ? tensor : try tensor.reshaped(to: [1, tensor.count])
            return try (rowsAreVariables || tensor.rank < 2 ? matrix : matrix.transposed()).cast(to: type)
        }
        var x = try variables(self)
        if let other { x = try .concatenate([x, variables(other)]) }
        func vector(_ tensor: Tensor, _ name: String) throws -> Tensor {
            guard tensor.rank == 1, tensor.count == x.shape[1] else {
                throw HornbillError(.shapeMismatch, "incompatible numbers of samples and \(name)")
            }
            return try tensor.cast(to: type)
        }
        let times = try frequencies.map { try vector($0, "fweights") }, importance = try weights.map { try vector($0, "aweights") }
        let correction = correction ?? (isBiased ? 0 : 1)
        var weight: Tensor? = times
        if let importance { weight = try weight.map { try $0 * importance } ?? importance }
        let mean = try x.average(axes: [1], weights: weight, keepDims: false)
        let total: Tensor
        if let weight, let importance {
            let whole = try weight.sum()
            total = correction == 0 ? whole : try whole - (weight * importance).sum() * correction / whole
        } else {
            total = try (weight.map { try $0.sum() } ?? .scalar(Double(x.shape[1]), dtype: type)) - correction
        }
        let centred = try x - mean.mean.expandedDims(axes: [1])
        let weighted = try weight.map { try centred * $0 } ?? centred
        // With nothing left to divide by, NumPy divides by 0.
        let divisor = try maximum(total, .scalar(0, dtype: type))
        return try (matmul(weighted, centred.transposed()) / divisor).squeezed()
    }

    /// The correlation coefficients of variables, as `covariance` takes them.
    public func correlationCoefficients(_ other: Tensor? = nil, rowsAreVariables: Bool = true) throws -> Tensor {
        let covariance = try covariance(other, rowsAreVariables: rowsAreVariables)
        guard covariance.rank == 2 else { return try covariance / covariance }
        let deviation = try covariance.diagonal().sqrt()
        let scaled = try covariance / deviation.expandedDims(axes: [1]) / deviation.expandedDims(axes: [0])
        return try scaled.clip(min: -1, max: 1)
    }

    /// The values at these points of the line through points `xs` (rising) and `ys`: `left` and `right` beyond its ends,
    /// the ends' values if they are nil.
    public func interpolated(
        _ xs: Tensor, _ ys: Tensor, left: Double? = nil, right: Double? = nil, period: Double? = nil
    ) throws -> Tensor {
        guard xs.rank == 1, ys.rank == 1 else { throw HornbillError(.invalidArgument, "Data points must be 1-D sequences") }
        guard xs.count == ys.count else { throw HornbillError(.invalidArgument, "fp and xp are not of the same length.") }
        guard xs.count > 0 else { throw HornbillError(.invalidArgument, "array of sample points is empty") }
        var (x, xs, ys) = (try cast(to: .float64), try xs.cast(to: .float64), try ys.cast(to: .float64))
        var (left, right) = (left, right)
        if let period {
            guard period != 0 else { throw HornbillError(.invalidArgument, "period must be a non-zero value") }
            let length = Tensor.scalar(Swift.abs(period), dtype: .float64)
            (left, right) = (nil, nil)
            x = try remainder(x, length)
            xs = try remainder(xs, length)
            let order = try xs.argsort()
            (xs, ys) = (try xs.take(order, axis: 0), try ys.take(order, axis: 0))
            let last = xs.count - 1
            xs = try .concatenate([xs.sliced(axis: 0, from: last, count: 1) - length, xs, xs.sliced(axis: 0, from: 0, count: 1) + length])
            ys = try .concatenate([ys.sliced(axis: 0, from: last, count: 1), ys, ys.sliced(axis: 0, from: 0, count: 1)])
        }
        let last = xs.count - 1
        func end(_ tensor: Tensor, _ place: Int) throws -> Tensor { try tensor.sliced(axis: 0, from: place, count: 1).reshaped(to: []) }
        let place = try (xs.searchSorted(x, right: true) - 1).clip(min: 0, max: Double(Swift.max(0, last - 1)))
        let next = try (place + 1).clip(max: Double(last))
        let (x0, y0) = (try xs.take(place, axis: 0), try ys.take(place, axis: 0))
        let (x1, y1) = (try xs.take(next, axis: 0), try ys.take(next, axis: 0))
        let slope = try (y1 - y0) / (x1 - x0)
        var result = last == 0 ? y0 : try Tensor.where(equal(x, x1), y1, Tensor.where(equal(x, x0), y0, slope * (x - x0) + y0))
        let first = try left.map { Tensor.scalar($0, dtype: .float64) } ?? end(ys, 0)
        let beyond = try right.map { Tensor.scalar($0, dtype: .float64) } ?? end(ys, last)
        result = try .where(less(x, end(xs, 0)), first, .where(greater(x, end(xs, last)), beyond, result))
        return try .where(x.isNaN(), x, result)
    }
}
