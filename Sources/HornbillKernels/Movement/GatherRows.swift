import CIntrinsics

/// Puts rows of a table one after the other, converting their elements: how a training batch is made.
///
/// - Parameters:
///   - source: rows of `rowElements` contiguous elements of `sourceType`.
///   - indices: the rows to take, each within the source; not checked here.
///   - destination: room for `count` rows of `destinationType`.
///   - byColumns: whether each thread takes columns of all rows, instead of rows, because it will read those.
public func gatherRows(
    source: UnsafeRawPointer, sourceType: DType, rowElements: Int, indices: UnsafePointer<Int>, count: Int,
    destination: UnsafeMutableRawPointer, destinationType: DType, byColumns: Bool = false
) {
    let path = CastPath(from: sourceType, to: destinationType)
    let sourceBytes = rowElements &* sourceType.size, destinationBytes = rowElements &* destinationType.size

    func gather(_ rows: Range<Int>, _ columns: Range<Int>) {
        let source = source + columns.lowerBound &* sourceType.size
        let destination = destination + columns.lowerBound &* destinationType.size
        // Shuffled rows defeat the hardware's prefetching: ask for a row while those before it are converted.
        let bytes = max(1, columns.count &* sourceType.size), prefetched = min(bytes, 16384)
        let distance = max(2, min(8, 8192 / bytes))
        for row in rows {
            if row &+ distance < rows.upperBound {
                let next = source + indices[row &+ distance] &* sourceBytes
                var line = 0
                while line < prefetched {
                    hbi_prefetch(next + line)
                    line &+= 64
                }
            }
            path.run(source + indices[row] &* sourceBytes, destination + row &* destinationBytes, columns.count)
        }
    }
    if byColumns {
        Threads.parallel(rowElements, grain: columnGrain(count), multiple: columnMultiple) { begin, end in
            gather(0 ..< count, begin ..< end)
        }
    } else {
        Threads.parallel(count, grain: max(1, grain / max(rowElements, 1))) { begin, end in
            gather(begin ..< end, 0 ..< rowElements)
        }
    }
}

private let grain = 1 << 13
private let columnMultiple = 16
private func columnGrain(_ rows: Int) -> Int { max(columnMultiple, grain / max(rows, 1)) }

/// Asks for what thread number `thread` of `threads` will read of a row in `gatherRows` with `count` rows by columns.
///
/// - Parameter source: the row, of `rowElements` elements.
public func prefetchColumns(
    source: UnsafeRawPointer, sourceType: DType, rowElements: Int, count: Int, thread: Int, threads: Int
) {
    let columns = Threads.part(
        thread, of: min(threads, max(1, rowElements / columnGrain(count))), count: rowElements, multiple: columnMultiple)
    var byte = columns.lowerBound &* sourceType.size
    let end = columns.upperBound &* sourceType.size
    while byte < end {
        hbi_prefetch(source + byte)
        byte &+= 64
    }
}
