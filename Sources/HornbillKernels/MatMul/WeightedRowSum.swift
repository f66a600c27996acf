import CVectorLoops

/// `target[c] = Σ weights[r] · matrix[r, c]`: the sum of a matrix's rows, each times a number. Float32 or float64.
///
/// Threads share the rows, in parts that do not depend on how many threads there are; where there are few rows, the columns. Parts
/// of columns would be read in steps of the same length, for which a part of the cache stays unused.
///
/// - Parameter stride: the elements from row to row.
public func weightedRowSum(
    _ dtype: DType, rows: Int, columns: Int, weights: UnsafeRawPointer, matrix: UnsafeRawPointer, stride: Int,
    to target: UnsafeMutableRawPointer
) {
    func run<T: BinaryFloatingPoint>(_: T.Type, _ rowSum: RowSum<T>) {
        let weights = weights.assumingMemoryBound(to: T.self), matrix = matrix.assumingMemoryBound(to: T.self)
        let target = target.assumingMemoryBound(to: T.self)
        // What a thread is worth.
        let least = 1 << 15
        guard rows >= 128 else {
            let block = 512 / MemoryLayout<T>.size
            return Threads.parallel(columns, grain: max(block, least / max(1, rows)), multiple: block) { begin, end in
                rowSum(weights, rows, matrix + begin, stride, target + begin, end &- begin)
            }
        }
        // So short that rounding errors stay small.
        let parts = max(8, (rows &+ 1023) / 1024)
        withUnsafeTemporaryAllocation(of: T.self, capacity: parts &* columns) { sums in
            // Not empty: there are columns.
            let sums = sums.baseAddress.unsafelyUnwrapped
            Threads.parallel(parts, grain: max(1, parts &* least / (rows &* columns))) { begin, end in
                for part in begin ..< end {
                    let first = rows &* part / parts, last = rows &* (part &+ 1) / parts
                    rowSum(
                        weights + first, last &- first, matrix + first &* stride, stride, sums + part &* columns, columns)
                }
            }
            for column in 0 ..< columns {
                var sum = sums[column]
                for part in 1 ..< parts { sum += sums[part &* columns &+ column] }
                target[column] = sum
            }
        }
    }
    switch dtype {
    case .float32: run(Float.self) { hbi_row_sum_f32($0, $1, $2, $3, $4, $5) }
    case .float64: run(Double.self) { hbi_row_sum_f64($0, $1, $2, $3, $4, $5) }
    default: break
    }
}

/// The same on the thread that calls it, in one part.
private typealias RowSum<T> = (
    _ weights: UnsafePointer<T>, _ rows: Int, _ matrix: UnsafePointer<T>, _ stride: Int, _ target: UnsafeMutablePointer<T>,
    _ columns: Int
) -> Void
