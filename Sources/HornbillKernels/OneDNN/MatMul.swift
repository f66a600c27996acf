import CDNNL

/// A product of float32 matrices, batched: the last two axes of each operand.
///
/// The batch axes of all operands are written out; a stride of 0 repeats. Strides count elements.
public final class MatMul {
    private let a: dnnl_memory_desc_t
    private let b: dnnl_memory_desc_t
    private let c: dnnl_memory_desc_t
    private let primitive: Primitive
    public var scratchpadBytes: Int { primitive.scratchpadBytes }
    public var description: String { primitive.implementation }

    public init(
        a: (shape: [Int], strides: [Int]), b: (shape: [Int], strides: [Int]), c: (shape: [Int], strides: [Int])
    ) throws {
        guard c.shape.count <= Int(DNNL_MAX_NDIMS) else {
            throw HornbillError(.unsupported, "matmul: expected at most \(DNNL_MAX_NDIMS) axes, got \(c.shape.count)")
        }
        self.a = try MatMul.descriptor(a.shape, a.strides)
        self.b = try MatMul.descriptor(b.shape, b.strides)
        self.c = try MatMul.descriptor(c.shape, c.strides)
        var operation = dnnl_matmul_desc_t()
        var (left, right, result) = (self.a, self.b, self.c)
        try OneDNN.check(dnnl_matmul_desc_init(&operation, &left, &right, nil, &result), "matmul")
        primitive = try Primitive(&operation, attributes: nil, hint: nil)
    }

    private static func descriptor(_ shape: [Int], _ strides: [Int]) throws -> dnnl_memory_desc_t {
        var descriptor = dnnl_memory_desc_t()
        // oneDNN spells a repeated axis as one of length 1.
        let dims = zip(shape, strides).enumerated().map { index, axis in
            Int64(axis.1 == 0 && index < shape.count - 2 ? 1 : axis.0)
        }
        var steps = strides.map(Int64.init)
        for axis in shape.indices where dims[axis] == 1 {
            steps[axis] = axis + 1 < shape.count ? max(1, steps[axis + 1] * dims[axis + 1]) : 1
        }
        try OneDNN.check(
            dnnl_memory_desc_init_by_strides(&descriptor, Int32(shape.count), dims, dnnl_f32, steps), "matmul operand")
        return descriptor
    }

    public func makeCall(
        a: UnsafeMutableRawPointer, b: UnsafeMutableRawPointer, c: UnsafeMutableRawPointer,
        scratchpad: UnsafeMutableRawPointer?
    ) throws -> PrimitiveCall {
        try PrimitiveCall(
            primitive,
            [(Argument.source, self.a, a), (Argument.weights, self.b, b), (Argument.destination, self.c, c)],
            scratchpad: scratchpad)
    }
}

extension OneDNN {
    /// `c = a · b` for float32 matrices in rows, on the thread that calls it: what a primitive computes, with less to do before
    /// it begins.
    ///
    /// - Parameters:
    ///   - inner: the columns of a, which are the rows of b.
    ///   - aStride: the floats from row to row, here and below.
    ///   - isATransposed: whether a's columns lie where rows are expected; b's likewise.
    static func product(
        rows: Int, inner: Int, columns: Int, a: UnsafePointer<Float>, aStride: Int, isATransposed: Bool = false,
        b: UnsafePointer<Float>, bStride: Int, isBTransposed: Bool = false, c: UnsafeMutablePointer<Float>, cStride: Int
    ) throws {
        let plain = CChar(UInt8(ascii: "N")), transposed = CChar(UInt8(ascii: "T"))
        let status = Threads.one {
            dnnl_sgemm(
                isATransposed ? transposed : plain, isBTransposed ? transposed : plain, dnnl_dim_t(rows), dnnl_dim_t(columns),
                dnnl_dim_t(inner), 1, a, dnnl_dim_t(aStride), b, dnnl_dim_t(bStride), 0, c, dnnl_dim_t(cStride))
        }
        try check(status, "product")
    }

    /// Lets oneDNN generate the code of its products, which it else does when the first is computed.
    public static func warmUp() throws {
        let side = 32
        let matrix = [Float](repeating: 0, count: side * side)
        try withUnsafeTemporaryAllocation(of: Float.self, capacity: side * side) { result in
            // Not empty: there is a capacity.
            let c = result.baseAddress.unsafelyUnwrapped
            try matrix.withUnsafeBufferPointer { matrix in
                let a = matrix.baseAddress.unsafelyUnwrapped
                try product(
                    rows: side, inner: side, columns: side, a: a, aStride: side, b: a, bStride: side, c: c, cStride: side)
            }
        }
    }
}
