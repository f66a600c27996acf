/// The kernels of the signed integers that depend on the sign.
func registerSignedIntegers(_ table: inout KernelTable) {
    table.set(.sign, .int8) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int8>.sign) }
    table.set(.abs, .int8) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int8>.abs) }
    table.set(.relu, .int8) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int8>.relu) }
    table.set(.signbit, .int8) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int8>.signbit) }
    table.set(.floorDivide, .int8) { d, a, b, _, n in map2(d, a, b, n) { (x: Int8, y: Int8) -> Int8 in QuickDivision.tiny(x, y).quotient } }
    table.set(.remainder, .int8) { d, a, b, _, n in map2(d, a, b, n) { (x: Int8, y: Int8) -> Int8 in QuickDivision.tiny(x, y).rest } }
    table.set(.power, .int8) { d, a, b, _, n in powers(Int8.self, d, a, b, n) }
    table.set(.maximum, .int8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int8>.maximum) }
    table.set(.minimum, .int8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int8>.minimum) }
    table.set(.less, .int8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int8>.less) }
    table.set(.lessEqual, .int8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int8>.lessEqual) }
    table.set(.greater, .int8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int8>.greater) }
    table.set(.greaterEqual, .int8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int8>.greaterEqual) }
    table.set(.shiftLeft, .int8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int8>.shiftLeft) }
    table.set(.shiftRight, .int8) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int8>.shiftRight) }
    table.set(.clip, .int8) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<Int8>.clip) }

    table.set(.sign, .int16) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int16>.sign) }
    table.set(.abs, .int16) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int16>.abs) }
    table.set(.relu, .int16) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int16>.relu) }
    table.set(.signbit, .int16) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int16>.signbit) }
    table.set(.floorDivide, .int16) { d, a, b, _, n in map2(d, a, b, n) { (x: Int16, y: Int16) -> Int16 in QuickDivision.tiny(x, y).quotient } }
    table.set(.remainder, .int16) { d, a, b, _, n in map2(d, a, b, n) { (x: Int16, y: Int16) -> Int16 in QuickDivision.tiny(x, y).rest } }
    table.set(.power, .int16) { d, a, b, _, n in powers(Int16.self, d, a, b, n) }
    table.set(.maximum, .int16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int16>.maximum) }
    table.set(.minimum, .int16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int16>.minimum) }
    table.set(.less, .int16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int16>.less) }
    table.set(.lessEqual, .int16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int16>.lessEqual) }
    table.set(.greater, .int16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int16>.greater) }
    table.set(.greaterEqual, .int16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int16>.greaterEqual) }
    table.set(.shiftLeft, .int16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int16>.shiftLeft) }
    table.set(.shiftRight, .int16) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int16>.shiftRight) }
    table.set(.clip, .int16) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<Int16>.clip) }

    table.set(.sign, .int32) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int32>.sign) }
    table.set(.abs, .int32) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int32>.abs) }
    table.set(.relu, .int32) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int32>.relu) }
    table.set(.signbit, .int32) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int32>.signbit) }
    table.set(.floorDivide, .int32) { d, a, b, _, n in map2(d, a, b, n) { (x: Int32, y: Int32) -> Int32 in QuickDivision.narrow(x, y).quotient } }
    table.set(.remainder, .int32) { d, a, b, _, n in map2(d, a, b, n) { (x: Int32, y: Int32) -> Int32 in QuickDivision.narrow(x, y).rest } }
    table.set(.power, .int32) { d, a, b, _, n in powers(Int32.self, d, a, b, n) }
    table.set(.maximum, .int32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int32>.maximum) }
    table.set(.minimum, .int32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int32>.minimum) }
    table.set(.less, .int32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int32>.less) }
    table.set(.lessEqual, .int32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int32>.lessEqual) }
    table.set(.greater, .int32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int32>.greater) }
    table.set(.greaterEqual, .int32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int32>.greaterEqual) }
    table.set(.shiftLeft, .int32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int32>.shiftLeft) }
    table.set(.shiftRight, .int32) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int32>.shiftRight) }
    table.set(.clip, .int32) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<Int32>.clip) }

    table.set(.sign, .int64) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int64>.sign) }
    table.set(.abs, .int64) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int64>.abs) }
    table.set(.relu, .int64) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int64>.relu) }
    table.set(.signbit, .int64) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int64>.signbit) }
    table.set(.floorDivide, .int64) { d, a, b, _, n in
        map2(
            d, a, b, n, hard: { (x: Int64, y: Int64) -> Bool in QuickDivision.isHard(x, y) },
            slow: IntegerMath<Int64>.floorDivide
        ) { (x: Int64, y: Int64) -> Int64 in QuickDivision.wide(x, y).quotient }
    }
    table.set(.remainder, .int64) { d, a, b, _, n in
        map2(
            d, a, b, n, hard: { (x: Int64, y: Int64) -> Bool in QuickDivision.isHard(x, y) },
            slow: IntegerMath<Int64>.remainder
        ) { (x: Int64, y: Int64) -> Int64 in QuickDivision.wide(x, y).rest }
    }
    table.set(.power, .int64) { d, a, b, _, n in powers(Int64.self, d, a, b, n) }
    table.set(.maximum, .int64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int64>.maximum) }
    table.set(.minimum, .int64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int64>.minimum) }
    table.set(.less, .int64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int64>.less) }
    table.set(.lessEqual, .int64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int64>.lessEqual) }
    table.set(.greater, .int64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int64>.greater) }
    table.set(.greaterEqual, .int64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int64>.greaterEqual) }
    table.set(.shiftLeft, .int64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int64>.shiftLeft) }
    table.set(.shiftRight, .int64) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<Int64>.shiftRight) }
    table.set(.clip, .int64) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<Int64>.clip) }
}
