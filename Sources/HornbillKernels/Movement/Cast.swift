import Glibc

// Casts go through one generic loop for each pair of number types; 16-bit floats go through float32.

@inline(__always)
private func loop<A, B>(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ n: Int, _ f: (A) -> B) {
    let source = source.assumingMemoryBound(to: A.self), target = target.assumingMemoryBound(to: B.self)
    for index in 0 ..< n { target[index] = f(source[index]) }
}

/// A float as an integer: truncated towards zero; outside the range the result is what x86 gives, the lowest value.
@inline(__always)
private func integer<F: BinaryFloatingPoint, I: FixedWidthInteger>(_ value: F, _: I.Type) -> I {
    // Through Int64, so that small types wrap as NumPy's casts do on x86.
    let limit = F(sign: .plus, exponent: 63, significand: 1)
    if I.self == UInt64.self, value >= limit, value < limit + limit { return I(truncatingIfNeeded: UInt64(value)) }
    guard value >= -limit, value < limit else { return I(truncatingIfNeeded: Int64.min) }
    return I(truncatingIfNeeded: Int64(value))
}

private func fromInteger<A: FixedWidthInteger>(
    _: A.Type, _ to: DType, _ s: UnsafeRawPointer, _ d: UnsafeMutableRawPointer, _ n: Int
) {
    switch to {
    case .bool: loop(s, d, n) { (x: A) -> UInt8 in x != 0 ? 1 : 0 }
    case .int8: loop(s, d, n) { (x: A) in Int8(truncatingIfNeeded: x) }
    case .int16: loop(s, d, n) { (x: A) in Int16(truncatingIfNeeded: x) }
    case .int32: loop(s, d, n) { (x: A) in Int32(truncatingIfNeeded: x) }
    case .int64: loop(s, d, n) { (x: A) in Int64(truncatingIfNeeded: x) }
    case .uint8: loop(s, d, n) { (x: A) in UInt8(truncatingIfNeeded: x) }
    case .uint16: loop(s, d, n) { (x: A) in UInt16(truncatingIfNeeded: x) }
    case .uint32: loop(s, d, n) { (x: A) in UInt32(truncatingIfNeeded: x) }
    case .uint64: loop(s, d, n) { (x: A) in UInt64(truncatingIfNeeded: x) }
    case .float32: loop(s, d, n) { (x: A) in Float(x) }
    case .float64: loop(s, d, n) { (x: A) in Double(x) }
    case .float16: loop(s, d, n) { (x: A) in Float16(Float(x)) }
    case .bfloat16: loop(s, d, n) { (x: A) in roundToBFloat16(Float(x)) }
    }
}

private func fromFloat<A: BinaryFloatingPoint>(
    _: A.Type, _ to: DType, _ s: UnsafeRawPointer, _ d: UnsafeMutableRawPointer, _ n: Int
) {
    switch to {
    case .bool: loop(s, d, n) { (x: A) -> UInt8 in x != 0 ? 1 : 0 }
    case .int8: loop(s, d, n) { (x: A) in integer(x, Int8.self) }
    case .int16: loop(s, d, n) { (x: A) in integer(x, Int16.self) }
    case .int32: loop(s, d, n) { (x: A) in integer(x, Int32.self) }
    case .int64: loop(s, d, n) { (x: A) in integer(x, Int64.self) }
    case .uint8: loop(s, d, n) { (x: A) in integer(x, UInt8.self) }
    case .uint16: loop(s, d, n) { (x: A) in integer(x, UInt16.self) }
    case .uint32: loop(s, d, n) { (x: A) in integer(x, UInt32.self) }
    case .uint64: loop(s, d, n) { (x: A) in integer(x, UInt64.self) }
    case .float32: loop(s, d, n) { (x: A) in Float(x) }
    case .float64: loop(s, d, n) { (x: A) in Double(x) }
    case .float16: loop(s, d, n) { (x: A) in Float16(x) }
    case .bfloat16: loop(s, d, n) { (x: A) in roundToBFloat16(Float(x)) }
    }
}

/// The upper half of a float's bits, rounded to nearest, halves to even; NaN stays NaN.
@inline(__always)
private func roundToBFloat16(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let rounded = bits &+ 0x7FFF &+ (bits >> 16 & 1)
    return value != value ? UInt16(truncatingIfNeeded: bits >> 16) | 0x40 : UInt16(truncatingIfNeeded: rounded >> 16)
}

/// Casts `n` contiguous elements on this thread. Source and target may be the same memory if the sizes are equal.
func castSerial(
    from: DType, to: DType, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ n: Int
) {
    if from == to {
        if source != UnsafeRawPointer(target) { memcpy(target, source, n * from.size) }
        return
    }
    switch from {
    case .bool, .uint8: fromInteger(UInt8.self, to, source, target, n)
    case .int8: fromInteger(Int8.self, to, source, target, n)
    case .int16: fromInteger(Int16.self, to, source, target, n)
    case .int32: fromInteger(Int32.self, to, source, target, n)
    case .int64: fromInteger(Int64.self, to, source, target, n)
    case .uint16: fromInteger(UInt16.self, to, source, target, n)
    case .uint32: fromInteger(UInt32.self, to, source, target, n)
    case .uint64: fromInteger(UInt64.self, to, source, target, n)
    case .float32: fromFloat(Float.self, to, source, target, n)
    case .float64: fromFloat(Double.self, to, source, target, n)
    case .float16, .bfloat16:
        if to == .float32 {
            if from == .float16 {
                loop(source, target, n) { (x: Float16) in Float(x) }
            } else {
                loop(source, target, n) { (x: UInt16) in Float(bitPattern: UInt32(x) << 16) }
            }
            return
        }
        let chunk = 512
        withUnsafeTemporaryAllocation(of: Float.self, capacity: chunk) { buffer in
            guard let wide = buffer.baseAddress else { return }
            var done = 0
            while done < n {
                let length = min(chunk, n - done)
                castSerial(from: from, to: .float32, source + done * 2, wide, length)
                castSerial(from: .float32, to: to, wide, target + done * to.size, length)
                done += length
            }
        }
    }
}

/// Casts `count` contiguous elements, as NumPy's `astype`.
public func castContiguous(
    from: DType, to: DType, src: UnsafeRawPointer, dst: UnsafeMutableRawPointer, count: Int
) {
    Threads.parallel(count, grain: 65536, multiple: 64) { begin, end in
        castSerial(from: from, to: to, src + begin * from.size, dst + begin * to.size, end - begin)
    }
}
