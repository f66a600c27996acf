/// Convolutions of (batch, axes…, channels) with weights (windows…, channels of a group, filters): the three products that
/// are each other's gradients. Float32 and float64.
///
/// The attributes are `strides`, `dilations`, `before` and `after` (padding), a number for each axis, and `groups`. What a
/// gradient cannot know from its operands it is told: the axes of the source, or the windows.
extension Operation {
    static let convolution: Operation = Operation(
        "convolution", "Products of a window's elements with weights, summed, at each position.",
        infer: { inputs, attributes in
            [TensorSpec(inputs[0].dtype, try forwardGeometry(inputs, attributes).resultShape)]
        },
        prepare: { request in
            let plan = ConvolutionPlan(try forwardGeometry(request.inputs.map(\.spec), request.attributes), .forward)
            return try plan.kernel(for: request)
        },
        gradient: { context in
            guard let g = context.gradient else { return [nil, nil] }
            let (x, w) = (context.inputs[0], context.inputs[1])
            return [
                context.wanted[0] ? try convolutionInputGradient(g, w, like: x, context.attributes) : nil,
                context.wanted[1] ? try convolutionWeightsGradient(x, g, like: w, context.attributes) : nil,
            ]
        })

    /// The gradient of a convolution's source, from that of its result and the weights. `shape` tells the source's axes.
    static let convolutionInputGradient: Operation = Operation(
        "convolution_input_gradient", "The gradient of what a convolution is applied to.",
        infer: { inputs, attributes in
            [TensorSpec(inputs[0].dtype, try inputGradientGeometry(inputs, attributes).sourceShape)]
        },
        prepare: { request in
            let geometry = try inputGradientGeometry(request.inputs.map(\.spec), request.attributes)
            return try ConvolutionPlan(geometry, .sourceGradient).kernel(for: request)
        },
        gradient: { context in
            guard let g = context.gradient else { return [nil, nil] }
            let (y, w) = (context.inputs[0], context.inputs[1])
            var attributes = context.attributes
            attributes.object["shape"] = nil
            return [
                context.wanted[0] ? try convolution([g, w], attributes)[0] : nil,
                context.wanted[1] ? try convolutionWeightsGradient(g, y, like: w, attributes) : nil,
            ]
        })

    /// The gradient of a convolution's weights, from the source and the gradient of the result. `windows` tells their axes.
    static let convolutionWeightsGradient: Operation = Operation(
        "convolution_weights_gradient", "The gradient of a convolution's weights.",
        infer: { inputs, attributes in
            [TensorSpec(inputs[0].dtype, try weightsGradientGeometry(inputs, attributes).weightsShape)]
        },
        prepare: { request in
            let geometry = try weightsGradientGeometry(request.inputs.map(\.spec), request.attributes)
            return try ConvolutionPlan(geometry, .weightsGradient).kernel(for: request)
        },
        gradient: { context in
            guard let g = context.gradient else { return [nil, nil] }
            let (x, y) = (context.inputs[0], context.inputs[1])
            var attributes = context.attributes
            attributes.object["windows"] = nil
            return [
                context.wanted[0] ? try convolutionInputGradient(y, g, like: x, attributes) : nil,
                context.wanted[1] ? try convolution([x, g], attributes)[0] : nil,
            ]
        })

    private static func convolutionInputGradient(
        _ g: Tensor, _ w: Tensor, like x: Tensor, _ attributes: Attributes
    ) throws -> Tensor {
        var attributes = attributes
        attributes.object["shape"] = JSON(Array(x.shape[1 ..< x.rank - 1]))
        return try convolutionInputGradient(g, w, attributes)
    }

    private static func convolutionWeightsGradient(
        _ x: Tensor, _ g: Tensor, like w: Tensor, _ attributes: Attributes
    ) throws -> Tensor {
        var attributes = attributes
        attributes.object["windows"] = JSON(Array(w.shape[..<(w.rank - 2)]))
        return try convolutionWeightsGradient(x, g, attributes)
    }

    // MARK: Sizes

    private static func forwardGeometry(_ inputs: [TensorSpec], _ attributes: Attributes) throws -> ConvolutionGeometry {
        let (x, w) = (inputs[0], inputs[1])
        try requireOperands("convolution", x, w)
        let last = x.shape.count - 1
        let geometry = try self.geometry(
            attributes, batch: x.shape[0], channels: x.shape[last], filters: w.shape[last],
            lengths: x.shape[1 ..< last], windows: w.shape[..<(last - 1)])
        guard geometry.weightsShape == w.shape else {
            throw HornbillError(
                .shapeMismatch,
                "convolution: expected weights with \(geometry.channels / geometry.groups) channels for inputs of "
                    + "\(geometry.channels) in \(geometry.groups) groups, got \(w)")
        }
        return geometry
    }

    private static func inputGradientGeometry(_ inputs: [TensorSpec], _ attributes: Attributes) throws -> ConvolutionGeometry {
        let (g, w) = (inputs[0], inputs[1])
        try requireOperands("convolution_input_gradient", g, w)
        let last = g.shape.count - 1
        let lengths = try attributes.required("shape", attributes.ints)
        let (channels, isTooMany) = w.shape[last - 1].multipliedReportingOverflow(by: try attributes.int("groups") ?? 1)
        guard lengths.count == last - 1, !isTooMany else {
            throw HornbillError(.shapeMismatch, "shape: expected a length for each axis of \(g), got \(shapeText(lengths))")
        }
        let geometry = try self.geometry(
            attributes, batch: g.shape[0], channels: channels, filters: w.shape[last], lengths: lengths[...],
            windows: w.shape[..<(last - 1)])
        guard geometry.resultShape == g.shape else {
            throw HornbillError(
                .shapeMismatch,
                "convolution_input_gradient: expected gradients of shape \(shapeText(geometry.resultShape)), got \(g)")
        }
        return geometry
    }

    private static func weightsGradientGeometry(_ inputs: [TensorSpec], _ attributes: Attributes) throws -> ConvolutionGeometry {
        let (x, g) = (inputs[0], inputs[1])
        try requireOperands("convolution_weights_gradient", x, g)
        let last = x.shape.count - 1
        let windows = try attributes.required("windows", attributes.ints)
        guard windows.count == last - 1 else {
            throw HornbillError(.shapeMismatch, "windows: expected a length for each axis of \(x), got \(shapeText(windows))")
        }
        let geometry = try self.geometry(
            attributes, batch: x.shape[0], channels: x.shape[last], filters: g.shape[last],
            lengths: x.shape[1 ..< last], windows: windows[...])
        guard geometry.resultShape == g.shape else {
            throw HornbillError(
                .shapeMismatch,
                "convolution_weights_gradient: expected gradients of shape \(shapeText(geometry.resultShape)), got \(g)")
        }
        return geometry
    }

    private static func requireOperands(_ name: String, _ a: TensorSpec, _ b: TensorSpec) throws {
        guard (3 ... 5).contains(a.shape.count), a.shape.count == b.shape.count else {
            throw HornbillError(
                .shapeMismatch, "\(name): expected operands of the same rank, 3 to 5, got \(a) and \(b)")
        }
        guard a.dtype == b.dtype, a.dtype == .float32 || a.dtype == .float64 else {
            throw HornbillError(
                .typeMismatch, "\(name): expected float32 or float64, got \(a.dtype.name) and \(b.dtype.name)")
        }
    }

    private static func geometry(
        _ attributes: Attributes, batch: Int, channels: Int, filters: Int, lengths: ArraySlice<Int>, windows: ArraySlice<Int>
    ) throws -> ConvolutionGeometry {
        let groups = try attributes.int("groups") ?? 1, rank = lengths.count
        func numbers(_ name: String, _ standard: Int) throws -> [Int] {
            let found = try attributes.ints(name) ?? [Int](repeating: standard, count: rank)
            guard found.count == rank else {
                throw HornbillError(.invalidArgument, "\(name): expected \(rank) numbers, got \(shapeText(found))")
            }
            return found
        }
        guard groups >= 1, channels % groups == 0, filters % groups == 0 else {
            throw HornbillError(
                .invalidArgument,
                "groups: expected a divisor of \(channels) channels and \(filters) filters, got \(groups)")
        }
        let strides = try numbers("strides", 1), dilations = try numbers("dilations", 1)
        let before = try numbers("before", 0), after = try numbers("after", 0)
        let axes = try (0 ..< rank).map { axis in
            try SlidingAxis(
                length: lengths[lengths.startIndex + axis], window: windows[windows.startIndex + axis],
                stride: strides[axis], dilation: dilations[axis], before: before[axis], after: after[axis])
        }
        return ConvolutionGeometry(batch: batch, channels: channels, filters: filters, groups: groups, axes: axes)
    }
}

/// How a pass of a convolution is computed: by oneDNN for float32, in loops of our own for float64 and for sizes that
/// oneDNN was not made for. Operands that are not dense are copied first.
struct ConvolutionPlan {
    let geometry: ConvolutionGeometry
    let pass: ConvolutionPass

    init(_ geometry: ConvolutionGeometry, _ pass: ConvolutionPass) {
        self.geometry = geometry
        self.pass = pass
    }

    func kernel(for request: KernelRequest) throws -> Kernel {
        let output = request.outputs[0], inputs = request.inputs
        let bytes = output.count * output.dtype.size
        if geometry.flops == 0 {
            return .direct { _ = $0[2].initializeMemory(as: UInt8.self, repeating: 0, count: bytes) }
        }
        let rooms = inputs.map { $0.isContiguous ? 0 : ($0.count * $0.dtype.size + 63) / 64 * 64 }
        let room = rooms[0] + rooms[1]
        /// The operands' addresses once they are dense; the copies are made when `copy` is called.
        func addresses(_ pointers: Kernel.Pointers) -> [UnsafeMutableRawPointer] {
            [
                rooms[0] == 0 ? pointers[0] : pointers[3],
                rooms[1] == 0 ? pointers[1] : pointers[3] + rooms[0],
            ]
        }
        func copy(_ pointers: Kernel.Pointers) {
            if rooms[0] > 0 { _ = dense(inputs[0], pointers[0], pointers[3]) }
            if rooms[1] > 0 { _ = dense(inputs[1], pointers[1], pointers[3] + rooms[0]) }
        }
        if output.dtype == .float32, let convolution = try? Convolution(geometry, pass) {
            return Kernel(
                scratchBytes: Swift.max(1, room + convolution.scratchBytes), flops: convolution.flops,
                detail: convolution.description
            ) { pointers in
                let operands = addresses(pointers)
                let call = try convolution.makeCall(
                    operands[0], operands[1], result: pointers[2], scratch: pointers[3] + room)
                return {
                    copy(pointers)
                    try call.run()
                }
            }
        }
        let loops = ConvolutionLoops(geometry, pass)
        return Kernel(scratchBytes: Swift.max(1, room), flops: geometry.flops, detail: "loops") { pointers in
            let operands = addresses(pointers)
            return {
                copy(pointers)
                loops.run(output.dtype, operands[0], operands[1], pointers[2])
            }
        }
    }
}
