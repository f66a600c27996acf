import HornbillKernels

extension Tensor {
    /// A reduction by a primitive, over all axes if none are named.
    private func reduced(_ op: ReductionOp, _ operation: Operation, _ axes: [Int]?, _ keepDims: Bool) throws -> Tensor {
        let axes = try axes.map(reducedAxes) ?? Array(0 ..< rank)
        if let result = try DirectReduction.apply(op, self, axes, keepDims: keepDims) { return result }
        let result = try operation(self, ["axes": JSON(axes)])
        if !keepDims { return result }
        return try result.reshaped(to: shape.enumerated().map { axes.contains($0) ? 1 : $1 })
    }

    /// Axes counted from the front. As in NumPy, a tensor without axes may be reduced along its first or last one.
    private func reducedAxes(_ axes: [Int]) throws -> [Int] {
        if rank == 0, axes == [0] || axes == [-1] { return [] }
        return try Strides.normalize(axes: axes, rank: rank)
    }

    /// The sum over `axes` (all if nil). Integers and bool are summed in 64 bits.
    public func sum(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        try reduced(.sum, .sum, axes, keepDims)
    }

    public func prod(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        try reduced(.prod, .prod, axes, keepDims)
    }

    public func max(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        try reduced(.max, .max, axes, keepDims)
    }

    public func min(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        try reduced(.min, .min, axes, keepDims)
    }

    public func any(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        try reduced(.any, .any, axes, keepDims)
    }

    public func all(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        try reduced(.all, .all, axes, keepDims)
    }

    /// How many elements each result of a reduction over `axes` is made from.
    private func reducedCount(_ axes: [Int]?) throws -> Int {
        try Strides.normalize(axes: axes ?? Array(0 ..< rank), rank: rank).reduce(1) { $0 * shape[$1] }
    }

    /// The mean; integers and bool give float64.
    public func mean(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        // Sums of integers of up to 32 bits are exact.
        if dtype == .bool || dtype.isInteger && dtype.size <= 4 {
            return try sum(axes: axes, keepDims: keepDims).cast(to: .float64) / Double(reducedCount(axes))
        }
        if !dtype.isInexact, let sum = try DirectReduction.sumAsDouble(self, axes.map(reducedAxes), keepDims: keepDims) {
            return try sum / Double(reducedCount(axes))
        }
        let x = dtype.isInexact ? self : try cast(to: .float64)
        // 16-bit floats are summed in 32 bits, as NumPy does.
        let wide = x.dtype.size == 2 ? try x.cast(to: .float32) : x
        return try (wide.sum(axes: axes, keepDims: keepDims) / Double(reducedCount(axes))).cast(to: x.dtype)
    }

    /// The mean squared distance from the mean, a real number also for complex elements; `correction` is subtracted from
    /// the number of elements.
    public func variance(axes: [Int]? = nil, correction: Double = 0, keepDims: Bool = false) throws -> Tensor {
        if let result = try denseVariance(axes, correction, keepDims) { return result }
        let x = dtype.isInexact ? self : try cast(to: .float64)
        let wide = x.dtype.size == 2 ? try x.cast(to: .float32) : x
        let centred = try wide - wide.mean(axes: axes, keepDims: true)
        let squares = try dtype.isComplex ? centred.real().square() + centred.imag().square() : centred.square()
        let sum = try squares.sum(axes: axes, keepDims: keepDims)
        // Of no more elements than are subtracted there is none, not one of the other sign.
        let divisor = Swift.max(0, try Double(reducedCount(axes)) - correction)
        return try (sum / divisor).cast(to: x.dtype.realType)
    }

    /// The variance of a dense tensor with values, over its last axes, or its first ones; nil for others.
    private func denseVariance(_ axes: [Int]?, _ correction: Double, _ keepDims: Bool) throws -> Tensor? {
        guard let source = body.address, body.isContiguous, count > 0, !dtype.isComplex, dtype.size != 2 || dtype.isInteger
        else { return nil }
        let axes = try axes.map { try Strides.normalize(axes: $0, rank: rank).sorted() } ?? Array(0 ..< rank)
        let shape = self.shape, reduced = axes.reduce(1) { $0 * shape[$1] }
        let kept = shape.indices.filter { !axes.contains($0) }
        let result = try Tensor(
            uninitialized: dtype == .float32 ? .float32 : .float64,
            keepDims ? shape.indices.map { axes.contains($0) ? 1 : shape[$0] } : kept.map { shape[$0] })
        if axes.elementsEqual(rank - axes.count ..< rank) {
            Variance.ofRows(
                dtype, source, rows: count / reduced, count: reduced, correction: correction, try result.pointer())
        } else if axes.elementsEqual(0 ..< axes.count) {
            let x = dtype == .float32 ? self : try cast(to: .float64)
            guard let source = x.body.address else { return nil }
            Variance.ofColumns(
                x.dtype, source, rows: reduced, columns: count / reduced, correction: correction, try result.pointer())
            return withExtendedLifetime(x) { result }
        } else {
            return nil
        }
        return withExtendedLifetime(self) { result }
    }

    public func standardDeviation(axes: [Int]? = nil, correction: Double = 0, keepDims: Bool = false) throws -> Tensor {
        try variance(axes: axes, correction: correction, keepDims: keepDims).sqrt()
    }

    private func positionOfAll(_ op: ReductionOp, _ operation: Operation, _ keepDims: Bool) throws -> Tensor {
        if body.isContiguous, let result = try DirectReduction.apply(op, self, Array(0 ..< rank), keepDims: keepDims) {
            return result
        }
        let position = try reshaped(to: [count]).reduced(op, operation, [0], false)
        return keepDims ? try position.reshaped(to: [Int](repeating: 1, count: rank)) : position
    }

    /// The index of the first largest element along `axis`, of all elements in row-major order if nil.
    public func argmax(axis: Int? = nil, keepDims: Bool = false) throws -> Tensor {
        guard let axis, rank > 0 || axis != 0 && axis != -1 else {
            return try positionOfAll(.argmax, .argmax, keepDims)
        }
        return try reduced(.argmax, .argmax, [axis], keepDims)
    }

    public func argmin(axis: Int? = nil, keepDims: Bool = false) throws -> Tensor {
        guard let axis, rank > 0 || axis != 0 && axis != -1 else {
            return try positionOfAll(.argmin, .argmin, keepDims)
        }
        return try reduced(.argmin, .argmin, [axis], keepDims)
    }

    /// log(Σ eˣ), without overflow.
    public func logSumExp(axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        // An infinite largest element is no number to subtract: infinity less infinity is NaN.
        let largest = try max(axes: axes, keepDims: true).stopGradient()
        let top = try Tensor.where(largest.isFinite(), largest, .scalar(0, dtype: largest.dtype))
        let result = try (self - top).exp().sum(axes: axes, keepDims: true).log() + top
        if keepDims { return result }
        let gone = try Strides.normalize(axes: axes ?? Array(0 ..< rank), rank: rank)
        return try result.reshaped(to: shape.indices.filter { !gone.contains($0) }.map { shape[$0] })
    }

    /// eˣ / Σ eˣ along `axis`.
    public func softmax(axis: Int = -1) throws -> Tensor {
        let powers = try (self - max(axes: [axis], keepDims: true).stopGradient()).exp()
        return try powers / powers.sum(axes: [axis], keepDims: true)
    }

    /// The logarithm of `softmax`, computed without it.
    public func logSoftmax(axis: Int = -1) throws -> Tensor {
        let centred = try self - max(axes: [axis], keepDims: true).stopGradient()
        return try centred - centred.exp().sum(axes: [axis], keepDims: true).log()
    }

    /// The logarithm of this tensor if it is a traced `softmax` along `axis`, computed without it; nil if it is anything else.
    ///
    /// A share e^z / Σ e^z may round to 0 where its logarithm, z − log Σ e^z, is an ordinary number and has a gradient.
    public func logOfTracedSoftmax(axis: Int) throws -> Tensor? {
        guard let quotient = symbol?.node, case .elementwise(.divide)? = quotient.operation?.family else { return nil }
        let powers = quotient.inputs[0], divisor = quotient.inputs[1].within([Operation.broadcastTo])
        guard let exponential = powers.symbol?.node, case .elementwise(.exp)? = exponential.operation?.family,
            let sum = divisor.within([Operation.reshape]).symbol?.node, sum.operation === Operation.sum,
            sum.inputs[0].symbol == powers.symbol
        else { return nil }
        let axes = try Strides.normalize(axes: [axis], rank: rank)
        guard try sum.attributes.ints("axes") == axes,
            divisor.shape == shape.enumerated().map({ axes.contains($0) ? 1 : $1 })
        else { return nil }
        return try exponential.inputs[0] - divisor.log()
    }

    /// What a traced tensor is made of by these operations alone.
    private func within(_ operations: [Operation]) -> Tensor {
        var tensor = self
        while let node = tensor.symbol?.node, operations.contains(where: { $0 === node.operation }) { tensor = node.inputs[0] }
        return tensor
    }
}
