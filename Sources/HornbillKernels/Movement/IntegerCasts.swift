/// Integers to integers: truncation of the bits, or extension by the source's sign.
func registerIntegerCasts(_ table: CastTable) {
    table.set(.int8, .uint8, kernel: elementwiseKernel(.copy, .int8))
    table.set(.int8, .int16, .uint16) { d, a, _, _, n in map1(d, a, n) { (x: Int8) in Int16(truncatingIfNeeded: x) } }
    table.set(.int8, .int32, .uint32) { d, a, _, _, n in map1(d, a, n) { (x: Int8) in Int32(truncatingIfNeeded: x) } }
    table.set(.int8, .int64, .uint64) { d, a, _, _, n in map1(d, a, n) { (x: Int8) in Int64(truncatingIfNeeded: x) } }
    table.set(.int16, .int8, .uint8) { d, a, _, _, n in map1(d, a, n) { (x: UInt16) in UInt8(truncatingIfNeeded: x) } }
    table.set(.int16, .uint16, kernel: elementwiseKernel(.copy, .int16))
    table.set(.int16, .int32, .uint32) { d, a, _, _, n in map1(d, a, n) { (x: Int16) in Int32(truncatingIfNeeded: x) } }
    table.set(.int16, .int64, .uint64) { d, a, _, _, n in map1(d, a, n) { (x: Int16) in Int64(truncatingIfNeeded: x) } }
    table.set(.int32, .int8, .uint8) { d, a, _, _, n in map1(d, a, n) { (x: UInt32) in UInt8(truncatingIfNeeded: x) } }
    table.set(.int32, .int16, .uint16) { d, a, _, _, n in map1(d, a, n) { (x: UInt32) in UInt16(truncatingIfNeeded: x) } }
    table.set(.int32, .uint32, kernel: elementwiseKernel(.copy, .int32))
    table.set(.int32, .int64, .uint64) { d, a, _, _, n in map1(d, a, n) { (x: Int32) in Int64(truncatingIfNeeded: x) } }
    table.set(.int64, .int8, .uint8) { d, a, _, _, n in map1(d, a, n) { (x: UInt64) in UInt8(truncatingIfNeeded: x) } }
    table.set(.int64, .int16, .uint16) { d, a, _, _, n in map1(d, a, n) { (x: UInt64) in UInt16(truncatingIfNeeded: x) } }
    table.set(.int64, .int32, .uint32) { d, a, _, _, n in map1(d, a, n) { (x: UInt64) in UInt32(truncatingIfNeeded: x) } }
    table.set(.int64, .uint64, kernel: elementwiseKernel(.copy, .int64))
    table.set(.uint8, .int8, kernel: elementwiseKernel(.copy, .uint8))
    table.set(.uint8, .int16, .uint16) { d, a, _, _, n in map1(d, a, n) { (x: UInt8) in UInt16(truncatingIfNeeded: x) } }
    table.set(.uint8, .int32, .uint32) { d, a, _, _, n in map1(d, a, n) { (x: UInt8) in UInt32(truncatingIfNeeded: x) } }
    table.set(.uint8, .int64, .uint64) { d, a, _, _, n in map1(d, a, n) { (x: UInt8) in UInt64(truncatingIfNeeded: x) } }
    table.set(.uint16, .int8, .uint8, kernel: table.kernel(.int16, .uint8))
    table.set(.uint16, .int16, kernel: elementwiseKernel(.copy, .uint16))
    table.set(.uint16, .int32, .uint32) { d, a, _, _, n in map1(d, a, n) { (x: UInt16) in UInt32(truncatingIfNeeded: x) } }
    table.set(.uint16, .int64, .uint64) { d, a, _, _, n in map1(d, a, n) { (x: UInt16) in UInt64(truncatingIfNeeded: x) } }
    table.set(.uint32, .int8, .uint8, kernel: table.kernel(.int32, .uint8))
    table.set(.uint32, .int16, .uint16, kernel: table.kernel(.int32, .uint16))
    table.set(.uint32, .int32, kernel: elementwiseKernel(.copy, .uint32))
    table.set(.uint32, .int64, .uint64) { d, a, _, _, n in map1(d, a, n) { (x: UInt32) in UInt64(truncatingIfNeeded: x) } }
    table.set(.uint64, .int8, .uint8, kernel: table.kernel(.int64, .uint8))
    table.set(.uint64, .int16, .uint16, kernel: table.kernel(.int64, .uint16))
    table.set(.uint64, .int32, .uint32, kernel: table.kernel(.int64, .uint32))
    table.set(.uint64, .int64, kernel: elementwiseKernel(.copy, .uint64))
}

/// To bool: whether the element differs from zero (NaN does). From bool: as from uint8, whose 0 and 1 its bytes are.
func registerBoolCasts(_ table: CastTable) {
    table.set(.int8, .bool) { d, a, _, _, n in map1(d, a, n) { (x: UInt8) -> UInt8 in x != 0 ? 1 : 0 } }
    table.set(.uint8, .bool) { d, a, _, _, n in map1(d, a, n) { (x: UInt8) -> UInt8 in x != 0 ? 1 : 0 } }
    table.set(.int16, .bool) { d, a, _, _, n in map1(d, a, n) { (x: UInt16) -> UInt8 in x != 0 ? 1 : 0 } }
    table.set(.uint16, .bool) { d, a, _, _, n in map1(d, a, n) { (x: UInt16) -> UInt8 in x != 0 ? 1 : 0 } }
    table.set(.int32, .bool) { d, a, _, _, n in map1(d, a, n) { (x: UInt32) -> UInt8 in x != 0 ? 1 : 0 } }
    table.set(.uint32, .bool) { d, a, _, _, n in map1(d, a, n) { (x: UInt32) -> UInt8 in x != 0 ? 1 : 0 } }
    table.set(.int64, .bool) { d, a, _, _, n in map1(d, a, n) { (x: UInt64) -> UInt8 in x != 0 ? 1 : 0 } }
    table.set(.uint64, .bool) { d, a, _, _, n in map1(d, a, n) { (x: UInt64) -> UInt8 in x != 0 ? 1 : 0 } }
    // Without the sign bit, a 16-bit float is zero where its bits are.
    for type in [DType.float16, .bfloat16] {
        table.set(type, .bool) { d, a, _, _, n in map1(d, a, n) { (x: UInt16) -> UInt8 in x & 0x7fff != 0 ? 1 : 0 } }
    }
    table.set(.float32, .bool) { d, a, _, _, n in map1(d, a, n) { (x: Float) -> UInt8 in x != 0 ? 1 : 0 } }
    table.set(.float64, .bool) { d, a, _, _, n in map1(d, a, n) { (x: Double) -> UInt8 in x != 0 ? 1 : 0 } }
    for type in DType.allCases where type != .bool {
        table.set(.bool, type, kernel: table.kernel(.uint8, type))
    }
}
