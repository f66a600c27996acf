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
    func integers<T: FixedWidthInteger>(_ type: T.Type) { run(type, { $0 &+ $1 &* $2 }, zero: 0) }
    switch dtype {
    case .int8, .uint8: integers(UInt8.self)
    case .int16, .uint16: integers(UInt16.self)
    case .int32, .uint32: integers(UInt32.self)
    case .int64, .uint64: integers(UInt64.self)
    case .float32: run(Float.self, { $0 + $1 * $2 }, zero: 0)
    case .float64: run(Double.self, { $0 + $1 * $2 }, zero: 0)
    default: break
    }
}
