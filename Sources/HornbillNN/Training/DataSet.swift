import HornbillGraph
import HornbillTensor

/// Samples, targets and weights as dense arrays, from which batches are gathered.
struct DataSet {
    private(set) var arrays: [Tensor]
    private let offset: Int
    let count: Int

    /// - Parameters:
    ///   - weight: one number for each sample, or nil.
    init(_ x: Tensor, _ y: Tensor?, weight: Tensor? = nil) throws {
        let named = [("x", x)] + [("y", y), ("sample_weight", weight)].compactMap { name, tensor in tensor.map { (name, $0) } }
        for (name, tensor) in named {
            guard tensor.rank > 0 else {
                throw HornbillError(.invalidArgument, "\(name): expected an array with a batch axis, got a scalar")
            }
        }
        guard named.allSatisfy({ $0.1.shape[0] == x.shape[0] }) else {
            throw HornbillError(
                .invalidArgument,
                "Data cardinality is ambiguous. Make sure all arrays contain the same number of samples."
                    + named.map { "'\($0.0)' sizes: \($0.1.shape[0])" }.joined(separator: "\n"))
        }
        guard x.shape[0] > 0 else {
            throw HornbillError(.invalidArgument, "Expected input data to be non-empty.")
        }
        arrays = try named.map { try $0.1.contiguous() }
        offset = 0
        count = x.shape[0]
    }

    private init(_ arrays: [Tensor], offset: Int, count: Int) {
        self.arrays = arrays
        self.offset = offset
        self.count = count
    }

    /// `length` samples from `start`, without a copy.
    func part(from start: Int, count length: Int) -> DataSet { DataSet(arrays, offset: offset + start, count: length) }

    var isWeighted: Bool { arrays.count > 2 }

    /// The specs of a batch: everything is float32, which the layers compute in.
    func specs(batch: Int) -> [TensorSpec] { arrays.map { TensorSpec(.float32, [batch] + $0.shape.dropFirst()) } }

    /// Puts samples `order[start ..< start + count]` into the inputs of a program.
    func gather(_ order: [Int], from start: Int, count: Int, into instance: ProgramInstance) throws {
        try order.withUnsafeBufferPointer { order in
            guard let base = order.baseAddress else { return }
            try gather(indices: base + start, from: 0, count: count, into: instance)
        }
    }

    /// Puts samples `start ..< start + count` into the inputs of a program.
    func gather(from start: Int, count: Int, into instance: ProgramInstance) throws {
        try gather(indices: nil, from: start, count: count, into: instance)
    }

    private func gather(
        indices: UnsafePointer<Int>?, from start: Int, count: Int, into instance: ProgramInstance
    ) throws {
        for (index, array) in arrays.enumerated() {
            let row = array.count / array.shape[0]
            let source = try array.pointer() + (offset + start) * row * array.dtype.size
            if let indices {
                gatherRows(
                    source: source, sourceType: array.dtype, rowElements: row, indices: indices, count: count,
                    destination: instance.input(index), destinationType: .float32)
            } else {
                castContiguous(
                    from: array.dtype, to: .float32, src: source, dst: instance.input(index), count: count * row)
            }
        }
    }
}
