// The gradients of a convolution, for programs that differentiate by hand; graphs differentiate `convolution` itself.

/// The gradient of the inputs of `convolution`, of shape `inputShape`, from that of its result.
public func convolutionInputGradient(
    _ gradient: Tensor, _ kernel: Tensor, inputShape: [Int], _ options: ConvolutionOptions
) throws -> Tensor {
    let (axes, groups) = try sizes("conv_input_gradient", inputShape, kernel.shape, options)
    var attributes = options.attributes(axes, groups: groups)
    attributes.object["shape"] = JSON(axes.map(\.length))
    let g = try gradient.withChannelsLast(options.format)
    return try widened([g, kernel]) { try Operation.convolutionInputGradient($0, attributes)[0] }.withChannels(options.format)
}

/// The gradient of the kernel of `convolution`, of shape `kernelShape`, from that of its result.
public func convolutionKernelGradient(
    _ x: Tensor, _ gradient: Tensor, kernelShape: [Int], _ options: ConvolutionOptions
) throws -> Tensor {
    let (axes, groups) = try sizes("conv_kernel_gradient", x.shape, kernelShape, options)
    var attributes = options.attributes(axes, groups: groups)
    attributes.object["windows"] = JSON(axes.map(\.window))
    return try widened([x.withChannelsLast(options.format), gradient.withChannelsLast(options.format)]) {
        try Operation.convolutionWeightsGradient($0, attributes)[0]
    }
}

private func sizes(
    _ name: String, _ inputs: [Int], _ kernel: [Int], _ options: ConvolutionOptions
) throws -> (axes: [SlidingAxis], groups: Int) {
    guard (3 ... 5).contains(inputs.count), kernel.count == inputs.count, (inputs + kernel).allSatisfy({ $0 >= 0 }) else {
        throw HornbillError(
            .shapeMismatch,
            "\(name): expected inputs of rank 3, 4 or 5 and a kernel of the same rank, got shapes \(shapeText(inputs)) and "
                + shapeText(kernel))
    }
    let rank = inputs.count - 2
    try options.require(rank, name)
    let isLast = options.format == .channelsLast
    let channels = inputs[isLast ? rank + 1 : 1], perGroup = kernel[rank]
    guard perGroup > 0, channels > 0, channels % perGroup == 0 else {
        throw HornbillError(
            .invalidArgument,
            "\(name): the number of input channels must be evenly divisible by the kernel's: got \(channels) and \(perGroup)")
    }
    let axes = try (0 ..< rank).map {
        try options.padding.axis(
            length: inputs[$0 + (isLast ? 1 : 2)], window: kernel[$0], stride: options.strides[$0],
            dilation: options.dilations[$0])
    }
    return (axes, channels / perGroup)
}
