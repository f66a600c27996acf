/// The float whose upper 16 bits these are.
@inline(__always)
func widenBFloat16(_ x: UInt16) -> Float { Float(bitPattern: UInt32(x) &<< 16) }

/// The nearest bfloat16, ties to even.
@inline(__always)
func roundToBFloat16(_ x: Float) -> UInt16 {
    let bits = x.bitPattern
    let rounded = (bits &+ 0x7fff &+ ((bits &>> 16) & 1)) &>> 16
    // A NaN must stay one: rounding could carry it to infinity or beyond the sign.
    let nan = (bits &>> 16) | 0x40
    return UInt16(truncatingIfNeeded: x != x ? nan : rounded)
}

/// The nearest float16, ties to even.
@inline(__always)
private func roundToFloat16(_ x: Double) -> Float16 {
    // Rounding twice is right if the first rounding is to odd: towards zero, with the last bit set if inexact.
    let nearest = Float(x)
    let back = Double(nearest)
    let isAway = Float64Math.magnitude(back) > Float64Math.magnitude(x)
    let bits = nearest.bitPattern &- (isAway ? 1 : 0)
    return Float16(Float(bitPattern: bits | (back != x ? 1 : 0)))
}

/// Between the float types.
func registerFloatCasts(_ table: CastTable) {
    table.set(.float32, .float64) { d, a, _, _, n in map1(d, a, n) { (x: Float) in Double(x) } }
    table.set(.float64, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Double) in Float(x) } }
    table.set(.float16, .float32) { d, a, _, _, n in map1(d, a, n) { (x: Float16) in Float(x) } }
    table.set(.float32, .float16) { d, a, _, _, n in map1(d, a, n) { (x: Float) in Float16(x) } }
    table.set(.float64, .float16) { d, a, _, _, n in map1(d, a, n) { (x: Double) in roundToFloat16(x) } }
    table.set(.bfloat16, .float32) { d, a, _, _, n in map1(d, a, n) { (x: UInt16) in widenBFloat16(x) } }
    table.set(.float32, .bfloat16) { d, a, _, _, n in map1(d, a, n) { (x: Float) in roundToBFloat16(x) } }
}
