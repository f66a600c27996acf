import Glibc

// Windows of signals, float64.
extension Tensor {
    /// A window of `count` samples from what `value` gives for 0 at the first sample to 1 at the last.
    private static func window(_ count: Int, _ value: (Double) -> Double) throws -> Tensor {
        guard count > 0 else { return try zeros([0], dtype: .float64) }
        guard count < 1 << 40 else { throw HornbillError(.outOfMemory, "cannot allocate a window of \(count) samples") }
        if count == 1 { return try ones([1], dtype: .float64) }
        return try computed([count]) { value(Double($0) / Double(count - 1)) }
    }

    /// A triangle.
    public static func bartlett(_ count: Int) throws -> Tensor { try window(count) { 1 - Glibc.fabs(2 * $0 - 1) } }

    /// 0.42 - 0.5 cos + 0.08 cos of twice the angle.
    public static func blackman(_ count: Int) throws -> Tensor {
        try window(count) { 0.42 - 0.5 * Glibc.cos(2 * .pi * $0) + 0.08 * Glibc.cos(4 * .pi * $0) }
    }

    /// 0.54 - 0.46 cos.
    public static func hamming(_ count: Int) throws -> Tensor {
        try window(count) { 0.54 - 0.46 * Glibc.cos(2 * .pi * $0) }
    }

    /// 0.5 - 0.5 cos.
    public static func hanning(_ count: Int) throws -> Tensor {
        try window(count) { 0.5 - 0.5 * Glibc.cos(2 * .pi * $0) }
    }

    /// A ratio of Bessel functions; `beta` says how narrow.
    public static func kaiser(_ count: Int, beta: Double) throws -> Tensor {
        let argument = try window(count) { beta * Swift.max(0, 1 - (2 * $0 - 1) * (2 * $0 - 1)).squareRoot() }
        if count <= 1 { return argument }
        return try argument.i0() / Tensor.scalar(beta, dtype: .float64).i0()
    }
}
