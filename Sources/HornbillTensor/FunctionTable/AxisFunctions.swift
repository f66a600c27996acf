extension Function {
    /// Axes and places along them in another order.
    static let axisFunctions: [Function] = [
        Function("moveaxis(x; source, destination)", "Axes at other places; the others keep their order.") {
            try $0[0].movedAxes($0.requiredInts("source"), to: $0.requiredInts("destination"))
        },
        Function("swapaxes(x; axis1, axis2)", "Two axes in each other's place.") {
            try $0[0].swappedAxes($0.requiredInt("axis1"), $0.requiredInt("axis2"))
        },
        Function("matrix_transpose(x)", "Each matrix of the last two axes transposed.") { try $0[0].matrixTransposed() },
        Function("roll(x; shift, axis)", "The elements moved along axes, or in row-major order, coming back at the other end.") {
            try $0[0].rolled(by: $0.requiredInts("shift"), axes: $0.axes())
        },
        Function("rot90(x; k, axes)", "The plane of two axes (0, 1) turned by k (1) quarters.") {
            try $0[0].rotated(quarters: $0.int("k", 1), axes: $0.attributes.ints("axes") ?? [0, 1])
        },
        Function("broadcast_arrays(tensors...)", "The tensors broadcast to their common shape.", results: {
            try Tensor.broadcast($0.all())
        }),
        Function("repeat(x, counts?; repeats, axis)", "Each element so many times along an axis, or of all in row-major order.") {
            call in
            if let counts = call.optional(1) { return try call[0].repeated(counts, axis: call.axis()) }
            return try call[0].repeated(call.requiredInt("repeats"), axis: call.axis())
        },
        Function("tile(x; repetitions)", "The tensor so many times along each axis.") {
            try $0[0].tiled($0.requiredInts("repetitions"))
        },
        Function(
            "pad(x; pad_width, mode, constant_values, end_values, stat_length, reflect_type)",
            "More elements at the ends of axes: constants (0) or what a mode says."
        ) { call in
            let rank = try call[0].rank
            let widths = try call.pairs("pad_width", rank, \.intValue, "an integer")
            guard let widths else { throw HornbillError(.typeMismatch, "missing required argument: 'pad_width'") }
            return try call[0].padded(widths, call.padding(rank))
        },
    ]

    /// Triangles, diagonals and grids.
    static let matrixFunctions: [Function] = [
        Function("tril(x; k)", "Matrices with zeros above the k-th diagonal (0).") {
            try $0[0].lowerTriangle(diagonal: $0.int("k", 0))
        },
        Function("triu(x; k)", "Matrices with zeros below the k-th diagonal (0).") {
            try $0[0].upperTriangle(diagonal: $0.int("k", 0))
        },
        Function("tri(; rows, columns, k, dtype)", "Ones on and below the k-th diagonal (0), zeros above.") {
            try Tensor.tri(
                $0.requiredInt("rows"), $0.attributes.int("columns"), diagonal: $0.int("k", 0), dtype: $0.dtype(.float64))
        },
        Function("diagonal(x; offset, axis1, axis2)", "The diagonals of planes of two axes (0, 1), along a new last axis.") {
            try $0[0].diagonal(offset: $0.int("offset", 0), axis1: $0.int("axis1", 0), axis2: $0.int("axis2", 1))
        },
        Function("diag(x; k)", "A matrix with a vector on its k-th diagonal (0), or that diagonal of a matrix.") { call in
            let x = try call[0]
            switch x.rank {
            case 1: return try x.diagonalMatrix(offset: call.int("k", 0))
            case 2: return try x.diagonal(offset: call.int("k", 0))
            default: throw HornbillError(.invalidArgument, "Input must be 1- or 2-d.")
            }
        },
        Function("diagflat(x; k)", "A matrix with all elements on its k-th diagonal (0).") {
            try $0[0].reshaped(to: [-1]).diagonalMatrix(offset: $0.int("k", 0))
        },
        Function("trace(x; offset, axis1, axis2, dtype)", "The sum of diagonals.") {
            try $0[0].trace(
                offset: $0.int("offset", 0), axis1: $0.int("axis1", 0), axis2: $0.int("axis2", 1),
                dtype: $0.attributes.dtype("dtype"))
        },
        Function("vander(x; columns, increasing)", "The powers of a vector's elements as rows, the highest first.") {
            try $0[0].vandermonde(columns: $0.attributes.int("columns"), increasing: $0.bool("increasing"))
        },
        Function("meshgrid(vectors...; indexing, sparse)", "Vectors spread over the axes of a grid: \"xy\" or \"ij\".", results: {
            call in
            let indexing = try call.attributes.string("indexing") ?? "xy"
            guard indexing == "xy" || indexing == "ij" else {
                throw HornbillError(.invalidArgument, "Valid values for `indexing` are 'xy' and 'ij'.")
            }
            return try Tensor.meshGrid(call.all(), isMatrix: indexing == "xy", isSparse: call.bool("sparse"))
        }),
        Function("indices(; shape, dtype)", "The position along each axis of each place of a grid.") {
            try Tensor.indices($0.shape(), dtype: $0.dtype(.int64))
        },
    ]

    /// Taking apart and putting together.
    static let joinings: [Function] = [
        Function("unstack(x; axis)", "The tensors along an axis (0).", results: { try $0[0].unstacked(axis: $0.int("axis", 0)) }),
        Function("split(x; sections, indices, axis)", "Equal parts of an axis (0), or the parts between positions.", results: {
            try $0.parts(allowsUnequal: false)
        }),
        Function("array_split(x; sections, indices, axis)", "As split, into parts that are nearly equal.", results: {
            try $0.parts(allowsUnequal: true)
        }),
        Function("vstack(tensors...)", "One below the other.") { try Tensor.verticallyStacked($0.all()) },
        Function("hstack(tensors...)", "Side by side.") { try Tensor.horizontallyStacked($0.all()) },
        Function("dstack(tensors...)", "One behind the other.") { try Tensor.stackedInDepth($0.all()) },
        Function("column_stack(tensors...)", "Vectors as columns of a matrix.") { try Tensor.columnsStacked($0.all()) },
        Function("append(x, values; axis)", "The values behind a tensor along an axis, or of all in row-major order.") {
            try $0[0].appending($0[1], axis: $0.axis())
        },
        Function("delete(x; indices, axis)", "Without what lies at positions along an axis, or of all in row-major order.") {
            try $0[0].deleting($0.requiredInts("indices"), axis: $0.axis())
        },
        Function("insert(x, values; indices, axis)", "With values before positions along an axis, or of all in row-major order.") {
            try $0[0].inserting(
                $0[1], at: $0.requiredInts("indices"), axis: $0.axis(), isScalar: $0.attributes["indices"]?.intValue != nil)
        },
    ]
}

extension Function.Call {
    fileprivate func parts(allowsUnequal: Bool) throws -> [Tensor] {
        let axis = try int("axis", 0)
        if let indices = try attributes.ints("indices") { return try self[0].split(at: indices, axis: axis) }
        return try self[0].split(into: requiredInt("sections"), axis: axis, allowsUnequal: allowsUnequal)
    }

    fileprivate func padding(_ rank: Int) throws -> Padding {
        func numbers(_ name: String) throws -> [(before: Double, after: Double)] {
            try pairs(name, rank, \.doubleValue, "a number") ?? []
        }
        func lengths() throws -> [(before: Int, after: Int)?] {
            try pairs("stat_length", rank, \.intValue, "an integer") ?? []
        }
        let isOdd = try attributes.string("reflect_type") == "odd"
        switch try attributes.string("mode") ?? "constant" {
        case "constant": return .constant(try numbers("constant_values"))
        case "edge": return .edge
        case "reflect": return .reflect(isOdd: isOdd)
        case "symmetric": return .symmetric(isOdd: isOdd)
        case "wrap": return .wrap
        case "linear_ramp": return .linearRamp(try numbers("end_values"))
        case "mean": return .mean(try lengths())
        case "maximum": return .maximum(try lengths())
        case "minimum": return .minimum(try lengths())
        case "median": return .median(try lengths())
        case let mode: throw HornbillError(.invalidArgument, "mode '\(mode)' is not supported")
        }
    }
}
