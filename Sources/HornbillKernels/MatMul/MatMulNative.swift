/// Matrix products of the types that oneDNN has not: float64, the integers, which wrap, and complex numbers.
///
/// `shape` is that of the result, whose last two axes are the matrix'; strides count elements.
public func matmulNative(
    dtype: DType, shape: [Int], inner: Int, aStrides: [Int], bStrides: [Int], cStrides: [Int], a: UnsafeRawPointer,
    b: UnsafeRawPointer, c: UnsafeMutableRawPointer
) {
    func product<T>(_: T.Type, _ multiplyAdd: (T, T, T) -> T, _ zero: T) {
        let rank = shape.count
        let rows = shape[rank - 2], columns = shape[rank - 1]
        let batch = shape.dropLast(2).reduce(1, *)
        let (ar, ak) = (aStrides[rank - 2], aStrides[rank - 1])
        let (bk, bc) = (bStrides[rank - 2], bStrides[rank - 1])
        let (cr, cc) = (cStrides[rank - 2], cStrides[rank - 1])
        let left = a.assumingMemoryBound(to: T.self), right = b.assumingMemoryBound(to: T.self)
        let result = c.assumingMemoryBound(to: T.self)
        Threads.parallel(batch * rows, grain: max(1, 32768 / max(1, inner * columns))) { begin, end in
            // One row of the result at a time, as sums of multiples of the rows of b.
            withUnsafeTemporaryAllocation(of: T.self, capacity: columns) { sums in
                guard let sums = sums.baseAddress else { return }
                for index in begin ..< end {
                    var rest = index / rows, offsets = (0, 0, 0)
                    let row = index % rows
                    var axis = rank - 3
                    while axis >= 0 {
                        let position = rest % shape[axis]
                        rest /= shape[axis]
                        offsets.0 += position * aStrides[axis]
                        offsets.1 += position * bStrides[axis]
                        offsets.2 += position * cStrides[axis]
                        axis -= 1
                    }
                    for column in 0 ..< columns { sums[column] = zero }
                    for k in 0 ..< inner {
                        let factor = left[offsets.0 + row * ar + k * ak]
                        let line = right + offsets.1 + k * bk
                        if bc == 1 {
                            for column in 0 ..< columns {
                                sums[column] = multiplyAdd(factor, line[column], sums[column])
                            }
                        } else {
                            for column in 0 ..< columns {
                                sums[column] = multiplyAdd(factor, line[column &* bc], sums[column])
                            }
                        }
                    }
                    let target = result + offsets.2 + row * cr
                    for column in 0 ..< columns { target[column &* cc] = sums[column] }
                }
            }
        }
    }
    switch dtype {
    case .float64: product(Double.self, { $0 * $1 + $2 }, 0)
    case .complex64: product(Complex<Float>.self, { $0 * $1 + $2 }, Complex(0))
    case .complex128: product(Complex<Double>.self, { $0 * $1 + $2 }, Complex(0))
    case .float32: product(Float.self, { $0 * $1 + $2 }, 0)
    case .int8: product(Int8.self, { $0 &* $1 &+ $2 }, 0)
    case .int16: product(Int16.self, { $0 &* $1 &+ $2 }, 0)
    case .int32: product(Int32.self, { $0 &* $1 &+ $2 }, 0)
    case .int64: product(Int64.self, { $0 &* $1 &+ $2 }, 0)
    case .bool, .uint8: product(UInt8.self, { $0 &* $1 &+ $2 }, 0)
    case .uint16, .float16, .bfloat16: product(UInt16.self, { $0 &* $1 &+ $2 }, 0)
    case .uint32: product(UInt32.self, { $0 &* $1 &+ $2 }, 0)
    case .uint64: product(UInt64.self, { $0 &* $1 &+ $2 }, 0)
    }
}
