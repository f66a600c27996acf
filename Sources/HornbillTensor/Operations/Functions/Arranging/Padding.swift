/// What is put around a tensor by `padded`: NumPy's modes.
public enum Padding: Sendable {
    /// Constants: one for each end of each axis.
    case constant([(before: Double, after: Double)])
    /// The element at the end.
    case edge
    /// The elements mirrored at the last one, which is not repeated; `isOdd`: twice the last one less these.
    case reflect(isOdd: Bool)
    /// The elements mirrored behind the last one, which is repeated; `isOdd`: twice the last one less these.
    case symmetric(isOdd: Bool)
    /// The elements from the other end.
    case wrap
    /// Evenly spaced numbers from the last element to these ends.
    case linearRamp([(before: Double, after: Double)])
    /// A statistic of all elements along the axis, or of so many at the end.
    case mean([(before: Int, after: Int)?])
    case maximum([(before: Int, after: Int)?])
    case minimum([(before: Int, after: Int)?])
    case median([(before: Int, after: Int)?])
}

extension Tensor {
    /// The tensor with `widths[axis]` elements more at the ends of each axis.
    ///
    /// Axes are padded one after another, so that corners come from what was padded before.
    public func padded(_ widths: [(before: Int, after: Int)], _ mode: Padding = .constant([])) throws -> Tensor {
        guard widths.count == rank else {
            throw HornbillError(
                .shapeMismatch,
                "operands could not be broadcast together with remapped shapes [original->remapped]: "
                    + "(\(widths.count),2) and requested shape (\(rank),2)")
        }
        guard widths.allSatisfy({ $0.before >= 0 && $0.after >= 0 }) else {
            throw HornbillError(.invalidArgument, "index can't contain negative values")
        }
        var target: [Int] = []
        for (length, width) in zip(shape, widths) {
            let (some, first) = length.addingReportingOverflow(width.before)
            let (all, second) = some.addingReportingOverflow(width.after)
            guard !first, !second else { throw HornbillError(.outOfMemory, "pad: cannot allocate so many elements") }
            target.append(all)
        }
        _ = try Strides.count(target)
        if case .constant(let values) = mode, values.allSatisfy({ $0.before == 0 && $0.after == 0 }) {
            return try Operation.unslice(
                self,
                [
                    "shape": JSON(target), "starts": JSON(zip(shape, widths).map { $0 > 0 ? $1.before : 0 }),
                    "steps": JSON([Int](repeating: 1, count: rank)), "lengths": JSON(shape),
                ])
        }
        var result = self
        for (axis, width) in widths.enumerated() where width.before + width.after > 0 {
            result = try result.padded(axis, width, mode)
        }
        return result
    }

    private func padded(_ axis: Int, _ width: (before: Int, after: Int), _ mode: Padding) throws -> Tensor {
        let length = shape[axis]
        func requireElements(_ name: String) throws {
            guard length > 0 else {
                throw HornbillError(
                    .invalidArgument, "can't extend empty axis \(axis) using modes other than 'constant' or 'empty'")
            }
        }
        func places(_ place: (Int) -> Int) throws -> Tensor {
            try requireElements("pad")
            let count = length + width.before + width.after
            return try take(.computed([count]) { place($0 - width.before) }, axis: axis)
        }
        /// The sides as tensors that broadcast along the axis, in the tensor's dtype.
        func surrounded(_ before: Tensor, _ after: Tensor) throws -> Tensor {
            func side(_ value: Tensor, _ count: Int) throws -> Tensor {
                var lengths = shape
                lengths[axis] = count
                return try value.cast(to: dtype).broadcast(to: lengths)
            }
            return try .concatenate([side(before, width.before), self, side(after, width.after)], axis: axis)
        }
        func statistic(
            _ lengths: [(before: Int, after: Int)?], _ body: (Tensor) throws -> Tensor
        ) throws -> Tensor {
            try requireElements("pad")
            func side(_ count: Int?, atEnd: Bool) throws -> Tensor {
                guard let count, count < length else { return try body(self) }
                guard count > 0 else {
                    throw HornbillError(.invalidArgument, "stat_length of 0 yields no value for padding")
                }
                return try body(sliced(axis: axis, from: atEnd ? length - count : 0, count: count))
            }
            let wanted = axis < lengths.count ? lengths[axis] : nil
            return try surrounded(side(wanted?.before, atEnd: false), side(wanted?.after, atEnd: true))
        }
        /// Integers are rounded as NumPy rounds them: to the nearest.
        func rounded(_ value: Tensor) throws -> Tensor { dtype.isInteger ? try value.round() : value }

        switch mode {
        case .constant(let values):
            let value = axis < values.count ? values[axis] : (0, 0)
            return try surrounded(.scalar(value.0, dtype: dtype), .scalar(value.1, dtype: dtype))
        case .edge: return try places { Swift.min(Swift.max($0, 0), length - 1) }
        case .wrap: return try places { ($0 % length + length) % length }
        case .reflect(let isOdd): return try mirrored(axis, width, period: length - 1, repeats: false, isOdd: isOdd)
        case .symmetric(let isOdd): return try mirrored(axis, width, period: length, repeats: true, isOdd: isOdd)
        case .mean(let lengths): return try statistic(lengths) { try rounded($0.mean(axes: [axis], keepDims: true)) }
        case .maximum(let lengths): return try statistic(lengths) { try $0.max(axes: [axis], keepDims: true) }
        case .minimum(let lengths): return try statistic(lengths) { try $0.min(axes: [axis], keepDims: true) }
        case .median(let lengths):
            return try statistic(lengths) { try rounded($0.median(axes: [axis], keepDims: true)) }
        case .linearRamp(let ends):
            try requireElements("pad")
            let end = axis < ends.count ? ends[axis] : (0, 0)
            let type = dtype.isFloat && dtype.size > 2 ? dtype : DType.float64
            func ramp(_ end: Double, _ edge: Tensor, _ count: Int, isReversed: Bool) throws -> Tensor {
                var lengths = [Int](repeating: 1, count: rank)
                lengths[axis] = count
                let steps = try Tensor.computed(lengths) { isReversed ? count - 1 - $0 : $0 }.cast(to: type)
                let step = try (edge.cast(to: type) - end) / Double(Swift.max(1, count))
                let values = try steps * step + end
                return dtype.isInteger ? try values.floor() : values
            }
            return try surrounded(
                ramp(end.0, sliced(axis: axis, from: 0, count: 1), width.before, isReversed: false),
                ramp(end.1, sliced(axis: axis, from: length - 1, count: 1), width.after, isReversed: true))
        }
    }

    /// The elements and their mirror images by turns, as far as the widths reach.
    private func mirrored(
        _ axis: Int, _ width: (before: Int, after: Int), period: Int, repeats: Bool, isOdd: Bool
    ) throws -> Tensor {
        let length = shape[axis]
        guard length > 0 else {
            throw HornbillError(
                .invalidArgument, "can't extend empty axis \(axis) using modes other than 'constant' or 'empty'")
        }
        // Alone, an element is its own mirror image.
        guard period > 0 else {
            return try take(.zeros([length + width.before + width.after], dtype: .int64), axis: axis)
        }
        let count = length + width.before + width.after
        /// Which of the copies a place belongs to, 0 for the elements themselves, and its place in that.
        func copy(_ place: Int) -> (turn: Int, rest: Int) {
            let position = place - width.before
            // Reflected on itself, the last element belongs to the first copy.
            if position >= 0, position < length { return (0, position) }
            let turn = position >= 0 ? position / period : -((-position + period - 1) / period)
            return (turn, position - turn * period)
        }
        let taken = try take(
            .computed([count]) {
                let (turn, rest) = copy($0)
                return turn & 1 != 0 ? length - 1 - rest : rest
            }, axis: axis)
        guard isOdd else { return taken }
        var lengths = [Int](repeating: 1, count: rank)
        lengths[axis] = count
        func factor(_ body: (Int) -> Int) throws -> Tensor {
            try .computed(lengths) { body(copy($0).turn) }.cast(to: dtype)
        }
        let signs = try factor { $0 & 1 != 0 ? -1 : 1 }
        let lasts = try factor { $0 & 1 != 0 ? $0 + 1 : $0 }, firsts = try factor { $0 & 1 != 0 ? 1 - $0 : -$0 }
        return try taken * signs + sliced(axis: axis, from: length - 1, count: 1) * lasts
            + sliced(axis: axis, from: 0, count: 1) * firsts
    }
}
