/// Images with the batch in front and the channels last, whatever they were, and how to give results their form.
struct Images {
    /// (batch, height, width, channels): a view.
    let batch: Tensor
    private let format: DataFormat
    private let isSingle: Bool

    /// Throws `shapeMismatch` unless there are 3 axes (one image) or 4 (a batch).
    init(_ images: Tensor, _ format: DataFormat, _ name: String) throws {
        guard images.rank == 3 || images.rank == 4 else {
            throw HornbillError(
                .shapeMismatch,
                "\(name): invalid images rank: expected rank 3 (single image) or rank 4 (batch of images), got shape "
                    + shapeText(images.shape))
        }
        guard !images.dtype.isComplex else {
            throw HornbillError(.typeMismatch, "\(name): expected real numbers, got dtype \(images.dtype.name)")
        }
        self.format = format
        isSingle = images.rank == 3
        batch = try (isSingle ? images.expandedDims(axes: [0]) : images).withChannelsLast(format)
    }

    var height: Int { batch.shape[1] }
    var width: Int { batch.shape[2] }
    var channels: Int { batch.shape[3] }
    var dtype: DType { batch.dtype }

    /// Images in the form in which they were given, and in their dtype.
    func restored(_ result: Tensor) throws -> Tensor {
        let images = try result.cast(to: dtype).withChannels(format)
        return isSingle ? try images.squeezed(axes: [0]) : images
    }

    /// The images as floats of 32 bits at least.
    func floats() throws -> Tensor { try batch.cast(to: dtype.isFloat ? dtype.computeType : .float32) }
}

extension Tensor {
    /// To the nearest integer, halves away from zero.
    func roundedAway() throws -> Tensor { try sign() * (abs() + 0.5).floor() }

    /// Cast to a dtype and limited to what it can hold; floats are rounded for integers, halves to the even one.
    func saturated(_ dtype: DType) throws -> Tensor {
        if dtype == self.dtype { return self }
        guard dtype.isInteger, self.dtype.isFloat else { return try cast(to: dtype) }
        // Of the limits of wide integers those that a float32 can hold.
        let wide = dtype.size >= 4 ? 1 - 0x1p-23 : 1
        return try round().clip(min: dtype.lowestInteger, max: dtype.highestInteger * wide).cast(to: dtype)
    }

    /// Numbers 0, 1, … along one axis of `rank`, which broadcast.
    static func places(_ count: Int, axis: Int, rank: Int, _ dtype: DType) throws -> Tensor {
        var shape = [Int](repeating: 1, count: rank)
        shape[axis] = count
        return try Tensor.computed(shape) { $0 }.cast(to: dtype)
    }
}
