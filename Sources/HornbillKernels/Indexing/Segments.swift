/// How the elements of a segment are combined.
public enum SegmentOp: Sendable {
    case product, max, min

    /// What a segment without elements gives.
    func identity<T: Numeric & Comparable>(lowest: T, highest: T) -> T {
        switch self {
        case .product: return 1
        case .max: return lowest
        case .min: return highest
        }
    }
}

/// Combines rows of `width` elements that belong to one segment: `target[segments[n], i] = op over n of source[n, i]`, for
/// dense operands. NaN is kept.
///
/// - Parameter segments: in `0 ..< count`, checked by the caller.
public func reduceSegments(
    _ op: SegmentOp, _ dtype: DType, _ source: UnsafeRawPointer, _ segments: UnsafePointer<Int>, rows: Int, width: Int,
    count: Int, _ target: UnsafeMutableRawPointer
) {
    func run<T: Numeric & Comparable>(_ lowest: T, _ highest: T, product: @escaping (T, T) -> T) {
        let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
        let identity = op.identity(lowest: lowest, highest: highest)
        target.update(repeating: identity, count: count * width)
        // Threads share a row's elements, never a segment.
        Threads.parallel(width, grain: max(64, 65536 / max(1, rows)), multiple: 16) { begin, end in
            for row in 0 ..< rows {
                let read = source + row &* width, write = target + segments[row] &* width
                switch op {
                case .product: for index in begin ..< end { write[index] = product(write[index], read[index]) }
                case .max:
                    for index in begin ..< end {
                        let (value, old) = (read[index], write[index])
                        write[index] = value > old || value != value ? value : old
                    }
                case .min:
                    for index in begin ..< end {
                        let (value, old) = (read[index], write[index])
                        write[index] = value < old || value != value ? value : old
                    }
                }
            }
        }
    }
    switch dtype {
    case .float32: run(-Float.infinity, .infinity) { $0 * $1 }
    case .float64: run(-Double.infinity, .infinity) { $0 * $1 }
    case .int8: run(Int8.min, .max, product: &*)
    case .int16: run(Int16.min, .max, product: &*)
    case .int32: run(Int32.min, .max, product: &*)
    case .int64: run(Int64.min, .max, product: &*)
    case .uint8: run(UInt8.min, .max, product: &*)
    case .uint16: run(UInt16.min, .max, product: &*)
    case .uint32: run(UInt32.min, .max, product: &*)
    case .uint64: run(UInt64.min, .max, product: &*)
    default: break
    }
}
