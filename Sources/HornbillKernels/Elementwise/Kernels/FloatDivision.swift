/// The largest integer not above x / y, as Python and NumPy define `//` on floats.
@inline(__always)
func floorQuotient<T: BinaryFloatingPoint>(_ x: T, _ y: T) -> T {
    if y == 0 { return x / y }
    let rest = x.truncatingRemainder(dividingBy: y)
    var quotient = (x - rest) / y
    if rest != 0 && (y < 0) != (rest < 0) { quotient -= 1 }
    if quotient == 0 { return T(signOf: x / y, magnitudeOf: 0) }
    let floor = quotient.rounded(.down)
    return quotient - floor > 0.5 ? floor + 1 : floor
}

/// x - y * floor(x / y), with the sign of y, as Python and NumPy define `%` on floats.
@inline(__always)
func floorRemainder<T: BinaryFloatingPoint>(_ x: T, _ y: T) -> T {
    let rest = x.truncatingRemainder(dividingBy: y)
    if rest == 0 { return T(signOf: y, magnitudeOf: 0) }
    return (y < 0) != (rest < 0) ? rest + y : rest
}
