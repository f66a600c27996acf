/// What a scan keeps running along an axis.
public enum ScanOp: Sendable {
    case sum, product, max, min
}

/// Running sums and the like along an axis of a dense array of shape (outer, length, inner).
///
/// The dtype is a compute type; integers wrap. NaN wins in running extrema, which complex numbers have
/// not: the caller refuses them.
public func scan(
    _ op: ScanOp, _ dtype: DType, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, outer: Int,
    length: Int, inner: Int, isReversed: Bool
) {
    func run<T>(_: T.Type, _ combine: (T, T) -> T) {
        let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
        Threads.parallel(outer * inner, grain: max(1, 8192 / max(1, length))) { begin, end in
            for line in begin ..< end {
                let start = line / inner * length * inner + line % inner
                var place = isReversed ? start + (length - 1) * inner : start
                let step = isReversed ? -inner : inner
                var value = source[place]
                target[place] = value
                for _ in 1 ..< max(1, length) {
                    place += step
                    value = combine(value, source[place])
                    target[place] = value
                }
            }
        }
    }
    func integers<T: FixedWidthInteger>(_ type: T.Type) {
        switch op {
        case .sum: run(type) { $0 &+ $1 }
        case .product: run(type) { $0 &* $1 }
        case .max: run(type) { $0 > $1 ? $0 : $1 }
        case .min: run(type) { $0 < $1 ? $0 : $1 }
        }
    }
    func complex<Real: RealPart>(_: Real.Type) {
        switch op {
        case .sum: run(Complex<Real>.self) { $0 + $1 }
        case .product: run(Complex<Real>.self) { $0 * $1 }
        case .max, .min: break
        }
    }
    func floats<T: BinaryFloatingPoint>(_ type: T.Type) {
        switch op {
        case .sum: run(type) { $0 + $1 }
        case .product: run(type) { $0 * $1 }
        case .max: run(type) { $0 > $1 || $0 != $0 ? $0 : $1 }
        case .min: run(type) { $0 < $1 || $0 != $0 ? $0 : $1 }
        }
    }
    if length == 0 { return }
    switch dtype {
    case .int8: integers(Int8.self)
    case .int16: integers(Int16.self)
    case .int32: integers(Int32.self)
    case .int64: integers(Int64.self)
    case .bool, .uint8: integers(UInt8.self)
    case .uint16: integers(UInt16.self)
    case .uint32: integers(UInt32.self)
    case .uint64: integers(UInt64.self)
    case .float32: floats(Float.self)
    case .float64: floats(Double.self)
    case .complex64: complex(Float.self)
    case .complex128: complex(Double.self)
    case .float16, .bfloat16: break
    }
}
