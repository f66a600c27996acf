extension Operation {
    static let determinant: Operation = .linear(
        "det", "The determinants of matrices.",
        infer: { inputs, _ in [TensorSpec(inputs[0].dtype, try square(inputs[0]).batch)] },
        routine: { operands, _ in .determinant(a: operands[0]) },
        gradient: { context in
            guard let g = context.gradient else { return [nil] }
            return [try g.asColumns.asColumns * cofactors(context.inputs[0]).conj()]
        })

    /// The derivatives of the determinant with respect to the elements, which exist for singular matrices too.
    static let cofactors: Operation = .linear(
        "cofactors", "The cofactors of the elements of matrices.",
        infer: { inputs, _ in
            _ = try square(inputs[0])
            return [inputs[0]]
        },
        routine: { operands, _ in .cofactors(a: operands[0]) },
        gradient: { context in
            // From C = det(a) a⁻ᵀ, where there is an inverse.
            guard let g = context.gradient else { return [nil] }
            let inverse = try Operation.inverse(context.inputs[0]).adjoint
            let c = try context.outputs[0].conj()
            let trace = try (g * c).sum(axes: [-2, -1], keepDims: true)
            return [try trace * inverse - matmul(matmul(c, g.adjoint.conj()), inverse)]
        })

    /// Two results: the signs, and the logarithms of the magnitudes.
    static let logDeterminant: Operation = .linear(
        "slogdet", "The signs of determinants and the logarithms of their magnitudes.",
        infer: { inputs, _ in
            let batch = try square(inputs[0]).batch
            return [TensorSpec(inputs[0].dtype, batch), TensorSpec(inputs[0].dtype.realType, batch)]
        },
        routine: { operands, _ in .logDeterminant(a: operands[0]) },
        gradient: { context in
            // A real determinant's sign does not change; a complex one turns by the imaginary part of the trace of a⁻¹ da.
            var g = context.gradients[1]
            if let turning = context.gradients[0], turning.dtype.isComplex {
                let angle = try -(turning.conj() * context.outputs[0]).imag()
                g = try complex(g ?? .zeros(angle.shape, dtype: angle.dtype), angle)
            }
            guard let g else { return [nil] }
            return [try g.asColumns.asColumns * Operation.inverse(context.inputs[0]).adjoint]
        })

    /// Two results: both triangular factors in one matrix, and for each row the one it was exchanged with.
    static let lu: Operation = .linear(
        "lu_factor", "The triangular factors of matrices.",
        infer: { inputs, _ in
            let (batch, rows, columns) = rectangle(inputs[0])
            return [inputs[0], TensorSpec(.int32, batch + [Swift.min(rows, columns)])]
        },
        routine: { operands, _ in .lu(a: operands[0]) })
}
