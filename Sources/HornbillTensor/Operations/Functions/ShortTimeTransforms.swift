extension Tensor {
    /// A window by its name, or given as a tensor.
    public enum FrameWindow {
        case hann, hamming, none
        case samples(Tensor)
    }

    /// Runs of `length` elements of the last axis, each `stride` behind the one before: (…, runs, length).
    ///
    /// Throws `invalidArgument` for lengths and strides below 1, `shapeMismatch` for a tensor without axes.
    public func sequences(length: Int, stride: Int) throws -> Tensor {
        guard length >= 1, stride >= 1 else {
            throw HornbillError(
                .invalidArgument,
                "sequence_length and sequence_stride: expected 1 or more, got \(length) and \(stride)")
        }
        guard let count = shape.last else {
            throw HornbillError(.shapeMismatch, "Input should have rank >= 1. Received: input.shape = \(shapeText(shape))")
        }
        let runs = count < length ? 0 : (count - length) / stride + 1
        let starts = try Tensor.range(runs).expandedDims(axes: [1]) * Tensor.scalar(Double(stride), dtype: .int64)
        return try take(starts + Tensor.range(length), axis: -1)
    }

    /// The Fourier transforms of runs of a signal, weighted by a window that is centred in `transformLength`.
    ///
    /// - Parameter isCentred: whether runs are centred at their positions, with the signal mirrored at its ends.
    public func stft(
        length: Int, stride: Int, transformLength: Int, window: FrameWindow, isCentred: Bool
    ) throws -> Tensor {
        guard dtype == .float32 || dtype == .float64 else {
            throw HornbillError(
                .typeMismatch, "Invalid input type. Expected `float32` or `float64`. Received: input type=\(dtype.name)")
        }
        guard rank > 0 else {
            throw HornbillError(.shapeMismatch, "Input should have rank >= 1. Received: input.shape = \(shapeText(shape))")
        }
        let weights = try Tensor.weights(length, transformLength, window, dtype)
        var signal = self
        if isCentred {
            var widths = [(before: Int, after: Int)](repeating: (0, 0), count: rank)
            widths[rank - 1] = (transformLength / 2, transformLength / 2)
            signal = try padded(widths, .reflect(isOdd: false))
        }
        return try (signal.sequences(length: transformLength, stride: stride) * weights).rfft()
    }

    /// The signal whose runs have these transforms, (…, runs, frequencies): what `stft` gave, inverted.
    public func istft(
        length: Int, stride: Int, transformLength: Int, window: FrameWindow, isCentred: Bool, signalLength: Int?
    ) throws -> Tensor {
        guard rank >= 2 else {
            throw HornbillError(
                .invalidArgument, "Input `x` must have at least 2 dimensions. Received shape: \(shapeText(shape))")
        }
        let real: DType = dtype == .complex128 ? .float64 : .float32
        let weights = try Tensor.weights(length, transformLength, window, real)
        guard stride >= 1 else {
            throw HornbillError(.invalidArgument, "sequence_stride: expected 1 or more, got \(stride)")
        }
        let runs = shape[rank - 2]
        let (reach, isTooFar) = stride.multipliedReportingOverflow(by: Swift.max(0, runs - 1))
        let (count, isTooLong) = reach.addingReportingOverflow(transformLength)
        guard !isTooFar, !isTooLong else { throw HornbillError(.outOfMemory, "cannot allocate a signal of that length") }
        let frames = try irfft(length: transformLength) * weights
        let starts = try Tensor.range(runs).expandedDims(axes: [1]) * Tensor.scalar(Double(stride), dtype: .int64)
        let places = try starts + Tensor.range(transformLength)
        let sums = try frames.scatteredSum(at: places, axis: rank - 2, length: count)
        // How much of the windows' squares each sample got.
        let shares = try weights.square().broadcast(to: [runs, transformLength])
            .scatteredSum(at: places, axis: 0, length: count)
        let isSeen = try greater(shares, .scalar(1e-10, dtype: real))
        var signal = try sums / Tensor.where(isSeen, shares, .scalar(1, dtype: real))
        if case .none = window { signal = try signal * (Double(transformLength) / Double(stride)) }
        let start = isCentred ? Swift.min(transformLength / 2, count) : 0
        let end = signalLength.map { Swift.min(start + Swift.max(0, Swift.min($0, count)), count) }
            ?? (isCentred ? Swift.max(start, count - transformLength / 2) : count)
        return try signal.get([.ellipsis, .slice(start: start, stop: end, step: nil)])
    }

    private static func weights(
        _ length: Int, _ transformLength: Int, _ window: FrameWindow, _ dtype: DType
    ) throws -> Tensor {
        guard length >= 1 else {
            throw HornbillError(.invalidArgument, "sequence_length: expected 1 or more, got \(length)")
        }
        guard transformLength >= length, transformLength < 1 << 40 else {
            throw HornbillError(
                .invalidArgument,
                "`fft_length` must equal or larger than `sequence_length`. Received: sequence_length=\(length), "
                    + "fft_length=\(transformLength)")
        }
        let samples: Tensor
        switch window {
        case .none: return try ones([transformLength], dtype: dtype)
        // Periodic: one sample more, without the last.
        case .hann: samples = try hanning(length + 1).get([.slice(start: 0, stop: length, step: nil)])
        case .hamming: samples = try hamming(length + 1).get([.slice(start: 0, stop: length, step: nil)])
        case .samples(let given): samples = given
        }
        guard samples.shape == [length] else {
            throw HornbillError(
                .shapeMismatch,
                "The shape of `window` must be equal to [sequence_length].Received: window shape=\(shapeText(samples.shape))")
        }
        let before = (transformLength - length) / 2
        return try samples.cast(to: dtype).padded([(before, transformLength - length - before)])
    }

    /// 0, 1, … below `count`, int64.
    private static func range(_ count: Int) throws -> Tensor { try arange(stop: count) }
}

/// The distance of each row of `a`, (…, n, d), from each of `b`, (…, m, d): (…, n, m).
public func distances(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    guard a.rank >= 2, b.rank >= 2 else {
        throw HornbillError(.invalidArgument, "`cdist` inputs must have rank >= 2")
    }
    guard a.shape.last == b.shape.last else {
        throw HornbillError(.shapeMismatch, "Last dimension of inputs to `cdist` must match")
    }
    let difference = try a.expandedDims(axes: [-2]) - b.expandedDims(axes: [-3])
    return try difference.square().sum(axes: [-1]).sqrt()
}
