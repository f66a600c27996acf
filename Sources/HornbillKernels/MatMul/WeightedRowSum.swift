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
    func run<L: ProductLanes>(_: L.Type) {
        typealias T = L.Vector.Scalar
        let weights = weights.assumingMemoryBound(to: T.self), matrix = matrix.assumingMemoryBound(to: T.self)
        let target = target.assumingMemoryBound(to: T.self)
        // What a thread is worth.
        let least = 1 << 15
        guard rows >= 128 else {
            let block = 8 &* L.Vector.scalarCount
            return Threads.parallel(columns, grain: max(block, least / max(1, rows)), multiple: block) { begin, end in
                rowSum(L.self, rows, weights, matrix + begin, stride, target + begin, end &- begin)
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
                        L.self, last &- first, weights + first, matrix + first &* stride, stride, sums + part &* columns,
                        columns)
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
    case .float32: run(FloatLanes.self)
    case .float64: run(DoubleLanes.self)
    default: break
    }
}

/// The same on the thread that calls it, in one part.
@inline(__always)
private func rowSum<L: ProductLanes>(
    _: L.Type, _ rows: Int, _ weights: UnsafePointer<L.Vector.Scalar>, _ matrix: UnsafePointer<L.Vector.Scalar>, _ stride: Int,
    _ target: UnsafeMutablePointer<L.Vector.Scalar>, _ columns: Int
) {
    typealias V = L.Vector
    let width = V.scalarCount
    @inline(__always)
    func store(_ value: V, _ column: Int) { UnsafeMutableRawPointer(target + column).storeBytes(of: value, as: V.self) }
    @inline(__always)
    func sum(_ column: Int) -> V {
        var sum = V(), row = matrix + column
        for index in 0 ..< rows {
            sum = L.add(sum, L.load(row, 0), times: V(repeating: weights[index]))
            row += stride
        }
        return sum
    }
    var column = 0
    while column &+ 8 &* width <= columns {
        var (a, b, c, d, e, f, g, h) = (V(), V(), V(), V(), V(), V(), V(), V())
        var row = matrix + column
        for index in 0 ..< rows {
            let weight = V(repeating: weights[index])
            a = L.add(a, L.load(row, 0), times: weight)
            b = L.add(b, L.load(row, width), times: weight)
            c = L.add(c, L.load(row, 2 &* width), times: weight)
            d = L.add(d, L.load(row, 3 &* width), times: weight)
            e = L.add(e, L.load(row, 4 &* width), times: weight)
            f = L.add(f, L.load(row, 5 &* width), times: weight)
            g = L.add(g, L.load(row, 6 &* width), times: weight)
            h = L.add(h, L.load(row, 7 &* width), times: weight)
            row += stride
        }
        store(a, column)
        store(b, column &+ width)
        store(c, column &+ 2 &* width)
        store(d, column &+ 3 &* width)
        store(e, column &+ 4 &* width)
        store(f, column &+ 5 &* width)
        store(g, column &+ 6 &* width)
        store(h, column &+ 7 &* width)
        column = column &+ 8 &* width
    }
    while column &+ width <= columns {
        store(sum(column), column)
        column = column &+ width
    }
    if column == columns { return }
    if columns >= width { return store(sum(columns &- width), columns &- width) }
    for column in column ..< columns {
        var sum: V.Scalar = 0
        for index in 0 ..< rows { sum += matrix[index &* stride &+ column] * weights[index] }
        target[column] = sum
    }
}
