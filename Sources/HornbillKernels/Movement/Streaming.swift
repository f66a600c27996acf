import CVectorLoops
import Glibc

/// Writing past the caches. A result that the caches cannot hold is better written without reading its lines first, and
/// without driving out what they hold.
public enum Streaming {
    /// Whether so many bytes, operands and results together, are more than the caches of usual processors hold.
    @inline(__always)
    public static func isWorthwhile(bytes: Int) -> Bool { bytes >= 24 << 20 }

    /// The bytes that are computed in the first-level cache before they are moved: short, so that reading and writing mix.
    private static let piece = 2048

    /// As `memcpy`.
    public static func copy(_ target: UnsafeMutableRawPointer, _ source: UnsafeRawPointer, bytes: Int) {
        let head = min(bytes, -Int(bitPattern: target) & 63)
        memcpy(target, source, head)
        let lines = (bytes &- head) / 64, body = head &+ lines &* 64
        hbi_stream(target + head, source + head, lines)
        memcpy(target + body, source + body, bytes &- body)
        hbi_stream_end()
    }

    /// Calls the kernel for pieces of the operands; sizes are those of an element, 0 for an operand that all pieces share.
    ///
    /// - Parameters:
    ///   - target: none of the operands, and at a multiple of an element's size.
    ///   - longest: how many elements of a shared operand there are: at least 64.
    public static func run(
        _ kernel: TileKernel, _ target: UnsafeMutableRawPointer, _ size: Int, _ a: UnsafeRawPointer, _ aSize: Int,
        _ b: UnsafeRawPointer, _ bSize: Int, _ c: UnsafeRawPointer, _ cSize: Int, count: Int, longest: Int = .max
    ) {
        let length = min(piece / size, longest & ~63)
        withUnsafeTemporaryAllocation(byteCount: piece, alignment: 64) { memory in
            // Never empty: it has a start.
            let memory = memory.baseAddress.unsafelyUnwrapped
            // Up to the first whole line.
            var done = min(count, (-Int(bitPattern: target) & 63) / size)
            if done > 0 { kernel(target, a, b, c, done) }
            while done < count {
                let n = min(length, count &- done), to = target + done &* size
                let x = a + done &* aSize, y = b + done &* bSize, z = c + done &* cSize
                if n == length {
                    kernel(memory, x, y, z, n)
                    hbi_stream(to, memory, length &* size / 64)
                } else {
                    kernel(to, x, y, z, n)
                }
                done &+= n
            }
            hbi_stream_end()
        }
    }
}

/// Copies bytes that do not overlap, on all threads and past the caches where that helps.
public func copyDense(_ target: UnsafeMutableRawPointer, _ source: UnsafeRawPointer, bytes: Int) {
    if bytes < 1 << 18 {
        memcpy(target, source, bytes)
        return
    }
    let streams = Streaming.isWorthwhile(bytes: 2 &* bytes)
    Threads.parallel(bytes, grain: 1 << 17, multiple: 4096) { begin, end in
        if streams {
            Streaming.copy(target + begin, source + begin, bytes: end &- begin)
        } else {
            memcpy(target + begin, source + begin, end &- begin)
        }
    }
}
