import Glibc

extension Tensor {
    /// The weights of a normal distribution at whole distances from the middle, which sum to 1.
    private static func bell(_ count: Int, deviation: Double, _ dtype: DType) throws -> Tensor {
        let middle = Double(count - 1) / 2
        let weights = try Tensor.computed([count]) { place -> Double in
            let distance = (Double(place) - middle) / deviation
            return Glibc.exp(-0.5 * distance * distance)
        }
        return try (weights / weights.sum()).cast(to: dtype)
    }

    /// The convolution of each channel of (batch, height, width, channels) with weights down and across.
    private func filtered(down: Tensor, across: Tensor, _ padding: WindowPadding) throws -> Tensor {
        func pass(_ x: Tensor, _ weights: Tensor, _ window: [Int]) throws -> Tensor {
            let channels = x.shape[3]
            let kernel = try weights.reshaped(to: window + [1, 1]).broadcast(to: window + [channels, 1])
            return try depthwiseConvolution(x, kernel, ConvolutionOptions(strides: [1, 1], padding: padding, dilations: [1, 1]))
        }
        return try pass(pass(self, down, [down.count, 1]), across, [1, across.count])
    }

    /// Images blurred by a bell of a size and a deviation, (across, down) both. Around them lie zeros.
    public func blurred(
        _ size: [Int] = [3, 3], deviations: [Double] = [1, 1], format: DataFormat = .channelsLast
    ) throws -> Tensor {
        guard size.count == 2, size.allSatisfy({ $0 >= 1 && $0 <= 1 << 24 }) else {
            throw HornbillError(.invalidArgument, "gaussian_blur: `kernel_size`: expected 2 positive integers, got \(shapeText(size))")
        }
        guard deviations.count == 2, deviations.allSatisfy({ $0 > 0 }) else {
            throw HornbillError(.invalidArgument, "gaussian_blur: `sigma`: expected 2 positive numbers, got \(deviations)")
        }
        let images = try Images(self, format, "gaussian_blur")
        let x = try images.floats()
        guard x.count > 0 else { return self }
        return try images.restored(
            x.filtered(
                down: .bell(size[1], deviation: deviations[1], x.dtype),
                across: .bell(size[0], deviation: deviations[0], x.dtype), .same))
    }

    /// How steep images are, down and across: (…, 2). Around them lie zeros.
    public func edges(format: DataFormat = .channelsLast) throws -> Tensor {
        guard rank == 4 else {
            throw HornbillError(.shapeMismatch, "sobel_edges: expected a batch of images, 4 axes, got shape \(shapeText(shape))")
        }
        let images = try Images(self, format, "sobel_edges"), x = try images.floats()
        guard x.count > 0 else { return try expandedDims(axes: [4]).repeated(2, axis: 4) }
        let slope = try Tensor([-1.0, 0, 1]).cast(to: x.dtype), mean = try Tensor([1.0, 2, 1]).cast(to: x.dtype)
        return try .stack(
            [
                images.restored(x.filtered(down: slope, across: mean, .same)),
                images.restored(x.filtered(down: mean, across: slope, .same)),
            ], axis: -1)
    }

    /// How alike images are to the eye: the mean structural similarity, 1 for equal ones, one number for each.
    public static func structuralSimilarity(
        _ first: Tensor, _ second: Tensor, peak: Double = 1, size: Int = 11, deviation: Double = 1.5, k1: Double = 0.01,
        k2: Double = 0.03, format: DataFormat = .channelsLast
    ) throws -> Tensor {
        let (left, right) = (try Images(first, format, "ssim"), try Images(second, format, "ssim"))
        guard left.batch.shape == right.batch.shape, first.rank == second.rank else {
            throw HornbillError(
                .shapeMismatch, "ssim: expected images of one shape, got \(shapeText(first.shape)) and \(shapeText(second.shape))")
        }
        guard size >= 1, size <= Swift.min(left.height, left.width), deviation > 0 else {
            throw HornbillError(
                .invalidArgument,
                "ssim: `filter_size`: expected 1 to the images' size, \(left.height) by \(left.width), got \(size); "
                    + "`filter_sigma`: expected a positive number, got \(deviation)")
        }
        let type = promote(try left.floats().dtype, try right.floats().dtype)
        let (a, b) = (try left.batch.cast(to: type), try right.batch.cast(to: type))
        let bell = try Tensor.bell(size, deviation: deviation, type)
        func mean(_ x: Tensor) throws -> Tensor { try x.filtered(down: bell, across: bell, .valid) }
        let (m1, m2) = (try mean(a), try mean(b))
        let (c1, c2) = (k1 * peak * k1 * peak, k2 * peak * k2 * peak)
        let both = try m1 * m2, squares = try m1 * m1 + m2 * m2
        let covariance = try mean(a * b) - both, variances = try mean(a * a) + mean(b * b) - squares
        let alike = try (both * 2.0 + c1) * (covariance * 2.0 + c2) / ((squares + c1) * (variances + c2))
        let result = try alike.mean(axes: [1, 2, 3]).cast(to: first.dtype)
        return first.rank == 3 ? try result.squeezed(axes: [0]) : result
    }
}
