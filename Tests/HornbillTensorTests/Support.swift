import Glibc
import HornbillTensor
import Testing

/// A recorded fixture in `Tests/fixtures`.
func fixture(_ name: String) throws -> JSON {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
    let path = folder + "/fixtures/" + name
    guard let stream = fopen(path, "r") else { throw HornbillError(.inputOutput, "no fixture \(path)") }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { bytes += buffer[..<count] }
    return try JSON(parsing: String(decoding: bytes, as: UTF8.self))
}

extension Tensor {
    /// A tensor from the bytes of its elements, written as hexadecimal digits.
    init(hex: String, dtype: DType, shape: [Int]) throws {
        try self.init(uninitialized: dtype, shape)
        let target = try pointer().assumingMemoryBound(to: UInt8.self)
        var digits = hex.utf8.makeIterator()
        var index = 0
        func value(_ digit: UInt8) -> UInt8 { digit < 58 ? digit - 48 : digit - 87 }
        while let high = digits.next(), let low = digits.next() {
            target[index] = value(high) << 4 | value(low)
            index += 1
        }
    }
}

/// What `body` throws, as text.
func message(_ body: () throws -> Any) -> String {
    do {
        return "no error, but \(try body())"
    } catch {
        return "\(error)"
    }
}

func kind(_ body: () throws -> Any) -> HornbillError.Kind? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? HornbillError)?.kind
    }
}

/// Numbers that look random and are the same each time, in -1 ..< 1.
func numbers(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0 ..< count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 52) - 1
    }
}

/// A fixture that keeps its tensors in a list, to which records refer by position.
struct RecordedTensors {
    private let json: JSON
    private let tensors: [Tensor]

    init(_ name: String) throws {
        json = try fixture(name)
        tensors = try (json["tensors"]?.arrayValue ?? []).map { json in
            let object = json.objectValue
            guard let dtype = object?["dtype"]?.stringValue.flatMap(DType.init(name:)),
                let shape = object?["shape"]?.intsValue, let bytes = object?["bytes"]?.stringValue
            else { throw HornbillError(.invalidArgument, "no recorded tensor: \(json)") }
            return try Tensor(hex: bytes, dtype: dtype, shape: shape)
        }
    }

    subscript(section: String) -> JSON? { json[section] }

    /// The tensor that a record refers to.
    func tensor(_ reference: JSON) throws -> Tensor {
        guard let position = reference.intValue, tensors.indices.contains(position) else {
            throw HornbillError(.invalidArgument, "no reference to a tensor: \(reference)")
        }
        return tensors[position]
    }
}

extension Tensor {
    /// The bytes of the elements in row-major order.
    func bytes() throws -> [UInt8] {
        let dense = try contiguous()
        let first = try dense.pointer()
        return withExtendedLifetime(dense) {
            Array(UnsafeRawBufferPointer(start: first, count: dense.count * dtype.size))
        }
    }
}
