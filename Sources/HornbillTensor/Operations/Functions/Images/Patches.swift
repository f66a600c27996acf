extension Tensor {
    /// What windows see of images (or of volumes, for three lengths), one patch at each position: the channels of a patch
    /// are those of its places, one after another.
    public func patches(
        _ size: [Int], strides: [Int]? = nil, dilations: [Int], padding: WindowPadding = .valid,
        format: DataFormat = .channelsLast
    ) throws -> Tensor {
        let depth = size.count, name = depth == 3 ? "extract_patches_3d" : "extract_patches"
        guard depth == 2 || depth == 3, rank == depth + 1 || rank == depth + 2 else {
            throw HornbillError(
                .shapeMismatch,
                "\(name): expected rank \(depth + 1) or, of a batch, \(depth + 2), got shape \(shapeText(shape))")
        }
        let strides = strides ?? size
        for (numbers, argument) in [(size, "size"), (strides, "strides"), (dilations, "dilation_rate")]
        where numbers.count != depth || numbers.contains(where: { $0 < 1 }) {
            throw HornbillError(
                .invalidArgument, "\(name): `\(argument)`: expected \(depth) positive integers, got \(shapeText(numbers))")
        }
        let isSingle = rank == depth + 1
        let x = try (isSingle ? expandedDims(axes: [0]) : self).withChannelsLast(format)
        let axes = try (0 ..< depth).map {
            try padding.axis(length: x.shape[$0 + 1], window: size[$0], stride: strides[$0], dilation: dilations[$0])
        }
        if axes.contains(where: { $0.positions == 0 }), x.count > 0 {
            throw HornbillError(
                .invalidArgument,
                "\(name): the window has no position: got images of shape \(shapeText(shape)), size \(shapeText(size))")
        }
        let lengths = [x.shape[0]] + axes.map(\.positions)
        _ = try Strides.count(size + [x.shape[depth + 1]])
        let channels = size.reduce(x.shape[depth + 1], *)
        let found = try x.windows(axes).reshaped(to: lengths + [channels]).withChannels(format)
        return isSingle ? try found.squeezed(axes: [0]) : found
    }

    /// Images with zeros around them. Two of the numbers for an axis say the third.
    public func imagesPadded(
        top: Int? = nil, bottom: Int? = nil, height: Int? = nil, left: Int? = nil, right: Int? = nil, width: Int? = nil,
        format: DataFormat = .channelsLast
    ) throws -> Tensor {
        let images = try Images(self, format, "pad_images")
        let down = [("top_padding", top), ("bottom_padding", bottom), ("target_height", height)]
        let across = [("left_padding", left), ("right_padding", right), ("target_width", width)]
        func ends(_ given: [(name: String, value: Int?)], _ length: Int) throws -> (Int, Int) {
            try requireTwo(given)
            let first = given[0].value ?? (given[2].value ?? 0) - (given[1].value ?? 0) - length
            let last = given[1].value ?? (given[2].value ?? 0) - first - length
            for (name, value) in [(given[0].name, first), (given[1].name, last)] where value < 0 {
                throw HornbillError(.invalidArgument, "\(name) must be >= 0. Received: \(name)=\(value)")
            }
            return (first, last)
        }
        return try images.restored(
            images.batch.padded([(0, 0), ends(down, images.height), ends(across, images.width), (0, 0)]))
    }

    /// A part of images. Two of the numbers for an axis say the third.
    public func imagesCropped(
        top: Int? = nil, bottom: Int? = nil, height: Int? = nil, left: Int? = nil, right: Int? = nil, width: Int? = nil,
        format: DataFormat = .channelsLast
    ) throws -> Tensor {
        let images = try Images(self, format, "crop_images")
        let down = [("top_cropping", top), ("bottom_cropping", bottom), ("target_height", height)]
        let across = [("left_cropping", left), ("right_cropping", right), ("target_width", width)]
        func part(_ given: [(name: String, value: Int?)], _ length: Int) throws -> (start: Int, count: Int) {
            try requireTwo(given)
            let start = given[0].value ?? length - (given[2].value ?? 0) - (given[1].value ?? 0)
            let count = given[2].value ?? length - (given[1].value ?? 0) - start
            for (name, value) in [(given[0].name, start), (given[2].name, count)] where value < 0 {
                throw HornbillError(.invalidArgument, "\(name) must be >= 0. Received: \(name)=\(value)")
            }
            guard start + count <= length else {
                throw HornbillError(
                    .invalidArgument,
                    "\(given[0].name) and \(given[2].name): expected a part of \(length) pixels, got \(count) from \(start)")
            }
            return (count == 0 ? 0 : start, count)
        }
        let (rows, columns) = (try part(down, images.height), try part(across, images.width))
        return try images.restored(
            images.batch.sliced(axis: 1, from: rows.start, count: rows.count)
                .sliced(axis: 2, from: columns.start, count: columns.count))
    }
}

/// Throws unless two of three numbers are given, neither negative nor beyond all memory.
private func requireTwo(_ given: [(name: String, value: Int?)]) throws {
    let received = given.map { "\($0.name)=\($0.value.map(String.init) ?? "None")" }.joined(separator: ", ")
    guard given.filter({ $0.value == nil }).count == 1 else {
        throw HornbillError(
            .invalidArgument,
            "Must specify exactly two of \(given.map(\.name).joined(separator: ", ")). Received: \(received)")
    }
    for (name, value) in given {
        if let value, value < 0 || value > 1 << 40 {
            throw HornbillError(.invalidArgument, "\(name) must be >= 0. Received: \(name)=\(value)")
        }
    }
}
