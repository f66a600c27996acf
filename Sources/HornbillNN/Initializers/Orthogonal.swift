import Glibc
import HornbillTensor

extension Initializer {
    /// Orthonormal rows or columns, whichever are fewer (Saxe et al. 2013).
    static func orthogonal(_ name: String, _ object: JSON.Object) throws -> Initializer {
        var config = Config(name, object)
        let gain = try config.double("gain") ?? 1
        let seed = try config.int("seed")
        try config.finish()
        return Initializer(name, ["seed": seed.map(JSON.int) ?? .null, "gain": .double(gain)], seed: seed) { shape, seed in
            guard shape.count >= 2, let last = shape.last else {
                throw HornbillError(
                    .invalidArgument,
                    "The tensor to initialize must be at least two-dimensional. Received: shape=\(shapeText(shape)) of rank "
                        + "\(shape.count).")
            }
            let rows = shape.dropLast().reduce(1, *)
            let length = max(rows, last), count = min(rows, last)
            let draws = try Random.normal(seed: seedTensor(seed, shape), [count, length]).scalars(as: Double.self)
            let vectors = orthonormal(draws, count: count, length: length)
            let stacked = try Tensor(vectors.map { Float($0 * gain) }, shape: [count, length])
            return try (rows < last ? stacked : stacked.transposed().contiguous()).reshaped(to: shape)
        }
    }

    /// Gram and Schmidt's vectors of normal draws: uniform over all orthonormal systems. Each vector is made orthogonal
    /// twice, which keeps the rounding errors of nearly dependent ones from growing.
    private static func orthonormal(_ draws: [Double], count: Int, length: Int) -> [Double] {
        var vectors = draws
        vectors.withUnsafeMutableBufferPointer { buffer in
            for row in 0 ..< count {
                let mine = UnsafeMutableBufferPointer(rebasing: buffer[row * length ..< (row + 1) * length])
                for earlier in Array(repeating: 0 ..< row, count: 2).joined() {
                    let other = UnsafeMutableBufferPointer(rebasing: buffer[earlier * length ..< (earlier + 1) * length])
                    let common = zip(mine, other).reduce(0) { $0 + $1.0 * $1.1 }
                    for index in 0 ..< length { mine[index] -= common * other[index] }
                }
                let norm = sqrt(mine.reduce(0) { $0 + $1 * $1 })
                for index in 0 ..< length { mine[index] /= max(norm, 1e-300) }
            }
        }
        return vectors
    }
}
