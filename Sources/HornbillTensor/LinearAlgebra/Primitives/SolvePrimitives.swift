extension Operation {
    /// x with a x = b.
    static let solve: Operation = .linear(
        "solve", "The solutions of systems of linear equations.",
        infer: { inputs, _ in
            let (_, size) = try square(inputs[0])
            return [try solution(inputs, "solve", size)]
        },
        routine: { operands, _ in .solve(a: operands[0], b: operands[1]) },
        gradient: { context in
            guard let g = context.gradient else { return [nil, nil] }
            let (a, b) = (context.inputs[0], context.inputs[1])
            let gb = try solve(a.adjoint, g)
            let ga = context.wanted[0] ? try -matmul(gb, context.outputs[0].adjoint) : nil
            return [try ga?.summed(to: a.shape), try gb.summed(to: b.shape)]
        })

    /// The shape of x with a x = b for square matrices a.
    private static func solution(_ inputs: [TensorSpec], _ name: String, _ size: Int) throws -> TensorSpec {
        let (_, rows, columns) = rectangle(inputs[1])
        guard rows == size else {
            throw HornbillError(
                .shapeMismatch,
                "\(name): Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (m,m),(m,n)->(m,n) "
                    + "(size \(rows) is different from \(size))")
        }
        return TensorSpec(inputs[0].dtype, try batchShape(inputs.map(\.shape)) + [size, columns])
    }

    /// x with a x = b for triangular a; what is in the other triangle does not matter.
    static let solveTriangular: Operation = .linear(
        "solve_triangular", "The solutions of systems with triangular matrices.",
        infer: { inputs, _ in
            let (_, size) = try square(inputs[0])
            return [try solution(inputs, "solve_triangular", size)]
        },
        routine: { operands, attributes in
            .solveTriangular(a: operands[0], b: operands[1], isLower: try attributes.bool("lower") ?? false)
        },
        gradient: { context in
            guard let g = context.gradient else { return [nil, nil] }
            let (a, b) = (context.inputs[0], context.inputs[1])
            let isLower = try context.attributes.bool("lower") ?? false
            let gb = try solveTriangular([a.adjoint, g], ["lower": .bool(!isLower)])[0]
            var ga: Tensor?
            if context.wanted[0] {
                let full = try -matmul(gb, context.outputs[0].adjoint)
                ga = try isLower ? full.lowerPart(onDiagonal: 1) : full.adjoint.lowerPart(onDiagonal: 1).adjoint
            }
            return [try ga?.summed(to: a.shape), try gb.summed(to: b.shape)]
        })

    /// The inverse matrices; with `fill_undefined`, NaN for singular ones.
    static let inverse: Operation = .linear(
        "inv", "The inverses of matrices.",
        infer: { inputs, _ in
            _ = try square(inputs[0])
            return [inputs[0]]
        },
        routine: { operands, attributes in
            .inverse(a: operands[0], fillsUndefined: try attributes.bool("fill_undefined") ?? false)
        },
        gradient: { context in
            guard let g = context.gradient else { return [nil] }
            let inverse = try context.outputs[0].adjoint
            return [try -matmul(matmul(inverse, g), inverse)]
        })
}
