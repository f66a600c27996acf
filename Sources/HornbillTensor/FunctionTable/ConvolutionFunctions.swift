extension Function {
    /// Convolutions and pooling over one to three axes. `padding` is "valid" or "same", `data_format` "channels_last" or
    /// "channels_first"; numbers for each axis may be one for all.
    static let convolutions: [Function] = [
        Function(
            "conv(inputs, kernel; strides, padding, data_format, dilation_rate)",
            "The convolution with a kernel (windows…, channels, filters), in groups if it has fewer channels."
        ) { try convolution($0[0], $0[1], $0.convolutionOptions()) },
        Function(
            "depthwise_conv(inputs, kernel; strides, padding, data_format, dilation_rate)",
            "A convolution of each channel of its own, with a kernel (windows…, channels, multiplier)."
        ) { try depthwiseConvolution($0[0], $0[1], $0.convolutionOptions()) },
        Function(
            "separable_conv(inputs, depthwise_kernel, pointwise_kernel; strides, padding, data_format, dilation_rate)",
            "A depthwise convolution, and one of windows of length 1."
        ) { try separableConvolution($0[0], depthwise: $0[1], pointwise: $0[2], $0.convolutionOptions()) },
        Function(
            "conv_transpose(inputs, kernel; strides, padding, output_padding, data_format, dilation_rate)",
            "The transpose of a convolution, with a kernel (windows…, filters, channels)."
        ) {
            try transposedConvolution(
                $0[0], $0[1], outputPadding: $0.attributes.has("output_padding") ? $0.perAxis("output_padding") : nil,
                $0.convolutionOptions())
        },
        Function(
            "conv_input_gradient(gradient, kernel; input_shape, strides, padding, data_format, dilation_rate)",
            "The gradient of conv's inputs, from that of its result."
        ) {
            try convolutionInputGradient(
                $0[0], $0[1], inputShape: $0.requiredInts("input_shape"), $0.convolutionOptions())
        },
        Function(
            "conv_kernel_gradient(inputs, gradient; kernel_shape, strides, padding, data_format, dilation_rate)",
            "The gradient of conv's kernel, from that of its result."
        ) {
            try convolutionKernelGradient(
                $0[0], $0[1], kernelShape: $0.requiredInts("kernel_shape"), $0.convolutionOptions())
        },
        Function("max_pool(inputs; pool_size, strides, padding, data_format)", "The largest element of each window.") {
            try $0[0].maxPooled(
                $0.perAxis("pool_size"), strides: $0.attributes.has("strides") ? $0.perAxis("strides") : nil,
                padding: $0.windowPadding(), format: $0.dataFormat())
        },
        Function("average_pool(inputs; pool_size, strides, padding, data_format)", "The mean of each window, without padding.") {
            try $0[0].averagePooled(
                $0.perAxis("pool_size"), strides: $0.attributes.has("strides") ? $0.perAxis("strides") : nil,
                padding: $0.windowPadding(), format: $0.dataFormat())
        },
        Function("adaptive_max_pool(inputs; output_size, data_format)", "The largest elements of equal parts of the axes.") {
            try $0[0].maxPooled(into: $0.perAxis("output_size"), format: $0.dataFormat())
        },
        Function("adaptive_average_pool(inputs; output_size, data_format)", "The means of equal parts of the axes.") {
            try $0[0].averagePooled(into: $0.perAxis("output_size"), format: $0.dataFormat())
        },
    ]
}

extension Function.Call {
    /// A number for each axis between the batch and the channels of the first tensor; one is for all.
    func perAxis(_ name: String, _ standard: Int? = nil) throws -> [Int] {
        let rank = try Swift.max(0, self[0].rank - 2)
        if let standard, !attributes.has(name) { return [Int](repeating: standard, count: rank) }
        let found = try attributes.required(name, attributes.intOrInts)
        if attributes[name]?.arrayValue == nil { return [Int](repeating: found[0], count: rank) }
        return found
    }

    func dataFormat() throws -> DataFormat {
        try choice("data_format", .channelsLast, of: "'channels_last', 'channels_first'")
    }

    func windowPadding() throws -> WindowPadding { try choice("padding", .valid, of: "'valid', 'same'") }

    fileprivate func convolutionOptions() throws -> ConvolutionOptions {
        try ConvolutionOptions(
            strides: perAxis("strides", 1), padding: windowPadding(), dilations: perAxis("dilation_rate", 1),
            format: dataFormat())
    }
}
