/// Each complex number x + iy of a matrix, of which there may be a stack, as the square (x, y; -y, x) of a dense real one.
///
/// - Parameters:
///   - real: the dtype of the parts.
///   - shape: the last two axes are the matrices'; strides count complex elements.
public func expandComplex(
    _ real: DType, shape: [Int], strides: [Int], source: UnsafeRawPointer, target: UnsafeMutableRawPointer
) {
    func expand<Real: RealPart>(_: Real.Type) {
        let rank = shape.count
        let columns = shape[rank - 1], step = strides[rank - 1]
        let lines = shape.dropLast().reduce(1, *)
        let source = source.assumingMemoryBound(to: Complex<Real>.self)
        let target = target.assumingMemoryBound(to: Complex<Real>.self)
        Threads.parallel(lines, grain: max(1, 16384 / max(1, columns))) { begin, end in
            for line in begin ..< end {
                var rest = line, offset = 0
                for axis in (0 ..< rank - 1).reversed() {
                    offset += rest % shape[axis] * strides[axis]
                    rest /= shape[axis]
                }
                let from = source + offset
                let upper = target + 2 * line * columns, lower = upper + columns
                for column in 0 ..< columns {
                    let number = from[column &* step]
                    upper[column] = number
                    lower[column] = Complex(-number.imaginary, number.real)
                }
            }
        }
    }
    if real == .float32 { expand(Float.self) } else { expand(Double.self) }
}
