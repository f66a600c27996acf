extension Function {
    /// Order and search. NaN comes after all numbers.
    static let searches: [Function] = [
        Function("sort(x; axis, descending)", "In order along an axis (-1); flat if it is null.") {
            try $0[0].sorted(axis: $0.orderAxis(), descending: $0.bool("descending"))
        },
        Function("argsort(x; axis, descending)", "The positions that sort along an axis (-1), stably; flat if it is null.") {
            try $0[0].argsort(axis: $0.orderAxis(), descending: $0.bool("descending"))
        },
        Function("partition(x; kth, axis)", "The elements at positions kth where sorting would put them, smaller ones before.") {
            try $0[0].partitioned($0.requiredInts("kth"), axis: $0.orderAxis())
        },
        Function("argpartition(x; kth, axis)", "The positions of the elements of partition.") {
            try $0[0].argpartition($0.requiredInts("kth"), axis: $0.orderAxis())
        },
        Function("top_k(x; k, sorted)", "The k largest elements along the last axis and their positions.", results: {
            let (values, indices) = try $0[0].topK($0.requiredInt("k"), sorted: $0.bool("sorted", true))
            return [values, indices]
        }),
        Function("lexsort(keys...; axis)", "The positions that sort by the last key, equal ones by the one before it.") {
            try Tensor.lexicographicOrder($0.all(), axis: $0.int("axis", -1))
        },
        Function("searchsorted(sorted, values, sorter?; side)", "Where values would go in a sorted vector: \"left\" or \"right\".") {
            try $0[0].searchSorted($0[1], right: $0.isRight(), sorter: $0.optional(2))
        },
        Function("digitize(x, edges; right)", "The number of the interval between edges that each element lies in.") {
            try $0[0].digitized($0[1], right: $0.bool("right"))
        },
        Function("nonzero(x)", "The positions of the elements that are not 0, one tensor for each axis.", results: {
            try $0[0].nonzero()
        }),
        Function("flatnonzero(x)", "The positions in row-major order of the elements that are not 0.") {
            try $0[0].flatNonzero()
        },
        Function("argwhere(x)", "The positions of the elements that are not 0, a row for each.") { try $0[0].argWhere() },
        Function("extract(condition, x)", "The elements where the condition is true, in one axis.") {
            let flags = try $0[0], x = try $0[1]
            guard flags.count == x.count else {
                throw HornbillError(
                    .shapeMismatch, "extract: expected a condition for each of \(x.count) elements, got \(flags.count)")
            }
            try flags.requireConcrete("extract")
            try x.requireConcrete("extract")
            return try x.reshaped(to: [x.count]).compressed(flags.reshaped(to: [flags.count]).cast(to: .bool))
        },
    ]

    /// Tensors as sets of their elements, in ascending order.
    static let setFunctions: [Function] = [
        Function("unique_values(x; equal_nan)", "The different elements.") {
            try $0[0].uniqueValues(equalNaN: $0.bool("equal_nan"))
        },
        Function("unique_counts(x; equal_nan)", "The different elements and how often they occur.", results: {
            let found = try $0[0].uniqueCounts(equalNaN: $0.bool("equal_nan"))
            return [found.values, found.counts]
        }),
        Function("unique_inverse(x; equal_nan)", "The different elements and which of them each element is.", results: {
            let found = try $0[0].unique(equalNaN: $0.bool("equal_nan"))
            return [found.values, found.inverse]
        }),
        Function(
            "unique_all(x; axis, equal_nan)", "The different elements or slices, where they first occur, which each is, how often.",
            results: { call in
                let equalNaN = try call.bool("equal_nan")
                let found = try call.axis().map { try call[0].unique(axis: $0, equalNaN: equalNaN) }
                    ?? call[0].unique(equalNaN: equalNaN)
                return [found.values, found.indices, found.inverse, found.counts]
            }),
        Function("isin(x, set; invert)", "Whether each element is in the set.") { try $0[0].isIn($0[1], invert: $0.bool("invert")) },
        Function("intersect1d(a, b)", "The elements that both have, and where they first occur.", results: {
            let found = try $0[0].intersection($0[1])
            return [found.values, found.indices, found.otherIndices]
        }),
        Function("union1d(a, b)", "The elements that one has.") { try $0[0].union($0[1]) },
        Function("setdiff1d(a, b)", "The elements of a that b has not.") { try $0[0].subtracting($0[1]) },
        Function("setxor1d(a, b)", "The elements that exactly one has.") { try $0[0].symmetricDifference($0[1]) },
    ]
}

extension Function.Call {
    fileprivate func isRight() throws -> Bool {
        switch try attributes.string("side") ?? "left" {
        case "left": return false
        case "right": return true
        case let side:
            throw HornbillError(.invalidArgument, "search side must be 'left' or 'right' (got '\(side)')")
        }
    }
}
