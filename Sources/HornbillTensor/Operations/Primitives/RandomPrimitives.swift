extension Operation {
    /// A distribution's primitive: its operand is a seed, uint64 (key, counter); element i depends on key and
    /// counter + i alone.
    private static func random(
        _ name: String, _ summary: String,
        _ fill: @escaping (UnsafeMutablePointer<Float>, Int, UInt64, UInt64) -> Void
    ) -> Operation {
        Operation(
            name, summary,
            infer: { inputs, attributes in
                guard inputs[0].dtype == .uint64, inputs[0].shape == [2] else {
                    throw HornbillError(.typeMismatch, "\(name): expected a seed of uint64(2,), got \(inputs[0])")
                }
                return [TensorSpec(.float32, try attributes.required("shape", attributes.ints))]
            },
            prepare: { request in
                let count = request.outputs[0].count
                return .direct {
                    let seed = $0[0].assumingMemoryBound(to: UInt64.self)
                    fill($0[1].assumingMemoryBound(to: Float.self), count, seed[0], seed[1])
                }
            })
    }

    static let randomUniform = random("random_uniform", "Uniform in 0 ..< 1.") {
        Philox.uniform($0, count: $1, key: $2, counter: $3)
    }
    static let randomNormal = random("random_normal", "Standard normal.") {
        Philox.normal($0, count: $1, key: $2, counter: $3)
    }
    static let randomTruncatedNormal = random("random_truncated_normal", "Standard normal within ±2.") {
        Philox.truncatedNormal($0, count: $1, key: $2, counter: $3)
    }
}
