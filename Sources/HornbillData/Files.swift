import HornbillTensor

/// Files of arrays.
public enum ArrayFiles {
    /// The arrays of a `.npz` file by name, as NumPy's `savez` and `savez_compressed` write them.
    ///
    /// Throws `inputOutput` if the file cannot be read or is damaged or truncated (checksums are compared), and
    /// `unsupported` for element types that tensors do not have.
    public static func npz(_ path: String) throws -> [String: Tensor] {
        let archive = try ZipArchive(try readFile(path), name: path)
        var arrays: [String: Tensor] = [:]
        for member in archive.members where member.name.hasSuffix(".npy") {
            let name = String(member.name.dropLast(4))
            arrays[name] = try NumPyArray.tensor(archive.contents(of: member), name: "\(path): \(name)")
        }
        return arrays
    }

    /// The array of a `.npy` file. Throws as `npz` does.
    public static func npy(_ path: String) throws -> Tensor { try NumPyArray.tensor(readFile(path), name: path) }

    /// The array of an IDX file, such as MNIST's; gzip files are unpacked, whatever they are called. Throws as `npz` does.
    public static func idx(_ path: String) throws -> Tensor {
        var bytes = try readFile(path)
        if bytes.starts(with: [0x1F, 0x8B]) { bytes = try inflated(bytes[...], .gzip, name: path) }
        return try IDXArray.tensor(bytes, name: path)
    }
}
