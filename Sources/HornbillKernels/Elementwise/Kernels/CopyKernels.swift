import Glibc

/// The kernels that only copy bytes, and those that answer the same for every element.
func registerCopies(_ table: inout KernelTable) {
    table.set(.copy, .bool, .int8, .uint8) { d, a, _, _, n in copyBytes(d, a, n) }
    table.set(.copy, .int16, .uint16) { d, a, _, _, n in copyBytes(d, a, n &* 2) }
    table.set(.copy, .int32, .uint32, .float32) { d, a, _, _, n in copyBytes(d, a, n &* 4) }
    table.set(.copy, .int64, .uint64, .float64, .complex64) { d, a, _, _, n in copyBytes(d, a, n &* 8) }
    table.set(.copy, .complex128) { d, a, _, _, n in copyBytes(d, a, n &* 16) }

    for type in DType.allCases where !type.isInexact {
        let copy = table.kernel(.copy, type)
        // Integers are already rounded.
        for op in [ElementwiseOp.ceil, .floor, .round, .trunc] { table.set(op, type, kernel: copy) }
        if !type.isSignedInteger {
            for op in [ElementwiseOp.abs, .relu] { table.set(op, type, kernel: copy) }
            table.set(.signbit, type) { d, _, _, _, n in _ = memset(d, 0, n) }
        }
        for op in [ElementwiseOp.isnan, .isinf] { table.set(op, type) { d, _, _, _, n in _ = memset(d, 0, n) } }
        table.set(.isfinite, type) { d, _, _, _, n in _ = memset(d, 1, n) }
    }
}

@inline(__always)
func copyBytes(_ d: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ bytes: Int) {
    if UnsafeRawPointer(d) != a { memmove(d, a, bytes) }
}
