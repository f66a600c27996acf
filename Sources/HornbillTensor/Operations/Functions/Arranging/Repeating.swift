extension Tensor {
    /// Each element `count` times along `axis` (of all elements in row-major order if nil).
    public func repeated(_ count: Int, axis: Int? = nil) throws -> Tensor {
        guard let axis else { return try reshaped(to: [self.count]).repeated(count, axis: 0) }
        let place = try Strides.normalize(axis: axis, rank: rank)
        guard count >= 0 else { throw HornbillError(.invalidArgument, "repeats may not contain negative values.") }
        var split = shape, target = shape
        split.insert(count, at: place + 1)
        let (length, isTooLong) = shape[place].multipliedReportingOverflow(by: count)
        guard !isTooLong else { throw HornbillError(.outOfMemory, "repeat: cannot allocate \(count) times \(spec)") }
        target[place] = length
        _ = try Strides.count(split)
        if !isSymbolic, self.count > 0, count > 0 {
            let dense = try contiguous(), result = try Tensor(uninitialized: dtype, target)
            let width = shape[(place + 1)...].reduce(dtype.size, *)
            repeatBlocks(
                try dense.pointer(), width: width, count: dense.count * dtype.size / width, times: count, try result.pointer())
            withExtendedLifetime(dense) {}
            return result
        }
        return try expandedDims(axes: [place + 1]).broadcast(to: split).reshaped(to: target)
    }

    /// Each element along `axis` as many times as `counts`, a vector of integers as long as the axis, says.
    ///
    /// Throws `unsupported` for symbolic counts, on which the result's shape would depend.
    public func repeated(_ counts: Tensor, axis: Int? = nil) throws -> Tensor {
        guard let axis else { return try reshaped(to: [count]).repeated(counts, axis: 0) }
        let place = try Strides.normalize(axis: axis, rank: rank)
        try counts.requireConcrete("repeat")
        guard counts.dtype.isInteger || counts.dtype == .bool else {
            throw HornbillError(
                .typeMismatch,
                "Cannot cast array data from dtype('\(counts.dtype.name)') to dtype('int64') according to the rule 'safe'")
        }
        guard counts.rank <= 1 else {
            throw HornbillError(.invalidArgument, "object too deep for desired array")
        }
        let times = try counts.scalars(as: Int.self)
        if times.count == 1 { return try repeated(times[0], axis: place) }
        guard times.count == shape[place] else {
            throw HornbillError(
                .shapeMismatch,
                "operands could not be broadcast together with shape (\(shape[place]),) (\(times.count),)")
        }
        var total = 0
        for time in times {
            guard time >= 0 else { throw HornbillError(.invalidArgument, "repeats may not contain negative values.") }
            let (next, isTooMany) = total.addingReportingOverflow(time)
            guard !isTooMany else { throw HornbillError(.outOfMemory, "repeat: cannot allocate so many elements") }
            total = next
        }
        // Takes the memory of the result first, so that counts that are too large are found out before the positions
        // are written down.
        let positions = try Tensor(uninitialized: .int64, [total])
        let target = try positions.pointer().assumingMemoryBound(to: Int.self)
        var next = 0
        for (position, time) in times.enumerated() {
            (target + next).initialize(repeating: position, count: time)
            next += time
        }
        return try take(positions, axis: place)
    }

    /// The tensor `times[i]` times along each axis. The shorter of `times` and the shape is filled with ones in front.
    public func tiled(_ times: [Int]) throws -> Tensor {
        let axes = Swift.max(rank, times.count)
        let lengths = [Int](repeating: 1, count: axes - rank) + shape
        let times = [Int](repeating: 1, count: axes - times.count) + times
        if times.allSatisfy({ $0 == 1 }) { return try reshaped(to: lengths) }
        var split: [Int] = [], wide: [Int] = [], target: [Int] = []
        for (length, time) in zip(lengths, times) {
            guard time >= 0 else { throw HornbillError(.invalidArgument, "negative dimensions are not allowed") }
            let (product, isTooLong) = length.multipliedReportingOverflow(by: time)
            guard !isTooLong else { throw HornbillError(.outOfMemory, "tile: cannot allocate \(shapeText(times)) times \(spec)") }
            // An axis that does not repeat needs no place for its repetitions.
            if time != 1 {
                split.append(1)
                wide.append(time)
            }
            split.append(length)
            wide.append(length)
            target.append(product)
        }
        _ = try Strides.count(wide)
        return try reshaped(to: split).broadcast(to: wide).reshaped(to: target)
    }

    /// Throws `unsupported` if the tensor is symbolic: for functions whose result's shape depends on values.
    func requireConcrete(_ name: String) throws {
        guard !isSymbolic else {
            throw HornbillError(
                .unsupported, "\(name)() cannot be traced, because the result's shape depends on values")
        }
    }
}
