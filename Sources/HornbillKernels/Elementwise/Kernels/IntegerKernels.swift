/// The kernels that treat an integer's bits alike whether it has a sign or not: one for each width.
func registerIntegers(_ table: inout KernelTable) {
    table.set(.negative, .int8, .uint8) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt8>.negative) }
    table.set(.square, .int8, .uint8) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt8>.square) }
    table.set(.bitwiseNot, .int8, .uint8) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt8>.not) }
    table.set(.logicalNot, .int8, .uint8) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt8>.logicalNot) }
    table.set(.add, .int8, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.add) }
    table.set(.subtract, .int8, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.subtract) }
    table.set(.multiply, .int8, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.multiply) }
    table.set(.equal, .int8, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.equal) }
    table.set(.notEqual, .int8, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.notEqual) }
    table.set(.logicalAnd, .int8, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.logicalAnd) }
    table.set(.logicalOr, .int8, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.logicalOr) }
    table.set(.logicalXor, .int8, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.logicalXor) }
    table.set(.bitwiseAnd, .int8, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.and) }
    table.set(.bitwiseOr, .int8, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.or) }
    table.set(.bitwiseXor, .int8, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.xor) }
    table.set(.select, .int8, .uint8) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt8>.select) }
    table.set(.multiplyAdd, .int8, .uint8) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt8>.multiplyAdd) }

    table.set(.negative, .int16, .uint16) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt16>.negative) }
    table.set(.square, .int16, .uint16) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt16>.square) }
    table.set(.bitwiseNot, .int16, .uint16) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt16>.not) }
    table.set(.logicalNot, .int16, .uint16) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt16>.logicalNot) }
    table.set(.add, .int16, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.add) }
    table.set(.subtract, .int16, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.subtract) }
    table.set(.multiply, .int16, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.multiply) }
    table.set(.equal, .int16, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.equal) }
    table.set(.notEqual, .int16, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.notEqual) }
    table.set(.logicalAnd, .int16, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.logicalAnd) }
    table.set(.logicalOr, .int16, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.logicalOr) }
    table.set(.logicalXor, .int16, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.logicalXor) }
    table.set(.bitwiseAnd, .int16, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.and) }
    table.set(.bitwiseOr, .int16, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.or) }
    table.set(.bitwiseXor, .int16, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.xor) }
    table.set(.select, .int16, .uint16) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt16>.select) }
    table.set(.multiplyAdd, .int16, .uint16) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt16>.multiplyAdd) }

    table.set(.negative, .int32, .uint32) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt32>.negative) }
    table.set(.square, .int32, .uint32) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt32>.square) }
    table.set(.bitwiseNot, .int32, .uint32) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt32>.not) }
    table.set(.logicalNot, .int32, .uint32) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt32>.logicalNot) }
    table.set(.add, .int32, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.add) }
    table.set(.subtract, .int32, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.subtract) }
    table.set(.multiply, .int32, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.multiply) }
    table.set(.equal, .int32, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.equal) }
    table.set(.notEqual, .int32, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.notEqual) }
    table.set(.logicalAnd, .int32, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.logicalAnd) }
    table.set(.logicalOr, .int32, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.logicalOr) }
    table.set(.logicalXor, .int32, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.logicalXor) }
    table.set(.bitwiseAnd, .int32, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.and) }
    table.set(.bitwiseOr, .int32, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.or) }
    table.set(.bitwiseXor, .int32, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.xor) }
    table.set(.select, .int32, .uint32) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt32>.select) }
    table.set(.multiplyAdd, .int32, .uint32) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt32>.multiplyAdd) }

    table.set(.negative, .int64, .uint64) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt64>.negative) }
    table.set(.square, .int64, .uint64) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt64>.square) }
    table.set(.bitwiseNot, .int64, .uint64) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt64>.not) }
    table.set(.logicalNot, .int64, .uint64) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt64>.logicalNot) }
    table.set(.add, .int64, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.add) }
    table.set(.subtract, .int64, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.subtract) }
    table.set(.multiply, .int64, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.multiply) }
    table.set(.equal, .int64, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.equal) }
    table.set(.notEqual, .int64, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.notEqual) }
    table.set(.logicalAnd, .int64, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.logicalAnd) }
    table.set(.logicalOr, .int64, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.logicalOr) }
    table.set(.logicalXor, .int64, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.logicalXor) }
    table.set(.bitwiseAnd, .int64, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.and) }
    table.set(.bitwiseOr, .int64, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.or) }
    table.set(.bitwiseXor, .int64, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.xor) }
    table.set(.select, .int64, .uint64) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt64>.select) }
    table.set(.multiplyAdd, .int64, .uint64) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt64>.multiplyAdd) }
}
