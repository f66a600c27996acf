// Random numbers. The first operand is a seed, uint64 (key, counter); element i of a result depends on the key and
// counter + i alone.

func requireSeed(_ spec: TensorSpec, _ name: String) throws {
    guard spec.dtype == .uint64, spec.shape == [2] else {
        throw HornbillError(.typeMismatch, "\(name): expected a seed of uint64(2,), got \(spec)")
    }
}

extension Operation {
    /// A distribution without parameters, of float32 or float64.
    private static func random(
        _ name: String, _ summary: String,
        _ single: @escaping (UnsafeMutablePointer<Float>, Int, UInt64, UInt64) -> Void,
        _ double: @escaping (UnsafeMutablePointer<Double>, Int, UInt64, UInt64) -> Void
    ) -> Operation {
        Operation(
            name, summary,
            infer: { inputs, attributes in
                try requireSeed(inputs[0], name)
                let dtype = try attributes.dtype("dtype") ?? .float32
                guard dtype == .float32 || dtype == .float64 else {
                    throw HornbillError(.typeMismatch, "\(name): expected float32 or float64, got dtype \(dtype.name)")
                }
                return [TensorSpec(dtype, try attributes.required("shape", attributes.ints))]
            },
            prepare: { request in
                let count = request.outputs[0].count, isSingle = request.outputs[0].dtype == .float32
                return .direct {
                    let seed = $0[0].assumingMemoryBound(to: UInt64.self)
                    if isSingle {
                        single($0[1].assumingMemoryBound(to: Float.self), count, seed[0], seed[1])
                    } else {
                        double($0[1].assumingMemoryBound(to: Double.self), count, seed[0], seed[1])
                    }
                }
            })
    }

    static let randomUniform: Operation = random(
        "random_uniform", "Uniform in 0 ..< 1.", { Philox.uniform($0, count: $1, key: $2, counter: $3) },
        { Philox.uniform($0, count: $1, key: $2, counter: $3) })
    static let randomNormal: Operation = random(
        "random_normal", "Standard normal.", { Philox.normal($0, count: $1, key: $2, counter: $3) },
        { Philox.normal($0, count: $1, key: $2, counter: $3) })
    static let randomTruncatedNormal: Operation = random(
        "random_truncated_normal", "Standard normal within ±2.", { Philox.truncatedNormal($0, count: $1, key: $2, counter: $3) },
        { Philox.truncatedNormal($0, count: $1, key: $2, counter: $3) })

    /// Integers from `low`, `span` of them (0: all of 64 bits), each as likely as the others.
    static let randomIntegers: Operation = Operation(
        "random_integers", "Integers of a range, each as likely as the others.",
        infer: { inputs, attributes in
            try requireSeed(inputs[0], "random_integers")
            let dtype = try attributes.dtype("dtype") ?? .int64
            guard dtype.isInteger || dtype == .bool else {
                throw HornbillError(.typeMismatch, "random_integers: expected an integer dtype, got \(dtype.name)")
            }
            return [TensorSpec(dtype, try attributes.required("shape", attributes.ints))]
        },
        prepare: { request in
            let output = request.outputs[0], count = output.count
            let low = UInt64(bitPattern: Int64(try request.attributes.required("low", request.attributes.int)))
            let span = UInt64(bitPattern: Int64(try request.attributes.required("span", request.attributes.int)))
            return .direct {
                let seed = $0[0].assumingMemoryBound(to: UInt64.self)
                Philox.integers(
                    size: output.dtype.size, $0[1], count: count, low: low, span: span, key: seed[0], counter: seed[1])
            }
        })

    /// Float64 numbers of a distribution whose parameters are the other operands, of one shape, float64.
    static let randomDistribution: Operation = Operation(
        "random_distribution", "Numbers of a distribution with parameters.",
        infer: { inputs, attributes in
            try requireSeed(inputs[0], "random_distribution")
            let distribution = try distribution(attributes)
            let parameters = inputs.dropFirst()
            guard parameters.count == distribution.parameterCount, let first = parameters.first,
                parameters.allSatisfy({ $0.dtype == .float64 && $0.shape == first.shape })
            else {
                throw HornbillError(
                    .shapeMismatch,
                    "random_distribution: expected \(distribution.parameterCount) float64 parameters of one shape, got "
                        + parameters.map(\.description).joined(separator: ", "))
            }
            return [first]
        },
        prepare: { request in
            let distribution = try distribution(request.attributes)
            let parameters = Array(request.inputs.dropFirst()), count = request.outputs[0].count
            let bytes = parameters.map { $0.isContiguous ? 0 : $0.count * 8 }
            return Kernel(scratchBytes: Swift.max(1, bytes.reduce(0, +))) { pointers in
                {
                    let seed = pointers[0].assumingMemoryBound(to: UInt64.self)
                    let scratch = pointers[pointers.count - 1]
                    let a = dense(parameters[0], pointers[1], scratch)
                    let b = parameters.count > 1 ? dense(parameters[1], pointers[2], scratch + bytes[0]) : a
                    distribution.fill(
                        pointers[parameters.count + 1].assumingMemoryBound(to: Double.self),
                        a.assumingMemoryBound(to: Double.self), b.assumingMemoryBound(to: Double.self), count: count,
                        key: seed[0], counter: seed[1])
                }
            }
        })

    private static func distribution(_ attributes: Attributes) throws -> Distribution {
        let name = try attributes.required("distribution", attributes.string)
        guard let distribution = Distribution(rawValue: name) else {
            throw HornbillError(.unknownName, "unknown distribution '\(name)'")
        }
        return distribution
    }
}
