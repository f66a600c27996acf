import HornbillTensor

/// NumPy's `.npy` format, versions 1 to 3: a header that is a Python dictionary, then the elements.
enum NumPyArray {
    /// The array as a tensor of its own dtype. Throws `inputOutput` if the bytes are damaged and `unsupported` for element
    /// types that tensors do not have.
    static func tensor(_ bytes: [UInt8], name: String) throws -> Tensor {
        var file = Bytes(bytes, name: name)
        guard try Array(file.take(6)) == [0x93] + Array("NUMPY".utf8) else {
            throw file.damaged("it does not begin as a NumPy array")
        }
        let major = try file.little(1)
        _ = try file.little(1)
        guard (1 ... 3).contains(major) else {
            throw HornbillError(.unsupported, "'\(name)': expected version 1 to 3 of NumPy's format, got \(major)")
        }
        let length = Int(try file.little(major == 1 ? 2 : 4))
        let header = String(decoding: try file.take(length), as: UTF8.self)
        guard let code = value("descr", header), let order = value("fortran_order", header),
            let shape = value("shape", header).flatMap(lengths)
        else { throw file.damaged("its header is \(header)") }
        let (dtype, isBigEndian) = try elementType(code, name)
        let count: Int
        do { count = try Strides.count(shape) } catch { throw file.damaged("its shape is \(shapeText(shape))") }
        guard count <= file.remaining / dtype.size, file.remaining == count * dtype.size else {
            throw file.damaged(
                "expected \(shapeText(shape)) elements of \(dtype.size) bytes, got \(file.remaining) bytes")
        }
        var data = Array(try file.take(count * dtype.size))
        if isBigEndian, dtype.size > 1 {
            for start in stride(from: 0, to: data.count, by: dtype.size) {
                data[start ..< start + dtype.size].reverse()
            }
        }
        let isFortran = order == "True"
        let result = try Tensor(uninitialized: dtype, isFortran ? shape.reversed() : shape)
        try data.withUnsafeBytes { source in
            if let base = source.baseAddress { try result.pointer().copyMemory(from: base, byteCount: source.count) }
        }
        return isFortran ? try result.transposed() : result
    }

    /// The text of a member of the header: up to the comma or brace that ends it.
    private static func value(_ key: String, _ header: String) -> String? {
        let text = Array(header.utf8), mark = Array("'\(key)':".utf8)
        guard text.count > mark.count,
            let start = (0 ... text.count - mark.count).first(where: {
                text[$0 ..< $0 + mark.count].elementsEqual(mark)
            })
        else { return nil }
        var rest = text[(start + mark.count)...].drop { $0 == UInt8(ascii: " ") }
        switch rest.first {
        case UInt8(ascii: "'"):
            rest = rest.dropFirst()
            return String(decoding: rest.prefix { $0 != UInt8(ascii: "'") }, as: UTF8.self)
        case UInt8(ascii: "("):
            return String(decoding: rest.dropFirst().prefix { $0 != UInt8(ascii: ")") }, as: UTF8.self)
        default:
            return String(
                decoding: rest.prefix { ![UInt8(ascii: ","), UInt8(ascii: "}")].contains($0) }, as: UTF8.self)
        }
    }

    private static func lengths(_ text: String) -> [Int]? {
        let parts = text.split(separator: ",").map { part in String(part.filter { $0 != " " }) }.filter { !$0.isEmpty }
        let lengths = parts.compactMap { Int($0) }
        return lengths.count == parts.count ? lengths : nil
    }

    private static func elementType(_ code: String, _ name: String) throws -> (DType, isBigEndian: Bool) {
        let types: [String: DType] = [
            "b1": .bool, "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64, "u1": .uint8, "u2": .uint16,
            "u4": .uint32, "u8": .uint64, "f2": .float16, "f4": .float32, "f8": .float64,
        ]
        guard let order = code.first, "<>|=".contains(order), let dtype = types[String(code.dropFirst())] else {
            throw HornbillError(.unsupported, "'\(name)': arrays of dtype '\(code)' cannot be read")
        }
        return (dtype, order == ">")
    }
}
