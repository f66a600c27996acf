import HornbillGraph
import HornbillTensor

/// Samples, targets and weights as dense arrays, from which batches are gathered.
struct DataSet {
    private(set) var arrays: [Tensor]
    private let offset: Int
    let count: Int
    /// Of a sample in the inputs of a program.
    private let sampleBytes: Int

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
        self.init(try named.map { try $0.1.contiguous() }, offset: 0, count: x.shape[0])
    }

    private init(_ arrays: [Tensor], offset: Int, count: Int) {
        self.arrays = arrays
        self.offset = offset
        self.count = count
        sampleBytes = arrays.reduce(0) { $0 + $1.count / $1.shape[0] * 4 }
    }

    /// `length` samples from `start`, without a copy.
    func part(from start: Int, count length: Int) -> DataSet { DataSet(arrays, offset: offset + start, count: length) }

    var isWeighted: Bool { arrays.count > 2 }

    /// The specs of a batch: everything is float32, which the layers compute in.
    func specs(batch: Int) -> [TensorSpec] { arrays.map { TensorSpec(.float32, [batch] + $0.shape.dropFirst()) } }

    /// The work of putting samples `order[start ..< start + count]` into the inputs of a program, which begin where `input` says.
    /// Threads may do it while they wait.
    ///
    /// The data set and `order` must outlive the work, and the work must be finished before the inputs are used.
    func gathering(
        _ order: UnsafeBufferPointer<Int>, from start: Int, count: Int, to input: (Int) throws -> UnsafeMutableRawPointer
    ) throws -> SpareWork {
        guard let base = order.baseAddress else { return SpareWork(0, piece: 1) { _ in } }
        let tables = try arrays.enumerated().map { index, array in try table(array, base + start, count, to: input(index)) }
        // A large batch in larger pieces: what a thread asks ahead is lost if another takes the next rows.
        let piece = max(DataSet.pieceBytes / max(1, sampleBytes), count / DataSet.mostPieces)
        return SpareWork(
            count, piece: piece, grain: DataSet.grainBytes / max(1, sampleBytes)
        ) { rows in
            for table in tables { table.run(rows: rows) }
        }
    }

    private func table(
        _ array: Tensor, _ indices: UnsafePointer<Int>, _ count: Int, to destination: UnsafeMutableRawPointer
    ) throws -> RowGather {
        RowGather(
            source: try source(array), sourceType: array.dtype, rowElements: array.count / array.shape[0], indices: indices,
            count: count, destination: destination, destinationType: .float32)
    }

    /// What a thread gathers while it waits, in half a microsecond or so, and what is worth another thread.
    private static let pieceBytes = 4 << 10, mostPieces = 32, grainBytes = 64 << 10

    /// Puts samples `start ..< start + count` into the inputs of a program.
    func gather(from start: Int, count: Int, into instance: ProgramInstance) throws {
        for (index, array) in arrays.enumerated() {
            let row = array.count / array.shape[0]
            castContiguous(
                from: array.dtype, to: .float32, src: try source(array) + start * row * array.dtype.size,
                dst: instance.input(index), count: count * row)
        }
    }

    private func source(_ array: Tensor) throws -> UnsafeMutableRawPointer {
        try array.pointer() + offset * (array.count / array.shape[0]) * array.dtype.size
    }
}
