/// Variances of dense arrays of real numbers, in one pass over the memory: parts that fit the first-level cache are looked
/// at twice, once for their mean and once for the distances from it, and joined by the rule of Chan, Golub and LeVeque.
/// What the parts are does not depend on the number of threads.
public enum Variance {
    /// A part's number of elements, mean, and sum of squared distances from the mean.
    struct Moments {
        var count = 0.0, mean = 0.0, squares = 0.0

        @inline(__always)
        mutating func join(_ other: Moments) {
            if count == 0 {
                self = other
                return
            }
            let total = count + other.count, distance = other.mean - mean, share = other.count / total
            mean += distance * share
            squares += other.squares + distance * distance * count * share
            count = total
        }
    }

    private static let part = 4096

    /// The variances of `rows` rows of `count` elements.
    ///
    /// - Parameters:
    ///   - correction: what is subtracted from the number of elements.
    ///   - target: of float32 for float32, else of float64.
    public static func ofRows(
        _ dtype: DType, _ source: UnsafeRawPointer, rows: Int, count: Int, correction: Double,
        _ target: UnsafeMutableRawPointer
    ) {
        let parts = max(1, (count + part - 1) / part), size = dtype.size
        func moments(_ row: Int, _ index: Int) -> Moments {
            let length = min(part, count - index * part), from = source + (row * count + index * part) * size
            if dtype == .float32 { return of(from.assumingMemoryBound(to: Float.self), length) }
            if dtype == .float64 { return of(from.assumingMemoryBound(to: Double.self), length) }
            return withUnsafeTemporaryAllocation(of: Double.self, capacity: part) { wide in
                let wide = wide.baseAddress.unsafelyUnwrapped
                castContiguous(from: dtype, to: .float64, src: from, dst: wide, count: length)
                return of(UnsafePointer(wide), length)
            }
        }
        func store(_ row: Int, _ all: Moments) {
            let variance = all.squares / (all.count - correction)
            if dtype == .float32 {
                target.assumingMemoryBound(to: Float.self)[row] = Float(variance)
            } else {
                target.assumingMemoryBound(to: Double.self)[row] = variance
            }
        }
        if rows > 1 || parts < 8 {
            Threads.parallel(rows, grain: max(1, 16384 / max(1, count))) { begin, end in
                for row in begin ..< end {
                    var all = Moments()
                    for index in 0 ..< parts { all.join(moments(row, index)) }
                    store(row, all)
                }
            }
            return
        }
        withUnsafeTemporaryAllocation(of: Moments.self, capacity: parts) { found in
            // Not empty: there are at least eight parts.
            let found = found.baseAddress.unsafelyUnwrapped
            Threads.parallel(parts, grain: 4) { begin, end in
                for index in begin ..< end { (found + index).initialize(to: moments(0, index)) }
            }
            var all = Moments()
            for index in 0 ..< parts { all.join(found[index]) }
            store(0, all)
        }
    }

    @inline(__always)
    private static func of<T: LaneFloat>(_ source: UnsafePointer<T>, _ count: Int) -> Moments {
        let mean = T.sum(source, count) / T(count)
        let (sum, squares) = T.sum(source, count, less: mean)
        // What rounding the mean lost.
        let lost = Double(sum) / Double(count)
        return Moments(count: Double(count), mean: Double(mean) + lost, squares: Double(squares) - Double(sum) * lost)
    }

    /// The variances of the columns of a matrix of float32 or float64.
    public static func ofColumns(
        _ dtype: DType, _ source: UnsafeRawPointer, rows: Int, columns: Int, correction: Double,
        _ target: UnsafeMutableRawPointer
    ) {
        if dtype == .float32 {
            ofColumns(Float.self, source, rows, columns, correction, target)
        } else {
            ofColumns(Double.self, source, rows, columns, correction, target)
        }
    }

    private static func ofColumns<T: LaneFloat>(
        _: T.Type, _ source: UnsafeRawPointer, _ rows: Int, _ columns: Int, _ correction: Double,
        _ target: UnsafeMutableRawPointer
    ) {
        let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
        // Strips that stay in the second-level cache.
        let width = 256, height = 64
        Threads.parallel(columns, grain: max(16, 32768 / max(1, rows)), multiple: 16) { begin, end in
            withUnsafeTemporaryAllocation(of: T.self, capacity: 3 * width) { block in
                withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * width) { sums in
                    guard let block = block.baseAddress, let means = sums.baseAddress else { return }
                    var first = begin
                    while first < end {
                        let count = min(width, end &- first)
                        strip(source + first, rows, columns, count, height, block, means, means + width)
                        for column in 0 ..< count {
                            target[first &+ column] = T((means + width)[column] / (Double(rows) - correction))
                        }
                        first = first &+ count
                    }
                }
            }
        }
    }

    /// The means and sums of squared distances of a few columns.
    @inline(__always)
    private static func strip<T: LaneFloat>(
        _ source: UnsafePointer<T>, _ rows: Int, _ step: Int, _ width: Int, _ height: Int, _ block: UnsafeMutablePointer<T>,
        _ means: UnsafeMutablePointer<Double>, _ squares: UnsafeMutablePointer<Double>
    ) {
        let centre = block, sum = block + width, square = block + 2 * width
        for column in 0 ..< width {
            means[column] = 0
            squares[column] = 0
        }
        var row = 0
        while row < rows {
            let last = min(rows, row &+ height), count = T(last &- row)
            for column in 0 ..< width { sum[column] = 0 }
            for index in row ..< last {
                let line = source + index &* step
                for column in 0 ..< width { sum[column] += line[column] }
            }
            for column in 0 ..< width {
                centre[column] = sum[column] / count
                sum[column] = 0
                square[column] = 0
            }
            for index in row ..< last {
                let line = source + index &* step
                for column in 0 ..< width {
                    let x = line[column] - centre[column]
                    sum[column] += x
                    square[column] += x * x
                }
            }
            let before = Double(row), share = Double(last &- row) / Double(last)
            for column in 0 ..< width {
                let lost = Double(sum[column]) / Double(count)
                let distance = Double(centre[column]) + lost - means[column]
                let own = Double(square[column]) - Double(sum[column]) * lost
                means[column] += distance * share
                squares[column] += own + distance * distance * before * share
            }
            row = last
        }
    }
}
