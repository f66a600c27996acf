extension Function {
    private static func nanReduction(
        _ name: String, _ summary: String, _ body: @escaping (Tensor, [Int]?, Bool) throws -> Tensor
    ) -> Function {
        Function("\(name)(x; axis, keepdims)", summary) { try body($0[0], $0.axes(), $0.keepDims()) }
    }

    /// Reductions that pass over NaN.
    static let nanReductions: [Function] = [
        Function("nansum(x; axis, keepdims, dtype)", "The sum without NaN.") {
            try ($0.attributes.dtype("dtype").map($0[0].cast) ?? $0[0]).nanSum(axes: $0.axes(), keepDims: $0.keepDims())
        },
        Function("nanprod(x; axis, keepdims, dtype)", "The product without NaN.") {
            try ($0.attributes.dtype("dtype").map($0[0].cast) ?? $0[0]).nanProd(axes: $0.axes(), keepDims: $0.keepDims())
        },
        nanReduction("nanmean", "The mean without NaN.") { try $0.nanMean(axes: $1, keepDims: $2) },
        nanReduction("nanmax", "The largest element that is not NaN.") { try $0.nanMax(axes: $1, keepDims: $2) },
        nanReduction("nanmin", "The smallest element that is not NaN.") { try $0.nanMin(axes: $1, keepDims: $2) },
        nanReduction("nanmedian", "The median without NaN.") { try $0.median(axes: $1, keepDims: $2, ignoringNaN: true) },
        Function("nanvar(x; axis, keepdims, correction)", "The variance without NaN.") {
            try $0[0].nanVariance(axes: $0.axes(), correction: $0.double("correction", 0), keepDims: $0.keepDims())
        },
        Function("nanstd(x; axis, keepdims, correction)", "The standard deviation without NaN.") {
            try $0[0].nanStandardDeviation(axes: $0.axes(), correction: $0.double("correction", 0), keepDims: $0.keepDims())
        },
        Function("nanargmax(x; axis, keepdims)", "The first position of the largest element that is not NaN.") {
            try $0[0].nanArgmax(axis: $0.axis(), keepDims: $0.keepDims())
        },
        Function("nanargmin(x; axis, keepdims)", "The first position of the smallest element that is not NaN.") {
            try $0[0].nanArgmin(axis: $0.axis(), keepDims: $0.keepDims())
        },
        Function("nancumsum(x; axis, dtype)", "Running sums without NaN.") {
            try $0[0].nanCumulativeSum(axis: $0.axis(), dtype: $0.attributes.dtype("dtype"))
        },
        Function("nancumprod(x; axis, dtype)", "Running products without NaN.") {
            try $0[0].nanCumulativeProduct(axis: $0.axis(), dtype: $0.attributes.dtype("dtype"))
        },
    ]

    /// Averages, quantiles, correlations and counts.
    static let statistics: [Function] = [
        Function("average(x, weights?; axis, keepdims)", "The weighted mean and the sums of the weights.", results: {
            let (mean, weight) = try $0[0].average(axes: $0.axes(), weights: $0.optional(1), keepDims: $0.keepDims())
            return [mean, weight]
        }),
        Function("ptp(x; axis, keepdims)", "The difference of the largest and the smallest element.") {
            try $0[0].peakToPeak(axes: $0.axes(), keepDims: $0.keepDims())
        },
        Function("median(x; axis, keepdims)", "The element in the middle, or the mean of two.") {
            try $0[0].median(axes: $0.axes(), keepDims: $0.keepDims())
        },
        Function("quantile(x, q; axis, keepdims, method)", "Numbers than which shares q (0 to 1) of the elements are not larger.") {
            try $0.quantiles(percent: false, ignoringNaN: false)
        },
        Function("percentile(x, q; axis, keepdims, method)", "As quantile, of 0 to 100.") {
            try $0.quantiles(percent: true, ignoringNaN: false)
        },
        Function("nanquantile(x, q; axis, keepdims, method)", "As quantile, without NaN.") {
            try $0.quantiles(percent: false, ignoringNaN: true)
        },
        Function("nanpercentile(x, q; axis, keepdims, method)", "As percentile, without NaN.") {
            try $0.quantiles(percent: true, ignoringNaN: true)
        },
        Function("cov(x, y?, fweights?, aweights?; rowvar, bias, ddof)", "The covariances of variables, which are rows.") {
            try $0[0].covariance(
                $0.optional(1), rowsAreVariables: $0.bool("rowvar", true), isBiased: $0.bool("bias"),
                correction: $0.attributes.double("ddof"), frequencies: $0.optional(2), weights: $0.optional(3))
        },
        Function("corrcoef(x, y?; rowvar)", "The correlation coefficients of variables, which are rows.") {
            try $0[0].correlationCoefficients($0.optional(1), rowsAreVariables: $0.bool("rowvar", true))
        },
        Function("bincount(x, weights?; minlength)", "How often each of 0, 1, … occurs, or the sums of weights.") {
            try $0[0].binCounts(weights: $0.optional(1), minimumLength: $0.int("minlength", 0))
        },
        Function("histogram_bin_edges(x; bins, range)", "The edges of bins (10) intervals around all elements, or over a range.") {
            try $0[0].histogramEdges($0.int("bins", 10), range: $0.range())
        },
        Function(
            "histogram(x, edges?, weights?; bins, range, density)", "How many elements lie in each interval, and its edges.",
            results: { call in
                let edges = try call.optional(1) ?? call[0].histogramEdges(call.int("bins", 10), range: call.range())
                let counts = try call[0].histogram(edges, weights: call.optional(2), isDensity: call.bool("density"))
                return [counts, edges]
            }),
        Function("interp(x, xp, fp; left, right, period)", "The line through points, at other places.") {
            try $0[0].interpolated(
                $0[1], $0[2], left: $0.attributes.double("left"), right: $0.attributes.double("right"),
                period: $0.attributes.double("period"))
        },
    ]

    /// Neighbours.
    static let differences: [Function] = [
        Function("diff(x, prepend?, append?; n, axis)", "The differences of neighbours along an axis (-1), n times (1).") {
            try $0[0].differences($0.int("n", 1), axis: $0.int("axis", -1), prepend: $0.optional(1), append: $0.optional(2))
        },
        Function("ediff1d(x, begin?, end?)", "The differences of neighbours in row-major order, between other values.") {
            try $0[0].flatDifferences(begin: $0.optional(1), end: $0.optional(2))
        },
        Function("gradient(x, at?; axis, edge_order)", "The slopes along an axis (-1), at places or even distances (1).") {
            try $0[0].slopes(at: $0.optional(1), axis: $0.int("axis", -1), edgeOrder: $0.int("edge_order", 1))
        },
        Function("trapezoid(y, x?; dx, axis)", "The area under the elements along an axis (-1).") {
            try $0[0].trapezoid(at: $0.optional(1), step: $0.double("dx", 1), axis: $0.int("axis", -1))
        },
    ]
}

extension Function.Call {
    fileprivate func quantiles(percent: Bool, ignoringNaN: Bool) throws -> Tensor {
        let method = try choice(
            "method", QuantileMethod.linear,
            of: "linear, lower, higher, nearest, midpoint, hazen, weibull, interpolated_inverted_cdf, median_unbiased, "
                + "normal_unbiased, inverted_cdf, averaged_inverted_cdf, closest_observation")
        // An array of shares is one of float64, which counts; a single number takes the elements' dtype.
        let isArray = try self[1].rank > 0
        let q = try self[1].cast(to: .float64)
        return try self[0].quantiles(
            percent ? q / 100.0 : q, axes: axes(), method: method, keepDims: keepDims(), ignoringNaN: ignoringNaN,
            inDouble: isArray)
    }

    fileprivate func range() throws -> (Double, Double)? {
        guard attributes.has("range") else { return nil }
        guard let items = attributes["range"]?.arrayValue, items.count == 2, let low = items[0].doubleValue,
            let high = items[1].doubleValue
        else { throw HornbillError(.typeMismatch, "range: expected two numbers, got \(attributes["range"] ?? .null)") }
        return (low, high)
    }
}
