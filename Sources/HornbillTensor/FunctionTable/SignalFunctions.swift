extension Function {
    /// Of statistics and physics.
    static let specialFunctions: [Function] = [
        Function("erfc(x)", "1 - erf(x), precise where that is tiny.") { try $0[0].erfc() },
        Function("erfinv(x)", "The inverse of erf.") { try $0[0].erfinv() },
        Function("i0(x)", "The modified Bessel function of the first kind, of order 0.") { try $0[0].i0() },
        Function("scatter_sum(x, indices; axis, length)", "Zeros, with blocks added at positions along an axis (0).") {
            let axis = try Strides.normalize(axis: $0.axis(0) ?? 0, rank: $0[0].rank)
            return try $0[0].scatteredSum(at: $0[1], axis: axis, length: $0.requiredInt("length"))
        },
        Function("cdist(a, b)", "The distance of each row of a from each row of b.") { try distances($0[0], $0[1]) },
    ]

    private static func window(
        _ name: String, _ summary: String, _ body: @escaping (Int) throws -> Tensor
    ) -> Function { Function("\(name)(; n)", summary) { try body($0.requiredInt("n")) } }

    /// Windows of n samples, float64, and Fourier transforms of runs of a signal. `window` is "hann", "hamming" or "none", and
    /// a tensor of samples goes before it.
    static let signals: [Function] = [
        window("bartlett", "A triangular window.", Tensor.bartlett),
        window("blackman", "Blackman's window.", Tensor.blackman),
        window("hamming", "Hamming's window.", Tensor.hamming),
        window("hanning", "Hann's window.", Tensor.hanning),
        Function("kaiser(; n, beta)", "Kaiser's window.") {
            try .kaiser($0.requiredInt("n"), beta: $0.double("beta", 0))
        },
        Function(
            "extract_sequences(x; sequence_length, sequence_stride)", "Runs of the last axis, each a stride behind the other."
        ) {
            try $0[0].sequences(length: $0.requiredInt("sequence_length"), stride: $0.requiredInt("sequence_stride"))
        },
        Function(
            "stft(x, samples?; sequence_length, sequence_stride, fft_length, window, center)",
            "The Fourier transforms of runs of a signal.") { call in
            let length = try call.requiredInt("sequence_length")
            return try call[0].stft(
                length: length, stride: call.requiredInt("sequence_stride"),
                transformLength: call.int("fft_length", length), window: call.frameWindow(),
                isCentred: call.bool("center", true))
        },
        Function(
            "istft(x, samples?; sequence_length, sequence_stride, fft_length, length, window, center)",
            "The signal whose runs have these Fourier transforms.") { call in
            let length = try call.requiredInt("sequence_length")
            return try call[0].istft(
                length: length, stride: call.requiredInt("sequence_stride"),
                transformLength: call.int("fft_length", length), window: call.frameWindow(),
                isCentred: call.bool("center", true), signalLength: call.attributes.int("length"))
        },
    ]
}

extension Function.Call {
    fileprivate func frameWindow() throws -> Tensor.FrameWindow {
        if let samples = optional(1) { return .samples(samples) }
        switch try attributes.string("window") ?? "hann" {
        case "hann": return .hann
        case "hamming": return .hamming
        case "none": return .none
        case let name:
            throw HornbillError(
                .invalidArgument,
                "If a string is passed to `window`, it must be one of `\"hann\"`, `\"hamming\"`. Received: window=\(name)")
        }
    }
}
