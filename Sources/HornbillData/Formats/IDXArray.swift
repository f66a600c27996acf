import HornbillTensor

/// The IDX format of the MNIST files: two zeros, a code of the element type, the number of axes, their lengths, and the
/// elements, all big-endian.
enum IDXArray {
    static func tensor(_ bytes: [UInt8], name: String) throws -> Tensor {
        var file = Bytes(bytes, name: name)
        guard try file.big(2) == 0 else { throw file.damaged("it does not begin as an IDX file") }
        let code = try file.big(1)
        let types: [UInt64: DType] = [
            0x08: .uint8, 0x09: .int8, 0x0B: .int16, 0x0C: .int32, 0x0D: .float32, 0x0E: .float64,
        ]
        guard let dtype = types[code] else { throw file.damaged("it has elements of an unknown type, \(code)") }
        let rank = Int(try file.big(1))
        let shape = try (0 ..< rank).map { _ in Int(try file.big(4)) }
        let count: Int
        do { count = try Strides.count(shape) } catch { throw file.damaged("its shape is \(shapeText(shape))") }
        guard count <= file.remaining / dtype.size, file.remaining == count * dtype.size else {
            throw file.damaged(
                "expected \(shapeText(shape)) elements of \(dtype.size) bytes, got \(file.remaining) bytes")
        }
        var data = Array(try file.take(count * dtype.size))
        if dtype.size > 1 {
            for start in stride(from: 0, to: data.count, by: dtype.size) {
                data[start ..< start + dtype.size].reverse()
            }
        }
        let result = try Tensor(uninitialized: dtype, shape)
        try data.withUnsafeBytes { source in
            if let base = source.baseAddress { try result.pointer().copyMemory(from: base, byteCount: source.count) }
        }
        return result
    }
}
