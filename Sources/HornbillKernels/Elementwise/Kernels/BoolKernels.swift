/// The kernels of bool, whose elements are the bytes 0 and 1: NumPy's arithmetic on them is logic.
func registerBool(_ table: inout KernelTable) {
    table.set(.logicalNot, .bool) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt8>.logicalNot) }
    table.set(.bitwiseNot, .bool) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt8>.logicalNot) }
    for op in [ElementwiseOp.multiply, .minimum, .logicalAnd, .bitwiseAnd] {
        table.set(op, .bool) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.logicalAnd) }
    }
    for op in [ElementwiseOp.add, .maximum, .logicalOr, .bitwiseOr] {
        table.set(op, .bool) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.logicalOr) }
    }
    for op in [ElementwiseOp.notEqual, .logicalXor, .bitwiseXor] {
        table.set(op, .bool) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.logicalXor) }
    }
    table.set(.equal, .bool) { d, a, b, _, n in
        map2(d, a, b, n) { (x: UInt8, y: UInt8) -> UInt8 in (x == 0 ? 1 : 0) ^ (y != 0 ? 1 : 0) }
    }
    table.set(.less, .bool) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.less) }
    table.set(.lessEqual, .bool) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.lessEqual) }
    table.set(.greater, .bool) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.greater) }
    table.set(.greaterEqual, .bool) { d, a, b, _, n in map2(d, a, b, n, IntegerMath<UInt8>.greaterEqual) }
    table.set(.select, .bool) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt8>.select) }
    table.set(.clip, .bool) { d, a, b, c, n in map3(d, a, b, c, n, IntegerMath<UInt8>.clip) }
    table.set(.multiplyAdd, .bool) { d, a, b, c, n in
        map3(d, a, b, c, n) { (x: UInt8, y: UInt8, z: UInt8) -> UInt8 in x & y | z }
    }
}
