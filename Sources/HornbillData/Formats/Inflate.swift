import CZlib
import HornbillTensor

/// How deflated bytes are wrapped.
enum Wrapping: Int32 {
    /// Not at all, as in zip files.
    case none = -15
    /// As a gzip file.
    case gzip = 31
}

/// The bytes that `packed` was deflated from. Throws `inputOutput` unless `packed` is whole.
///
/// - Parameter count: how many there are, if that is known.
func inflated(_ packed: ArraySlice<UInt8>, _ wrapping: Wrapping, count: Int? = nil, name: String) throws -> [UInt8] {
    func damaged() -> HornbillError {
        HornbillError(.inputOutput, "'\(name)' is damaged: its compressed data are not whole")
    }
    var stream = z_stream()
    guard packed.count <= Int(UInt32.max),
        inflateInit2_(&stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw HornbillError(.outOfMemory, "cannot decompress '\(name)'") }
    defer { inflateEnd(&stream) }
    var result: [UInt8] = []
    // A size in a damaged file may be anything; deflate shrinks data 1032 times at most.
    result.reserveCapacity(min(count ?? packed.count * 4, packed.count * 1032 + 64))
    var chunk = [UInt8](repeating: 0, count: min(1 << 18, 64 + 4 * packed.count))
    var packed = Array(packed)
    let packedCount = UInt32(packed.count)
    try packed.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = packedCount
        while true {
            let code = chunk.withUnsafeMutableBufferPointer { output in
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                return inflate(&stream, Z_NO_FLUSH)
            }
            result.append(contentsOf: chunk[..<(chunk.count - Int(stream.avail_out))])
            if code == Z_STREAM_END { return }
            // More output than input is left means a truncated file.
            guard code == Z_OK, stream.avail_in > 0 || stream.avail_out == 0 else { throw damaged() }
            if let count, result.count > count { throw damaged() }
        }
    }
    if let count, result.count != count { throw damaged() }
    return result
}

/// The checksum that zip files keep of their members.
func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { buffer in
        var value = crc32(0, nil, 0)
        var start = 0
        while start < buffer.count {
            let count = min(buffer.count - start, 1 << 30)
            value = crc32(value, buffer.baseAddress.map { $0 + start }, UInt32(count))
            start += count
        }
        return UInt32(truncatingIfNeeded: value)
    }
}
