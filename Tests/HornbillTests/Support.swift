import Glibc
import Hornbill
import Testing

/// The kind of what `body` throws; nil if it throws nothing or something else than `HornbillError`.
func kind(_ body: () throws -> Any) -> HornbillError.Kind? {
    do {
        _ = try body()
        return nil
    } catch { return (error as? HornbillError)?.kind }
}

/// What `body` throws, as text.
func message(_ body: () throws -> Any) -> String {
    do { return "no error, but \(try body())" } catch { return "\(error)" }
}

/// A folder for one test, removed when `body` returns.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/hornbill-tests-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw HornbillError(.inputOutput, "no folder for a test") }
    let path = String(cString: template)
    defer {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                unlink("\(path)/\(name)")
            }
            closedir(folder)
        }
        rmdir(path)
    }
    return try body(path)
}

func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "wb") else { throw HornbillError(.inputOutput, "cannot write \(path)") }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
}

func text(of path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    return String(decoding: buffer[..<fread(&buffer, 1, buffer.count, file)], as: UTF8.self)
}

/// Points around four centres, and which.
func blobs(_ count: Int) throws -> (x: Tensor, y: Tensor) {
    let noise = try Random.normal([count, 2], deviation: 0.3, seed: 7)
    let labels = try Tensor.arange(count) % 4
    let centres: Tensor = [[-1, -1], [-1, 1], [1, -1], [1, 1]]
    return (x: try noise + centres.take(labels, axis: 0).astype(.float32), y: labels)
}
