extension Function {
    private static func image(
        _ signature: String, _ summary: String, _ body: @escaping (Call) throws -> Tensor
    ) -> Function { Function("image." + signature, summary, body) }

    /// Images: (height, width, channels) or a batch of them, channels first for `data_format` "channels_first". Results have
    /// the images' dtype.
    static let images: [Function] = [
        image(
            "resize(images; size, interpolation, antialias, crop_to_aspect_ratio, pad_to_aspect_ratio, fill_mode, fill_value, "
                + "data_format)",
            "In another size: \"bilinear\", \"nearest\", \"bicubic\", \"lanczos3\" or \"lanczos5\"."
        ) { call in
            guard try call.attributes.string("fill_mode") ?? "constant" == "constant" else {
                throw HornbillError(
                    .invalidArgument, "fill_mode: only 'constant' is supported, got \(call.attributes["fill_mode"] ?? .null)")
            }
            return try call[0].resized(
                to: call.requiredInts("size"),
                call.choice("interpolation", .bilinear, of: "'bilinear', 'nearest', 'lanczos3', 'lanczos5', 'bicubic'"),
                antialias: call.bool("antialias"), crop: call.bool("crop_to_aspect_ratio"),
                pad: call.bool("pad_to_aspect_ratio"), fill: call.double("fill_value", 0), format: call.dataFormat())
        },
        image(
            "scale_and_translate(images, scale, translation; output_shape, spatial_dims, method, antialias)",
            "Axes scaled and moved; what comes from outside is 0."
        ) { call in
            let (scale, translation) = (try call[1], try call[2])
            try scale.requireConcrete("image.scale_and_translate")
            try translation.requireConcrete("image.scale_and_translate")
            guard !scale.dtype.isComplex, !translation.dtype.isComplex else {
                throw HornbillError(.typeMismatch, "image.scale_and_translate: expected real numbers")
            }
            let words = ["linear": "bilinear", "trilinear": "bilinear", "cubic": "bicubic", "tricubic": "bicubic"]
            let word = try call.attributes.required("method", call.attributes.string)
            guard let method = Resampling(rawValue: words[word] ?? word), method != .nearest else {
                throw HornbillError(
                    .invalidArgument,
                    "method: expected one of 'linear', 'bilinear', 'trilinear', 'cubic', 'bicubic', 'tricubic', 'lanczos3', "
                        + "'lanczos5', got '\(word)'")
            }
            return try call[0].scaledAndTranslated(
                to: call.requiredInts("output_shape"), axes: call.requiredInts("spatial_dims"),
                scales: scale.scalars(as: Double.self), translations: translation.scalars(as: Double.self), method,
                antialias: call.bool("antialias", true))
        },
        image(
            "map_coordinates(inputs, coordinates; order, fill_mode, fill_value)",
            "Values at places between elements: the nearest (order 0) or a mean of neighbours (1)."
        ) {
            try $0[0].sampled(
                at: $0[1], order: $0.requiredInt("order"), edge: $0.edge(.constant), fill: $0.double("fill_value", 0))
        },
        image(
            "affine_transform(images, transform; interpolation, fill_mode, fill_value, data_format)",
            "Seen through a linear map: a₀ a₁ a₂ b₀ b₁ b₂ and two numbers that are not used."
        ) {
            try $0[0].affinelyTransformed(
                $0[1], linear: $0.isLinear(), edge: $0.edge(.constant), fill: $0.double("fill_value", 0),
                format: $0.dataFormat())
        },
        image(
            "perspective_transform(images, start_points, end_points; interpolation, fill_value, data_format)",
            "Seen from elsewhere: four corners at start come to end."
        ) {
            try $0[0].perspectivelyTransformed(
                from: $0[1], to: $0[2], linear: $0.isLinear(), fill: $0.double("fill_value", 0), format: $0.dataFormat())
        },
        image(
            "elastic_transform(images; alpha, sigma, interpolation, fill_mode, fill_value, seed, data_format)",
            "Pixels moved at random, neighbours alike."
        ) { call in
            let format = try call.dataFormat(), shape = try Images(call[0], format, "elastic_transform").batch.shape
            let noise = [2] + shape.dropLast()
            let seed = try call.attributes.int("seed").map { try Tensor([UInt64(bitPattern: Int64($0)), 0]) }
            return try call[0].elasticallyTransformed(
                Random.normal(seed: seed ?? Random.nextSeed(Strides.count(noise)), noise, mean: 0, deviation: 1, dtype: .float32),
                alpha: call.double("alpha", 20), sigma: call.double("sigma", 5), linear: call.isLinear(),
                edge: call.edge(.reflect), fill: call.double("fill_value", 0), format: format)
        },
        image("gaussian_blur(images; kernel_size, sigma, data_format)", "Blurred by a bell of a size (3) and a deviation (1).") {
            call in
            func pair<Value>(_ values: [Value]) -> [Value] { values.count == 1 ? [values[0], values[0]] : values }
            let sigma: [Double]
            if let list = call.attributes["sigma"]?.arrayValue {
                sigma = list.map { $0.doubleValue ?? .nan }
            } else {
                sigma = [try call.double("sigma", 1)]
            }
            return try call[0].blurred(
                pair(call.attributes.intOrInts("kernel_size") ?? [3]), deviations: pair(sigma), format: call.dataFormat())
        },
        image("sobel_edges(images; data_format)", "How steep images are, down and across.") {
            try $0[0].edges(format: $0.dataFormat())
        },
        image(
            "ssim(image1, image2; max_val, filter_size, filter_sigma, k1, k2, data_format)",
            "The structural similarity of images."
        ) {
            try Tensor.structuralSimilarity(
                $0[0], $0[1], peak: $0.double("max_val", 1), size: $0.int("filter_size", 11),
                deviation: $0.double("filter_sigma", 1.5), k1: $0.double("k1", 0.01), k2: $0.double("k2", 0.03),
                format: $0.dataFormat())
        },
        image("rgb_to_grayscale(images; data_format)", "Red, green and blue weighed as the eye does.") {
            try $0[0].greyscale(format: $0.dataFormat())
        },
        image("rgb_to_hsv(images; data_format)", "Red, green and blue as hue, saturation and value.") {
            try $0[0].hueSaturationValue(format: $0.dataFormat())
        },
        image("hsv_to_rgb(images; data_format)", "The inverse of rgb_to_hsv.") {
            try $0[0].redGreenBlue(format: $0.dataFormat())
        },
        image("extract_patches(images; size, strides, dilation_rate, padding, data_format)", "What windows see, as channels.") {
            try $0.patches(2)
        },
        image("extract_patches_3d(volumes; size, strides, dilation_rate, padding, data_format)", "What windows of volumes see.") {
            try $0.patches(3)
        },
        image(
            "pad_images(images; top_padding, left_padding, bottom_padding, right_padding, target_height, target_width, "
                + "data_format)",
            "With zeros around them; two numbers for each axis."
        ) {
            try $0[0].imagesPadded(
                top: $0.attributes.int("top_padding"), bottom: $0.attributes.int("bottom_padding"),
                height: $0.attributes.int("target_height"), left: $0.attributes.int("left_padding"),
                right: $0.attributes.int("right_padding"), width: $0.attributes.int("target_width"), format: $0.dataFormat())
        },
        image(
            "crop_images(images; top_cropping, left_cropping, bottom_cropping, right_cropping, target_height, target_width, "
                + "data_format)",
            "A part of images; two numbers for each axis."
        ) {
            try $0[0].imagesCropped(
                top: $0.attributes.int("top_cropping"), bottom: $0.attributes.int("bottom_cropping"),
                height: $0.attributes.int("target_height"), left: $0.attributes.int("left_cropping"),
                right: $0.attributes.int("right_cropping"), width: $0.attributes.int("target_width"), format: $0.dataFormat())
        },
    ]
}

extension Function.Call {
    fileprivate func isLinear() throws -> Bool {
        try choice("interpolation", Interpolation.bilinear, of: "'nearest', 'bilinear'") == .bilinear
    }

    fileprivate func edge(_ standard: SamplingEdge) throws -> SamplingEdge {
        try choice("fill_mode", standard, of: "'constant', 'nearest', 'wrap', 'mirror', 'reflect'")
    }

    fileprivate func patches(_ depth: Int) throws -> Tensor {
        func numbers(_ name: String) throws -> [Int]? {
            guard let found = try attributes.intOrInts(name) else { return nil }
            return attributes[name]?.arrayValue == nil ? [Int](repeating: found[0], count: depth) : found
        }
        guard let size = try numbers("size") else { throw HornbillError(.typeMismatch, "missing required argument: 'size'") }
        guard size.count == depth else {
            throw HornbillError(.invalidArgument, "size: expected \(depth) lengths, got \(shapeText(size))")
        }
        return try self[0].patches(
            size, strides: numbers("strides"), dilations: numbers("dilation_rate") ?? [Int](repeating: 1, count: depth),
            padding: windowPadding(), format: dataFormat())
    }
}
