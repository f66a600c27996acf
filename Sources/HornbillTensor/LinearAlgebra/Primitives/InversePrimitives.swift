extension Operation {
    /// Four results: x with the least |a x - b|, the sums of squares that are left, the rank of a, its singular values.
    static let leastSquares: Operation = .linear(
        "lstsq", "The least-squares solutions of systems of linear equations.",
        infer: { inputs, _ in
            let (_, rows, columns) = rectangle(inputs[0]), (_, alsoRows, sides) = rectangle(inputs[1])
            guard rows == alsoRows else { throw HornbillError(.linearAlgebra, "Incompatible dimensions") }
            let batch = try batchShape(inputs.map(\.shape)), real = inputs[0].dtype.realType
            return [
                TensorSpec(inputs[0].dtype, batch + [columns, sides]), TensorSpec(real, batch + [sides]),
                TensorSpec(.int32, batch), TensorSpec(real, batch + [Swift.min(rows, columns)]),
            ]
        },
        routine: { operands, attributes in
            .leastSquares(
                a: operands[0], b: operands[1], cutoff: try attributes.required("cutoff", attributes.double))
        })

    /// The pseudo-inverse of the first operand. The second holds, in matrices of one element, the singular values that
    /// count as 0, relative to the largest.
    static let pseudoInverse: Operation = .linear(
        "pinv", "The pseudo-inverses of matrices.",
        infer: { inputs, _ in
            let (_, rows, columns) = rectangle(inputs[0])
            guard inputs[1].shape.suffix(2) == [1, 1] else {
                throw HornbillError(.shapeMismatch, "pinv: expected one cutoff for each matrix, got \(inputs[1])")
            }
            let batch = try batchShape(inputs.map(\.shape))
            return [TensorSpec(inputs[0].dtype, batch + [columns, rows])]
        },
        reals: [1],
        routine: { operands, _ in .pseudoInverse(a: operands[0], cutoff: operands[1]) },
        gradient: { context in
            // Golub and Pereyra (1973); exact while the rank does not change.
            guard let g = context.gradient else { return [nil, nil] }
            let a = context.inputs[0], p = context.outputs[0]
            let left = try Tensor.identity(a.shape[a.rank - 2], a.dtype) - matmul(a, p)
            let right = try Tensor.identity(a.shape[a.rank - 1], a.dtype) - matmul(p, a)
            let inner = try -matmul(matmul(p.adjoint, g), p.adjoint)
            let below = try matmul(matmul(left, g.adjoint), matmul(p, p.adjoint))
            let beside = try matmul(matmul(p.adjoint, p), matmul(g.adjoint, right))
            return [try (inner + below + beside).summed(to: a.shape), nil]
        })

    /// eᵃ as a series of powers of a.
    static let exponential: Operation = .linear(
        "expm", "The exponentials of matrices.",
        infer: { inputs, _ in
            _ = try square(inputs[0])
            return [inputs[0]]
        },
        routine: { operands, _ in .exponential(a: operands[0]) },
        gradient: { context in
            guard let g = context.gradient else { return [nil] }
            // The exponential of [[aᴴ, g], [0, aᴴ]] has the derivative in the direction of g in its corner.
            let a = try context.inputs[0].adjoint, size = a.shape[a.rank - 1]
            let zero = try Tensor.zeros(a.shape, dtype: a.dtype)
            let block = try Tensor.concatenate(
                [.concatenate([a, g], axis: -1), .concatenate([zero, a], axis: -1)], axis: -2)
            return [
                try exponential(block).sliced(axis: -2, from: 0, count: size).sliced(axis: -1, from: size, count: size)
            ]
        })
}
