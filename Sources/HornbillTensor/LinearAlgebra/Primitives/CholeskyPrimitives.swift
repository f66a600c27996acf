extension Operation {
    private static func isUpper(_ attributes: Attributes) throws -> Bool { try attributes.bool("upper") ?? false }

    static let cholesky: Operation = .linear(
        "cholesky", "The triangular roots of positive definite matrices.",
        infer: { inputs, _ in
            _ = try square(inputs[0])
            return [inputs[0]]
        },
        routine: { operands, attributes in .cholesky(a: operands[0], isUpper: try isUpper(attributes)) },
        gradient: { context in
            guard var g = context.gradient else { return [nil] }
            var root = context.outputs[0]
            if try isUpper(context.attributes) { (root, g) = (try root.adjoint, try g.adjoint) }
            // Iain Murray, Differentiation of the Cholesky decomposition (2016): L⁻ᴴ Φ(Lᴴ g) L⁻¹.
            let inner = try matmul(root.adjoint, g.lowerPart(onDiagonal: 1)).lowerPart(onDiagonal: 0.5)
            let left = try solveTriangular([root.adjoint, inner], ["lower": false])[0]
            let both = try solveTriangular([root.adjoint, left.adjoint], ["lower": false])[0].adjoint
            return [try both.hermitianPart]
        })

    /// From the root of a matrix, the inverse of the matrix.
    static let choleskyInverse: Operation = .linear(
        "cholesky_inverse", "The inverses of matrices given by their triangular roots.",
        infer: { inputs, _ in
            _ = try square(inputs[0])
            return [inputs[0]]
        },
        routine: { operands, attributes in .choleskyInverse(a: operands[0], isUpper: try isUpper(attributes)) },
        gradient: { context in
            // From the inverse Y of L Lᴴ, dL = -(Y g Y + its adjoint) L within the triangle.
            guard let g = context.gradient else { return [nil] }
            let inverse = context.outputs[0]
            let inner = try matmul(matmul(inverse, g + g.adjoint), inverse)
            if try isUpper(context.attributes) {
                let root = try context.inputs[0].adjoint.lowerPart(onDiagonal: 1)
                return [try -matmul(inner, root).lowerPart(onDiagonal: 1).adjoint]
            }
            let root = try context.inputs[0].lowerPart(onDiagonal: 1)
            return [try -matmul(inner, root).lowerPart(onDiagonal: 1)]
        })
}
