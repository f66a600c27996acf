/// The positions that sort each line along an axis of a dense array of shape (outer, length, inner): stable, NaN last
/// (also when descending).
///
/// The dtype is a real compute type. `target` has the array's shape.
public func argsort(
    _ dtype: DType, _ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Int>, outer: Int, length: Int,
    inner: Int, isDescending: Bool
) {
    func run<T>(_: T.Type, _ precedes: (T, T) -> Bool) {
        let source = source.assumingMemoryBound(to: T.self)
        Threads.parallel(outer * inner, grain: max(1, 2048 / max(1, length))) { begin, end in
            for line in begin ..< end {
                let start = line / inner * length * inner + line % inner
                // The standard library's sort is stable.
                let order = (0 ..< length).sorted {
                    precedes(source[start + $0 * inner], source[start + $1 * inner])
                }
                for position in 0 ..< length { target[start + position * inner] = order[position] }
            }
        }
    }
    func integers<T: FixedWidthInteger>(_ type: T.Type) {
        if isDescending { run(type) { $0 > $1 } } else { run(type) { $0 < $1 } }
    }
    func floats<T: BinaryFloatingPoint>(_ type: T.Type) {
        if isDescending { run(type) { $0 > $1 || $1 != $1 && $0 == $0 } } else { run(type) { $0 < $1 || $1 != $1 && $0 == $0 } }
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
    case .float16, .bfloat16, .complex64, .complex128: break
    }
}
