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
    case .float32: run(Float.self, zero: 0, add: { $0 + $1 }, four: floatProducts, floatProduct)
    case .float64: run(Double.self, zero: 0, add: { $0 + $1 }, four: doubleProducts, doubleProduct)
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
private func total(_ lanes: SIMD16<Float>) -> Float {
    let eight = lanes.lowHalf + lanes.highHalf, four = eight.lowHalf + eight.highHalf
    return (four[0] + four[2]) + (four[1] + four[3])
}

@inline(__always)
private func total(_ lanes: SIMD8<Double>) -> Double {
    let four = lanes.lowHalf + lanes.highHalf
    return (four[0] + four[2]) + (four[1] + four[3])
}

@inline(__always)
private func floatProducts(
    _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafePointer<Float>, _ count: Int
) -> (Float, Float, Float, Float) {
    let a = UnsafeRawPointer(x), b = a + step &* 4, c = b + step &* 4, d = c + step &* 4, other = UnsafeRawPointer(y)
    var (p, q, r, s) = (SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>())
    var index = 0
    while index &+ 16 <= count {
        let at = index &* 4, factor = other.loadUnaligned(fromByteOffset: at, as: SIMD16<Float>.self)
        p += a.loadUnaligned(fromByteOffset: at, as: SIMD16<Float>.self) * factor
        q += b.loadUnaligned(fromByteOffset: at, as: SIMD16<Float>.self) * factor
        r += c.loadUnaligned(fromByteOffset: at, as: SIMD16<Float>.self) * factor
        s += d.loadUnaligned(fromByteOffset: at, as: SIMD16<Float>.self) * factor
        index = index &+ 16
    }
    var totals = (total(p), total(q), total(r), total(s))
    while index < count {
        let factor = y[index]
        totals.0 += x[index] * factor
        totals.1 += x[index &+ step] * factor
        totals.2 += x[index &+ 2 &* step] * factor
        totals.3 += x[index &+ 3 &* step] * factor
        index = index &+ 1
    }
    return totals
}

@inline(__always)
private func doubleProducts(
    _ x: UnsafePointer<Double>, _ step: Int, _ y: UnsafePointer<Double>, _ count: Int
) -> (Double, Double, Double, Double) {
    let a = UnsafeRawPointer(x), b = a + step &* 8, c = b + step &* 8, d = c + step &* 8, other = UnsafeRawPointer(y)
    var (p, q, r, s) = (SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>())
    var index = 0
    while index &+ 8 <= count {
        let at = index &* 8, factor = other.loadUnaligned(fromByteOffset: at, as: SIMD8<Double>.self)
        p += a.loadUnaligned(fromByteOffset: at, as: SIMD8<Double>.self) * factor
        q += b.loadUnaligned(fromByteOffset: at, as: SIMD8<Double>.self) * factor
        r += c.loadUnaligned(fromByteOffset: at, as: SIMD8<Double>.self) * factor
        s += d.loadUnaligned(fromByteOffset: at, as: SIMD8<Double>.self) * factor
        index = index &+ 8
    }
    var totals = (total(p), total(q), total(r), total(s))
    while index < count {
        let factor = y[index]
        totals.0 += x[index] * factor
        totals.1 += x[index &+ step] * factor
        totals.2 += x[index &+ 2 &* step] * factor
        totals.3 += x[index &+ 3 &* step] * factor
        index = index &+ 1
    }
    return totals
}

@inline(__always)
private func floatProduct(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) -> Float {
    let a = UnsafeRawPointer(x), b = UnsafeRawPointer(y)
    var (p, q, r, s) = (SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>())
    var index = 0
    while index &+ 64 <= count {
        let at = index &* 4
        p += a.loadUnaligned(fromByteOffset: at, as: SIMD16<Float>.self) * b.loadUnaligned(fromByteOffset: at, as: SIMD16<Float>.self)
        q += a.loadUnaligned(fromByteOffset: at &+ 64, as: SIMD16<Float>.self) * b.loadUnaligned(fromByteOffset: at &+ 64, as: SIMD16<Float>.self)
        r += a.loadUnaligned(fromByteOffset: at &+ 128, as: SIMD16<Float>.self) * b.loadUnaligned(fromByteOffset: at &+ 128, as: SIMD16<Float>.self)
        s += a.loadUnaligned(fromByteOffset: at &+ 192, as: SIMD16<Float>.self) * b.loadUnaligned(fromByteOffset: at &+ 192, as: SIMD16<Float>.self)
        index = index &+ 64
    }
    while index &+ 16 <= count {
        let at = index &* 4
        p += a.loadUnaligned(fromByteOffset: at, as: SIMD16<Float>.self) * b.loadUnaligned(fromByteOffset: at, as: SIMD16<Float>.self)
        index = index &+ 16
    }
    var sum = total((p + q) + (r + s))
    while index < count {
        sum += x[index] * y[index]
        index = index &+ 1
    }
    return sum
}

@inline(__always)
private func doubleProduct(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) -> Double {
    let a = UnsafeRawPointer(x), b = UnsafeRawPointer(y)
    var (p, q, r, s) = (SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>())
    var index = 0
    while index &+ 32 <= count {
        let at = index &* 8
        p += a.loadUnaligned(fromByteOffset: at, as: SIMD8<Double>.self) * b.loadUnaligned(fromByteOffset: at, as: SIMD8<Double>.self)
        q += a.loadUnaligned(fromByteOffset: at &+ 64, as: SIMD8<Double>.self) * b.loadUnaligned(fromByteOffset: at &+ 64, as: SIMD8<Double>.self)
        r += a.loadUnaligned(fromByteOffset: at &+ 128, as: SIMD8<Double>.self) * b.loadUnaligned(fromByteOffset: at &+ 128, as: SIMD8<Double>.self)
        s += a.loadUnaligned(fromByteOffset: at &+ 192, as: SIMD8<Double>.self) * b.loadUnaligned(fromByteOffset: at &+ 192, as: SIMD8<Double>.self)
        index = index &+ 32
    }
    while index &+ 8 <= count {
        let at = index &* 8
        p += a.loadUnaligned(fromByteOffset: at, as: SIMD8<Double>.self) * b.loadUnaligned(fromByteOffset: at, as: SIMD8<Double>.self)
        index = index &+ 8
    }
    var sum = total((p + q) + (r + s))
    while index < count {
        sum += x[index] * y[index]
        index = index &+ 1
    }
    return sum
}
