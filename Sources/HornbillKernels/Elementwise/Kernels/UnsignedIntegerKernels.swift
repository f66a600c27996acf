/// The kernels of the unsigned integers that depend on there being no sign.
func registerUnsignedIntegers(_ table: inout KernelTable) {
    table.set(.sign, .uint8) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt8>.sign) }
    table.set(.floorDivide, .uint8) { d, a, b, _, n in map2(d, a, b, n) { (x: UInt8, y: UInt8) -> UInt8 in QuickDivision.tiny(x, y).quotient } }
    table.set(.remainder, .uint8) { d, a, b, _, n in map2(d, a, b, n) { (x: UInt8, y: UInt8) -> UInt8 in QuickDivision.tiny(x, y).rest } }
    table.set(.power, .uint8) { d, a, b, _, n in powers(UInt8.self, d, a, b, n) }
    table.set(.maximum, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.maximum) }
    table.set(.minimum, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.minimum) }
    table.set(.less, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.less) }
    table.set(.lessEqual, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.lessEqual) }
    table.set(.greater, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.greater) }
    table.set(.greaterEqual, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.greaterEqual) }
    table.set(.shiftLeft, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.shiftLeft) }
    table.set(.shiftRight, .uint8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.shiftRight) }
    table.set(.clip, .uint8) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt8>.clip) }

    table.set(.sign, .uint16) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt16>.sign) }
    table.set(.floorDivide, .uint16) { d, a, b, _, n in map2(d, a, b, n) { (x: UInt16, y: UInt16) -> UInt16 in QuickDivision.tiny(x, y).quotient } }
    table.set(.remainder, .uint16) { d, a, b, _, n in map2(d, a, b, n) { (x: UInt16, y: UInt16) -> UInt16 in QuickDivision.tiny(x, y).rest } }
    table.set(.power, .uint16) { d, a, b, _, n in powers(UInt16.self, d, a, b, n) }
    table.set(.maximum, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.maximum) }
    table.set(.minimum, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.minimum) }
    table.set(.less, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.less) }
    table.set(.lessEqual, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.lessEqual) }
    table.set(.greater, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.greater) }
    table.set(.greaterEqual, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.greaterEqual) }
    table.set(.shiftLeft, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.shiftLeft) }
    table.set(.shiftRight, .uint16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt16>.shiftRight) }
    table.set(.clip, .uint16) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt16>.clip) }

    table.set(.sign, .uint32) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt32>.sign) }
    table.set(.floorDivide, .uint32) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt32>.floorDivide) }
    table.set(.remainder, .uint32) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt32>.remainder) }
    table.set(.power, .uint32) { d, a, b, _, n in powers(UInt32.self, d, a, b, n) }
    table.set(.maximum, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.maximum) }
    table.set(.minimum, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.minimum) }
    table.set(.less, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.less) }
    table.set(.lessEqual, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.lessEqual) }
    table.set(.greater, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.greater) }
    table.set(.greaterEqual, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.greaterEqual) }
    table.set(.shiftLeft, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.shiftLeft) }
    table.set(.shiftRight, .uint32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt32>.shiftRight) }
    table.set(.clip, .uint32) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt32>.clip) }

    table.set(.sign, .uint64) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt64>.sign) }
    table.set(.floorDivide, .uint64) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt64>.floorDivide) }
    table.set(.remainder, .uint64) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt64>.remainder) }
    table.set(.power, .uint64) { d, a, b, _, n in powers(UInt64.self, d, a, b, n) }
    table.set(.maximum, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.maximum) }
    table.set(.minimum, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.minimum) }
    table.set(.less, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.less) }
    table.set(.lessEqual, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.lessEqual) }
    table.set(.greater, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.greater) }
    table.set(.greaterEqual, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.greaterEqual) }
    table.set(.shiftLeft, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.shiftLeft) }
    table.set(.shiftRight, .uint64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt64>.shiftRight) }
    table.set(.clip, .uint64) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt64>.clip) }
}
