import CVectorLoops

/// A kernel whose second operand is a single element, which it reads once: for what is computed in another way then, as a
/// division is by a product with the inverse. Nil where copies of the element, side by side, do as well.
public func kernelByScalar(_ op: ElementwiseOp, _ dtype: DType, _ scalar: UnsafeRawPointer) -> TileKernel? {
    switch dtype {
    case .uint8: return bytesByScalar(op, scalar.load(as: UInt8.self))
    case .int64: return longsByScalar(op, scalar.load(as: Int64.self))
    default: return nil
    }
}

private func bytesByScalar(_ op: ElementwiseOp, _ scalar: UInt8) -> TileKernel? {
    switch op {
    case .floorDivide where scalar > 1: return { d, a, b, _, n in hbi_divide_u8(byte(d), byte(a), n, inverse(byte(b)[0])) }
    case .remainder where scalar > 1:
        return { d, a, b, _, n in hbi_remainder_u8(byte(d), byte(a), n, inverse(byte(b)[0]), byte(b)[0]) }
    case .shiftLeft where scalar < 8: return { d, a, b, _, n in hbi_shift_left_u8(byte(d), byte(a), n, byte(b)[0]) }
    case .shiftRight where scalar < 8: return { d, a, b, _, n in hbi_shift_right_u8(byte(d), byte(a), n, byte(b)[0]) }
    default: return nil
    }
}

@inline(__always)
private func byte(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutablePointer<UInt8> { pointer.assumingMemoryBound(to: UInt8.self) }
@inline(__always)
private func byte(_ pointer: UnsafeRawPointer) -> UnsafePointer<UInt8> { pointer.assumingMemoryBound(to: UInt8.self) }

/// See `hbi_divide_u8`.
@inline(__always)
private func inverse(_ divisor: UInt8) -> UInt16 { UInt16(truncatingIfNeeded: 65536 / max(2, Int(divisor)) &+ 1) }

private func longsByScalar(_ op: ElementwiseOp, _ scalar: Int64) -> TileKernel? {
    guard scalar != 0, !QuickDivision.isHard(0, scalar) else { return nil }
    switch op {
    case .floorDivide: return { d, a, b, _, n in divideLongs(d, a, b, n, isQuotient: true) }
    case .remainder: return { d, a, b, _, n in divideLongs(d, a, b, n, isQuotient: false) }
    default: return nil
    }
}

/// - Parameter isQuotient: whether quotients are wanted, rather than what is left.
@inline(__always)
private func divideLongs(
    _ d: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ n: Int, isQuotient: Bool
) {
    let divisor = b.load(as: Int64.self), (wide, inverse) = QuickDivision.inverse(divisor)
    map1(
        d, a, n, hard: { (x: Int64) -> Bool in QuickDivision.isHard(x, 0) },
        slow: { (x: Int64) -> Int64 in
            isQuotient ? IntegerMath<Int64>.floorDivide(x, divisor) : IntegerMath<Int64>.remainder(x, divisor)
        }
    ) { (x: Int64) -> Int64 in
        let (quotient, rest) = QuickDivision.wide(x, by: wide, inverse: inverse)
        return isQuotient ? quotient : rest
    }
}
