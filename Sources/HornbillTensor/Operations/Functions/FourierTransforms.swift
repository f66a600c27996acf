/// Where a Fourier transform and its inverse are divided by the number of elements (or, both, by its root).
public enum FourierNorm: String, Sendable {
    /// The inverse.
    case backward
    /// Both by the square root, so that they keep lengths.
    case ortho
    /// The transform.
    case forward

    func scale(_ count: Int, isInverse: Bool) -> Double {
        switch self {
        case .backward: return isInverse ? 1 / Double(count) : 1
        case .ortho: return 1 / Double(count).squareRoot()
        case .forward: return isInverse ? 1 : 1 / Double(count)
        }
    }
}

/// Discrete Fourier transforms, as `numpy.fft`.
///
/// Lengths may be any; `length` cuts an axis or fills it up with zeros first. float32 and narrower floats give complex64,
/// other dtypes complex128.
extension Tensor {
    /// The transform along an axis: y[k] = Σ x[j] e^(-2πi jk/n).
    public func fft(length: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward) throws -> Tensor {
        try transformed(length, axis, norm, isInverse: false)
    }

    /// The inverse of `fft`.
    public func ifft(length: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward) throws -> Tensor {
        try transformed(length, axis, norm, isInverse: true)
    }

    /// The first n/2 + 1 elements of `fft` of real numbers, of which the others are conjugates.
    public func rfft(length: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward) throws -> Tensor {
        try realTransformed(length, axis, norm, isInverse: false)
    }

    /// The inverse of `rfft`. `length` is that of the result: 2 (m - 1) if not given.
    public func irfft(length: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward) throws -> Tensor {
        try realInverse(length, axis, norm, isInverse: true)
    }

    /// The real transform of a signal of which the first half is given, the other half being its conjugate.
    public func hfft(length: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward) throws -> Tensor {
        try conj().realInverse(length, axis, norm, isInverse: false)
    }

    /// The inverse of `hfft`.
    public func ihfft(length: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward) throws -> Tensor {
        try realTransformed(length, axis, norm, isInverse: true).conj()
    }

    /// `fft` along several axes: all, or as many last ones as there are lengths, if none are named.
    public func fftn(lengths: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward) throws -> Tensor {
        try transformed(fourierAxes(lengths, axes), norm, isInverse: false)
    }

    /// The inverse of `fftn`.
    public func ifftn(lengths: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward) throws -> Tensor {
        try transformed(fourierAxes(lengths, axes), norm, isInverse: true)
    }

    /// `rfft` along the last of several axes, `fft` along the others.
    public func rfftn(lengths: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward) throws -> Tensor {
        var pairs = try fourierAxes(lengths, axes)
        guard let last = pairs.popLast() else {
            throw HornbillError(.invalidArgument, "at least 1 axis must be transformed")
        }
        return try rfft(length: last.length, axis: last.axis, norm: norm).transformed(pairs, norm, isInverse: false)
    }

    /// The inverse of `rfftn`.
    public func irfftn(lengths: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward) throws -> Tensor {
        var pairs = try fourierAxes(lengths, axes)
        guard let last = pairs.popLast() else {
            throw HornbillError(.invalidArgument, "at least 1 axis must be transformed")
        }
        let length = lengths == nil ? nil : last.length
        return try transformed(pairs, norm, isInverse: true).irfft(length: length, axis: last.axis, norm: norm)
    }

    /// The frequencies of `fft`'s results, in cycles per unit of a sample's distance: 0, 1, … -2, -1 over n · spacing.
    public static func fftFrequencies(_ count: Int, spacing: Double = 1, dtype: DType = .float64) throws -> Tensor {
        try frequencies(count, spacing, count, dtype) { Double($0 < (count + 1) / 2 ? $0 : $0 - count) }
    }

    /// The frequencies of `rfft`'s results: 0, 1, … n/2 over n · spacing.
    public static func rfftFrequencies(_ count: Int, spacing: Double = 1, dtype: DType = .float64) throws -> Tensor {
        try frequencies(count, spacing, count / 2 + 1, dtype) { Double($0) }
    }

    /// The elements of axes (all if nil) rotated so that the frequency 0 comes to the middle.
    public func fftShifted(axes: [Int]? = nil) throws -> Tensor { try rotated(axes) { ($0 + 1) / 2 } }

    /// The inverse of `fftShifted`.
    public func inverseFFTShifted(axes: [Int]? = nil) throws -> Tensor { try rotated(axes) { $0 / 2 } }

    // MARK: -

    private typealias FourierAxis = (axis: Int, length: Int)

    /// The axes to transform and their lengths.
    private func fourierAxes(_ lengths: [Int]?, _ axes: [Int]?) throws -> [FourierAxis] {
        if let lengths, let axes, lengths.count != axes.count {
            throw HornbillError(.invalidArgument, "Shape and axes have different lengths.")
        }
        let count = lengths?.count ?? rank
        guard axes != nil || count <= rank else {
            throw HornbillError(.axisOutOfRange, "expected at most \(rank) lengths for \(rank) axes, got \(count)")
        }
        let chosen = try (axes ?? Array(rank - count ..< rank)).map { try Strides.normalize(axis: $0, rank: rank) }
        return chosen.enumerated().map { ($1, lengths?[$0] == -1 ? shape[$1] : lengths?[$0] ?? shape[$1]) }
    }

    private func transformed(_ axes: [FourierAxis], _ norm: FourierNorm, isInverse: Bool) throws -> Tensor {
        var result = try cast(to: dtype.complexType)
        for (axis, length) in axes.reversed() {
            result = try result.transformed(length, axis, norm, isInverse: isInverse)
        }
        return result
    }

    private func transformed(
        _ length: Int?, _ axis: Int, _ norm: FourierNorm, isInverse: Bool
    ) throws -> Tensor {
        let axis = try Strides.normalize(axis: axis, rank: rank), length = try checked(length ?? shape[axis])
        let x = try resized(axis: axis, to: length).cast(to: dtype.complexType)
        return try x.along(axis) {
            try Operation.fourier(
                $0,
                [
                    "axis": .int($1), "inverse": .bool(isInverse),
                    "scale": .double(norm.scale(length, isInverse: isInverse)),
                ])
        }
    }

    private func realTransformed(
        _ length: Int?, _ axis: Int, _ norm: FourierNorm, isInverse: Bool
    ) throws -> Tensor {
        guard !dtype.isComplex else {
            throw HornbillError(.typeMismatch, "expected real numbers, got dtype \(dtype.name)")
        }
        let axis = try Strides.normalize(axis: axis, rank: rank), length = try checked(length ?? shape[axis])
        let x = try resized(axis: axis, to: length).cast(to: dtype.complexType.realType)
        return try x.along(axis) {
            try Operation.realFourier(
                $0, ["axis": .int($1), "scale": .double(norm.scale(length, isInverse: isInverse))])
        }
    }

    private func realInverse(
        _ length: Int?, _ axis: Int, _ norm: FourierNorm, isInverse: Bool
    ) throws -> Tensor {
        let axis = try Strides.normalize(axis: axis, rank: rank)
        let length = try checked(length ?? 2 * (shape[axis] - 1))
        let x = try resized(axis: axis, to: length / 2 + 1).cast(to: dtype.complexType)
        return try x.along(axis) {
            try Operation.realInverseFourier(
                $0,
                [
                    "axis": .int($1), "length": .int(length),
                    "scale": .double(norm.scale(length, isInverse: isInverse)),
                ])
        }
    }

    private func checked(_ length: Int) throws -> Int {
        guard length > 0 else {
            throw HornbillError(.invalidArgument, "Invalid number of FFT data points (\(length)) specified.")
        }
        return length
    }

    /// Applies a transform along an axis, or along the last one with the axis moved there: blocks of lines need several
    /// neighbours, which few elements behind the axis do not give.
    private func along(_ axis: Int, _ transform: (_ x: Tensor, _ axis: Int) throws -> Tensor) throws -> Tensor {
        let inner = shape[(axis + 1)...].reduce(1, *)
        guard inner > 1, inner < 8, inner < count / shape[axis] else { return try transform(self, axis) }
        var order = Array(0 ..< rank)
        order.append(order.remove(at: axis))
        var inverse = order
        for (place, axis) in order.enumerated() { inverse[axis] = place }
        return try transform(transposed(order), rank - 1).transposed(inverse)
    }

    /// The first `length` elements of an axis, with zeros behind them if there are fewer.
    func resized(axis: Int, to length: Int) throws -> Tensor {
        let present = shape[axis]
        if length == present { return self }
        if length < present { return try sliced(axis: axis, from: 0, count: length) }
        var target = shape
        target[axis] = length
        _ = try Strides.count(target)
        return try Operation.unslice(
            self,
            [
                "shape": JSON(target), "starts": JSON([Int](repeating: 0, count: rank)),
                "steps": JSON([Int](repeating: 1, count: rank)), "lengths": JSON(shape),
            ])
    }

    private static func frequencies(
        _ count: Int, _ spacing: Double, _ length: Int, _ dtype: DType, _ value: (Int) -> Double
    ) throws -> Tensor {
        guard count > 0 else {
            throw HornbillError(.invalidArgument, "n: expected a number of samples above 0, got \(count)")
        }
        guard count < 1 << 32 else { throw HornbillError(.outOfMemory, "cannot allocate \(count) frequencies") }
        let unit = 1 / (Double(count) * spacing)
        return try Tensor((0 ..< length).map { value($0) * unit }).cast(to: dtype)
    }

    /// Each axis in two parts, of which the second comes first: from `split(length)` on.
    private func rotated(_ axes: [Int]?, _ split: (Int) -> Int) throws -> Tensor {
        var result = self
        for axis in try Strides.normalize(axes: axes ?? Array(0 ..< rank), rank: rank) {
            let length = shape[axis], place = split(length)
            if place == 0 || place == length { continue }
            result = try Tensor.concatenate(
                [
                    result.sliced(axis: axis, from: place, count: length - place),
                    result.sliced(axis: axis, from: 0, count: place),
                ], axis: axis)
        }
        return result
    }
}
