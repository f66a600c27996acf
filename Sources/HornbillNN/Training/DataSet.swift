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

    /// The work of putting samples `order[start ..< start + count]` into the inputs of a program. Threads take the columns
    /// that they will read where the program reads by columns, else rows.
    ///
    /// The data set and `order` must outlive it.
    func filling(
        _ order: UnsafeBufferPointer<Int>, from start: Int, count: Int, _ instance: ProgramInstance
    ) throws -> SharedWork {
        guard let base = order.baseAddress else { return SharedWork(isSmall: true) { _, _ in } }
        let byColumns = instance.program.inputsByColumns
        let tables = try arrays.enumerated().map { index, array in
            (rows: try table(array, base + start, count, to: instance.input(index)), isByColumns: byColumns.contains(index))
        }
        return SharedWork(isSmall: sampleBytes * count <= DataSet.pieceBytes) { thread, threads in
            let share = count &* thread / threads ..< count &* (thread &+ 1) / threads
            for table in tables {
                if table.isByColumns {
                    table.rows.run(columnsOf: thread, of: threads)
                } else {
                    table.rows.run(rows: share)
                }
            }
        }
    }

    private func table(
        _ array: Tensor, _ indices: UnsafePointer<Int>, _ count: Int, to destination: UnsafeMutableRawPointer
    ) throws -> RowGather {
        RowGather(
            source: try source(array), sourceType: array.dtype, rowElements: array.count / array.shape[0], indices: indices,
            count: count, destination: destination, destinationType: .float32)
    }

    /// Whether `gathering` saves time. It does not if there is one thread, or if each thread can bring the columns that it
    /// will read into a cache of its own.
    func isWorthGatheringAhead(count: Int, into instance: ProgramInstance) -> Bool {
        guard Threads.count > 1 else { return false }
        return instance.program.inputsByColumns.isEmpty || sampleBytes * count > 1 << 19
    }

    /// The same for the next inputs, as work for threads that are idle while the program runs.
    ///
    /// The data set and `order` must outlive the work, and the work must be finished before the next inputs are used.
    func gathering(
        _ order: UnsafeBufferPointer<Int>, from start: Int, count: Int, into instance: ProgramInstance
    ) throws -> SpareWork? {
        guard let base = order.baseAddress else { return nil }
        let tables = try arrays.enumerated().map { index, array in
            try table(array, base + start, count, to: instance.nextInput(index))
        }
        let bytes = arrays.reduce(0) { $0 + $1.count / $1.shape[0] * $1.dtype.size }
        return SpareWork(count, piece: max(1, DataSet.pieceBytes / max(1, bytes))) { rows in
            for table in tables { table.run(rows: rows) }
        }
    }

    private static let pieceBytes = 64 << 10

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
