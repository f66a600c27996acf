extension Operation {
    /// Three results, u, s and vh; `full` for square u and vh.
    static let svd: Operation = .linear(
        "svd", "The singular value decompositions of matrices.",
        infer: { inputs, attributes in
            let (batch, rows, columns) = rectangle(inputs[0])
            let size = Swift.min(rows, columns), isFull = try attributes.bool("full") ?? false
            return [
                TensorSpec(inputs[0].dtype, batch + [rows, isFull ? rows : size]),
                TensorSpec(inputs[0].dtype.realType, batch + [size]),
                TensorSpec(inputs[0].dtype, batch + [isFull ? columns : size, columns]),
            ]
        },
        routine: { operands, attributes in .svd(a: operands[0], isFull: try attributes.bool("full") ?? false) },
        gradient: { context in
            let (u, s, vh) = (context.outputs[0], context.outputs[1], context.outputs[2])
            let (gu, gs, gvh) = (context.gradients[0], context.gradients[1], context.gradients[2])
            let isSquare = u.shape[u.rank - 2] == vh.shape[vh.rank - 1]
            guard try isSquare || !(context.attributes.bool("full") ?? false) else {
                throw HornbillError(.unsupported, "svd: there are gradients for full_matrices=False only")
            }
            let rows = u.shape[u.rank - 2], columns = vh.shape[vh.rank - 1], size = s.shape[s.rank - 1]
            // 1 / (sⱼ² - sᵢ²)
            let weights = try s.square().reciprocalDifferences
            var inner = try gs?.asDiagonals ?? Tensor.zeros(s.shape + [size], dtype: u.dtype)
            var result: Tensor?
            if let gu {
                let skew = try matmul(u.adjoint, gu)
                inner = try inner + (skew - skew.adjoint) * weights * s.asRows
                // Complex vectors can turn.
                if u.dtype.isComplex { inner = try inner + ((skew - skew.adjoint).diagonals / (s * 2.0)).asDiagonals }
                if rows > size {
                    let outside = try (gu - matmul(u, skew)) / s.asRows
                    result = try matmul(outside, vh)
                }
            }
            if let gvh {
                let skew = try matmul(vh, gvh.adjoint)
                inner = try inner + s.asColumns * ((skew - skew.adjoint) * weights)
                if columns > size {
                    let outside = try matmul(u, (gvh - matmul(skew.adjoint, vh)) / s.asColumns)
                    result = try result.map { try $0 + outside } ?? outside
                }
            }
            let inside = try matmul(matmul(u, inner), vh)
            return [try result.map { try $0 + inside } ?? inside]
        })

    static let singularValues: Operation = .linear(
        "svdvals", "The singular values of matrices.",
        infer: { inputs, _ in
            let (batch, rows, columns) = rectangle(inputs[0])
            return [TensorSpec(inputs[0].dtype.realType, batch + [Swift.min(rows, columns)])]
        },
        routine: { operands, _ in .singularValues(a: operands[0]) },
        gradient: { context in
            guard let g = context.gradient else { return [nil] }
            let parts = try svd([context.inputs[0]], [:])
            return [try matmul(parts[0] * g.asRows, parts[2])]
        })

    private static func isUpper(_ attributes: Attributes) throws -> Bool { try attributes.bool("upper") ?? false }

    /// Two results, complex: the eigenvalues, and the eigenvectors as columns.
    static let eig: Operation = .linear(
        "eig", "The eigenvalues and eigenvectors of matrices.",
        infer: { inputs, _ in
            let (batch, size) = try square(inputs[0]), type = inputs[0].dtype.complexType
            return [TensorSpec(type, batch + [size]), TensorSpec(type, inputs[0].shape)]
        },
        routine: { operands, _ in .eigen(a: operands[0], withVectors: true) })

    static let eigenvalues: Operation = .linear(
        "eigvals", "The eigenvalues of matrices.",
        infer: { inputs, _ in
            let (batch, size) = try square(inputs[0])
            return [TensorSpec(inputs[0].dtype.complexType, batch + [size])]
        },
        routine: { operands, _ in .eigen(a: operands[0], withVectors: false) })

    /// Two results: the eigenvalues in rising order, and the eigenvectors as columns.
    static let eigh: Operation = .linear(
        "eigh", "The eigenvalues and eigenvectors of Hermitian matrices.",
        infer: { inputs, _ in
            let (batch, size) = try square(inputs[0])
            return [TensorSpec(inputs[0].dtype.realType, batch + [size]), inputs[0]]
        },
        routine: { operands, attributes in .eigh(a: operands[0], isUpper: try isUpper(attributes)) },
        gradient: { context in
            let (values, vectors) = (context.outputs[0], context.outputs[1])
            var inner = try context.gradients[0]?.asDiagonals
            if let g = context.gradients[1] {
                let turned = try matmul(vectors.adjoint, g) * values.reciprocalDifferences
                inner = try inner.map { try $0 + turned } ?? turned
            }
            guard let inner else { return [nil] }
            return [try matmul(matmul(vectors, inner), vectors.adjoint).hermitianPart]
        })

    static let eigenvaluesHermitian: Operation = .linear(
        "eigvalsh", "The eigenvalues of Hermitian matrices.",
        infer: { inputs, _ in
            let (batch, size) = try square(inputs[0])
            return [TensorSpec(inputs[0].dtype.realType, batch + [size])]
        },
        routine: { operands, attributes in .eigenvaluesHermitian(a: operands[0], isUpper: try isUpper(attributes)) },
        gradient: { context in
            guard let g = context.gradient else { return [nil] }
            let vectors = try eigh([context.inputs[0]], context.attributes)[1]
            return [try matmul(vectors * g.asRows, vectors.adjoint)]
        })
}
