import Glibc

/// How an image is resampled: by a weighted mean of pixels near the place where a new one lies in the old image.
public enum Resampling: String, Sendable {
    case nearest, bilinear, bicubic, lanczos3, lanczos5

    /// The weight of a pixel at a distance.
    fileprivate func weight(_ x: Double) -> Double {
        switch self {
        case .nearest: return x <= 0.5 ? 1 : 0
        case .bilinear: return Swift.max(0, 1 - x)
        case .bicubic:
            // The cubic convolution of Keys, a = -1/2.
            if x >= 2 { return 0 }
            return x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1
        case .lanczos3: return Resampling.lanczos(3, x)
        case .lanczos5: return Resampling.lanczos(5, x)
        }
    }

    private static func lanczos(_ radius: Double, _ x: Double) -> Double {
        if x > radius { return 0 }
        return x > 1e-3 ? radius * sin(.pi * x) * sin(.pi * x / radius) / (.pi * .pi * x * x) : 1
    }

    /// The weights with which `input` pixels make `output` new ones: (output, input), of which rows sum to 1, or to 0
    /// where a new pixel lies outside the old image.
    ///
    /// - Parameter antialias: whether an image that shrinks is a mean of all pixels that fall into a new one.
    func weights(_ input: Int, _ output: Int, scale: Double, translation: Double, antialias: Bool) throws -> Tensor {
        let inverse = 1 / scale, width = antialias ? Swift.max(inverse, 1) : 1
        let result = try Tensor.zeros([output, input], dtype: .float32)
        guard result.count > 0 else { return result }
        let target = try result.pointer().assumingMemoryBound(to: Float.self)
        var row = [Double](repeating: 0, count: input)
        for place in 0 ..< output {
            let centre = (Double(place) + 0.5) * inverse - translation * inverse - 0.5
            guard centre >= -0.5, centre <= Double(input) - 0.5 else { continue }
            var total = 0.0
            for pixel in 0 ..< input {
                row[pixel] = weight((centre - Double(pixel)).magnitude / width)
                total += row[pixel]
            }
            guard total.magnitude > 1000 * 0x1p-23 else { continue }
            for pixel in 0 ..< input { target[place * input + pixel] = Float(row[pixel] / total) }
        }
        return result
    }
}

extension Tensor {
    /// An axis multiplied by (new length, length) weights.
    fileprivate func weighted(_ weights: Tensor, axis: Int) throws -> Tensor {
        let outer = shape[..<axis].reduce(1, *), inner = shape[(axis + 1)...].reduce(1, *)
        let weights = try weights.cast(to: dtype)
        let target = shape[..<axis] + [weights.shape[0]] + shape[(axis + 1)...]
        _ = try Strides.count(Array(target))
        // Few columns are a poor matrix: then the axis comes last.
        if inner < 16, outer > 1 {
            let last = try reshaped(to: [outer, shape[axis], inner]).transposed([0, 2, 1]).reshaped(to: [outer * inner, shape[axis]])
            return try matmul(last, weights.transposed()).reshaped(to: [outer, inner, weights.shape[0]]).transposed([0, 2, 1])
                .reshaped(to: Array(target))
        }
        return try matmul(weights, reshaped(to: [outer, shape[axis], inner])).reshaped(to: Array(target))
    }

    /// Images in another size, in their dtype.
    ///
    /// - Parameters:
    ///   - size: the new height and width.
    ///   - crop: whether what does not fit the new shape is cut off at the edges first.
    ///   - pad: whether an image that does not fit gets edges of `fill` first.
    public func resized(
        to size: [Int], _ method: Resampling = .bilinear, antialias: Bool = false, crop: Bool = false, pad: Bool = false,
        fill: Double = 0, format: DataFormat = .channelsLast
    ) throws -> Tensor {
        guard size.count == 2, size.allSatisfy({ $0 > 0 && $0 <= 1 << 32 }) else {
            throw HornbillError(.invalidArgument, "resize: `size`: expected a positive height and width, got \(shapeText(size))")
        }
        guard !crop || !pad else {
            throw HornbillError(
                .invalidArgument, "Only one of `pad_to_aspect_ratio` & `crop_to_aspect_ratio` can be `True`.")
        }
        let images = try Images(self, format, "resize")
        guard (1 ... 1 << 28).contains(images.height), (1 ... 1 << 28).contains(images.width) else {
            throw HornbillError(.shapeMismatch, "resize: expected images of a height and a width, got shape \(shapeText(shape))")
        }
        _ = try Strides.count([images.batch.shape[0], size[0], size[1], images.channels])
        // The old image's height if its width were the measure, and the other way round.
        let height = Int(Swift.min(0x1p60, Double(images.width) * Double(size[0]) / Double(size[1])))
        let width = Int(Swift.min(0x1p60, Double(images.height) * Double(size[1]) / Double(size[0])))
        var x = images.batch
        if crop {
            let (high, wide) = (Swift.max(1, Swift.min(images.height, height)), Swift.max(1, Swift.min(images.width, width)))
            x = try x.sliced(axis: 1, from: (images.height - high) / 2, count: high)
                .sliced(axis: 2, from: (images.width - wide) / 2, count: wide)
        } else if pad {
            let top = Swift.max(0, height - images.height) / 2, left = Swift.max(0, width - images.width) / 2
            // An image is too high or too wide, not both.
            if top > 0 || left > 0 {
                let (v, h) = top > 0 ? (top, 0) : (0, left)
                if !x.dtype.isFloat, fill != fill.rounded() { x = try x.cast(to: .float32) }
                let ends = [(before: 0.0, after: 0.0), (fill, fill), (fill, fill), (0, 0)]
                x = try x.padded([(0, 0), (v, v), (h, h), (0, 0)], .constant(ends))
            }
        }
        if method == .nearest {
            for (axis, length) in [(1, size[0]), (2, size[1])] where x.shape[axis] != length {
                let pixels = x.shape[axis]
                x = try x.take(.computed([length]) { (2 * $0 + 1) * pixels / (2 * length) }, axis: axis)
            }
            return try images.restored(x.saturated(images.dtype))
        }
        if x.shape[1] == size[0], x.shape[2] == size[1] { return try images.restored(x.saturated(images.dtype)) }
        x = try x.cast(to: x.dtype.isFloat ? x.dtype.computeType : .float32)
        for (axis, length) in [(1, size[0]), (2, size[1])] where x.shape[axis] != length {
            let scale = Double(length) / Double(x.shape[axis])
            _ = try Strides.count([x.shape[axis], length])
            x = try x.weighted(
                method.weights(x.shape[axis], length, scale: scale, translation: 0, antialias: antialias), axis: axis)
        }
        return try images.restored(x.saturated(images.dtype))
    }

    /// Axes scaled and moved: the pixel at `p` comes to `p · scale + translation`, where pixels have their centres at
    /// halves. What comes from outside is 0. Integers become float32.
    public func scaledAndTranslated(
        to target: [Int], axes: [Int], scales: [Double], translations: [Double], _ method: Resampling, antialias: Bool = true
    ) throws -> Tensor {
        guard target.count == rank, target.allSatisfy({ $0 >= 0 && $0 <= 1 << 32 }) else {
            throw HornbillError(
                .shapeMismatch,
                "scale_and_translate: `output_shape`: expected a length for each axis of \(shapeText(shape)), got "
                    + shapeText(target))
        }
        let places = try Strides.normalize(axes: axes, rank: rank)
        guard scales.count == places.count, translations.count == places.count else {
            throw HornbillError(
                .shapeMismatch,
                "scale_and_translate: expected a scale and a translation for each of \(places.count) `spatial_dims`, got "
                    + "\(scales.count) and \(translations.count)")
        }
        guard scales.allSatisfy({ $0.isFinite && $0 > 0 }), translations.allSatisfy(\.isFinite) else {
            throw HornbillError(
                .invalidArgument,
                "scale_and_translate: expected positive scales and finite translations, got \(scales) and \(translations)")
        }
        for axis in 0 ..< rank where !places.contains(axis) && shape[axis] != target[axis] {
            throw HornbillError(
                .shapeMismatch,
                "scale_and_translate: `output_shape`: expected length \(shape[axis]) of axis \(axis), which is not scaled, got "
                    + "\(target[axis])")
        }
        guard !dtype.isComplex else {
            throw HornbillError(.typeMismatch, "scale_and_translate: expected real numbers, got dtype \(dtype.name)")
        }
        let type = dtype.isFloat ? dtype : DType.float32
        var x = try cast(to: type).cast(to: type.computeType)
        for (index, axis) in places.enumerated() {
            _ = try Strides.count([x.shape[axis], target[axis]])
            x = try x.weighted(
                method.weights(
                    x.shape[axis], target[axis], scale: scales[index], translation: translations[index], antialias: antialias),
                axis: axis)
        }
        return try x.cast(to: type)
    }
}
