/// Pooling of (batch, axes…, channels), float32 and float64.
///
/// The attributes are `windows`, `strides`, `before` and `after` (padding), a number for each axis, or `output_size`, into
/// which many parts each axis is divided. An adjoint is told the axes of what was pooled: `shape`.
extension Operation {
    static let maxPool: Operation = Operation(
        "max_pool", "The largest element of each window.",
        infer: { inputs, attributes in [try pooled(inputs[0], attributes)] },
        prepare: { try poolKernel($0, .maxima, like: $0.inputs[0].shape) },
        gradient: { context in
            [try context.gradient.map { try maxPoolGradient(context.inputs[0], $0, context.attributes) }]
        })

    static let maxPoolGradient: Operation = Operation(
        "max_pool_gradient", "Zeros, with values added where the first maximum of each window is.",
        infer: { inputs, attributes in
            try requirePooled(inputs[1], try pooled(inputs[0], attributes), "max_pool_gradient")
            return [inputs[0]]
        },
        prepare: { try poolKernel($0, .spreadToMaxima, like: $0.inputs[0].shape) },
        // Where the maxima are changes nowhere gradually.
        gradient: { context in
            guard context.wanted[1], let g = context.gradient else { return [nil, nil] }
            return [nil, try maxPoolSelection(context.inputs[0], g, context.attributes)]
        })

    static let maxPoolSelection: Operation = Operation(
        "max_pool_selection", "The values that lie where the first maximum of each window is.",
        infer: { inputs, attributes in
            try requirePooled(inputs[1], inputs[0], "max_pool_selection")
            return [try pooled(inputs[0], attributes)]
        },
        prepare: { try poolKernel($0, .takeAtMaxima, like: $0.inputs[0].shape) },
        gradient: { context in
            guard context.wanted[1], let g = context.gradient else { return [nil, nil] }
            return [nil, try maxPoolGradient(context.inputs[0], g, context.attributes)]
        })

    static let averagePool: Operation = Operation(
        "average_pool", "The mean of what each window sees, without padding.",
        infer: { inputs, attributes in [try pooled(inputs[0], attributes)] },
        prepare: { try poolKernel($0, .means, like: $0.inputs[0].shape) },
        gradient: { context in
            var attributes = context.attributes
            attributes.object["shape"] = JSON(context.inputs[0].shape)
            return [try context.gradient.map { try averagePoolGradient($0, attributes) }]
        })

    static let averagePoolGradient: Operation = Operation(
        "average_pool_gradient", "Zeros, with a share of each value added to all that its window sees.",
        infer: { inputs, attributes in
            let shape = try attributes.required("shape", attributes.ints)
            let source = TensorSpec(inputs[0].dtype, shape)
            _ = try Strides.count(shape)
            try requirePooled(inputs[0], try pooled(source, attributes), "average_pool_gradient")
            return [source]
        },
        prepare: { try poolKernel($0, .spread, like: $0.outputs[0].shape) },
        gradient: { context in
            var attributes = context.attributes
            attributes.object["shape"] = nil
            return [try context.gradient.map { try averagePool($0, attributes) }]
        })

    /// The windows along each axis of a tensor.
    private static func poolAxes(_ shape: [Int], _ attributes: Attributes) throws -> [PoolAxis] {
        guard (3 ... 5).contains(shape.count) else {
            throw HornbillError(.shapeMismatch, "pooling: expected inputs of rank 3 to 5, got \(shapeText(shape))")
        }
        let rank = shape.count - 2
        func numbers(_ name: String, _ standard: [Int]?) throws -> [Int] {
            let found = try standard.map { try attributes.ints(name) ?? $0 } ?? attributes.required(name, attributes.ints)
            guard found.count == rank else {
                throw HornbillError(.invalidArgument, "\(name): expected \(rank) numbers, got \(shapeText(found))")
            }
            return found
        }
        if attributes.has("output_size") {
            let sizes = try numbers("output_size", nil)
            return try (0 ..< rank).map { try PoolAxis(length: shape[$0 + 1], dividedInto: sizes[$0]) }
        }
        let windows = try numbers("windows", nil), strides = try numbers("strides", windows)
        let zeros = [Int](repeating: 0, count: rank)
        let before = try numbers("before", zeros), after = try numbers("after", zeros)
        return try (0 ..< rank).map {
            PoolAxis(
                try SlidingAxis(
                    length: shape[$0 + 1], window: windows[$0], stride: strides[$0], before: before[$0], after: after[$0]))
        }
    }

    private static func pooled(_ x: TensorSpec, _ attributes: Attributes) throws -> TensorSpec {
        guard x.dtype == .float32 || x.dtype == .float64 else {
            throw HornbillError(.typeMismatch, "pooling: expected float32 or float64, got \(x.dtype.name)")
        }
        let positions = try poolAxes(x.shape, attributes).map(\.positions)
        return TensorSpec(x.dtype, [x.shape[0]] + positions + [x.shape[x.shape.count - 1]])
    }

    private static func requirePooled(_ got: TensorSpec, _ expected: TensorSpec, _ name: String) throws {
        guard got == expected else {
            throw HornbillError(.shapeMismatch, "\(name): expected \(expected), got \(got)")
        }
    }

    private static func poolKernel(_ request: KernelRequest, _ pass: PoolPass, like shape: [Int]) throws -> Kernel {
        let inputs = request.inputs, output = request.outputs[0]
        if output.count == 0 { return .direct { _ in } }
        let plan = PoolPlan(
            batch: shape[0], channels: shape[shape.count - 1], axes: try poolAxes(shape, request.attributes))
        let rooms = inputs.map { $0.isContiguous ? 0 : ($0.count * $0.dtype.size + 63) / 64 * 64 }
        return Kernel(scratchBytes: Swift.max(1, rooms.reduce(0, +))) { pointers in
            {
                let scratch = pointers[inputs.count + 1]
                let first = dense(inputs[0], pointers[0], scratch)
                let second = inputs.count > 1 ? dense(inputs[1], pointers[1], scratch + rooms[0]) : first
                plan.run(pass, output.dtype, first, second, pointers[inputs.count])
            }
        }
    }
}
