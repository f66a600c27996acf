extension Tensor {
    /// Square matrices multiplied by themselves: the product of `exponent` of them, of the inverses if it is negative.
    public func matrixPower(_ exponent: Int) throws -> Tensor {
        let size = try Operation.square(spec).size
        if exponent == 0 { return try Tensor.identity(size, dtype).broadcast(to: shape).copied() }
        var square = exponent < 0 ? try inverse() : self
        if exponent == 3 || exponent == -3 { return try matmul(matmul(square, square), square) }
        var rest = exponent.magnitude
        var result: Tensor?
        while true {
            if rest & 1 == 1 { result = try result.map { try matmul($0, square) } ?? square }
            rest >>= 1
            guard rest > 0 else { break }
            square = try matmul(square, square)
        }
        return result ?? self
    }

    private func copied() throws -> Tensor { isSymbolic ? self : try copy() }

    /// The inverse of a tensor as a linear map from its last axes to the `count` first.
    public func tensorInverse(firstAxes count: Int = 2) throws -> Tensor {
        guard count > 0 else { throw HornbillError(.invalidArgument, "Invalid ind argument.") }
        let first = Array(shape.prefix(count)), last = Array(shape.dropFirst(count))
        let size = last.reduce(1, *)
        guard size.multipliedReportingOverflow(by: size) == (self.count, false) else {
            throw HornbillError(.linearAlgebra, "Last 2 dimensions of the array must be square")
        }
        return try reshaped(to: [size, size]).inverse().reshaped(to: last + first)
    }
}

/// x with a x = b, where a maps tensors of the shape of x, its last axes, to tensors of the shape of b.
///
/// - Parameter axes: of `a`, to be moved behind the others first.
public func tensorSolve(_ a: Tensor, _ b: Tensor, axes: [Int]? = nil) throws -> Tensor {
    var order = Array(0 ..< a.rank)
    for axis in try axes.map({ try Strides.normalize(axes: $0, rank: a.rank) }) ?? [] {
        order.removeAll { $0 == axis }
        order.append(axis)
    }
    let a = try a.transposed(order)
    let shape = Array(a.shape.suffix(max(0, a.rank - b.rank)))
    let size = shape.reduce(1, *)
    guard size.multipliedReportingOverflow(by: size) == (a.count, false), b.count == size else {
        throw HornbillError(
            .linearAlgebra,
            "Input arrays must satisfy the requirement             prod(a.shape[b.ndim:]) == prod(a.shape[:b.ndim])")
    }
    return try solve(a.reshaped(to: [size, size]), b.reshaped(to: [size])).reshaped(to: shape)
}

/// The product of several matrices, in the order that takes the fewest multiplications. The first and the last may be
/// vectors: a row and a column.
public func multiDot(_ tensors: [Tensor]) throws -> Tensor {
    guard tensors.count >= 2, let first = tensors.first, let last = tensors.last else {
        throw HornbillError(.invalidArgument, "Expecting at least two arrays.")
    }
    if tensors.count == 2 { return try dot(first, last) }
    var matrices = tensors
    if first.rank == 1 { matrices[0] = try first.expandedDims(axes: [0]) }
    if last.rank == 1 { matrices[matrices.count - 1] = try last.expandedDims(axes: [1]) }
    for matrix in matrices where matrix.rank != 2 {
        throw HornbillError(.linearAlgebra, "\(matrix.rank)-dimensional array given. Array must be two-dimensional")
    }
    for (left, right) in zip(matrices, matrices.dropFirst()) where left.shape[1] != right.shape[0] {
        throw HornbillError(
            .shapeMismatch,
            "shapes \(shapeText(left.shape)) and \(shapeText(right.shape)) not aligned: \(left.shape[1]) (dim 1) != "
                + "\(right.shape[0]) (dim 0)")
    }
    let splits = bestSplits(matrices.map { Double($0.shape[0]) } + [Double(matrices[matrices.count - 1].shape[1])])
    func product(_ from: Int, _ to: Int) throws -> Tensor {
        if from == to { return matrices[from] }
        let split = splits[from][to]
        return try matmul(product(from, split), product(split + 1, to))
    }
    let result = try product(0, matrices.count - 1)
    if first.rank == 1, last.rank == 1 { return try result.reshaped(to: []) }
    return first.rank == 1 || last.rank == 1 ? try result.reshaped(to: [-1]) : result
}

/// Behind which matrix each run of matrices is best split, for matrices of `sizes[i]` × `sizes[i + 1]` elements.
private func bestSplits(_ sizes: [Double]) -> [[Int]] {
    let count = sizes.count - 1
    var costs = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    var splits = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    for length in 1 ..< count {
        for from in 0 ..< count - length {
            let to = from + length
            var best = Double.infinity
            for split in from ..< to {
                let cost = costs[from][split] + costs[split + 1][to] + sizes[from] * sizes[split + 1] * sizes[to + 1]
                if cost < best { (best, splits[from][to]) = (cost, split) }
            }
            costs[from][to] = best
        }
    }
    return splits
}
