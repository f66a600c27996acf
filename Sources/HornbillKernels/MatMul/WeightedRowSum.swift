/// `target[c] = Σ weights[r] · matrix[r, c]`: the sum of a matrix's rows, each times a number. Float32 or float64.
///
/// Threads share the rows, in parts that do not depend on how many threads there are, or the columns where there are few rows or
/// very many columns. Parts of columns would be read in steps of the same length, for which a part of the cache stays unused.
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
        let parts = 8, least = 1 << 15
        guard rows >= 16 &* parts, columns <= 1 << 13 else {
            let block = 8 &* L.Vector.scalarCount
            return Threads.parallel(columns, grain: max(block, least / max(1, rows)), multiple: block) { begin, end in
                rowSum(L.self, rows, weights, matrix + begin, stride, target + begin, end &- begin)
            }
        }
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

@inline(__always)
private func rowSum<L: ProductLanes>(
    _: L.Type, _ rows: Int, _ weights: UnsafePointer<L.Vector.Scalar>, _ matrix: UnsafePointer<L.Vector.Scalar>, _ stride: Int,
    _ target: UnsafeMutablePointer<L.Vector.Scalar>, _ columns: Int
) {
    typealias V = L.Vector
    @inline(__always)
    func load(_ pointer: UnsafePointer<V.Scalar>, _ index: Int) -> V {
        UnsafeRawPointer(pointer + index &* V.scalarCount).loadUnaligned(as: V.self)
    }
    @inline(__always)
    func store(_ value: V, _ column: Int, isFirst: Bool) {
        let place = UnsafeMutableRawPointer(target + column)
        let sum = isFirst ? value : L.add(place.loadUnaligned(as: V.self), value)
        place.storeBytes(of: sum, as: V.self)
    }
    let width = V.scalarCount, part = 1024
    var first = 0
    repeat {
        let last = min(rows, first &+ part), isFirst = first == 0
        var column = 0
        while column &+ 8 &* width <= columns {
            var (a, b, c, d, e, f, g, h) = (V(), V(), V(), V(), V(), V(), V(), V())
            var row = matrix + (first &* stride &+ column)
            for index in first ..< last {
                let weight = V(repeating: weights[index])
                a = L.add(a, load(row, 0), times: weight)
                b = L.add(b, load(row, 1), times: weight)
                c = L.add(c, load(row, 2), times: weight)
                d = L.add(d, load(row, 3), times: weight)
                e = L.add(e, load(row, 4), times: weight)
                f = L.add(f, load(row, 5), times: weight)
                g = L.add(g, load(row, 6), times: weight)
                h = L.add(h, load(row, 7), times: weight)
                row += stride
            }
            store(a, column, isFirst: isFirst)
            store(b, column &+ width, isFirst: isFirst)
            store(c, column &+ 2 &* width, isFirst: isFirst)
            store(d, column &+ 3 &* width, isFirst: isFirst)
            store(e, column &+ 4 &* width, isFirst: isFirst)
            store(f, column &+ 5 &* width, isFirst: isFirst)
            store(g, column &+ 6 &* width, isFirst: isFirst)
            store(h, column &+ 7 &* width, isFirst: isFirst)
            column = column &+ 8 &* width
        }
        @inline(__always)
        func sum(_ column: Int) -> V {
            var sum = V(), row = matrix + (first &* stride &+ column)
            for index in first ..< last {
                sum = L.add(sum, load(row, 0), times: V(repeating: weights[index]))
                row += stride
            }
            return sum
        }
        while column &+ width <= columns {
            store(sum(column), column, isFirst: isFirst)
            column = column &+ width
        }
        if column < columns, columns >= width {
            // Of the last vector only what the one before has not.
            let vector = sum(columns &- width)
            for lane in width &- (columns &- column) ..< width {
                let place = columns &- width &+ lane
                target[place] = isFirst ? vector[lane] : target[place] + vector[lane]
            }
            column = columns
        }
        while column < columns {
            var sum: V.Scalar = 0, row = matrix + (first &* stride &+ column)
            for index in first ..< last {
                sum += row[0] * weights[index]
                row += stride
            }
            target[column] = isFirst ? sum : target[column] + sum
            column = column &+ 1
        }
        first = last
    } while first < rows
}
