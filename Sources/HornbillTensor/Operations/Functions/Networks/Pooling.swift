extension Tensor {
    /// The largest element of each window over the axes of (batch, axes…, channels).
    ///
    /// - Parameter strides: the window's lengths if nil.
    public func maxPooled(
        _ windows: [Int], strides: [Int]? = nil, padding: WindowPadding = .valid, format: DataFormat = .channelsLast
    ) throws -> Tensor { try pooled("max_pool", .maxPool, windows, strides, padding, format) }

    /// The mean of each window; padding does not count.
    public func averagePooled(
        _ windows: [Int], strides: [Int]? = nil, padding: WindowPadding = .valid, format: DataFormat = .channelsLast
    ) throws -> Tensor { try pooled("average_pool", .averagePool, windows, strides, padding, format) }

    /// The largest elements of as many parts of each axis as `sizes` says.
    public func maxPooled(into sizes: [Int], format: DataFormat = .channelsLast) throws -> Tensor {
        try pooled("adaptive_max_pool", .maxPool, into: sizes, format)
    }

    /// The means of as many parts of each axis as `sizes` says.
    public func averagePooled(into sizes: [Int], format: DataFormat = .channelsLast) throws -> Tensor {
        try pooled("adaptive_average_pool", .averagePool, into: sizes, format)
    }

    private func pooled(
        _ name: String, _ operation: Operation, _ windows: [Int], _ strides: [Int]?, _ padding: WindowPadding,
        _ format: DataFormat
    ) throws -> Tensor {
        try requireSpatial(name)
        let strides = strides ?? windows
        for (numbers, argument) in [(windows, "pool_size"), (strides, "strides")] {
            guard numbers.count == rank - 2, numbers.allSatisfy({ $0 >= 1 }) else {
                throw HornbillError(
                    .invalidArgument,
                    "\(name): `\(argument)`: expected \(rank - 2) positive integers, got \(shapeText(numbers))")
            }
        }
        let x = try withChannelsLast(format)
        let axes = try windows.indices.map {
            try padding.axis(length: x.shape[$0 + 1], window: windows[$0], stride: strides[$0])
        }
        let attributes: Attributes = [
            "windows": JSON(windows), "strides": JSON(strides), "before": JSON(axes.map(\.before)),
            "after": JSON(axes.map(\.after)),
        ]
        return try widened([x]) { try operation($0, attributes)[0] }.withChannels(format)
    }

    private func pooled(_ name: String, _ operation: Operation, into sizes: [Int], _ format: DataFormat) throws -> Tensor {
        try requireSpatial(name)
        guard sizes.count == rank - 2, sizes.allSatisfy({ $0 >= 1 }) else {
            throw HornbillError(
                .invalidArgument,
                "\(name): `output_size`: expected \(rank - 2) positive integers, got \(shapeText(sizes))")
        }
        return try widened([withChannelsLast(format)]) { try operation($0, ["output_size": JSON(sizes)])[0] }
            .withChannels(format)
    }
}
