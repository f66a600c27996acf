import CIntrinsics

/// Numbers below the smallest that have full precision (1.2e-38 in float32).
///
/// Processors compute with them several times as slowly, and training makes many: the gradients of a unit that has died
/// are 0, and the squares of small gradients, and averages of them that fade, end there. XLA and TensorFlow take them as
/// zeros too.
public enum Subnormals {
    /// Calls `body`, in which operands and results that are subnormal count as zeros, on the calling thread and on those
    /// that `Threads` gives work to.
    @inline(__always)
    public static func flushed<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = hbi_flush_mode()
        hbi_set_flush_mode(0x8040)
        defer { hbi_set_flush_mode(before) }
        return try body()
    }
}
