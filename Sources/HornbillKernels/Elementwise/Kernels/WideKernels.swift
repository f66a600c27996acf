import CVectorLoops

/// The functions that instructions of AVX-512 compute faster than `Float32Math` and `Float64Math`, in builds for it. Chains
/// use the same ones, so that a function has one value wherever it is computed.
func registerWide(_ table: inout KernelTable) {
    let functions: [(ElementwiseOp, Int)] = [
        (.exp, HBI_CHAIN_EXP), (.log, HBI_CHAIN_LOG), (.log1p, HBI_CHAIN_LOG1P), (.tanh, HBI_CHAIN_TANH),
    ]
    for (op, function) in functions {
        if let kernel = hbi_chain_kernel(Int32(function), 0) { table.set(op, .float32, kernel: kernel) }
        if let kernel = hbi_chain_kernel(Int32(function), 1) { table.set(op, .float64, kernel: kernel) }
    }
}
