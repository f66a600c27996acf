import CVectorLoops

/// The functions that instructions of AVX-512 compute faster than `Float32Math` and `Float64Math`, in builds for it. Chains
/// use the same ones, so that a function has one value wherever it is computed.
func registerWide(_ table: inout KernelTable) {
    let functions: [(ElementwiseOp, Int)] = [
        (.exp, HBI_WIDE_EXP), (.log, HBI_WIDE_LOG), (.log1p, HBI_WIDE_LOG1P), (.log2, HBI_WIDE_LOG2), (.log10, HBI_WIDE_LOG10),
        (.sinh, HBI_WIDE_SINH), (.tanh, HBI_WIDE_TANH), (.asinh, HBI_WIDE_ASINH), (.cbrt, HBI_WIDE_CBRT),
    ]
    for (op, function) in functions {
        if let kernel = hbi_wide_kernel(Int32(function), 0) { table.set(op, .float32, kernel: kernel) }
        if let kernel = hbi_wide_kernel(Int32(function), 1) { table.set(op, .float64, kernel: kernel) }
    }
}
