extension Function {
    private static func segments(_ reduction: SegmentReduction, _ summary: String) -> Function {
        Function("segment_\(reduction.rawValue)(data, segment_ids; num_segments, sorted)", summary) {
            _ = try $0.bool("sorted")
            return try $0[0].segmented(reduction, $0[1], count: $0.attributes.int("num_segments"))
        }
    }

    /// Parts of networks, and rearrangements of images.
    static let networks: [Function] = [
        segments(.sum, "The sums of the rows of each segment."),
        segments(.prod, "The products of the rows of each segment."),
        segments(.max, "The largest elements of the rows of each segment."),
        segments(.min, "The smallest elements of the rows of each segment."),
        Function(
            "dot_product_attention(query, key, value, bias?, mask?; scale, is_causal)",
            "softmax(q · kᵀ · scale + bias) · v for each head, of (batch, time, heads, depth)."
        ) {
            try dotProductAttention(
                $0[0], $0[1], $0[2], bias: $0.optional(3), mask: $0.optional(4), scale: $0.attributes.double("scale"),
                isCausal: $0.bool("is_causal"))
        },
        Function("depth_to_space(x; block_size, data_format)", "Blocks of channels as blocks of places.") {
            try $0[0].depthToSpace($0.requiredInt("block_size"), format: $0.dataFormat())
        },
        Function("space_to_depth(x; block_size, data_format)", "Blocks of places as blocks of channels.") {
            try $0[0].spaceToDepth($0.requiredInt("block_size"), format: $0.dataFormat())
        },
        Function(
            "unfold(x; kernel_size, dilation, padding, stride)",
            "What a window sees of (batch, channels, height, width), as columns."
        ) {
            try $0[0].unfolded(
                $0.plane("kernel_size"), dilations: $0.plane("dilation", 1), padding: $0.plane("padding", 0),
                strides: $0.plane("stride", 1))
        },
        Function(
            "fold(x; output_size, kernel_size, dilation, padding, stride)",
            "The columns of unfold, added where they were seen."
        ) {
            try $0[0].folded(
                to: $0.plane("output_size"), $0.plane("kernel_size"), dilations: $0.plane("dilation", 1),
                padding: $0.plane("padding", 0), strides: $0.plane("stride", 1))
        },
        Function("psnr(x1, x2; max_val)", "The peak signal-to-noise ratio, in decibels.") {
            try Tensor.signalToNoise($0[0], $0[1], peak: $0.attributes.required("max_val", $0.attributes.double))
        },
    ]
}

extension Function.Call {
    /// A number for the height and one for the width; one is for both.
    func plane(_ name: String, _ standard: Int? = nil) throws -> [Int] {
        if let standard, !attributes.has(name) { return [standard, standard] }
        let found = try attributes.required(name, attributes.intOrInts)
        return attributes[name]?.arrayValue == nil ? [found[0], found[0]] : found
    }
}
