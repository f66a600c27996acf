import CIntrinsics

/// A table from which rows are taken and put one after the other, with their elements converted: how a training batch is made.
public struct RowGather {
    private let source: UnsafeRawPointer
    private let sourceType: DType
    private let rowElements: Int
    private let indices: UnsafePointer<Int>
    private let count: Int
    private let destination: UnsafeMutableRawPointer
    private let destinationType: DType
    private let path: CastPath

    /// - Parameters:
    ///   - source: rows of `rowElements` contiguous elements of `sourceType`.
    ///   - indices: the rows to take, each within the source; not checked here.
    ///   - destination: room for `count` rows of `destinationType`.
    public init(
        source: UnsafeRawPointer, sourceType: DType, rowElements: Int, indices: UnsafePointer<Int>, count: Int,
        destination: UnsafeMutableRawPointer, destinationType: DType
    ) {
        self.source = source
        self.sourceType = sourceType
        self.rowElements = rowElements
        self.indices = indices
        self.count = count
        self.destination = destination
        self.destinationType = destinationType
        path = CastPath(from: sourceType, to: destinationType)
    }

    /// Takes some of the rows, on the thread that calls it.
    public func run(rows: Range<Int>) {
        let sourceBytes = rowElements &* sourceType.size, destinationBytes = rowElements &* destinationType.size
        // Shuffled rows defeat the hardware's prefetching: ask for a row while those before it are converted, also for one that
        // is not among these, since whoever took these is likely to take the next ones.
        let bytes = max(1, sourceBytes), prefetched = min(bytes, 16384)
        let distance = max(2, min(8, 8192 / bytes))
        for row in rows {
            if row &+ distance < count {
                let next = source + indices[row &+ distance] &* sourceBytes
                var line = 0
                while line < prefetched {
                    hbi_prefetch(next + line)
                    line &+= 64
                }
            }
            path.run(source + indices[row] &* sourceBytes, destination + row &* destinationBytes, rowElements)
        }
    }
}
