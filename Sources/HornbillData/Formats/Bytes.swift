import Glibc
import HornbillTensor

/// A file's bytes, read from the front. Every read checks what is left.
struct Bytes {
    let bytes: [UInt8]
    private(set) var position: Int
    /// What errors call it.
    let name: String

    init(_ bytes: [UInt8], at position: Int = 0, name: String) {
        self.bytes = bytes
        self.position = position
        self.name = name
    }

    var remaining: Int { bytes.count - position }

    func damaged(_ what: String) -> HornbillError {
        HornbillError(.inputOutput, "'\(name)' is damaged or not what it should be: \(what)")
    }

    mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else {
            throw damaged("expected \(count) more bytes, got \(remaining)")
        }
        defer { position += count }
        return bytes[position ..< position + count]
    }

    /// A little-endian number of so many bytes, eight at most.
    mutating func little(_ count: Int) throws -> UInt64 {
        try take(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A big-endian number of so many bytes, eight at most.
    mutating func big(_ count: Int) throws -> UInt64 { try take(count).reduce(0) { $0 << 8 | UInt64($1) } }
}

/// All bytes of a file. Throws `inputOutput`.
func readFile(_ path: String) throws -> [UInt8] {
    func failure() -> HornbillError {
        HornbillError(.inputOutput, "cannot read '\(path)': \(String(cString: strerror(errno)))")
    }
    guard let file = fopen(path, "rb") else { throw failure() }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var status = stat()
    let size = fstat(fileno(file), &status) == 0 ? Int(status.st_size) : 0
    bytes.reserveCapacity(size)
    var buffer = [UInt8](repeating: 0, count: max(4096, min(1 << 18, size)))
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
        bytes.append(contentsOf: buffer[..<count])
    }
    guard ferror(file) == 0 else { throw failure() }
    return bytes
}

func fileExists(_ path: String) -> Bool { access(path, R_OK) == 0 }
