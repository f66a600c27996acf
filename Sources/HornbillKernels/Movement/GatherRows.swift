import CIntrinsics

/// Puts rows of a table one after the other, converting their elements: how a training batch is made.
///
/// - Parameters:
///   - source: rows of `rowElements` contiguous elements of `sourceType`.
///   - indices: the rows to take, each within the source; not checked here.
///   - destination: room for `count` rows of `destinationType`.
public func gatherRows(
    source: UnsafeRawPointer, sourceType: DType, rowElements: Int, indices: UnsafePointer<Int>, count: Int,
    destination: UnsafeMutableRawPointer, destinationType: DType
) {
    let path = CastPath(from: sourceType, to: destinationType)
    let sourceBytes = rowElements &* sourceType.size, destinationBytes = rowElements &* destinationType.size
    // Shuffled rows defeat the hardware's prefetching: ask for a row while the one before it is converted.
    let prefetched = min(sourceBytes, 4096)
    Threads.parallel(count, grain: max(1, (1 << 13) / max(rowElements, 1))) { begin, end in
        for row in begin..<end {
            if row &+ 1 < end {
                let next = source + indices[row &+ 1] &* sourceBytes
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
