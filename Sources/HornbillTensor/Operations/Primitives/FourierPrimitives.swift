/// The discrete Fourier transforms: of complex numbers, of real ones to half of the spectrum, and back.
///
/// The attributes are `axis`, `scale` (a factor for the results), for complex transforms `inverse`, and for the one that
/// gives real numbers their count, `length`.
extension Operation {
    private static func fourier(
        _ name: String, _ summary: String,
        infer: @escaping (TensorSpec, _ axis: Int, Attributes) throws -> TensorSpec,
        plan: @escaping (_ input: Layout, _ output: Layout, _ axis: Int, Attributes) throws -> FourierPlan,
        gradient: @escaping (_ g: Tensor, GradientContext, _ axis: Int, _ scale: Double) throws -> Tensor
    ) -> Operation {
        func axis(_ shape: [Int], _ attributes: Attributes) throws -> Int {
            try Strides.normalize(axis: try attributes.required("axis", attributes.int), rank: shape.count)
        }
        return Operation(
            name, summary,
            infer: { inputs, attributes in
                let axis = try axis(inputs[0].shape, attributes)
                let output = try infer(inputs[0], axis, attributes)
                guard inputs[0].shape[axis] > 0, output.shape[axis] > 0 else {
                    throw HornbillError(.invalidArgument, "Invalid number of FFT data points (0) specified.")
                }
                return [output]
            },
            prepare: { request in
                let input = request.inputs[0], output = request.outputs[0]
                let axis = try axis(input.shape, request.attributes)
                let scale = try request.attributes.double("scale") ?? 1
                let outer = input.shape[..<axis].reduce(1, *), inner = input.shape[(axis + 1)...].reduce(1, *)
                if outer == 0 || inner == 0 { return .direct { _ in } }
                let plan = try plan(input, output, axis, request.attributes)
                let threads = Threads.count
                let own = (plan.scratchBytes(outer: outer, inner: inner, threads: threads) + 63) & ~63
                let room = input.isContiguous ? 0 : input.count * input.dtype.size
                return Kernel(
                    scratchBytes: Swift.max(1, own + room), flops: plan.flops * Double(outer * inner)
                ) { pointers in
                    {
                        let source = dense(input, pointers[0], pointers[2] + own)
                        plan.run(
                            source, pointers[1], outer: outer, inner: inner, scale: scale, scratch: pointers[2],
                            threads: threads)
                    }
                }
            },
            gradient: { context in
                guard let g = context.gradient else { return [nil] }
                let axis = try axis(context.inputs[0].shape, context.attributes)
                return [try gradient(g, context, axis, context.attributes.double("scale") ?? 1)]
            })
    }

    /// The matrix of the transform is symmetric, so the gradient's is the same.
    static let fourier: Operation = fourier(
        "fft", "The discrete Fourier transform along an axis.",
        infer: { input, _, _ in
            guard input.dtype.isComplex else {
                throw HornbillError(.typeMismatch, "fft: expected complex elements, got \(input.dtype.name)")
            }
            return input
        },
        plan: { input, _, axis, attributes in
            let isInverse = try attributes.bool("inverse") ?? false
            return try FourierPlan.plan(
                isInverse ? .inverse : .forward, length: input.shape[axis], dtype: input.dtype.realType)
        },
        gradient: { g, context, _, _ in try fourier(g, context.attributes) })

    static let realFourier: Operation = fourier(
        "rfft", "The first half of the discrete Fourier transform of real numbers along an axis.",
        infer: { input, axis, _ in
            guard input.dtype == .float32 || input.dtype == .float64 else {
                throw HornbillError(.typeMismatch, "rfft: expected float32 or float64, got \(input.dtype.name)")
            }
            var shape = input.shape
            shape[axis] = shape[axis] / 2 + 1
            return TensorSpec(input.dtype.complexType, shape)
        },
        plan: { input, _, axis, _ in
            try FourierPlan.plan(.realForward, length: input.shape[axis], dtype: input.dtype)
        },
        // Of a complex transform's gradient, the real part, as if the other half of the results had none.
        gradient: { g, context, axis, scale in
            try fourier(
                g.resized(axis: axis, to: context.inputs[0].shape[axis]), ["axis": .int(axis), "scale": .double(scale)]
            ).real()
        })

    static let realInverseFourier: Operation = fourier(
        "irfft", "The real numbers whose transform's first half is given, along an axis.",
        infer: { input, axis, attributes in
            let length = try attributes.required("length", attributes.int)
            guard input.dtype.isComplex else {
                throw HornbillError(.typeMismatch, "irfft: expected complex elements, got \(input.dtype.name)")
            }
            guard length > 0, input.shape[axis] == length / 2 + 1 else {
                throw HornbillError(
                    .shapeMismatch,
                    "irfft: expected \(length / 2 + 1) elements along axis \(axis) for a result of \(length), got "
                        + "\(input.shape[axis])")
            }
            var shape = input.shape
            shape[axis] = length
            return TensorSpec(input.dtype.realType, shape)
        },
        plan: { _, output, axis, _ in
            try FourierPlan.plan(.realInverse, length: output.shape[axis], dtype: output.dtype)
        },
        // Each element but the first (and the last, for an even length) stands for its conjugate too.
        gradient: { g, context, axis, scale in
            let length = g.shape[axis], half = length / 2 + 1
            let once = (0 ..< half).map { $0 == 0 || 2 * $0 == length ? 1.0 : 2.0 }
            var shape = [Int](repeating: 1, count: g.rank)
            shape[axis] = half
            let spectrum = try realFourier(g, ["axis": .int(axis), "scale": .double(scale)])
            return try spectrum.conj() * Tensor(once, shape: shape).cast(to: g.dtype)
        })
}
