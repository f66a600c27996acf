import Glibc
import HornbillTensor

/// Data sets to learn with (`keras.datasets`). They are read from files; nothing is downloaded.
public enum Datasets {
    /// Images and labels, for training and for testing: `let (train, test) = try Datasets.mnist()`.
    public typealias Images = (train: (images: Tensor, labels: Tensor), test: (images: Tensor, labels: Tensor))

    /// Handwritten digits (LeCun, Cortes and Burges): images of shape (n, 28, 28), 0 to 255, and labels 0 to 9, all uint8.
    ///
    /// Looked for are `mnist.npz`, as Keras has it, and the four IDX files, plain or with `.gz`, also in a folder `mnist`.
    /// Throws `inputOutput` if there are none, and for damaged files.
    ///
    /// - Parameter directory: where to look; if nil, in the directories of `$HORNBILL_DATASETS` (separated by colons), in
    ///   `/usr/share/datasets` and where Keras keeps its downloads (`$KERAS_HOME` or `~/.keras`, in `datasets`).
    public static func mnist(directory: String? = nil) throws -> Images {
        try find("MNIST", npz: "mnist.npz", folder: "mnist", directory)
    }

    /// Pictures of ten kinds of clothes (Xiao, Rasul and Vollgraf 2017), of the same shapes and dtypes as `mnist`.
    ///
    /// Looked for are `fashion-mnist.npz` and the four IDX files, plain or with `.gz`, also in a folder `fashion-mnist`.
    /// Throws as `mnist` does.
    public static func fashionMNIST(directory: String? = nil) throws -> Images {
        try find("Fashion-MNIST", npz: "fashion-mnist.npz", folder: "fashion-mnist", directory)
    }

    /// Images and labels from a file with the arrays `x_train`, `y_train`, `x_test` and `y_test`, as Keras' `mnist.npz`.
    ///
    /// Throws `inputOutput` if the file cannot be read, is damaged, or lacks one of them, or if there is not one label for
    /// each image.
    public static func images(npz path: String) throws -> Images {
        let arrays = try ArrayFiles.npz(path)
        func array(_ name: String) throws -> Tensor {
            guard let array = arrays[name] else {
                throw HornbillError(
                    .inputOutput,
                    "'\(path)' has no array '\(name)'; it has \(arrays.keys.sorted().joined(separator: ", "))")
            }
            return array
        }
        return try matched(
            (train: (try array("x_train"), try array("y_train")), test: (try array("x_test"), try array("y_test"))),
            path)
    }

    private static func find(_ title: String, npz: String, folder: String, _ directory: String?) throws -> Images {
        let directories = directory.map { [$0] } ?? standardDirectories()
        for directory in directories {
            if fileExists("\(directory)/\(npz)") { return try images(npz: "\(directory)/\(npz)") }
            // Files directly in a directory that holds many data sets may be anyone's.
            let places = directory.hasSuffix("/\(folder)") || directories.count == 1 ? [directory] : []
            for place in places + ["\(directory)/\(folder)"] {
                if let images = try idxFiles(place) { return images }
            }
        }
        throw HornbillError(
            .inputOutput,
            "\(title) was not found: expected \(npz), or the four files train-images-idx3-ubyte, "
                + "train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte (or .gz) in a folder "
                + "'\(folder)', in \(directories.joined(separator: ", "))")
    }

    /// The four files of a folder; nil if none of them is there. Throws if only some are.
    private static func idxFiles(_ folder: String) throws -> Images? {
        let names = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]
        let paths = names.map { name in
            ["-ubyte", "-ubyte.gz", ".ubyte", ".ubyte.gz"].map { "\(folder)/\(name)\($0)" }.first(where: fileExists)
        }
        guard paths.contains(where: { $0 != nil }) else { return nil }
        let arrays = try zip(names, paths).map { name, path in
            guard let path else { throw HornbillError(.inputOutput, "'\(folder)' lacks \(name)-ubyte") }
            return try ArrayFiles.idx(path)
        }
        return try matched((train: (arrays[0], arrays[1]), test: (arrays[2], arrays[3])), folder)
    }

    private static func matched(_ data: Images, _ path: String) throws -> Images {
        for (images, labels) in [data.train, data.test] {
            guard images.rank >= 1, labels.rank == 1, images.shape[0] == labels.shape[0] else {
                throw HornbillError(
                    .inputOutput,
                    "'\(path)': expected one label for each image, got images \(shapeText(images.shape)) and labels "
                        + shapeText(labels.shape))
            }
        }
        return data
    }

    private static func standardDirectories() -> [String] {
        func variable(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        let own = variable("HORNBILL_DATASETS")?.split(separator: ":").map(String.init) ?? []
        let keras = variable("KERAS_HOME") ?? variable("HOME").map { $0 + "/.keras" }
        return own + ["/usr/share/datasets"] + (keras.map { [$0 + "/datasets"] } ?? [])
    }
}
