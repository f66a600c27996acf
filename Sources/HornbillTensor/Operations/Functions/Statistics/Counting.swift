// How often values occur: results whose shapes depend on values cannot be traced.

extension Tensor {
    /// How often each of 0, 1, … occurs among these integers, or the sums of their weights. The result is as long as the
    /// largest of them needs, and at least `minimumLength`.
    public func binCounts(weights: Tensor? = nil, minimumLength: Int = 0) throws -> Tensor {
        try requireConcrete("bincount")
        guard rank == 1 else {
            throw HornbillError(.invalidArgument, rank == 0 ? "object of too small depth for desired array" : "object too deep for desired array")
        }
        guard dtype.isInteger || dtype == .bool || count == 0 else {
            throw HornbillError(
                .typeMismatch,
                "Cannot cast array data from dtype('\(dtype.name)') to dtype('int64') according to the rule 'safe'")
        }
        guard minimumLength >= 0 else { throw HornbillError(.invalidArgument, "'minlength' must not be negative") }
        if let weights, weights.shape != shape {
            throw HornbillError(.shapeMismatch, "The weights and list don't have the same length.")
        }
        let bins = try cast(to: .int64).contiguous()
        var length = minimumLength
        if count > 0 {
            // As int64, numbers of uint64 that are too large are negative.
            guard try bins.min().item() >= 0 else {
                throw HornbillError(.invalidArgument, "'list' argument must have no negative elements")
            }
            length = Swift.max(length, try bins.max().scalars(as: Int.self)[0] &+ 1)
            guard length > 0 else { throw HornbillError(.outOfMemory, "bincount: cannot allocate so many counts") }
        }
        return try bins.counted(length, weights)
    }

    /// For dense int64 numbers that are known to be in 0 ..< length.
    private func counted(_ length: Int, _ weights: Tensor?) throws -> Tensor {
        let result = try Tensor.zeros([length], dtype: weights == nil ? .int64 : .float64)
        let bins = try pointer().assumingMemoryBound(to: Int.self), target = try result.pointer()
        if let weights {
            let weights = try weights.cast(to: .float64).contiguous()
            addInto(
                target.assumingMemoryBound(to: Double.self), bins,
                weights: try weights.pointer().assumingMemoryBound(to: Double.self), count: count)
            withExtendedLifetime(weights) {}
        } else {
            countInto(target.assumingMemoryBound(to: Int.self), length: length, bins, count: count)
        }
        withExtendedLifetime((self, result)) {}
        return result
    }

    /// `count + 1` evenly spaced edges around all elements, or over a range.
    public func histogramEdges(_ count: Int = 10, range: (Double, Double)? = nil) throws -> Tensor {
        try requireConcrete("histogram_bin_edges")
        guard count >= 1 else { throw HornbillError(.invalidArgument, "`bins` must be positive, when an integer") }
        guard count < 1 << 40 else { throw HornbillError(.outOfMemory, "histogram: cannot allocate \(count) bins") }
        var (low, high) = (0.0, 1.0)
        if let range {
            (low, high) = range
            guard low <= high else { throw HornbillError(.invalidArgument, "max must be larger than min in range parameter.") }
            guard low.isFinite, high.isFinite else {
                throw HornbillError(.invalidArgument, "supplied range of [\(low), \(high)] is not finite")
            }
        } else if self.count > 0 {
            (low, high) = (try min().item(), try max().item())
            guard low.isFinite, high.isFinite else {
                throw HornbillError(.invalidArgument, "autodetected range of [\(low), \(high)] is not finite")
            }
        }
        if low == high { (low, high) = (low - 0.5, high + 0.5) }
        return try .linspace(start: low, stop: high, count: count + 1, dtype: dtype.isFloat ? dtype : .float64)
    }

    /// The counts, if the edges are evenly spaced, as far as rounding lets them be.
    private func evenHistogram(_ edges: Tensor, _ bins: Int) throws -> Tensor? {
        let type = Tensor.promote(dtype, edges.dtype) == .float32 ? DType.float32 : .float64
        let points = try edges.cast(to: type).contiguous(), values = try points.scalars(as: Double.self)
        let step = (values[bins] - values[0]) / Double(bins)
        guard step > 0, step.isFinite,
            values.indices.allSatisfy({ Swift.abs(values[0] + Double($0) * step - values[$0]) < step / 8 })
        else { return nil }
        let x = try cast(to: type).contiguous(), counts = try Tensor(uninitialized: .int64, [bins])
        HornbillKernels.histogram(
            type, try x.pointer(), count: count, edges: try points.pointer(), bins: bins,
            try counts.pointer().assumingMemoryBound(to: Int.self))
        withExtendedLifetime((x, points)) {}
        return counts
    }

    /// How many elements lie between each two neighbours of these rising edges, or the sums of their weights. The last
    /// interval includes its upper end.
    ///
    /// - Parameter isDensity: whether counts become shares of all, divided by the intervals' lengths.
    public func histogram(_ edges: Tensor, weights: Tensor? = nil, isDensity: Bool = false) throws -> Tensor {
        try requireConcrete("histogram")
        try edges.requireConcrete("histogram")
        guard edges.rank == 1 else { throw HornbillError(.invalidArgument, "`bins` must be 1d, when an array") }
        let widths = try edges.cast(to: .float64).differences()
        guard try greaterEqual(widths, .scalar(0, dtype: .float64)).all().item() != 0 else {
            throw HornbillError(.invalidArgument, "`bins` must increase monotonically, when an array")
        }
        if let weights, weights.shape != shape {
            throw HornbillError(.shapeMismatch, "weights should have the same shape as a.")
        }
        let bins = Swift.max(0, edges.count - 1)
        if bins == 0 { return try .zeros([0], dtype: weights == nil ? .int64 : .float64) }
        let flat = try reshaped(to: [count])
        if weights == nil, bins < 1 << 16, let counts = try flat.evenHistogram(edges, bins) {
            return isDensity ? try counts / widths / counts.sum() : counts
        }
        let (points, x) = try promoted(edges, flat)
        // Numbers before the edges are counted at 0, those behind them at bins + 1.
        let places = try points.searchSorted(x, right: true)
        let end = try points.sliced(axis: 0, from: bins, count: 1)
        let inside = try Tensor.where(equal(x, end), .scalar(Double(bins), dtype: .int64), places).contiguous()
        let counts = try inside.counted(bins + 2, weights?.reshaped(to: [count])).sliced(axis: 0, from: 1, count: bins)
        guard isDensity else { return try counts.copy() }
        return try counts / widths / counts.sum()
    }
}
