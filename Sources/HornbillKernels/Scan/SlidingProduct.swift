import Glibc

/// `target[n] = Σ x[n + k] window[k]` for all n for which the window lies within. Operands are dense, of a compute type.
public func slidingProduct(
    _ dtype: DType, _ x: UnsafeRawPointer, count: Int, window: UnsafeRawPointer, windowCount: Int,
    _ target: UnsafeMutableRawPointer
) {
    let results = count - windowCount + 1
    func run<T>(_: T.Type, _ addProduct: (T, T, T) -> T, zero: T) {
        let x = x.assumingMemoryBound(to: T.self), window = window.assumingMemoryBound(to: T.self)
        let target = target.assumingMemoryBound(to: T.self)
        Threads.parallel(results, grain: max(64, 65536 / windowCount), multiple: 64) { begin, end in
            // A tile of results stays in the first-level cache while the window passes.
            let tile = 1024
            var start = begin
            while start < end {
                let length = min(tile, end &- start)
                withUnsafeTemporaryAllocation(of: T.self, capacity: tile) { sums in
                    let sums = sums.baseAddress.unsafelyUnwrapped
                    sums.update(repeating: zero, count: length)
                    for k in 0 ..< windowCount {
                        let factor = window[k], values = x + (start &+ k)
                        for n in 0 ..< length { sums[n] = addProduct(sums[n], values[n], factor) }
                    }
                    (target + start).update(from: sums, count: length)
                }
                start = start &+ length
            }
        }
    }
    /// As `run`, with sums that stay in registers.
    func wide<V: SIMD>(_: V.Type, _ addProduct: (V, V, V) -> V, _ one: (V.Scalar, V.Scalar, V.Scalar) -> V.Scalar, zero: V.Scalar) {
        let lanes = V.scalarCount, size = MemoryLayout<V.Scalar>.stride
        let window = window.assumingMemoryBound(to: V.Scalar.self)
        Threads.parallel(results, grain: max(64, 65536 / windowCount), multiple: 64) { begin, end in
            var n = begin
            while n &+ 2 &* lanes <= end {
                var a = V(repeating: zero), b = a
                let from = x + n &* size
                for k in 0 ..< windowCount {
                    let factor = V(repeating: window[k]), at = from + k &* size
                    a = addProduct(a, at.loadUnaligned(as: V.self), factor)
                    b = addProduct(b, at.loadUnaligned(fromByteOffset: lanes &* size, as: V.self), factor)
                }
                (target + n &* size).storeBytes(of: a, as: V.self)
                (target + (n &+ lanes) &* size).storeBytes(of: b, as: V.self)
                n = n &+ 2 &* lanes
            }
            let x = x.assumingMemoryBound(to: V.Scalar.self), target = target.assumingMemoryBound(to: V.Scalar.self)
            while n < end {
                var sum = zero
                for k in 0 ..< windowCount { sum = one(sum, x[n &+ k], window[k]) }
                target[n] = sum
                n = n &+ 1
            }
        }
    }
    func integers<T: FixedWidthInteger>(_ type: T.Type) { run(type, { $0 &+ $1 &* $2 }, zero: 0) }
    switch dtype {
    case .int8, .uint8: integers(UInt8.self)
    case .int16, .uint16: integers(UInt16.self)
    case .int32, .uint32: integers(UInt32.self)
    case .int64, .uint64: integers(UInt64.self)
    case .float32: wide(SIMD16<Float>.self, { $0 + $1 * $2 }, { $0 + $1 * $2 }, zero: 0)
    case .float64: wide(SIMD8<Double>.self, { $0 + $1 * $2 }, { $0 + $1 * $2 }, zero: 0)
    default: break
    }
}
