/// For each value, how many elements of a sorted array come before it: those that are less, and with `isRight` those that
/// are equal too. NaN comes after all numbers. All operands are dense.
public func searchSorted(
    _ dtype: DType, _ sorted: UnsafeRawPointer, count: Int, values: UnsafeRawPointer, valueCount: Int, isRight: Bool,
    _ target: UnsafeMutablePointer<Int>
) {
    func run<T>(_: T.Type, _ precedes: (T, T) -> Bool) {
        let sorted = sorted.assumingMemoryBound(to: T.self), values = values.assumingMemoryBound(to: T.self)
        Threads.parallel(valueCount, grain: 2048) { begin, end in
            for index in begin ..< end {
                let value = values[index]
                // The number of elements that come before lies in base ... base + length; halving it needs no branch.
                var base = 0, length = count
                while length > 0 {
                    let half = (length &+ 1) / 2
                    let probe = sorted[base &+ half &- 1]
                    let isBefore = isRight ? !precedes(value, probe) : precedes(probe, value)
                    base = isBefore ? base &+ half : base
                    length = length &- half
                }
                target[index] = base
            }
        }
    }
    func integers<T: FixedWidthInteger>(_ type: T.Type) { run(type) { $0 < $1 } }
    func floats<T: BinaryFloatingPoint>(_ type: T.Type) { run(type) { $0 < $1 || $1 != $1 && $0 == $0 } }
    func half(_ infinity: UInt16) {
        func key(_ bits: UInt16) -> UInt16 { SortKeys.floatKey(bits, infinity: infinity, flip: 0, joinsZeros: true) }
        run(UInt16.self) { key($0) < key($1) }
    }
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
    case .float16: half(0x7C00)
    case .bfloat16: half(0x7F80)
    default: break
    }
}
