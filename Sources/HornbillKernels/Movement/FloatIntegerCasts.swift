import CIntrinsics

// Conversions of x86: towards zero; what does not fit becomes the smallest integer of the width of the machine's
// conversion, 32 bits for the narrow types and 64 for uint32, truncated to the type. So does NumPy there.

@inline(__always)
private func toInt32(_ x: Float) -> Int32 {
    let fits = x >= -0x1p31 && x < 0x1p31
    return fits ? hbi_f32_to_i32(fits ? x : 0) : Int32.min
}

@inline(__always)
private func toInt32(_ x: Double) -> Int32 {
    let fits = x > -2147483649 && x < 0x1p31
    return fits ? hbi_f64_to_i32(fits ? x : 0) : Int32.min
}

@inline(__always)
private func toInt64(_ x: Float) -> Int64 {
    let fits = x >= -0x1p63 && x < 0x1p63
    return fits ? hbi_f32_to_i64(fits ? x : 0) : Int64.min
}

@inline(__always)
private func toInt64(_ x: Double) -> Int64 {
    let fits = x >= -0x1p63 && x < 0x1p63
    return fits ? hbi_f64_to_i64(fits ? x : 0) : Int64.min
}

@inline(__always)
private func toUInt64(_ x: Double) -> UInt64 {
    let isHigh = x >= 0x1p63
    let low = toInt64(isHigh ? x - 0x1p63 : x)
    return UInt64(bitPattern: low) ^ (isHigh ? 1 &<< 63 : 0)
}

/// Floats to integers.
func registerFloatToInteger(_ table: CastTable) {
    table.set(.float32, .int8, .uint8) { d, a, _, _, n in map1(d, a, n) { (x: Float) in Int8(truncatingIfNeeded: toInt32(x)) } }
    table.set(.float32, .int16, .uint16) { d, a, _, _, n in map1(d, a, n) { (x: Float) in Int16(truncatingIfNeeded: toInt32(x)) } }
    table.set(.float32, .int32) { d, a, _, _, n in map1(d, a, n) { (x: Float) in toInt32(x) } }
    table.set(.float32, .uint32) { d, a, _, _, n in map1(d, a, n) { (x: Float) in UInt32(truncatingIfNeeded: toInt64(x)) } }
    table.set(.float32, .int64) { d, a, _, _, n in map1(d, a, n) { (x: Float) in toInt64(x) } }
    table.set(.float32, .uint64) { d, a, _, _, n in map1(d, a, n) { (x: Float) in toUInt64(Double(x)) } }
    table.set(.float64, .int8, .uint8) { d, a, _, _, n in map1(d, a, n) { (x: Double) in Int8(truncatingIfNeeded: toInt32(x)) } }
    table.set(.float64, .int16, .uint16) { d, a, _, _, n in map1(d, a, n) { (x: Double) in Int16(truncatingIfNeeded: toInt32(x)) } }
    table.set(.float64, .int32) { d, a, _, _, n in map1(d, a, n) { (x: Double) in toInt32(x) } }
    table.set(.float64, .uint32) { d, a, _, _, n in map1(d, a, n) { (x: Double) in UInt32(truncatingIfNeeded: toInt64(x)) } }
    table.set(.float64, .int64) { d, a, _, _, n in map1(d, a, n) { (x: Double) in toInt64(x) } }
    table.set(.float64, .uint64) { d, a, _, _, n in map1(d, a, n) { (x: Double) in toUInt64(x) } }
}

/// Integers to floats, rounded to nearest even.
func registerIntegerToFloat(_ table: CastTable) {
    table.set(.int8, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Int8) in Float(x) } }
    table.set(.int16, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Int16) in Float(x) } }
    table.set(.int32, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Int32) in Float(x) } }
    table.set(.int64, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Int64) in Float(x) } }
    table.set(.uint8, .float32) { d, a, _, _, n in map1(d, a, n) { (x: UInt8) in Float(x) } }
    table.set(.uint16, .float32) { d, a, _, _, n in map1(d, a, n) { (x: UInt16) in Float(x) } }
    table.set(.uint32, .float32) { d, a, _, _, n in map1(d, a, n) { (x: UInt32) in Float(x) } }
    table.set(.uint64, .float32) { d, a, _, _, n in map1(d, a, n) { (x: UInt64) in Float(x) } }
    table.set(.int8, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Int8) in Double(x) } }
    table.set(.int16, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Int16) in Double(x) } }
    table.set(.int32, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Int32) in Double(x) } }
    table.set(.int64, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Int64) in Double(x) } }
    table.set(.uint8, .float64) { d, a, _, _, n in map1(d, a, n) { (x: UInt8) in Double(x) } }
    table.set(.uint16, .float64) { d, a, _, _, n in map1(d, a, n) { (x: UInt16) in Double(x) } }
    table.set(.uint32, .float64) { d, a, _, _, n in map1(d, a, n) { (x: UInt32) in Double(x) } }
    table.set(.uint64, .float64) { d, a, _, _, n in map1(d, a, n) { (x: UInt64) in Double(x) } }
}
