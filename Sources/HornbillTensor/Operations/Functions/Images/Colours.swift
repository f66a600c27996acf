extension Images {
    /// The planes of red, green and blue (or hue, saturation and value), with an axis of length 1.
    fileprivate func planes(_ name: String) throws -> (Tensor, Tensor, Tensor) {
        guard channels == 3 else {
            throw HornbillError(.invalidArgument, "\(name): expected 3 channels, got \(channels)")
        }
        guard dtype.isFloat else {
            throw HornbillError(.invalidArgument, "\(name): invalid images dtype: expected float dtype, got \(dtype.name)")
        }
        let x = try floats()
        func plane(_ index: Int) throws -> Tensor { try x.sliced(axis: 3, from: index, count: 1) }
        return (try plane(0), try plane(1), try plane(2))
    }
}

extension Tensor {
    /// Red, green and blue weighed as the eye does, in one channel. Images of one channel stay as they are.
    public func greyscale(format: DataFormat = .channelsLast) throws -> Tensor {
        let images = try Images(self, format, "rgb_to_grayscale")
        guard images.channels == 1 || images.channels == 3 else {
            throw HornbillError(
                .invalidArgument,
                "rgb_to_grayscale: invalid channel size: expected 3 (RGB) or 1 (Grayscale), got shape \(shapeText(shape))")
        }
        if images.channels == 1 { return self }
        let x = try images.floats()
        let weights = try Tensor([0.2989, 0.5870, 0.1140]).cast(to: x.dtype)
        return try images.restored((x * weights).sum(axes: [3], keepDims: true))
    }

    /// Red, green and blue as hue, saturation and value, all from 0 to 1.
    public func hueSaturationValue(format: DataFormat = .channelsLast) throws -> Tensor {
        let images = try Images(self, format, "rgb_to_hsv")
        let type = images.dtype.computeType, zero = Tensor.scalar(0, dtype: type), one = Tensor.scalar(1, dtype: type)
        let least = images.dtype.epsilon
        let planes = try images.planes("rgb_to_hsv")
        func cleaned(_ x: Tensor) throws -> Tensor { try .where(less(x.abs(), .scalar(least, dtype: type)), zero, x) }
        let (r, g, b) = (try cleaned(planes.0), try cleaned(planes.1), try cleaned(planes.2))
        let value = try maximum(maximum(r, g), b), range = try value - minimum(minimum(r, g), b)
        let isColoured = try greater(range, zero), isLight = try greater(value, zero)
        // Divisors without zeros, so that gradients are numbers.
        let saturation = try Tensor.where(isLight, range / Tensor.where(isLight, value, one), zero)
        let norm = try (1.0 / 6.0) / Tensor.where(isColoured, range, one)
        let second = try Tensor.where(equal(value, g), norm * (b - r) + 2.0 / 6.0, norm * (r - g) + 4.0 / 6.0)
        let hue = try Tensor.where(equal(value, r), norm * (g - b), second)
        let turned = try Tensor.where(isColoured, hue, zero) + less(hue, zero).cast(to: type)
        return try images.restored(.concatenate([turned, saturation, value], axis: 3))
    }

    /// The inverse of `hueSaturationValue`.
    public func redGreenBlue(format: DataFormat = .channelsLast) throws -> Tensor {
        let images = try Images(self, format, "hsv_to_rgb")
        let (hue, saturation, value) = try images.planes("hsv_to_rgb")
        let turn = try remainder(hue, .scalar(1, dtype: hue.dtype)) * 6.0
        func colour(_ share: Tensor) throws -> Tensor {
            try value * (1.0 - saturation + saturation * share.clip(min: 0, max: 1))
        }
        return try images.restored(
            .concatenate(
                [
                    colour((turn - 3.0).abs() - 1.0), colour(2.0 - (turn - 2.0).abs()), colour(2.0 - (turn - 4.0).abs()),
                ], axis: 3))
    }
}

extension DType {
    /// The distance from 1 to the next number of a floating-point type; 0 for others.
    var epsilon: Double {
        switch self {
        case .float16: return 0x1p-10
        case .bfloat16: return 0x1p-7
        case .float32: return 0x1p-23
        case .float64: return 0x1p-52
        default: return 0
        }
    }
}
