/// Where the channels of images lie.
public enum DataFormat: String, Sendable {
    /// (batch, axes…, channels).
    case channelsLast = "channels_last"
    /// (batch, channels, axes…).
    case channelsFirst = "channels_first"
}

/// What lies around the axes over which a window slides.
public enum WindowPadding: String, Sendable {
    /// Nothing: the window stays inside.
    case valid
    /// So much that there is a position for each stride.
    case same

    func axis(length: Int, window: Int, stride: Int, dilation: Int = 1) throws -> SlidingAxis {
        self == .same
            ? try .same(length: length, window: window, stride: stride, dilation: dilation)
            : try SlidingAxis(length: length, window: window, stride: stride, dilation: dilation)
    }
}

extension Tensor {
    /// The tensor with its channels last: a view.
    func withChannelsLast(_ format: DataFormat) throws -> Tensor {
        format == .channelsLast ? self : try movedAxes([1], to: [-1])
    }

    /// A tensor with its channels last as the format has it: a view.
    func withChannels(_ format: DataFormat) throws -> Tensor {
        format == .channelsLast ? self : try movedAxes([-1], to: [1])
    }

    /// Throws unless there are a batch, one to three axes, and channels.
    func requireSpatial(_ name: String, _ argument: String = "inputs") throws {
        guard (3 ... 5).contains(rank) else {
            throw HornbillError(
                .shapeMismatch,
                "\(name): expected `\(argument)` of rank 3, 4 or 5 (batch, one to three axes, channels), got shape "
                    + shapeText(shape))
        }
        guard !dtype.isComplex else {
            throw HornbillError(.typeMismatch, "\(name): expected real numbers, got dtype \(dtype.name)")
        }
    }
}

/// Calls a body that knows float32 and float64 alone: 16-bit floats are widened on the way in and rounded on the way out,
/// integers become float32. All operands get one dtype.
func widened(_ operands: [Tensor], _ body: ([Tensor]) throws -> Tensor) throws -> Tensor {
    let common = operands.dropFirst().reduce(operands[0].dtype) { Tensor.promote($0, $1.dtype) }
    let dtype = common.isFloat ? common : .float32
    return try body(operands.map { try $0.cast(to: dtype.computeType) }).cast(to: dtype)
}
