/// What an index means for a tensor of a certain shape: first a basic part, which is a view, then index arrays on some
/// axes of that view.
struct IndexPlan {
    /// How each axis of the tensor is cut.
    private(set) var starts: [Int]
    private(set) var steps: [Int]
    private(set) var lengths: [Int]
    /// The axes of the view: axes of the tensor, or nil for new ones of length 1.
    private(set) var axes: [Int?] = []
    /// The index arrays, and the axis of the view that each of them indexes.
    private(set) var arrays: [(axis: Int, index: Tensor)] = []
    /// Where the axes of the index arrays go among the view's other axes.
    private(set) var position = 0
    /// NumPy copies where an integer came as an array without axes.
    private(set) var copies = false

    var isBasic: Bool { arrays.isEmpty }

    init(_ items: [Index], _ shape: [Int]) throws {
        starts = [Int](repeating: 0, count: shape.count)
        steps = [Int](repeating: 1, count: shape.count)
        lengths = shape
        axes.reserveCapacity(shape.count + 1)

        var covered = 0, ellipses = 0
        for item in items {
            switch item {
            case .integer, .slice: covered += 1
            case .ellipsis: ellipses += 1
            case .newAxis: break
            case .tensor(let index):
                guard index.dtype == .bool || index.dtype.isInteger else {
                    throw HornbillError(
                        .indexOutOfRange, "arrays used as indices must be of integer (or boolean) type")
                }
                covered += index.dtype == .bool ? index.rank : 1
            }
        }
        guard ellipses < 2 else {
            throw HornbillError(.indexOutOfRange, "an index can only have a single ellipsis ('...')")
        }
        guard covered <= shape.count else {
            throw HornbillError(
                .indexOutOfRange,
                "too many indices for array: array is \(shape.count)-dimensional, but \(covered) were indexed")
        }

        var axis = 0
        // Where the first array or integer stands among the view's axes, and whether anything lies between them.
        var first: Int?, gap = false, scattered = false
        func join(_ place: Int) {
            if first == nil { first = place } else if gap { scattered = true }
        }
        for item in items {
            switch item {
            case .integer(let value):
                join(axes.count - arrays.count)
                try drop(axis, value, shape)
                axis += 1
            case .slice(let start, let stop, let step):
                gap = first != nil
                let slice = try ResolvedSlice(start: start, stop: stop, step: step, length: shape[axis])
                starts[axis] = slice.start
                steps[axis] = slice.step
                lengths[axis] = slice.count
                axes.append(axis)
                axis += 1
            case .ellipsis:
                gap = first != nil
                for _ in 0 ..< shape.count - covered {
                    axes.append(axis)
                    axis += 1
                }
            case .newAxis:
                gap = first != nil
                axes.append(nil)
            case .tensor(let index):
                join(axes.count - arrays.count)
                if index.dtype == .bool {
                    try mask(index, from: axis, shape)
                    axis += index.rank
                } else if index.rank == 0, !index.isSymbolic {
                    try drop(axis, index.scalars(as: Int.self)[0], shape)
                    copies = true
                    axis += 1
                } else {
                    arrays.append((axes.count, index))
                    axes.append(axis)
                    axis += 1
                }
            }
        }
        while axis < shape.count {
            axes.append(axis)
            axis += 1
        }
        position = scattered ? 0 : first ?? 0
    }

    private mutating func drop(_ axis: Int, _ value: Int, _ shape: [Int]) throws {
        starts[axis] = try wrapped(value, axis, shape[axis])
        lengths[axis] = 1
    }

    /// A mask stands for the positions where it is true, one index array for each of its axes.
    private mutating func mask(_ mask: Tensor, from axis: Int, _ shape: [Int]) throws {
        guard !mask.isSymbolic else {
            throw HornbillError(
                .unsupported,
                "a boolean mask cannot index while a graph is traced, because the result's shape depends on its values: "
                    + "use where()")
        }
        // As in NumPy, a mask without elements fits along its empty axes.
        for offset in 0 ..< mask.rank where mask.shape[offset] != shape[axis + offset] && mask.shape[offset] != 0 {
            throw HornbillError(
                .indexOutOfRange,
                "boolean index did not match indexed array along axis \(axis + offset); size of axis is "
                    + "\(shape[axis + offset]) but size of corresponding boolean axis is \(mask.shape[offset])")
        }
        if mask.rank == 0 {
            let isTrue = try mask.scalars(as: Bool.self)[0]
            arrays.append((axes.count, try Tensor([Int](repeating: 0, count: isTrue ? 1 : 0))))
            axes.append(nil)
            return
        }
        for (offset, positions) in try mask.nonzero().enumerated() {
            arrays.append((axes.count, positions))
            axes.append(axis + offset)
        }
    }

    /// The basic part of the index: a view, for a symbolic tensor as operations.
    func view(_ tensor: Tensor) throws -> Tensor {
        let shape = axes.map { $0.map { lengths[$0] } ?? 1 }
        if !tensor.isSymbolic {
            let strides = tensor.body.strides
            var offset = 0
            if !shape.contains(0) {
                for axis in starts.indices { offset += starts[axis] * strides[axis] }
            }
            let seen = tensor.view(
                shape: shape, strides: axes.map { $0.map { strides[$0] * steps[$0] } ?? 0 }, offset: offset)
            guard let seen else { throw Tensor.hasNoValue }
            return seen
        }
        var result = tensor
        if lengths != tensor.shape || steps.contains(where: { $0 != 1 }) {
            result = try result.sliced(starts: starts, steps: steps, lengths: lengths)
        }
        return try result.reshaped(to: shape)
    }
}

/// An index counted from the front; throws NumPy's error if it is out of bounds.
@inline(__always)
func wrapped(_ index: Int, _ axis: Int, _ length: Int) throws -> Int {
    guard index >= -length, index < length else { throw outOfBounds(index, axis, length) }
    return index < 0 ? index + length : index
}

@inline(never)
private func outOfBounds(_ index: Int, _ axis: Int, _ length: Int) -> HornbillError {
    HornbillError(.indexOutOfRange, "index \(index) is out of bounds for axis \(axis) with size \(length)")
}
