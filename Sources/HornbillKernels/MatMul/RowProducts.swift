import CVectorLoops

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
    case .float32:
        run(
            Float.self, zero: 0, add: { $0 + $1 },
            four: {
                let sums = hbi_dot_rows_f32($0, $1, $2, $3)
                return (sums.a, sums.b, sums.c, sums.d)
            }
        ) { hbi_dot_f32($0, $1, $2) }
    case .float64:
        run(
            Double.self, zero: 0, add: { $0 + $1 },
            four: {
                let sums = hbi_dot_rows_f64($0, $1, $2, $3)
                return (sums.a, sums.b, sums.c, sums.d)
            }
        ) { hbi_dot_f64($0, $1, $2) }
    case .int8, .uint8, .bool: integers(UInt8.self)
    case .int16, .uint16, .float16, .bfloat16: integers(UInt16.self)
    case .int32, .uint32: integers(UInt32.self)
    case .int64, .uint64: integers(UInt64.self)
    case .complex64, .complex128: break
    }
}

/// The products of four rows, `step` elements apart, with one.
private typealias FourProducts<T> = (_ x: UnsafePointer<T>, _ step: Int, _ y: UnsafePointer<T>, _ count: Int) -> (T, T, T, T)
