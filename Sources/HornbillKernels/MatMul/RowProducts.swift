/// `target[r] = Σ a[r, k] b[r, k]`: sums of products of rows whose elements lie side by side.
///
/// Strides count elements, from row to row; 0 repeats a row. Long rows are summed in parts that do not depend on the number
/// of threads. Integers wrap.
public func rowProducts(
    _ dtype: DType, rows: Int, count: Int, a: UnsafeRawPointer, aStride: Int, b: UnsafeRawPointer, bStride: Int,
    _ target: UnsafeMutableRawPointer, targetStride: Int
) {
    func run<T>(_: T.Type, zero: T, add: (T, T) -> T, _ product: (UnsafePointer<T>, UnsafePointer<T>, Int) -> T) {
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
    case .float32: run(Float.self, zero: 0, add: { $0 + $1 }, floatProduct)
    case .float64: run(Double.self, zero: 0, add: { $0 + $1 }, doubleProduct)
    case .int8, .uint8, .bool: integers(UInt8.self)
    case .int16, .uint16, .float16, .bfloat16: integers(UInt16.self)
    case .int32, .uint32: integers(UInt32.self)
    case .int64, .uint64: integers(UInt64.self)
    case .complex64, .complex128: break
    }
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
    let all = (p + q) + (r + s)
    let eight = all.lowHalf + all.highHalf, four = eight.lowHalf + eight.highHalf
    var total = (four[0] + four[2]) + (four[1] + four[3])
    while index < count {
        total += x[index] * y[index]
        index = index &+ 1
    }
    return total
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
    let all = (p + q) + (r + s), four = all.lowHalf + all.highHalf
    var total = (four[0] + four[2]) + (four[1] + four[3])
    while index < count {
        total += x[index] * y[index]
        index = index &+ 1
    }
    return total
}
