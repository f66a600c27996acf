/// Between the complex types, and from and to the floats of their parts. Other types go through these floats.
func registerComplexCasts(_ table: CastTable) {
    table.set(.float32, .complex64) { d, a, _, _, n in map1(d, a, n) { (x: Float) in Complex(x) } }
    table.set(.float32, .complex128) { d, a, _, _, n in map1(d, a, n) { (x: Float) in Complex(Double(x)) } }
    table.set(.float64, .complex64) { d, a, _, _, n in map1(d, a, n) { (x: Double) in Complex(Float(x)) } }
    table.set(.float64, .complex128) { d, a, _, _, n in map1(d, a, n) { (x: Double) in Complex(x) } }
    table.set(.complex64, .float32) { d, a, _, _, n in map1(d, a, n) { (z: Complex<Float>) in z.real } }
    table.set(.complex64, .float64) { d, a, _, _, n in map1(d, a, n) { (z: Complex<Float>) in Double(z.real) } }
    table.set(.complex128, .float32) { d, a, _, _, n in map1(d, a, n) { (z: Complex<Double>) in Float(z.real) } }
    table.set(.complex128, .float64) { d, a, _, _, n in map1(d, a, n) { (z: Complex<Double>) in z.real } }
    table.set(.complex64, .complex128) { d, a, _, _, n in map1(d, a, n &* 2) { (x: Float) in Double(x) } }
    table.set(.complex128, .complex64) { d, a, _, _, n in map1(d, a, n &* 2) { (x: Double) in Float(x) } }
    table.set(.complex64, .bool) { d, a, _, _, n in map1(d, a, n) { (z: Complex<Float>) -> UInt8 in z.isZero ? 0 : 1 } }
    table.set(.complex128, .bool) { d, a, _, _, n in map1(d, a, n) { (z: Complex<Double>) -> UInt8 in z.isZero ? 0 : 1 } }
}
