/// Copies of contiguous elements, by size.
func registerCopies(_ table: inout KernelTable) {
    table.set(.copy, .bool, .int8, .uint8) { d, a, _, _, n in map1(d, a, n) { (x: UInt8) in x } }
    table.set(.copy, .int16, .uint16) { d, a, _, _, n in map1(d, a, n) { (x: UInt16) in x } }
    table.set(.copy, .int32, .uint32, .float32) { d, a, _, _, n in map1(d, a, n) { (x: UInt32) in x } }
    table.set(.copy, .int64, .uint64, .float64) { d, a, _, _, n in map1(d, a, n) { (x: UInt64) in x } }
    table.set(.select, .bool, .int8, .uint8) { d, c, a, b, n in
        map3(d, c, a, b, n) { (c: UInt8, x: UInt8, y: UInt8) in c != 0 ? x : y }
    }
    table.set(.select, .int16, .uint16) { d, c, a, b, n in
        map3(d, c, a, b, n) { (c: UInt8, x: UInt16, y: UInt16) in c != 0 ? x : y }
    }
    table.set(.select, .int32, .uint32, .float32) { d, c, a, b, n in
        map3(d, c, a, b, n) { (c: UInt8, x: UInt32, y: UInt32) in c != 0 ? x : y }
    }
    table.set(.select, .int64, .uint64, .float64) { d, c, a, b, n in
        map3(d, c, a, b, n) { (c: UInt8, x: UInt64, y: UInt64) in c != 0 ? x : y }
    }
}

/// Bool, one byte of 0 or 1.
func registerBool(_ table: inout KernelTable) {
    let or: TileKernel = { d, a, b, _, n in map2(d, a, b, n) { (x: UInt8, y: UInt8) in x | y } }
    let and: TileKernel = { d, a, b, _, n in map2(d, a, b, n) { (x: UInt8, y: UInt8) in x & y } }
    let xor: TileKernel = { d, a, b, _, n in map2(d, a, b, n) { (x: UInt8, y: UInt8) in x ^ y } }
    let not: TileKernel = { d, a, _, _, n in map1(d, a, n) { (x: UInt8) in x ^ 1 } }
    for op in [ElementwiseOp.logicalOr, .bitwiseOr, .maximum, .add] { table.set(op, .bool, kernel: or) }
    for op in [ElementwiseOp.logicalAnd, .bitwiseAnd, .minimum, .multiply] { table.set(op, .bool, kernel: and) }
    for op in [ElementwiseOp.logicalXor, .bitwiseXor, .notEqual] { table.set(op, .bool, kernel: xor) }
    for op in [ElementwiseOp.logicalNot, .bitwiseNot] { table.set(op, .bool, kernel: not) }
    table.set(.equal, .bool) { d, a, b, _, n in map2(d, a, b, n) { (x: UInt8, y: UInt8) in x ^ y ^ 1 } }
    table.set(.less, .bool) { d, a, b, _, n in map2(d, a, b, n) { (x: UInt8, y: UInt8) in (x ^ 1) & y } }
    table.set(.lessEqual, .bool) { d, a, b, _, n in map2(d, a, b, n) { (x: UInt8, y: UInt8) in (x ^ 1) | y } }
    table.set(.greater, .bool) { d, a, b, _, n in map2(d, a, b, n) { (x: UInt8, y: UInt8) in x & (y ^ 1) } }
    table.set(.greaterEqual, .bool) { d, a, b, _, n in map2(d, a, b, n) { (x: UInt8, y: UInt8) in x | (y ^ 1) } }
}
