/// Which norm: of vectors or of matrices.
public enum NormOrder: Hashable, Sendable {
    /// (Σ |x|ᵖ)^(1/p) of vectors, with the largest and the smallest magnitude for ±∞ and the number of elements that are
    /// not 0 for 0. Of matrices: 1 and -1, ∞ and -∞ for the largest and the smallest sum of a column and of a row, 2 and
    /// -2 for the largest and the smallest singular value.
    case power(Double)
    /// √Σ |x|², of matrices.
    case frobenius
    /// The sum of the singular values, of matrices.
    case nuclear
}

extension Tensor {
    /// The norms of vectors along axes: each of all elements over `axes`, or of all of them.
    public func vectorNorm(_ order: Double = 2, axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        let x = try inexact
        switch order {
        case .infinity:
            let axes = try Strides.normalize(axes: axes ?? Array(0 ..< rank), rank: rank)
            // NumPy's largest magnitude of none is 0.
            if axes.contains(where: { shape[$0] == 0 }) { return try x.abs().sum(axes: axes, keepDims: keepDims) }
            return try x.abs().max(axes: axes, keepDims: keepDims)
        case -.infinity: return try x.abs().min(axes: axes, keepDims: keepDims)
        case 0:
            return try notEqual(x, .scalar(0, dtype: x.dtype)).cast(to: x.dtype.realType).sum(axes: axes, keepDims: keepDims)
        case 1: return try x.abs().sum(axes: axes, keepDims: keepDims)
        case 2: return try x.squaredMagnitude.sum(axes: axes, keepDims: keepDims).sqrt()
        default:
            return try pow(pow(x.abs(), order).sum(axes: axes, keepDims: keepDims), 1 / order)
        }
    }

    /// |x|², real.
    private var squaredMagnitude: Tensor {
        get throws { dtype.isComplex ? try real().square() + imag().square() : try square() }
    }

    /// The norms of the matrices of the last two axes. Throws `invalidArgument` for an order that matrices have not.
    public func matrixNorm(_ order: NormOrder = .frobenius, keepDims: Bool = false) throws -> Tensor {
        try Operation.requireMatrices(shape)
        return try matrixNorm(order, rows: rank - 2, columns: rank - 1, keepDims: keepDims)
    }

    private func matrixNorm(_ order: NormOrder, rows: Int, columns: Int, keepDims: Bool) throws -> Tensor {
        let x = try inexact
        func singular(_ reduce: (Tensor) throws -> Tensor) throws -> Tensor {
            let rest = (0 ..< rank).filter { $0 != rows && $0 != columns }
            let result = try reduce(x.transposed(rest + [rows, columns]).singularValues())
            guard keepDims else { return result }
            return try result.reshaped(to: shape.enumerated().map { $0 == rows || $0 == columns ? 1 : $1 })
        }
        /// An extremum over one axis of the sums over the other.
        func sums(_ summed: Int, _ other: Int, isLargest: Bool) throws -> Tensor {
            let sums = try x.abs().sum(axes: [summed], keepDims: true)
            let axes = [other]
            let result =
                try isLargest && shape[other] == 0
                ? sums.sum(axes: axes, keepDims: true)
                : isLargest ? sums.max(axes: axes, keepDims: true) : sums.min(axes: axes, keepDims: true)
            return keepDims ? result : try result.squeezed(axes: [rows, columns])
        }
        switch order {
        case .frobenius: return try x.vectorNorm(2, axes: [rows, columns], keepDims: keepDims)
        case .nuclear: return try singular { try $0.sum(axes: [-1]) }
        case .power(2): return try singular { try $0.vectorNorm(.infinity, axes: [-1]) }
        case .power(-2): return try singular { try $0.min(axes: [-1]) }
        case .power(1): return try sums(rows, columns, isLargest: true)
        case .power(-1): return try sums(rows, columns, isLargest: false)
        case .power(.infinity): return try sums(columns, rows, isLargest: true)
        case .power(-.infinity): return try sums(columns, rows, isLargest: false)
        case .power: throw HornbillError(.invalidArgument, "Invalid norm order for matrices.")
        }
    }

    /// NumPy's `norm`: of vectors along one axis, of matrices for two; without axes, √Σ |x|² of all elements if there is no
    /// order either, else of the tensor as the vector or matrix it is.
    public func norm(_ order: NormOrder? = nil, axes: [Int]? = nil, keepDims: Bool = false) throws -> Tensor {
        if axes == nil, order == nil { return try vectorNorm(2, keepDims: keepDims) }
        let axes = try axes.map { try $0.map { try Strides.normalize(axis: $0, rank: rank) } } ?? Array(0 ..< rank)
        switch axes.count {
        case 1:
            switch order ?? .power(2) {
            case .power(let power): return try vectorNorm(power, axes: axes, keepDims: keepDims)
            case .frobenius: throw HornbillError(.invalidArgument, "Invalid norm order 'fro' for vectors")
            case .nuclear: throw HornbillError(.invalidArgument, "Invalid norm order 'nuc' for vectors")
            }
        case 2:
            guard axes[0] != axes[1] else { throw HornbillError(.invalidArgument, "Duplicate axes given.") }
            return try matrixNorm(order ?? .frobenius, rows: axes[0], columns: axes[1], keepDims: keepDims)
        default: throw HornbillError(.invalidArgument, "Improper number of dimensions to norm.")
        }
    }

    /// The condition numbers of matrices: how many times larger the relative error of a solution can be than that of the
    /// equations. Infinite for singular matrices, NaN for those with NaN.
    ///
    /// - Parameter order: the norm of the matrix and its inverse that is multiplied; nil is the largest singular value.
    public func conditionNumber(_ order: NormOrder? = nil) throws -> Tensor {
        if rank >= 2, shape[rank - 2] == 0 || shape[rank - 1] == 0 {
            throw HornbillError(.linearAlgebra, "cond is not defined on empty arrays")
        }
        try Operation.requireMatrices(shape)
        var result: Tensor
        switch order {
        case nil, .power(2), .power(-2):
            let s = try singularValues()
            let largest = try s.sliced(axis: -1, from: 0, count: 1)
            let smallest = try s.sliced(axis: -1, from: s.shape[s.rank - 1] - 1, count: 1)
            result = try (order == .power(-2) ? smallest / largest : largest / smallest).squeezed(axes: [-1])
        case let order?:
            let inverse = try linear(.inverse, ["fill_undefined": true])
            result = try matrixNorm(order) * inverse.matrixNorm(order)
            result = try result.cast(to: Tensor.linearTypes([self]).given.realType)
        }
        guard dtype.isInexact else { return try Tensor.where(result.isNaN(), .scalar(.infinity, dtype: result.dtype), result) }
        let isInfinite = try logicalAnd(result.isNaN(), isNaN().any(axes: [-2, -1]).logicalNot())
        return try Tensor.where(isInfinite, .scalar(.infinity, dtype: result.dtype), result)
    }
}
