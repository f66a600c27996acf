// Vectors of numbers at regular distances. They are made with NumPy's arithmetic, so that they are equal to the last bit.

extension Tensor {
    /// `start`, `start + step`, … up to but not including `stop`, of integers: exact, and wrapping in smaller dtypes.
    public static func arange(start: Int = 0, stop: Int, step: Int = 1, dtype: DType = .int64) throws -> Tensor {
        guard step != 0 else { throw HornbillError(.invalidArgument, "arange: expected a step that is not zero") }
        let isAscending = step > 0
        guard isAscending ? start < stop : start > stop else { return try Tensor(uninitialized: dtype, [0]) }
        // The distance of two Ints fits in no Int, but in a UInt.
        let distance = isAscending ? UInt(bitPattern: stop &- start) : UInt(bitPattern: start &- stop)
        let length = (distance - 1) / step.magnitude + 1
        guard length < 1 << 56 else {
            throw HornbillError(.outOfMemory, "arange: cannot allocate the numbers from \(start) to \(stop) by \(step)")
        }
        if dtype.isFloat {
            return try progression(Double(start), Double(start &+ step), Int(length), dtype)
        }
        return try ramp(start, step, Int(length)).cast(to: dtype)
    }

    /// `start`, `start + step`, … up to but not including `stop`.
    public static func arange(
        start: Double = 0, stop: Double, step: Double = 1, dtype: DType = .int64
    ) throws -> Tensor {
        guard step != 0, start.isFinite, stop.isFinite, step.isFinite else {
            throw HornbillError(
                .invalidArgument, "arange: expected finite numbers and a step that is not zero, got \(start), \(stop), \(step)")
        }
        let length = ((stop - start) / step).rounded(.up)
        guard length.magnitude < 1e15 else {
            throw HornbillError(.outOfMemory, "arange: cannot allocate the numbers from \(start) to \(stop) by \(step)")
        }
        return try progression(start, start + step, Int(Swift.max(0, length)), dtype)
    }

    /// Numbers at the distance of the first two, as they are once they have their dtype. Floats are computed in it, but for
    /// 16-bit floats, which are computed in float32.
    private static func progression(_ first: Double, _ second: Double, _ count: Int, _ dtype: DType) throws -> Tensor {
        switch dtype {
        case .float64: return try ramp(first, second - first, count)
        case .float16, .bfloat16, .float32:
            func rounded(_ value: Double) throws -> Float {
                try Tensor([value]).cast(to: dtype).cast(to: .float32).scalars(as: Float.self)[0]
            }
            let start = try rounded(first), step = try rounded(second) - start
            return try ramp(start, step, count).cast(to: dtype)
        default:
            func whole(_ value: Double) -> Int {
                value >= 0x1p63 ? .max : value <= -0x1p63 ? .min : Int(value)
            }
            let start = whole(first), step = whole(second) &- start
            return try ramp(start, step, count).cast(to: dtype)
        }
    }

    /// `start`, `start + step` and so on. These are loops of their own, because threads call a function that they are given.
    private static func ramp(_ start: Int, _ step: Int, _ count: Int) throws -> Tensor {
        let result = try Tensor(uninitialized: .int64, [count])
        let first = try result.pointer().assumingMemoryBound(to: Int.self)
        Threads.parallel(count, grain: 1 << 14, multiple: 64) { begin, end in
            for index in begin ..< end { first[index] = start &+ index &* step }
        }
        return withExtendedLifetime(result) { result }
    }

    private static func ramp<T: BinaryFloatingPoint & TensorElement>(_ start: T, _ step: T, _ count: Int) throws -> Tensor {
        let result = try Tensor(uninitialized: T.dtype, [count])
        let first = try result.pointer().assumingMemoryBound(to: T.self)
        Threads.parallel(count, grain: 1 << 14, multiple: 64) { begin, end in
            for index in begin ..< end { first[index] = start + T(index) * step }
        }
        return withExtendedLifetime(result) { result }
    }

    /// A tensor whose elements are computed from their places in row-major order, on all threads.
    static func computed<Element: TensorElement>(_ shape: [Int], _ body: (Int) -> Element) throws -> Tensor {
        let result = try Tensor(uninitialized: Element.dtype, shape)
        let first = try result.pointer().assumingMemoryBound(to: Element.self)
        Threads.parallel(result.count, grain: 1 << 14, multiple: 64) { begin, end in
            for index in begin ..< end { first[index] = body(index) }
        }
        return result
    }

    /// `count` evenly spaced values from `start` to `stop`, both included, or without `stop` if not `endpoint`. Of integers
    /// they are rounded down.
    public static func linspace(
        start: Double, stop: Double, count: Int = 50, endpoint: Bool = true, dtype: DType = .float64
    ) throws -> Tensor {
        guard count >= 0 else {
            throw HornbillError(.invalidArgument, "Number of samples, \(count), must be non-negative.")
        }
        let parts = Double(endpoint ? count - 1 : count), distance = stop - start
        let step = distance / parts
        let values = try computed([count]) { index in
            if endpoint, count > 1, index == count - 1 { return stop }
            // A step that is too small for a float is not lost if the division comes first.
            let offset = parts > 0 ? (step == 0 ? Double(index) / parts * distance : Double(index) * step) : Double(index) * distance
            return offset + start
        }
        return try (dtype.isInteger ? values.floor() : values).cast(to: dtype)
    }

    /// Powers of `base`, with evenly spaced exponents from `start` to `stop`.
    public static func logspace(
        start: Double, stop: Double, count: Int = 50, endpoint: Bool = true, base: Double = 10, dtype: DType = .float64
    ) throws -> Tensor {
        try pow(.scalar(base, dtype: .float64), linspace(start: start, stop: stop, count: count, endpoint: endpoint))
            .cast(to: dtype)
    }

    /// Numbers at even ratios from `start` to `stop`, which have the same sign.
    public static func geomspace(
        start: Double, stop: Double, count: Int = 50, endpoint: Bool = true, dtype: DType = .float64
    ) throws -> Tensor {
        guard start != 0, stop != 0 else {
            throw HornbillError(.invalidArgument, "Geometric sequence cannot include zero")
        }
        let sign: Double = start < 0 && stop < 0 ? -1 : 1
        func exponent(_ value: Double) throws -> Double { try Tensor.scalar(value * sign, dtype: .float64).log10().item() }
        let powers = try logspace(start: exponent(start), stop: exponent(stop), count: count, endpoint: endpoint)
        let result = try powers * sign
        if count > 0 { try result.sliced(axis: 0, from: 0, count: 1).assignThrough(.scalar(start, dtype: .float64)) }
        if count > 1, endpoint {
            try result.sliced(axis: 0, from: count - 1, count: 1).assignThrough(.scalar(stop, dtype: .float64))
        }
        return try (dtype.isInteger ? result.floor() : result).cast(to: dtype)
    }

    /// Every element the same integer, exact beyond 2⁵³ too.
    public static func full(_ shape: [Int], _ value: Int, dtype: DType) throws -> Tensor {
        guard value.magnitude > 1 << 53, !dtype.isFloat else { return try full(shape, Double(value), dtype: dtype) }
        return try Tensor([value], shape: []).cast(to: dtype).broadcast(to: shape).copy()
    }
}
