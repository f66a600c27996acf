extension Operation {
    /// The elements of each line along the last axis in order: NaN last, in descending order too.
    static let sort: Operation = Operation(
        "sort", "The elements along the last axis in order.",
        infer: { inputs, _ in
            try requireOrder("sort", inputs[0])
            return [inputs[0]]
        },
        prepare: { request in
            let input = request.inputs[0], length = input.shape.last ?? 1, lines = input.count / Swift.max(1, length)
            let isDescending = try request.attributes.bool("descending") ?? false
            let room = Sorting.scratchBytes(sorting: input.dtype, count: input.count)
            return sorting(input, room) { source, pointers, scratch in
                Sorting.sort(
                    input.dtype, source, pointers[1], scratch: scratch, lines: lines, length: length,
                    isDescending: isDescending)
            }
        },
        gradient: { context in
            guard let gradient = context.gradient else { return [nil] }
            let x = context.inputs[0]
            return [
                try gradient.scatteredSum(
                    atEach: argsort(x, context.attributes), axis: -1, length: x.shape[x.rank - 1])
            ]
        })

    /// The positions that sort each line along the last axis. Equal elements keep their order.
    static let argsort: Operation = Operation(
        "argsort", "The positions that sort along the last axis.",
        infer: { inputs, _ in
            try requireOrder("argsort", inputs[0])
            return [TensorSpec(.int64, inputs[0].shape)]
        },
        prepare: { request in
            let input = request.inputs[0], length = input.shape.last ?? 1, lines = input.count / Swift.max(1, length)
            let isDescending = try request.attributes.bool("descending") ?? false
            let room = Sorting.scratchBytes(argsorting: input.dtype, count: input.count)
            return sorting(input, room) { source, pointers, scratch in
                Sorting.argsort(
                    input.dtype, source, pointers[1].assumingMemoryBound(to: Int.self), scratch: scratch, lines: lines,
                    length: length, isDescending: isDescending)
            }
        })

    private static func requireOrder(_ name: String, _ spec: TensorSpec) throws {
        guard !spec.shape.isEmpty else {
            throw HornbillError(.axisOutOfRange, "axis -1 is out of bounds for array of dimension 0")
        }
        guard spec.dtype.isFloat || spec.dtype.isInteger || spec.dtype == .bool else {
            throw HornbillError(.typeMismatch, "\(name) is not defined for dtype \(spec.dtype.name), which has no order")
        }
    }

    /// A kernel with `room` bytes of scratch memory, and a dense copy of the operand where it is not dense.
    private static func sorting(
        _ input: Layout, _ room: Int,
        _ body: @escaping (UnsafeRawPointer, Kernel.Pointers, UnsafeMutableRawPointer) -> Void
    ) -> Kernel {
        let room = (room + 63) / 64 * 64
        let copy = input.isContiguous ? 0 : input.count * input.dtype.size
        return Kernel(scratchBytes: room + copy) { pointers in
            { body(dense(input, pointers[0], pointers[2] + room), pointers, pointers[2]) }
        }
    }

    /// For each element of the second operand, how many elements of the first, a sorted vector, come before it.
    static let searchSorted: Operation = Operation(
        "searchsorted", "Where elements would go in a sorted vector.",
        infer: { inputs, attributes in
            guard inputs[0].shape.count == 1, inputs[0].dtype == inputs[1].dtype else {
                throw HornbillError(
                    .shapeMismatch, "searchsorted: expected a vector and values of its dtype, got \(inputs[0]) and \(inputs[1])")
            }
            try requireOrder("searchsorted", inputs[0])
            return [TensorSpec(.int64, inputs[1].shape)]
        },
        prepare: { request in
            let sorted = request.inputs[0], values = request.inputs[1]
            let isRight = try request.attributes.bool("right") ?? false
            let first = sorted.isContiguous ? 0 : (sorted.count * sorted.dtype.size + 63) / 64 * 64
            let second = values.isContiguous ? 0 : values.count * values.dtype.size
            return Kernel(scratchBytes: Swift.max(1, first + second)) { pointers in
                {
                    HornbillKernels.searchSorted(
                        sorted.dtype, dense(sorted, pointers[0], pointers[3]), count: sorted.count,
                        values: dense(values, pointers[1], pointers[3] + first), valueCount: values.count,
                        isRight: isRight, pointers[2].assumingMemoryBound(to: Int.self))
                }
            }
        })

    /// Sums of products of a vector with a shorter one that slides along it: `result[n] = Σ a[n + k] v[k]`.
    static let slidingProduct: Operation = Operation(
        "sliding_product", "Sums of products with a vector that slides along.",
        infer: { inputs, _ in
            let (x, window) = (inputs[0], inputs[1])
            guard x.shape.count == 1, window.shape.count == 1, x.dtype == window.dtype, x.dtype == x.dtype.computeType,
                x.dtype != .bool, !x.dtype.isComplex, window.count > 0, x.count >= window.count
            else {
                throw HornbillError(
                    .shapeMismatch, "sliding_product: expected a vector and a shorter one, got \(x) and \(window)")
            }
            return [TensorSpec(x.dtype, [x.count - window.count + 1])]
        },
        prepare: { request in
            let (x, window) = (request.inputs[0], request.inputs[1])
            let first = x.isContiguous ? 0 : (x.count * x.dtype.size + 63) / 64 * 64
            let second = window.isContiguous ? 0 : window.count * window.dtype.size
            return Kernel(
                scratchBytes: Swift.max(1, first + second), flops: 2 * Double(x.count) * Double(window.count)
            ) { pointers in
                {
                    HornbillKernels.slidingProduct(
                        x.dtype, dense(x, pointers[0], pointers[3]), count: x.count,
                        window: dense(window, pointers[1], pointers[3] + first), windowCount: window.count, pointers[2])
                }
            }
        },
        gradient: { context in
            guard let gradient = context.gradient else { return [nil, nil] }
            let (x, window) = (context.inputs[0], context.inputs[1])
            let over = window.count - 1
            return [
                context.wanted[0] ? try slidingProduct(gradient.padded([(over, over)]), window.flipped()) : nil,
                context.wanted[1] ? try slidingProduct(x, gradient) : nil,
            ]
        })
}
