/// `target[r] = Σ a[r, k] b[r, k]`: sums of products of rows whose elements lie side by side.
///
/// Strides count elements, from row to row; 0 repeats a row. Long rows are summed in parts that do not depend on the number
/// of threads. Integers wrap.
public func rowProducts(
    _ dtype: DType, rows: Int, count: Int, a: UnsafeRawPointer, aStride: Int, b: UnsafeRawPointer, bStride: Int,
    _ target: UnsafeMutableRawPointer, targetStride: Int
) {
    func run<T>(
        _: T.Type, zero: T, add: (T, T) -> T, four: FourProducts<T>? = nil,
        _ product: (UnsafePointer<T>, UnsafePointer<T>, Int) -> T
    ) {
        let a = a.assumingMemoryBound(to: T.self), b = b.assumingMemoryBound(to: T.self)
        let target = target.assumingMemoryBound(to: T.self)
        // So short that threads share them evenly; sums of so few are exact enough in many lanes.
        let part = 2048, parts = max(1, (count + part - 1) / part)
        func sum(_ row: Int, _ first: Int, _ last: Int) -> T {
            let x = a + row &* aStride, y = b + row &* bStride
            var total = zero
            for index in first ..< last {
                total = add(total, product(x + index &* part, y + index &* part, min(part, count &- index &* part)))
            }
            return total
        }
        if let four, bStride == 0, rows >= 64 {
            // Rows are read four at a time, from as many places in memory at once, which fetches them faster.
            return Threads.parallel((rows + 3) / 4, grain: max(1, 8192 / max(1, count))) { begin, end in
                for group in begin ..< end {
                    let row = group &* 4
                    guard row &+ 4 <= rows else {
                        for last in row ..< rows { target[last &* targetStride] = sum(last, 0, parts) }
                        continue
                    }
                    var totals = (zero, zero, zero, zero)
                    for index in 0 ..< parts {
                        let start = index &* part
                        let sums = four(a + (row &* aStride &+ start), aStride, b + start, min(part, count &- start))
                        totals = (
                            add(totals.0, sums.0), add(totals.1, sums.1), add(totals.2, sums.2), add(totals.3, sums.3)
                        )
                    }
                    target[row &* targetStride] = totals.0
                    target[(row &+ 1) &* targetStride] = totals.1
                    target[(row &+ 2) &* targetStride] = totals.2
                    target[(row &+ 3) &* targetStride] = totals.3
                }
            }
        }
        if rows >= 2 || parts < 16 {
            Threads.parallel(rows, grain: max(1, 32768 / max(1, count))) { begin, end in
                for row in begin ..< end { target[row &* targetStride] = sum(row, 0, parts) }
            }
            return
        }
        withUnsafeTemporaryAllocation(of: T.self, capacity: parts) { sums in
            // Not empty: there are at least sixteen parts.
            let sums = sums.baseAddress.unsafelyUnwrapped
            Threads.parallel(parts, grain: 16) { begin, end in
                for index in begin ..< end { (sums + index).initialize(to: sum(0, index, index + 1)) }
            }
            var total = zero
            for index in 0 ..< parts { total = add(total, sums[index]) }
            target[0] = total
        }
    }
    func integers<T: FixedWidthInteger>(_ type: T.Type) {
        run(type, zero: 0, add: { $0 &+ $1 }) { x, y, count in
            var total: T = 0
            for index in 0 ..< count { total = total &+ x[index] &* y[index] }
            return total
        }
    }
    switch dtype {
    case .float32: run(Float.self, zero: 0, add: { $0 + $1 }, four: products(FloatLanes.self), product(FloatLanes.self))
    case .float64: run(Double.self, zero: 0, add: { $0 + $1 }, four: products(DoubleLanes.self), product(DoubleLanes.self))
    case .int8, .uint8, .bool: integers(UInt8.self)
    case .int16, .uint16, .float16, .bfloat16: integers(UInt16.self)
    case .int32, .uint32: integers(UInt32.self)
    case .int64, .uint64: integers(UInt64.self)
    case .complex64, .complex128: break
    }
}

/// The products of four rows, `step` elements apart, with one.
private typealias FourProducts<T> = (_ x: UnsafePointer<T>, _ step: Int, _ y: UnsafePointer<T>, _ count: Int) -> (T, T, T, T)

@inline(__always)
private func products<L: ProductLanes>(_: L.Type) -> FourProducts<L.Vector.Scalar> {
    typealias V = L.Vector
    return { x, step, y, count in
        let a = x, b = a + step, c = b + step, d = c + step
        var (p, q, r, s) = (V(), V(), V(), V())
        var index = 0
        while index &+ V.scalarCount <= count {
            let factor = L.load(y, index)
            p = L.add(p, L.load(a, index), times: factor)
            q = L.add(q, L.load(b, index), times: factor)
            r = L.add(r, L.load(c, index), times: factor)
            s = L.add(s, L.load(d, index), times: factor)
            index = index &+ V.scalarCount
        }
        if index < count, count >= V.scalarCount {
            // The last vector of each row, without what it shares with the one before.
            let rest = count &- index, last = count &- V.scalarCount, factor = L.last(rest, of: L.load(y, last))
            p = L.add(p, L.last(rest, of: L.load(a, last)), times: factor)
            q = L.add(q, L.last(rest, of: L.load(b, last)), times: factor)
            r = L.add(r, L.last(rest, of: L.load(c, last)), times: factor)
            s = L.add(s, L.last(rest, of: L.load(d, last)), times: factor)
            index = count
        }
        var totals = (L.total(p), L.total(q), L.total(r), L.total(s))
        while index < count {
            let factor = y[index]
            totals.0 += a[index] * factor
            totals.1 += b[index] * factor
            totals.2 += c[index] * factor
            totals.3 += d[index] * factor
            index = index &+ 1
        }
        return totals
    }
}

@inline(__always)
private func product<L: ProductLanes>(
    _: L.Type
) -> (UnsafePointer<L.Vector.Scalar>, UnsafePointer<L.Vector.Scalar>, Int) -> L.Vector.Scalar {
    typealias V = L.Vector
    return { x, y, count in
        let width = V.scalarCount
        var (p, q, r, s) = (V(), V(), V(), V())
        var index = 0
        while index &+ 4 &* width <= count {
            p = L.add(p, L.load(x, index), times: L.load(y, index))
            q = L.add(q, L.load(x, index &+ width), times: L.load(y, index &+ width))
            r = L.add(r, L.load(x, index &+ 2 &* width), times: L.load(y, index &+ 2 &* width))
            s = L.add(s, L.load(x, index &+ 3 &* width), times: L.load(y, index &+ 3 &* width))
            index = index &+ 4 &* width
        }
        while index &+ width <= count {
            p = L.add(p, L.load(x, index), times: L.load(y, index))
            index = index &+ width
        }
        if index < count, count >= width {
            let rest = count &- index, last = count &- width
            q = L.add(q, L.last(rest, of: L.load(x, last)), times: L.last(rest, of: L.load(y, last)))
            index = count
        }
        var sum = L.total(L.add(L.add(p, q), L.add(r, s)))
        while index < count {
            sum += x[index] * y[index]
            index = index &+ 1
        }
        return sum
    }
}
