// What the primitives of linear algebra share. They take stacks of float64 matrices (the functions that call them see to
// that), whose batch axes broadcast, and their errors have NumPy's words.

extension Operation {
    /// A primitive that a routine computes.
    ///
    /// - Parameters:
    ///   - reals: the operands that are real even if the first is complex.
    ///   - routine: says what to compute for operands that lie in memory in a certain way.
    static func linear(
        _ name: String, _ summary: String, infer: @escaping (_ inputs: [TensorSpec], _ attributes: Attributes) throws -> [TensorSpec],
        reals: Set<Int> = [],
        routine: @escaping (_ operands: [MatrixStack], _ attributes: Attributes) throws -> LinearRoutine,
        gradient: Gradient? = nil
    ) -> Operation {
        Operation(
            name, summary,
            infer: { inputs, attributes in
                for (index, input) in inputs.enumerated() {
                    try requireMatrices(input.shape)
                    let expected = reals.contains(index) ? inputs[0].dtype.realType : inputs[0].dtype
                    guard LinearRoutine.computes(input.dtype), input.dtype == expected else {
                        throw HornbillError(.typeMismatch, "array type \(input.dtype.name) is unsupported in linalg")
                    }
                }
                return try infer(inputs, attributes)
            },
            prepare: { request in
                let batch = try batchShape(request.inputs.map(\.shape))
                let operands = request.inputs.map { MatrixStack(shape: $0.shape, strides: $0.strides, batch: batch) }
                let kernel = try routine(operands, request.attributes).kernel(
                    request.inputs[0].dtype, count: batch.reduce(1, *))
                return Kernel(scratchBytes: kernel.scratchBytes, flops: kernel.flops) { pointers in
                    { try kernel.run(pointers) }
                }
            }, gradient: gradient.map(conjugated))
    }

    /// The rules here are written for gradients that point where a real loss rises fastest, ∂L/∂x + i ∂L/∂y, which are the
    /// conjugates of the engine's: products with adjoints then read as in the literature.
    private static func conjugated(_ rule: @escaping Gradient) -> Gradient {
        { context in
            guard context.inputs.contains(where: \.dtype.isComplex) else { return try rule(context) }
            let turned = GradientContext(
                inputs: context.inputs, outputs: context.outputs, gradients: try context.gradients.map { try $0?.conj() },
                attributes: context.attributes, wanted: context.wanted)
            return try rule(turned).map { try $0?.conj() }
        }
    }

    /// The common batch of stacks of matrices.
    static func batchShape(_ shapes: [[Int]]) throws -> [Int] {
        try Strides.broadcastShape(shapes.map { Array($0.dropLast(2)) })
    }

    static func requireMatrices(_ shape: [Int]) throws {
        guard shape.count >= 2 else {
            throw HornbillError(
                .linearAlgebra, "\(shape.count)-dimensional array given. Array must be at least two-dimensional")
        }
    }

    /// The batch and the size of square matrices.
    static func square(_ spec: TensorSpec) throws -> (batch: [Int], size: Int) {
        try requireMatrices(spec.shape)
        let (rows, columns) = (spec.shape[spec.shape.count - 2], spec.shape[spec.shape.count - 1])
        guard rows == columns else {
            throw HornbillError(.linearAlgebra, "Last 2 dimensions of the array must be square")
        }
        return (Array(spec.shape.dropLast(2)), rows)
    }

    /// The batch, rows and columns of matrices.
    static func rectangle(_ spec: TensorSpec) -> (batch: [Int], rows: Int, columns: Int) {
        (Array(spec.shape.dropLast(2)), spec.shape[spec.shape.count - 2], spec.shape[spec.shape.count - 1])
    }
}

// What gradient rules are written with.
extension Tensor {
    /// The conjugate transposes of matrices: a view if they are real.
    var adjoint: Tensor {
        get throws {
            var order = Array(0 ..< rank)
            order.swapAt(rank - 1, rank - 2)
            return try transposed(order).conj()
        }
    }

    /// The diagonals of square matrices, as vectors.
    var diagonals: Tensor {
        get throws { try (self * Tensor.identity(shape[rank - 1], dtype)).sum(axes: [-1]) }
    }

    /// Vectors as the diagonals of matrices.
    var asDiagonals: Tensor {
        get throws { try asRows * Tensor.identity(shape[rank - 1], dtype) }
    }

    /// Vectors as matrices of one row, so that they scale columns.
    var asRows: Tensor { get throws { try expandedDims(axes: [rank - 1]) } }
    /// Vectors as matrices of one column, so that they scale rows.
    var asColumns: Tensor { get throws { try expandedDims(axes: [rank]) } }

    static func identity(_ size: Int, _ dtype: DType) throws -> Tensor { try eye(size, dtype: dtype) }

    /// The parts below the diagonal, and `onDiagonal` times what is on it.
    func lowerPart(onDiagonal factor: Double) throws -> Tensor {
        let size = shape[rank - 1]
        let rows = try Tensor.arange(stop: Double(size)).reshaped(to: [size, 1])
        let columns = try Tensor.arange(stop: Double(size)).reshaped(to: [1, size])
        let mask = try less(columns, rows).cast(to: dtype.realType) + Tensor.identity(size, dtype.realType) * factor
        return try Tensor.where(notEqual(mask, .scalar(0, dtype: mask.dtype)), self * mask, .scalar(0, dtype: dtype))
    }

    /// Half of the sum with the adjoints.
    var hermitianPart: Tensor { get throws { try (self + adjoint) * 0.5 } }

    /// 1 / (vⱼ - vᵢ) for all pairs of each vector's elements, 0 where i = j.
    var reciprocalDifferences: Tensor {
        get throws {
            let diagonal = try Tensor.identity(shape[rank - 1], dtype)
            return try 1.0 / (asRows - asColumns + diagonal) - diagonal
        }
    }
}
