import Glibc
import Hornbill

// The lesson in Swift: tensors, slices, operations, and a neural network that learns to read digits.
//
//     swift run -c release lesson [mnist.npz]
//
// The argument is a file with the arrays x_train, y_train, x_test and y_test: the sample of 5,000 digits that comes with
// Hornbill, or the mnist.npz that Keras downloads. Without one, the places are searched where data sets are usually kept.

@main
struct Lesson {
    /// In a lesson, an error ends the program.
    static func main() {
        do {
            try run()
        } catch {
            let message = "lesson: \(error)\n"
            write(STDERR_FILENO, message, message.utf8.count)
            exit(EXIT_FAILURE)
        }
    }

    static func run() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let (train, test) = try arguments.first.map { try Datasets.images(npz: $0) } ?? Datasets.mnist()
        setRandomSeed(1)
        try tensors()
        try slices(of: train.images)
        try operations()
        try learn(train, test)
    }

    // MARK: Tensors: axes, shape, dtype

    static func tensors() throws {
        print("== Tensors\n")
        let scalar: Tensor = 12
        let vector = try Tensor.arange(790)
        let images = try Tensor.zeros([790, 64, 64, 3], dtype: .uint8)
        show("a scalar", scalar)
        show("a vector", vector)
        show("790 colour images", images)
        // One row for each image, then one column for each.
        show("unrowed, transposed", try images.reshape(790, -1).T)
        show("the vector as a row", try vector.reshape(1, 790))
    }

    static func show(_ what: String, _ tensor: Tensor) {
        print("\(what): \(tensor.ndim) axes, shape \(shapeText(tensor.shape)), \(tensor.dtype.name)")
    }

    // MARK: Slices: views of the same memory

    static func slices(of images: Tensor) throws {
        print("\n== Slices\n")
        show("images", images)
        show("images[..<100]", try images[..<100])
        show("images[..<100, .all, .all]", try images[..<100, .all, .all])
        show("images[..<100, ..<28, ..<28]", try images[..<100, ..<28, ..<28])
        let quadrants = try images[.all, 14..., 14...]
        show("images[.all, 14..., 14...]", quadrants)
        try draw(images[10])
        print("its lower right quadrant:")
        try draw(quadrants[10])
    }

    /// Draws an image of bytes, or a part of one, with letters.
    static func draw(_ image: Tensor) throws {
        let inks = Array(" .:-=+*#%@"), width = image.shape[1]
        let pixels = try image.scalars(as: Int.self).map { String(repeating: inks[$0 * inks.count / 256], count: 2) }
        for row in 0 ..< image.shape[0] { print(pixels[row * width ..< (row + 1) * width].joined()) }
    }

    // MARK: Operations

    static func operations() throws {
        print("\n== Operations\n")
        // Element by element.
        let a: Tensor = [1, 2, 3, 4], b: Tensor = [5, 6, 7, 8]
        print("[1 2 3 4] + [5 6 7 8] = \(try (a + b).debugDescription)")

        // Broadcasting: the vector is added to every row of the table. A copy made before does not change.
        let vector: Tensor = [1, 2, 3]
        var table = try Tensor.arange(12).reshape(4, 3)
        let original = table
        print("A:\n\(table)\nB: \(vector)")
        try table += vector
        print("A after A += B:\n\(table)")

        // The dot product: of two vectors, and of a matrix and a vector.
        print("B . B = \(try vector.dot(vector))")
        print("A . B = \(try original.dot(vector).debugDescription)")

        // A mask selects, and what is selected can be assigned to.
        table[try table .> 10] = 0
        print("A with what is above 10 made 0:\n\(table)")
    }

    // MARK: A model

    static func learn(
        _ train: (images: Tensor, labels: Tensor), _ test: (images: Tensor, labels: Tensor)
    ) throws {
        print("\n== A model that reads digits\n")
        // Images of 28 x 28 bytes become rows of 784 numbers from 0 to 1; the label 3 becomes 0 0 0 1 0 0 0 0 0 0.
        func rows(_ images: Tensor) throws -> Tensor { try images.reshape(images.shape[0], -1).astype(.float32) / 255 }
        let xTrain = try rows(train.images), yTrain = try toCategorical(train.labels, classes: 10)
        let xTest = try rows(test.images), yTest = try toCategorical(test.labels, classes: 10)

        let model = try Sequential {
            Dense(64, activation: .relu, inputShape: [784])
            // The shape of this layer's input follows from the layer before it.
            Dense(10, activation: .softmax)
        }
        try model.compile(optimizer: .rmsprop(learningRate: 0.001), loss: .mse, metrics: [.accuracy])
        try model.printSummary()

        var best = (loss: Double.infinity, epoch: 0)
        let history = try model.fit(
            xTrain, yTrain, epochs: 20, batchSize: 512, validationData: (xTest, yTest),
            callbacks: [
                .onEpochEnd { epoch, logs in
                    if let loss = logs["val_loss"], loss < best.loss { best = (loss, epoch + 1) }
                }
            ])
        print("best val_loss \(digits(best.loss)) in epoch \(best.epoch)\n")
        for key in history.keys { drawCurve(key, history[key]) }

        let results = try model.evaluate(xTest, yTest, verbose: .silent)
        for (name, value) in results { print("test \(name): \(digits(value))") }

        let answers = try model.predict(xTest).argmax(axis: 1)
        print("answers: \(try answers[..<10])")
        print("labels:  \(try test.labels[..<10])")
    }

    /// A learning curve: a bar for each epoch.
    static func drawCurve(_ name: String, _ values: [Double]) {
        print(name)
        let largest = values.max() ?? 0
        for (epoch, value) in values.enumerated() {
            let bar = String(repeating: "#", count: largest > 0 ? Int((50 * value / largest).rounded(.up)) : 0)
            print("  \(epoch < 9 ? " " : "")\(epoch + 1) \(digits(value)) \(bar)")
        }
    }

    /// A number with four decimals.
    static func digits(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e9 else { return "\(value)" }
        let parts = Int((value * 10_000).rounded())
        let rest = String(parts.magnitude % 10_000)
        return "\(parts < 0 ? "-" : "")\(parts.magnitude / 10_000)." + String(repeating: "0", count: 4 - rest.count)
            + rest
    }
}
