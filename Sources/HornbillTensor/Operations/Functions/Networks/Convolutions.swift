/// How a window slides: a number for each axis.
public struct ConvolutionOptions: Sendable {
    public var strides: [Int]
    public var padding: WindowPadding
    public var dilations: [Int]
    public var format: DataFormat

    public init(
        strides: [Int], padding: WindowPadding = .valid, dilations: [Int], format: DataFormat = .channelsLast
    ) {
        self.strides = strides
        self.padding = padding
        self.dilations = dilations
        self.format = format
    }

    func attributes(_ axes: [SlidingAxis], groups: Int) -> Attributes {
        [
            "strides": JSON(axes.map(\.stride)), "dilations": JSON(axes.map(\.dilation)),
            "before": JSON(axes.map(\.before)), "after": JSON(axes.map(\.after)), "groups": .int(groups),
        ]
    }

    func require(_ rank: Int, _ name: String) throws {
        for (numbers, argument) in [(strides, "strides"), (dilations, "dilation_rate")] {
            guard numbers.count == rank, numbers.allSatisfy({ $0 >= 1 }) else {
                throw HornbillError(
                    .invalidArgument, "\(name): `\(argument)`: expected \(rank) positive integers, got \(shapeText(numbers))")
            }
        }
    }
}

/// The convolution of `x`, (batch, axes…, channels), with a kernel (windows…, channels, filters).
///
/// A kernel of fewer channels divides channels and filters into groups. Throws `shapeMismatch` and `invalidArgument` for
/// operands and options that do not fit together, and where the window has no position.
public func convolution(_ x: Tensor, _ kernel: Tensor, _ options: ConvolutionOptions) throws -> Tensor {
    try convolution("conv", x, kernel, options)
}

private func convolution(
    _ name: String, _ x: Tensor, _ kernel: Tensor, _ options: ConvolutionOptions
) throws -> Tensor {
    try x.requireSpatial(name)
    try requireKernel(name, x, kernel, "kernel")
    let rank = x.rank - 2
    try options.require(rank, name)
    let x = try x.withChannelsLast(options.format)
    let channels = x.shape[rank + 1], perGroup = kernel.shape[rank], filters = kernel.shape[rank + 1]
    guard perGroup > 0, channels % perGroup == 0, channels > 0 else {
        throw HornbillError(
            .invalidArgument,
            "\(name): the number of input channels must be evenly divisible by the kernel's: got \(channels) input channels "
                + "and a kernel for \(perGroup)")
    }
    let groups = channels / perGroup
    guard filters % groups == 0 else {
        throw HornbillError(
            .invalidArgument,
            "\(name): the number of filters must be divisible by that of groups: got \(filters) filters in \(groups) groups")
    }
    let axes = try windowAxes(x, kernel, options)
    if axes.contains(where: { $0.positions == 0 }), x.count > 0 {
        throw HornbillError(
            .invalidArgument,
            "\(name): the window has no position: got inputs of shape \(shapeText(x.shape)), a kernel of shape "
                + "\(shapeText(kernel.shape)), dilation \(shapeText(options.dilations))")
    }
    return try widened([x, kernel]) {
        try Operation.convolution($0, options.attributes(axes, groups: groups))[0]
    }.withChannels(options.format)
}

/// A convolution of each channel of its own, with a kernel (windows…, channels, multiplier): the results of a channel lie
/// next to each other.
public func depthwiseConvolution(_ x: Tensor, _ kernel: Tensor, _ options: ConvolutionOptions) throws -> Tensor {
    try depthwiseConvolution("depthwise_conv", "kernel", x, kernel, options)
}

private func depthwiseConvolution(
    _ name: String, _ argument: String, _ x: Tensor, _ kernel: Tensor, _ options: ConvolutionOptions
) throws -> Tensor {
    try x.requireSpatial(name)
    try requireKernel(name, x, kernel, argument)
    let rank = x.rank - 2
    let channels = x.shape[options.format == .channelsLast ? rank + 1 : 1]
    guard kernel.shape[rank] == channels else {
        throw HornbillError(
            .invalidArgument,
            "\(name): `\(argument)`: expected \(channels) channels, as the inputs have, got shape \(shapeText(kernel.shape))")
    }
    let filters = channels * kernel.shape[rank + 1]
    return try convolution(name, x, kernel.reshaped(to: kernel.shape[..<rank] + [1, filters]), options)
}

/// A depthwise convolution and then one of windows of length 1, which mixes the channels.
public func separableConvolution(
    _ x: Tensor, depthwise: Tensor, pointwise: Tensor, _ options: ConvolutionOptions
) throws -> Tensor {
    let found = try depthwiseConvolution("separable_conv", "depthwise_kernel", x, depthwise, options)
    try requireKernel("separable_conv", x, pointwise, "pointwise_kernel")
    var mixing = options
    mixing.strides = options.strides.map { _ in 1 }
    mixing.padding = .valid
    return try convolution("separable_conv", found, pointwise, mixing)
}

/// The transpose of a convolution: the gradient of its source, with `x` in place of the result's gradient. The kernel is
/// (windows…, filters, channels).
///
/// - Parameter outputPadding: how many places are added at the end of each axis; nil makes results of length · stride for
///   `same`, and of what every window fits in for `valid`.
public func transposedConvolution(
    _ x: Tensor, _ kernel: Tensor, outputPadding: [Int]? = nil, _ options: ConvolutionOptions
) throws -> Tensor {
    try x.requireSpatial("conv_transpose")
    try requireKernel("conv_transpose", x, kernel, "kernel")
    let rank = x.rank - 2
    try options.require(rank, "conv_transpose")
    if let outputPadding, outputPadding.count != rank || outputPadding.contains(where: { $0 < 0 || $0 > 1 << 40 }) {
        throw HornbillError(
            .invalidArgument,
            "conv_transpose: `output_padding`: expected \(rank) integers that are not negative, got \(shapeText(outputPadding))")
    }
    let x = try x.withChannelsLast(options.format)
    guard kernel.shape[rank + 1] == x.shape[rank + 1] else {
        throw HornbillError(
            .invalidArgument,
            "conv_transpose: `kernel`: expected \(x.shape[rank + 1]) input channels, the last axis, as the inputs have, got "
                + "shape \(shapeText(kernel.shape))")
    }
    var axes: [SlidingAxis] = []
    for axis in 0 ..< rank {
        axes.append(
            try transposedAxis(
                positions: x.shape[axis + 1], window: kernel.shape[axis], stride: options.strides[axis],
                dilation: options.dilations[axis], options.padding, outputPadding?[axis]))
    }
    if x.shape[1 ... rank].contains(0) || kernel.shape.contains(0) {
        let shape = [x.shape[0]] + axes.map(\.length) + [kernel.shape[rank]]
        return try Tensor.scalar(0, dtype: x.dtype.isFloat ? x.dtype : .float32).broadcast(to: shape).withChannels(options.format)
    }
    // Behind the last window's stride nothing comes but zeros.
    let ends = zip(axes, x.shape[1 ... rank]).map { axis, positions in
        Swift.max(0, axis.length - (positions * axis.stride - 1 + axis.extent - axis.before))
    }
    let reached = try zip(axes, ends).map { axis, end in
        try SlidingAxis(
            length: axis.length - end, window: axis.window, stride: axis.stride, dilation: axis.dilation,
            before: axis.before, after: axis.after)
    }
    _ = try Strides.count([x.shape[0]] + axes.map(\.length) + [kernel.shape[rank]])
    var attributes = options.attributes(reached, groups: 1)
    attributes.object["shape"] = JSON(reached.map(\.length))
    let found = try widened([x, kernel]) { try Operation.convolutionInputGradient($0, attributes)[0] }
    let whole = ends.contains { $0 > 0 } ? try found.padded([(0, 0)] + ends.map { (0, $0) } + [(0, 0)]) : found
    return try whole.withChannels(options.format)
}

/// The axis of which `positions` windows were taken.
private func transposedAxis(
    positions: Int, window: Int, stride: Int, dilation: Int, _ padding: WindowPadding, _ outputPadding: Int?
) throws -> SlidingAxis {
    let bare = try SlidingAxis(length: 0, window: Swift.max(1, window), stride: stride, dilation: dilation)
    let extent = bare.extent
    let (span, isTooLong) = Swift.max(0, positions - 1).multipliedReportingOverflow(by: stride)
    guard !isTooLong, span <= 1 << 40 else {
        throw HornbillError(.outOfMemory, "conv_transpose: strides of \(stride) make results that do not fit in memory")
    }
    // How far the first window begins in front of the axis, and how long the axis is.
    let before: Int, length: Int
    switch padding {
    case .valid:
        before = 0
        length = span + extent + (outputPadding ?? Swift.max(extent, stride) - extent)
    case .same:
        let around = outputPadding.map { extent + extent % 2 - 2 + $0 } ?? stride + extent - 2
        let left = Swift.min(around / 2 + around % 2, extent - 1)
        before = extent - 1 - left
        length = span + around - extent + 2
    }
    guard length >= 0, before >= 0 else {
        throw HornbillError(.invalidArgument, "output_padding: expected a result of a length, got one of \(length)")
    }
    // What the axis has beyond the last window is no padding; what the window has beyond the axis is.
    let after = Swift.max(0, span + extent - before - length)
    return try SlidingAxis(
        length: length, window: bare.window, stride: stride, dilation: dilation, before: before, after: after)
}

private func requireKernel(_ name: String, _ x: Tensor, _ kernel: Tensor, _ argument: String) throws {
    guard kernel.rank == x.rank else {
        throw HornbillError(
            .shapeMismatch,
            "\(name): `\(argument)`: expected as many axes as the inputs have, \(x.rank), got shape \(shapeText(kernel.shape))")
    }
    guard !kernel.dtype.isComplex else {
        throw HornbillError(.typeMismatch, "\(name): expected real numbers, got dtype \(kernel.dtype.name)")
    }
}

private func windowAxes(_ x: Tensor, _ kernel: Tensor, _ options: ConvolutionOptions) throws -> [SlidingAxis] {
    try (0 ..< x.rank - 2).map {
        try options.padding.axis(
            length: x.shape[$0 + 1], window: kernel.shape[$0], stride: options.strides[$0], dilation: options.dilations[$0])
    }
}
