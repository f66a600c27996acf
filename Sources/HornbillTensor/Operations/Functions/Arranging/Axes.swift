// The same elements with their axes, or their places along axes, in another order.

extension Tensor {
    /// The axes `from`, one by one, at the places `to` of the result; the others keep their order: a view.
    public func movedAxes(_ from: [Int], to: [Int]) throws -> Tensor {
        let sources = try Strides.normalize(axes: from, rank: rank), places = try Strides.normalize(axes: to, rank: rank)
        guard sources.count == places.count else {
            throw HornbillError(
                .invalidArgument, "`source` and `destination` arguments must have the same number of elements")
        }
        var rest = (0 ..< rank).filter { !sources.contains($0) }[...]
        return try transposed(
            (0 ..< rank).map { place in
                if let position = places.firstIndex(of: place) { return sources[position] }
                return rest.removeFirst()
            })
    }

    /// Two axes in each other's place: a view.
    public func swappedAxes(_ first: Int, _ second: Int) throws -> Tensor {
        var order = Array(0 ..< rank)
        order.swapAt(try Strides.normalize(axis: first, rank: rank), try Strides.normalize(axis: second, rank: rank))
        return try transposed(order)
    }

    /// Each matrix of the last two axes transposed: a view. Throws `shapeMismatch` with fewer than two axes.
    public func matrixTransposed() throws -> Tensor {
        guard rank >= 2 else {
            throw HornbillError(.shapeMismatch, "matrix_transpose: expected at least 2 axes, got \(rank)")
        }
        return try swappedAxes(-1, -2)
    }

    /// The elements moved on by `shifts` places along `axes`, those that leave at one end coming back at the other. If no
    /// axes are named, all elements move by the sum of the shifts in row-major order.
    public func rolled(by shifts: [Int], axes: [Int]? = nil) throws -> Tensor {
        guard let axes else {
            return try reshaped(to: [count]).rolled(by: shifts, axes: [0]).reshaped(to: shape)
        }
        guard shifts.count == axes.count || shifts.count == 1 || axes.count == 1 else {
            throw HornbillError(.invalidArgument, "'shift' and 'axis' should be scalars or 1D sequences")
        }
        // An axis may be named more than once: its shifts add up.
        var totals = [Int](repeating: 0, count: rank)
        for index in 0 ..< Swift.max(shifts.count, axes.count) where !shifts.isEmpty && !axes.isEmpty {
            let axis = try Strides.normalize(axis: axes[axes.count == 1 ? 0 : index], rank: rank)
            let length = Swift.max(1, shape[axis])
            totals[axis] = (totals[axis] + shifts[shifts.count == 1 ? 0 : index] % length + length) % length
        }
        var result = self
        for (axis, shift) in totals.enumerated() where shift > 0 {
            let first = shape[axis] - shift
            result = try .concatenate(
                [
                    result.sliced(axis: axis, from: first, count: shift),
                    result.sliced(axis: axis, from: 0, count: first),
                ], axis: axis)
        }
        return result
    }

    /// The plane of two axes turned by `turns` quarters, from the first axis towards the second: a view.
    public func rotated(quarters turns: Int = 1, axes: [Int] = [0, 1]) throws -> Tensor {
        guard axes.count == 2 else { throw HornbillError(.invalidArgument, "len(axes) must be 2.") }
        let plane = try axes.map { try Strides.normalize(axis: $0, rank: rank) }
        guard plane[0] != plane[1] else { throw HornbillError(.invalidArgument, "Axes must be different.") }
        switch (turns % 4 + 4) % 4 {
        case 0: return self
        case 1: return try flipped(axes: [plane[1]]).swappedAxes(plane[0], plane[1])
        case 2: return try flipped(axes: plane)
        default: return try swappedAxes(plane[0], plane[1]).flipped(axes: [plane[1]])
        }
    }

    /// The tensors broadcast to their common shape: views.
    public static func broadcast(_ tensors: [Tensor]) throws -> [Tensor] {
        let shape = try Strides.broadcastShape(tensors.map(\.shape))
        return try tensors.map { try $0.broadcast(to: shape) }
    }
}
