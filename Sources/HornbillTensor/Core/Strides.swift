/// Arithmetic on shapes and strides. Strides count elements, not bytes.
public enum Strides {
    /// The row-major strides of a dense tensor.
    public static func contiguous(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        var step = 1
        for axis in stride(from: shape.count - 1, through: 0, by: -1) {
            strides[axis] = step
            step *= max(1, shape[axis])
        }
        return strides
    }

    /// Whether `strides` walk `shape` densely in row-major order; axes of length 1 and empty tensors do not matter.
    public static func areContiguous(_ strides: [Int], _ shape: [Int]) -> Bool {
        var step = 1
        for axis in stride(from: shape.count - 1, through: 0, by: -1) {
            if shape[axis] == 0 { return true }
            if shape[axis] != 1 {
                if strides[axis] != step { return false }
                step *= shape[axis]
            }
        }
        return true
    }

    /// The number of elements of a tensor of that shape; throws if an axis is negative or the product is more than any
    /// memory holds. Axes of length 0 do not hide that the others are too long, so that strides never overflow.
    public static func count(_ shape: [Int]) throws -> Int {
        var product = 1, isEmpty = false
        for length in shape {
            guard length >= 0 else {
                throw HornbillError(
                    .invalidArgument, "negative dimensions are not allowed: got shape \(shapeText(shape))")
            }
            if length == 0 {
                isEmpty = true
                continue
            }
            let (next, isTooLarge) = product.multipliedReportingOverflow(by: length)
            guard !isTooLarge else {
                throw HornbillError(.invalidArgument, "the shape \(shapeText(shape)) has too many elements")
            }
            product = next
        }
        guard product <= Int.max / 16 else {
            throw HornbillError(.outOfMemory, "cannot allocate the shape \(shapeText(shape))")
        }
        return isEmpty ? 0 : product
    }

    /// The strides with which `shape` must be walked to look like `target`, as NumPy broadcasts.
    /// The shapes must be compatible.
    public static func broadcast(_ strides: [Int], _ shape: [Int], to target: [Int]) -> [Int] {
        let missing = target.count - shape.count
        var result = [Int](repeating: 0, count: target.count)
        for axis in 0 ..< shape.count where shape[axis] != 1 || target[axis + missing] == 1 {
            result[axis + missing] = strides[axis]
        }
        return result
    }

    /// The common shape of operands under NumPy's broadcasting rules.
    public static func broadcastShape(_ shapes: [[Int]]) throws -> [Int] {
        guard var result = shapes.first else { return [] }
        for shape in shapes.dropFirst() where shape != result {
            let rank = max(result.count, shape.count)
            var merged = [Int](repeating: 1, count: rank)
            for axis in 0 ..< rank {
                let a = axis + result.count - rank, b = axis + shape.count - rank
                let left = a >= 0 ? result[a] : 1, right = b >= 0 ? shape[b] : 1
                guard left == right || left == 1 || right == 1 else {
                    throw HornbillError(
                        .shapeMismatch,
                        "operands could not be broadcast together with shapes "
                            + shapes.map(shapeText).joined(separator: " "))
                }
                merged[axis] = left == 1 ? right : left
            }
            result = merged
        }
        return result
    }

    /// The strides that show the same memory with another shape, or nil where only a copy can.
    public static func reshaped(_ strides: [Int], _ shape: [Int], to target: [Int]) -> [Int]? {
        if shape.contains(0) || areContiguous(strides, shape) { return contiguous(target) }
        var result = [Int](repeating: 0, count: target.count)
        var from = 0, to = 0
        let axes = shape.indices.filter { shape[$0] != 1 }
        while from < axes.count {
            // A run of source axes and a run of target axes with the same number of elements.
            var end = from + 1
            var have = shape[axes[from]]
            var last = to
            var need = last < target.count ? target[last] : 1
            last += 1
            while have != need {
                if have < need {
                    guard end < axes.count else { return nil }
                    have *= shape[axes[end]]
                    end += 1
                } else {
                    guard last < target.count else { return nil }
                    need *= target[last]
                    last += 1
                }
            }
            for axis in from ..< end - 1
            where strides[axes[axis]] != strides[axes[axis + 1]] * shape[axes[axis + 1]] { return nil }
            var step = strides[axes[end - 1]]
            for axis in stride(from: min(last, target.count) - 1, through: to, by: -1) {
                result[axis] = step
                step *= target[axis]
            }
            from = end
            to = last
        }
        return result
    }

    /// `axis` counted from the front; throws `axisOutOfRange` with NumPy's words.
    public static func normalize(axis: Int, rank: Int) throws -> Int {
        guard axis >= -rank, axis < rank else {
            throw HornbillError(
                .axisOutOfRange, "axis \(axis) is out of bounds for array of dimension \(rank)")
        }
        return axis < 0 ? axis + rank : axis
    }

    /// Several axes counted from the front, in the order given; throws if one is out of range or named twice.
    public static func normalize(axes: [Int], rank: Int) throws -> [Int] {
        let result = try axes.map { try normalize(axis: $0, rank: rank) }
        guard Set(result).count == result.count else {
            throw HornbillError(.invalidArgument, "repeated axis in \(shapeText(axes))")
        }
        return result
    }
}

/// A shape as Python prints a tuple: `()`, `(3,)`, `(2, 3)`.
public func shapeText(_ shape: [Int]) -> String {
    switch shape.count {
    case 0: return "()"
    case 1: return "(\(shape[0]),)"
    default: return "(" + shape.map(String.init).joined(separator: ", ") + ")"
    }
}
