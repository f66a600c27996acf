import Glibc
import Hornbill
import Testing

@Suite("Files of data")
struct DataTests {
    /// A file that NumPy wrote.
    private func fixture(_ name: String, file: String = #filePath) -> String {
        file.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
            + "/fixtures/" + name
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "rb"))
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        return Array(buffer[..<fread(&buffer, 1, buffer.count, file)])
    }

    @Test("arrays come out of NumPy's files with their dtypes and shapes")
    func npz() throws {
        let arrays = try ArrayFiles.npz(fixture("arrays.npz"))
        #expect(
            arrays.keys.sorted() == ["columns", "flags", "floats", "x_test", "x_train", "y_test", "y_train"])
        #expect(try arrays["x_train"] == Tensor.arange(24).reshape(2, 3, 4))
        #expect(arrays["x_train"]?.dtype == .uint8 && arrays["columns"]?.dtype == .int64)
        #expect(arrays["floats"] == [0, 0.5, 1] && arrays["floats"]?.dtype == .float32)
        #expect(arrays["columns"] == [[0, 1, 2], [3, 4, 5]])
        #expect(arrays["flags"] == true && arrays["flags"]?.shape == [])
        #expect(try ArrayFiles.npz(fixture("stored.npz"))["a"] == [0, 1, 2])
    }

    @Test("a data set is found in a directory by Keras' name")
    func dataset() throws {
        try withFolder { folder in
            try write(bytes(fixture("arrays.npz")), to: folder + "/mnist.npz")
            let (train, test) = try Datasets.mnist(directory: folder)
            #expect(train.images.shape == [2, 3, 4] && train.labels == [7, 8] && test.labels == [9])
        }
    }

    @Test("IDX files are read, packed or not, and belong together")
    func idx() throws {
        try withFolder { folder in
            let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4]
            let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 2, 5, 6]
            // `labels`, as gzip packs it.
            let packed: [UInt8] = [
                0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0x63, 0x60, 0xE0, 0x60, 0x64, 0x60, 0x60, 0x60, 0x62, 0x65, 3, 0,
                0x69, 0xFD, 0x88, 0x01, 10, 0, 0, 0,
            ]
            try write(images, to: folder + "/train-images-idx3-ubyte")
            try write(labels, to: folder + "/train-labels-idx1-ubyte")
            try write(images, to: folder + "/t10k-images-idx3-ubyte")
            #expect(kind { try Datasets.mnist(directory: folder) } == .inputOutput)
            #expect(message { try Datasets.mnist(directory: folder) }.contains("lacks t10k-labels-idx1"))
            try write(packed, to: folder + "/t10k-labels-idx1-ubyte.gz")
            let (train, test) = try Datasets.fashionMNIST(directory: folder)
            #expect(train.images == [[[1, 2]], [[3, 4]]] && train.labels == [5, 6] && test.labels == [5, 6])
            try write(Array(packed.dropLast(9)), to: folder + "/t10k-labels-idx1-ubyte.gz")
            #expect(kind { try Datasets.mnist(directory: folder) } == .inputOutput)
            try write(Array(images.dropLast()), to: folder + "/train-images-idx3-ubyte")
            #expect(kind { try Datasets.mnist(directory: folder) } == .inputOutput)
        }
    }

    @Test("no data, and data that are none, are errors that say what was looked for")
    func missing() throws {
        try withFolder { folder in
            #expect(message { try Datasets.mnist(directory: folder) }.contains("expected mnist.npz"))
            #expect(kind { try ArrayFiles.npz(folder + "/none.npz") } == .inputOutput)
            #expect(kind { try ArrayFiles.npz(folder) } == .inputOutput)
            #expect(
                message { try Datasets.images(npz: fixture("stored.npz")) }.contains("has no array 'x_train'; it has a")
            )
        }
    }

    @Test("every truncation and every damaged byte of a file is an error or harmless, never a trap")
    func damaged() throws {
        let whole = try bytes(fixture("arrays.npz"))
        let sound = try ArrayFiles.npz(fixture("arrays.npz"))
        try withFolder { folder in
            let path = folder + "/damaged.npz"
            var truncations = 0, wrong: [String] = []
            for count in stride(from: 0, to: whole.count - 1, by: 7) {
                try write(Array(whole[..<count]), to: path)
                if kind({ try ArrayFiles.npz(path) }) == .inputOutput { truncations += 1 }
            }
            #expect(truncations == (whole.count + 5) / 7)
            for position in whole.indices {
                var bytes = whole
                bytes[position] = [0, 0xFF, whole[position] ^ 1][position % 3]
                try write(bytes, to: path)
                guard let arrays = try? ArrayFiles.npz(path) else { continue }
                // What was read is what was written: a checksum stands for each array.
                wrong += arrays.filter { sound[$0.key] != $0.value }.map { "\($0.key), byte \(position)" }
            }
            #expect(wrong == [])
        }
    }
}
