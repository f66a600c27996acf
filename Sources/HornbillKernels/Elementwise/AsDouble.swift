/// `op` on integers that are converted to float64 first, tile by tile, so that only the result is written. The operands are
/// dense, and of one dtype.
public func binaryAsDouble(
    _ op: ElementwiseOp, from dtype: DType, _ target: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer,
    count: Int
) -> Bool {
    guard let convert = castKernel(from: dtype, to: .float64), let kernel = elementwiseKernel(op, .float64) else { return false }
    let length = 512, size = dtype.size, streams = Streaming.isWorthwhile(bytes: count &* (8 &+ 2 &* size))
    Threads.parallel(count, grain: 1 << 13, multiple: 64) { begin, end in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * length) { memory in
            // Not empty.
            let x = memory.baseAddress.unsafelyUnwrapped, y = x + length, z = y + length
            var done = begin
            while done < end {
                let n = min(length, end &- done), p = a + done &* size, q = b + done &* size, to = target + done &* 8
                convert(x, p, p, p, n)
                convert(y, q, q, q, n)
                if streams {
                    kernel(z, x, y, y, n)
                    Streaming.copy(to, z, bytes: n &* 8)
                } else {
                    kernel(to, x, y, y, n)
                }
                done &+= n
            }
        }
    }
    return true
}
