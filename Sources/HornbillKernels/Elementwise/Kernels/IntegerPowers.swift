/// Integers to the power of others, in vectors: as many squarings as the largest exponent of a chunk needs. Chunks with
/// negative exponents are computed number by number.
@inline(__always)
func powers<T: FixedWidthInteger>(
    _: T.Type, _ d: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ n: Int
) {
    let d = d.assumingMemoryBound(to: T.self)
    let a = a.assumingMemoryBound(to: T.self), b = b.assumingMemoryBound(to: T.self)
    let chunk = 256 / MemoryLayout<T>.size
    withUnsafeTemporaryAllocation(of: T.self, capacity: 3 * chunk) { memory in
        // Not empty.
        let power = memory.baseAddress.unsafelyUnwrapped, factor = power + chunk, exponent = factor + chunk
        var i = 0
        while i &+ chunk <= n {
            var bits: T = 0
            for j in 0 ..< chunk { bits |= b[i &+ j] }
            if bits < 0 {
                for j in i ..< i &+ chunk { d[j] = IntegerMath<T>.power(a[j], b[j]) }
            } else {
                for j in 0 ..< chunk {
                    power[j] = 1
                    factor[j] = a[i &+ j]
                    exponent[j] = b[i &+ j]
                }
                while bits != 0 {
                    for j in 0 ..< chunk {
                        power[j] = exponent[j] & 1 != 0 ? power[j] &* factor[j] : power[j]
                        factor[j] = factor[j] &* factor[j]
                        exponent[j] = exponent[j] &>> 1
                    }
                    bits = bits &>> 1
                }
                for j in 0 ..< chunk { d[i &+ j] = power[j] }
            }
            i = i &+ chunk
        }
        while i < n {
            d[i] = IntegerMath<T>.power(a[i], b[i])
            i = i &+ 1
        }
    }
}
