extension Function {
    /// New tensors.
    static let creations: [Function] = [
        Function("zeros(; shape, dtype)", "Every element 0.") { try Tensor.zeros($0.shape(), dtype: $0.dtype(.float32)) },
        Function("ones(; shape, dtype)", "Every element 1.") { try Tensor.ones($0.shape(), dtype: $0.dtype(.float32)) },
        Function("full(; shape, value, dtype)", "Every element the same.") { call in
            let shape = try call.shape(), dtype = try call.dtype(.float32)
            if case .int(let value) = call.attributes["value"] { return try Tensor.full(shape, value, dtype: dtype) }
            return try Tensor.full(shape, call.attributes.required("value", call.attributes.double), dtype: dtype)
        },
        Function("arange(; start, stop, step, dtype)", "From start (0) by step (1) up to but without stop.") { call in
            let (start, stop, step) = (call.attributes["start"], call.attributes["stop"], call.attributes["step"])
            func isWhole(_ json: JSON?) -> Bool {
                switch json {
                case nil, .null, .int: return true
                default: return false
                }
            }
            if isWhole(start), isWhole(stop), isWhole(step) {
                return try Tensor.arange(
                    start: call.int("start", 0), stop: call.requiredInt("stop"), step: call.int("step", 1),
                    dtype: call.dtype(.int64))
            }
            return try Tensor.arange(
                start: call.double("start", 0), stop: call.attributes.required("stop", call.attributes.double),
                step: call.double("step", 1), dtype: call.dtype(.int64))
        },
        Function("linspace(; start, stop, num, endpoint, dtype)", "num (50) numbers at even distances.") {
            try Tensor.linspace(
                start: $0.attributes.required("start", $0.attributes.double),
                stop: $0.attributes.required("stop", $0.attributes.double), count: $0.int("num", 50),
                endpoint: $0.bool("endpoint", true), dtype: $0.dtype(.float64))
        },
        Function("logspace(; start, stop, num, endpoint, base, dtype)", "num (50) powers of base (10) with even exponents.") {
            try Tensor.logspace(
                start: $0.attributes.required("start", $0.attributes.double),
                stop: $0.attributes.required("stop", $0.attributes.double), count: $0.int("num", 50),
                endpoint: $0.bool("endpoint", true), base: $0.double("base", 10), dtype: $0.dtype(.float64))
        },
        Function("geomspace(; start, stop, num, endpoint, dtype)", "num (50) numbers at even ratios.") {
            try Tensor.geomspace(
                start: $0.attributes.required("start", $0.attributes.double),
                stop: $0.attributes.required("stop", $0.attributes.double), count: $0.int("num", 50),
                endpoint: $0.bool("endpoint", true), dtype: $0.dtype(.float64))
        },
        Function("eye(; rows, columns, k, dtype)", "Ones on the k-th diagonal (0), zeros elsewhere.") {
            try Tensor.eye(
                $0.attributes.required("rows", $0.attributes.int), $0.attributes.int("columns"),
                diagonal: $0.attributes.int("k") ?? 0, dtype: $0.dtype(.float32))
        },
    ]

    /// Random numbers: the same ones for the same seed, else the next of the global generator.
    static let draws: [Function] = [
        Function("random_uniform(; shape, min, max, seed)", "float32, evenly from min (0) up to max (1).") { call in
            try Random.uniform(
                seed: call.seed(), call.shape(), min: call.attributes.double("min") ?? 0,
                max: call.attributes.double("max") ?? 1)
        },
        Function("random_normal(; shape, mean, std, seed)", "float32, from a normal distribution.") { call in
            try Random.normal(
                seed: call.seed(), call.shape(), mean: call.attributes.double("mean") ?? 0,
                deviation: call.attributes.double("std") ?? 1)
        },
        Function("random_truncated_normal(; shape, mean, std, seed)", "As random_normal, without the tails beyond 2 std.") {
            call in
            try Random.truncatedNormal(
                seed: call.seed(), call.shape(), mean: call.attributes.double("mean") ?? 0,
                deviation: call.attributes.double("std") ?? 1)
        },
        Function("random_permutation(; count, seed)", "0 to count - 1 in an order drawn at random.") { call in
            let count = try call.attributes.required("count", call.attributes.int)
            _ = try Strides.count([count])
            guard count <= 1 << 40 else {
                throw HornbillError(.outOfMemory, "count: cannot allocate \(count) positions")
            }
            let seed = try call.seed(count).scalars(as: UInt64.self)
            return try Tensor(Philox.permutation(count: count, key: seed[0], counter: seed[1]))
        },
    ]
}

extension Function.Call {
    /// The seed the call names, or the next of the global generator, which then moves on by `count` numbers.
    fileprivate func seed(_ count: Int? = nil) throws -> Tensor {
        if let seed = try attributes.int("seed") { return try Tensor([UInt64(bitPattern: Int64(seed)), 0]) }
        return try Random.nextSeed(count ?? Strides.count(shape()))
    }
}
