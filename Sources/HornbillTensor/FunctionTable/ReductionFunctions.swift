extension Function {
    private static func reduction(
        _ name: String, _ summary: String, _ body: @escaping (Tensor, [Int]?, Bool) throws -> Tensor
    ) -> Function {
        Function("\(name)(x; axis, keepdims)", summary) { try body($0[0], $0.axes(), $0.keepDims()) }
    }

    /// Over some axes, or all of them.
    static let reductions: [Function] = [
        Function("sum(x; axis, keepdims, dtype)", "The sum; small integers are summed in 64 bits.") {
            try ($0.attributes.dtype("dtype").map($0[0].cast) ?? $0[0]).sum(axes: $0.axes(), keepDims: $0.keepDims())
        },
        Function("prod(x; axis, keepdims, dtype)", "The product; small integers are multiplied in 64 bits.") {
            try ($0.attributes.dtype("dtype").map($0[0].cast) ?? $0[0]).prod(axes: $0.axes(), keepDims: $0.keepDims())
        },
        Function("mean(x; axis, keepdims, dtype)", "The mean; that of integers is float64.") {
            let dtype = try $0.attributes.dtype("dtype")
            let mean = try (dtype.map($0[0].cast) ?? $0[0]).mean(axes: $0.axes(), keepDims: $0.keepDims())
            return try dtype.map(mean.cast) ?? mean
        },
        Function("var(x; axis, keepdims, correction)", "The mean squared distance from the mean.") {
            try $0[0].variance(
                axes: $0.axes(), correction: $0.attributes.double("correction") ?? 0, keepDims: $0.keepDims())
        },
        Function("std(x; axis, keepdims, correction)", "The square root of var.") {
            try $0[0].standardDeviation(
                axes: $0.axes(), correction: $0.attributes.double("correction") ?? 0, keepDims: $0.keepDims())
        },
        reduction("max", "The largest element; NaN if there is one.") { try $0.max(axes: $1, keepDims: $2) },
        reduction("min", "The smallest element; NaN if there is one.") { try $0.min(axes: $1, keepDims: $2) },
        reduction("any", "Whether an element is true.") { try $0.any(axes: $1, keepDims: $2) },
        reduction("all", "Whether every element is true.") { try $0.all(axes: $1, keepDims: $2) },
        reduction("logsumexp", "log Σ eˣ, without overflow.") { try $0.logSumExp(axes: $1, keepDims: $2) },
        reduction("count_nonzero", "How many elements are not 0.") { try $0.countNonzero(axes: $1, keepDims: $2) },
        Function("argmax(x; axis, keepdims)", "The first position of the largest element along an axis, or of all.") {
            try $0[0].argmax(axis: $0.axis(), keepDims: $0.keepDims())
        },
        Function("argmin(x; axis, keepdims)", "The first position of the smallest element along an axis, or of all.") {
            try $0[0].argmin(axis: $0.axis(), keepDims: $0.keepDims())
        },
    ]

    /// Results so far, along an axis, or of all elements in row-major order.
    static let runningFunctions: [Function] = [
        Function("cumulative_sum(x; axis, dtype, include_initial)", "Running sums, that of no elements first if asked for.") {
            let sums = try $0[0].cumulativeSum(axis: $0.axis(), dtype: $0.attributes.dtype("dtype"))
            return try $0.bool("include_initial") ? sums.withInitial(0, axis: $0.axis(0) ?? 0) : sums
        },
        Function("cumulative_prod(x; axis, dtype, include_initial)", "Running products, that of no elements first if asked for.") {
            let products = try $0[0].cumulativeProduct(axis: $0.axis(), dtype: $0.attributes.dtype("dtype"))
            return try $0.bool("include_initial") ? products.withInitial(1, axis: $0.axis(0) ?? 0) : products
        },
        Function("cumulative_max(x; axis)", "Running maxima.") { try $0[0].cumulativeMax(axis: $0.axis()) },
        Function("cumulative_min(x; axis)", "Running minima.") { try $0[0].cumulativeMin(axis: $0.axis()) },
    ]
}
