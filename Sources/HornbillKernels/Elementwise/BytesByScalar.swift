import CVectorLoops

/// Bytes divided or shifted by a single one: a product with the inverse, and the same shift for all. False, with nothing
/// written, for other operations, and where that is not how to compute them.
public func byteByScalar(
    _ op: ElementwiseOp, _ target: UnsafeMutableRawPointer, _ source: UnsafeRawPointer, _ scalar: UInt8, _ count: Int
) -> Bool {
    let divides = (op == .floorDivide || op == .remainder) && scalar > 1
    let shifts = (op == .shiftLeft || op == .shiftRight) && scalar < 8
    guard divides || shifts else { return false }
    let inverse = UInt16(65536 / max(2, Int(scalar)) + 1)
    let source = source.assumingMemoryBound(to: UInt8.self), target = target.assumingMemoryBound(to: UInt8.self)
    Threads.parallel(count, grain: 1 << 17, multiple: 64) { begin, end in
        let from = source + begin, to = target + begin, n = end - begin
        switch op {
        case .floorDivide: hbi_divide_u8(to, from, n, inverse)
        case .remainder: hbi_remainder_u8(to, from, n, inverse, scalar)
        case .shiftLeft: hbi_shift_left_u8(to, from, n, scalar)
        default: hbi_shift_right_u8(to, from, n, scalar)
        }
    }
    return true
}
