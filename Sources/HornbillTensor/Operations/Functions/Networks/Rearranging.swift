import Glibc

// Images taken apart into blocks and put together again.

extension Tensor {
    /// Blocks of `size`² channels as blocks of as many places: (batch, height, width, channels) becomes (batch, height ·
    /// size, width · size, channels / size²).
    public func depthToSpace(_ size: Int, format: DataFormat = .channelsLast) throws -> Tensor {
        let (squared, isTooLarge) = size.multipliedReportingOverflow(by: size)
        try requireImages("depth_to_space", size)
        let x = shape, axis = format == .channelsLast ? 3 : 1
        guard !isTooLarge, x[axis] % squared == 0 else {
            throw HornbillError(
                .invalidArgument,
                "depth_to_space: `block_size`: expected its square to divide \(x[axis]) channels, got \(size)")
        }
        let channels = x[axis] / squared
        if format == .channelsLast {
            return try reshaped(to: [x[0], x[1], x[2], size, size, channels]).transposed([0, 1, 3, 2, 4, 5])
                .reshaped(to: [x[0], x[1] * size, x[2] * size, channels])
        }
        return try reshaped(to: [x[0], channels, size, size, x[2], x[3]]).transposed([0, 1, 4, 2, 5, 3])
            .reshaped(to: [x[0], channels, x[2] * size, x[3] * size])
    }

    /// The inverse of `depthToSpace`.
    public func spaceToDepth(_ size: Int, format: DataFormat = .channelsLast) throws -> Tensor {
        try requireImages("space_to_depth", size)
        let x = shape, first = format == .channelsLast ? 1 : 2
        guard x[first] % size == 0, x[first + 1] % size == 0 else {
            throw HornbillError(
                .invalidArgument,
                "space_to_depth: `block_size`: expected a divisor of height \(x[first]) and width \(x[first + 1]), got \(size)")
        }
        let (height, width) = (x[first] / size, x[first + 1] / size)
        if format == .channelsLast {
            return try reshaped(to: [x[0], height, size, width, size, x[3]]).transposed([0, 1, 3, 2, 4, 5])
                .reshaped(to: [x[0], height, width, x[3] * size * size])
        }
        return try reshaped(to: [x[0], x[1], height, size, width, size]).transposed([0, 1, 3, 5, 2, 4])
            .reshaped(to: [x[0], x[1] * size * size, height, width])
    }

    private func requireImages(_ name: String, _ size: Int) throws {
        guard rank == 4 else {
            throw HornbillError(.shapeMismatch, "\(name): expected 4 axes, got shape \(shapeText(shape))")
        }
        guard size >= 2, size <= 1 << 20 else {
            throw HornbillError(.invalidArgument, "\(name): `block_size` must be at least 2, got \(size)")
        }
    }

    /// What windows see of (batch, axes…, channels): (batch, positions…, windows…, channels). Padding is 0.
    func windows(_ axes: [SlidingAxis]) throws -> Tensor {
        let rank = axes.count
        for axis in axes { _ = try Strides.count([axis.positions, axis.window]) }
        _ = try Strides.count([shape[0]] + axes.map(\.positions) + axes.map(\.window) + [shape[rank + 1]])
        var result = self
        if axes.contains(where: { $0.before + $0.after > 0 }) {
            result = try result.padded([(0, 0)] + axes.map { ($0.before, $0.after) } + [(0, 0)])
        }
        // Along each axis positions and then the window's places, in front of the axes still to come.
        for (index, axis) in axes.enumerated() {
            result = try result.take(try Tensor.windowPlaces(axis), axis: 1 + 2 * index)
        }
        return try result.transposed([0] + (0 ..< rank).map { 1 + 2 * $0 } + (0 ..< rank).map { 2 + 2 * $0 } + [2 * rank + 1])
    }

    /// The adjoint of `windows`: what windows saw, added where they saw it.
    func summedWindows(_ axes: [SlidingAxis]) throws -> Tensor {
        let rank = axes.count
        var order = [0]
        for index in 0 ..< rank { order += [1 + index, 1 + rank + index] }
        var result = try transposed(order + [2 * rank + 1])
        for (index, axis) in axes.enumerated().reversed() {
            result = try result.scatteredSum(
                at: try Tensor.windowPlaces(axis), axis: 1 + 2 * index, length: axis.before + axis.length + axis.after)
        }
        for (index, axis) in axes.enumerated() where axis.before + axis.after > 0 {
            result = try result.sliced(axis: 1 + index, from: axis.before, count: axis.length)
        }
        return result
    }

    /// Where, on the padded axis, the window's elements are at each position.
    private static func windowPlaces(_ axis: SlidingAxis) throws -> Tensor {
        let count = axis.window
        return try Tensor.computed([axis.positions, count]) { $0 / count * axis.stride + $0 % count * axis.dilation }
    }

    /// The blocks that a window sees of (batch, channels, height, width), as columns: (batch, channels · window, positions).
    public func unfolded(
        _ window: [Int], dilations: [Int], padding: [Int], strides: [Int]
    ) throws -> Tensor {
        guard rank == 4 else {
            throw HornbillError(.shapeMismatch, "unfold: expected 4 axes, got shape \(shapeText(shape))")
        }
        let axes = try Tensor.foldAxes("unfold", Array(shape[2...]), window, dilations, padding, strides)
        let found = try withChannelsLast(.channelsFirst).windows(axes)
        let columns = shape[1] * axes[0].window * axes[1].window
        return try found.transposed([0, 5, 3, 4, 1, 2]).reshaped(to: [shape[0], columns, axes[0].positions * axes[1].positions])
    }

    /// The adjoint of `unfolded`: (batch, channels · window, positions) added up to (batch, channels, height, width).
    public func folded(
        to size: [Int], _ window: [Int], dilations: [Int], padding: [Int], strides: [Int]
    ) throws -> Tensor {
        guard rank == 3 else {
            throw HornbillError(.shapeMismatch, "fold: expected 3 axes, got shape \(shapeText(shape))")
        }
        guard size.count == 2 else {
            throw HornbillError(.invalidArgument, "fold: `output_size`: expected 2 lengths, got \(shapeText(size))")
        }
        let axes = try Tensor.foldAxes("fold", size, window, dilations, padding, strides)
        let (places, isTooMany) = axes[0].window.multipliedReportingOverflow(by: axes[1].window)
        let (positions, areTooMany) = axes[0].positions.multipliedReportingOverflow(by: axes[1].positions)
        guard !isTooMany, !areTooMany, shape[1] % places == 0, shape[2] == positions else {
            throw HornbillError(
                .shapeMismatch,
                "fold: expected columns of a multiple of the window, \(shapeText(axes.map(\.window))), for "
                    + "\(shapeText(axes.map(\.positions))) positions, got shape \(shapeText(shape))")
        }
        let channels = shape[1] / places
        _ = try Strides.count([shape[0], channels] + axes.map { $0.before + $0.length + $0.after })
        return try reshaped(
            to: [shape[0], channels, axes[0].window, axes[1].window, axes[0].positions, axes[1].positions]
        ).transposed([0, 4, 5, 2, 3, 1]).summedWindows(axes).withChannels(.channelsFirst)
    }

    private static func foldAxes(
        _ name: String, _ lengths: [Int], _ window: [Int], _ dilations: [Int], _ padding: [Int], _ strides: [Int]
    ) throws -> [SlidingAxis] {
        for (numbers, argument, least) in [
            (window, "kernel_size", 1), (dilations, "dilation", 1), (padding, "padding", 0), (strides, "stride", 1),
        ] where numbers.count != 2 || numbers.contains(where: { $0 < least }) {
            throw HornbillError(
                .invalidArgument, "\(name): `\(argument)`: expected 2 integers of at least \(least), got \(shapeText(numbers))")
        }
        return try (0 ..< 2).map {
            try SlidingAxis(
                length: lengths[$0], window: window[$0], stride: strides[$0], dilation: dilations[$0],
                before: padding[$0], after: padding[$0])
        }
    }

    /// The peak signal-to-noise ratio of two images, in decibels: 20 log₁₀(max) - 10 log₁₀(mean squared difference).
    public static func signalToNoise(_ a: Tensor, _ b: Tensor, peak: Double) throws -> Tensor {
        guard a.shape == b.shape else {
            throw HornbillError(
                .shapeMismatch, "psnr: expected one shape, got \(shapeText(a.shape)) and \(shapeText(b.shape))")
        }
        let dtype = promote(a.dtype, b.dtype), type = dtype.isFloat ? dtype : DType.float32
        let (x, y) = (try a.cast(to: type), try b.cast(to: type))
        let noise = try (x - y).square().mean().log10() * 10
        return try Tensor.scalar(20 * peakLogarithm(peak), dtype: type) - noise
    }

    private static func peakLogarithm(_ peak: Double) -> Double { peak > 0 ? Glibc.log10(peak) : peak == 0 ? -.infinity : .nan }
}
