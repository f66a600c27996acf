import HornbillKernels

/// Reductions of tensors with values: the kernel called at once. Attributes, shapes and a kernel to bind, as an operation
/// that may be recorded needs them, take longer than adding a thousand numbers.
enum DirectReduction {
    /// From here on the preparations do not count.
    private static let limit = 1 << 20

    /// Nil if the operation has to do it, which also says what is wrong.
    static func apply(_ op: ReductionOp, _ x: Tensor, _ axes: [Int], keepDims: Bool) throws -> Tensor? {
        let body = x.body
        guard let source = body.address, body.count > 0, body.count <= limit, op.isOrderless || !body.dtype.isComplex else {
            return nil
        }
        let dtype = op.resultType(of: body.dtype)
        if axes.count == body.rank, body.isContiguous {
            let result = try Tensor(uninitialized: dtype, keepDims ? [Int](repeating: 1, count: body.rank) : [])
            let plan = ReductionPlan(op: op, dtype: body.dtype, result: dtype, count: body.count)
            try plan.run(input: source, output: result.pointer())
            return result
        }
        return try run(op, x, source, axes, dtype, keepDims)
    }

    /// The sums of 64-bit integers over some axes, or all, as float64; nil without values.
    static func sumAsDouble(_ x: Tensor, _ axes: [Int]?, keepDims: Bool) throws -> Tensor? {
        guard let source = x.body.address, x.body.count > 0 else { return nil }
        return try run(.sum, x, source, axes ?? Array(0 ..< x.body.rank), .float64, keepDims)
    }

    private static func run(
        _ op: ReductionOp, _ x: Tensor, _ source: UnsafeRawPointer, _ axes: [Int], _ dtype: DType, _ keepDims: Bool
    ) throws -> Tensor {
        let layout = x.layout
        let plan = try ReductionPlan(
            op: op, dtype: layout.dtype, result: dtype, shape: layout.shape, strides: layout.strides, axes: axes)
        let kept = layout.shape.indices.filter { keepDims || !axes.contains($0) }
        let result = try Tensor(uninitialized: dtype, kept.map { axes.contains($0) ? 1 : layout.shape[$0] })
        try plan.run(input: source, output: result.pointer())
        return withExtendedLifetime(x) { result }
    }
}

extension ReductionOp {
    /// Sums and products of small integers are computed and returned in 64 bits, as NumPy does.
    func resultType(of dtype: DType) -> DType {
        switch self {
        case .sum, .prod: return dtype.isUnsignedInteger ? .uint64 : dtype.isInexact ? dtype : .int64
        case .max, .min: return dtype
        case .any, .all: return .bool
        case .argmax, .argmin: return .int64
        }
    }
}
