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
}
