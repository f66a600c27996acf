/// What every integer type has: arithmetic wraps, division by zero gives 0, shifts by the width or more give 0 or the
/// sign.
@inline(__always)
private func register<T: FixedWidthInteger>(_ table: inout KernelTable, _ type: DType, _: T.Type) {
    @inline(__always) func unary(_ op: ElementwiseOp, _ f: @escaping (T) -> T) {
        table.set(op, type) { d, a, _, _, n in map1(d, a, n, f) }
    }
    @inline(__always) func binary(_ op: ElementwiseOp, _ f: @escaping (T, T) -> T) {
        table.set(op, type) { d, a, b, _, n in map2(d, a, b, n, f) }
    }
    @inline(__always) func scalar(_ op: ElementwiseOp, _ f: @escaping (T, T) -> T) {
        table.set(op, type) { d, a, b, _, n in each2(d, a, b, n, f) }
    }
    @inline(__always) func predicate(_ op: ElementwiseOp, _ f: @escaping (T, T) -> Bool) {
        table.set(op, type) { d, a, b, _, n in map2(d, a, b, n) { (x: T, y: T) -> UInt8 in f(x, y) ? 1 : 0 } }
    }
    unary(.square) { $0 &* $0 }
    unary(.negative) { 0 &- $0 }
    unary(.relu) { $0 > 0 ? $0 : 0 }
    unary(.bitwiseNot) { ~$0 }
    unary(.sign) { $0 > 0 ? 1 : $0 == 0 ? 0 : 0 &- 1 }
    unary(.abs) { $0 < 0 ? 0 &- $0 : $0 }
    table.set(.logicalNot, type) { d, a, _, _, n in map1(d, a, n) { (x: T) -> UInt8 in x == 0 ? 1 : 0 } }
    binary(.add) { $0 &+ $1 }
    binary(.subtract) { $0 &- $1 }
    binary(.multiply) { $0 &* $1 }
    binary(.maximum) { $0 > $1 ? $0 : $1 }
    binary(.minimum) { $0 < $1 ? $0 : $1 }
    binary(.bitwiseAnd) { $0 & $1 }
    binary(.bitwiseOr) { $0 | $1 }
    binary(.bitwiseXor) { $0 ^ $1 }
    scalar(.floorDivide) { floorDivided($0, $1) }
    scalar(.remainder) { $1 == 0 ? 0 : $0 &- floorDivided($0, $1) &* $1 }
    scalar(.power) { power($0, $1) }
    scalar(.shiftLeft) { $1 < 0 || $1 >= T(T.bitWidth) ? 0 : $0 &<< $1 }
    scalar(.shiftRight) { $1 < 0 || $1 >= T(T.bitWidth) ? ($0 < 0 ? ~0 : 0) : $0 &>> $1 }
    predicate(.equal) { $0 == $1 }
    predicate(.notEqual) { $0 != $1 }
    predicate(.less) { $0 < $1 }
    predicate(.lessEqual) { $0 <= $1 }
    predicate(.greater) { $0 > $1 }
    predicate(.greaterEqual) { $0 >= $1 }
    predicate(.logicalAnd) { $0 != 0 && $1 != 0 }
    predicate(.logicalOr) { $0 != 0 || $1 != 0 }
    predicate(.logicalXor) { ($0 != 0) != ($1 != 0) }
    table.set(.clip, type) { d, a, b, c, n in
        map3(d, a, b, c, n) { (x: T, low: T, high: T) -> T in
            let raised = x > low ? x : low
            return raised < high ? raised : high
        }
    }
    table.set(.multiplyAdd, type) { d, a, b, c, n in map3(d, a, b, c, n) { (x: T, y: T, z: T) -> T in x &* y &+ z } }
}

@inline(__always)
private func floorDivided<T: FixedWidthInteger>(_ a: T, _ b: T) -> T {
    if b == 0 { return 0 }
    let (quotient, overflow) = a.dividedReportingOverflow(by: b)
    if overflow { return a }
    return (a < 0) != (b < 0) && quotient &* b != a ? quotient &- 1 : quotient
}

@inline(__always)
private func power<T: FixedWidthInteger>(_ base: T, _ exponent: T) -> T {
    // A negative power of an integer is 0 but for ±1.
    if exponent < 0 { return base == 1 ? 1 : base == 0 &- 1 ? (exponent & 1 == 0 ? 1 : 0 &- 1) : 0 }
    var result: T = 1, factor = base, rest = exponent
    while rest != 0 {
        if rest & 1 != 0 { result = result &* factor }
        factor = factor &* factor
        rest = rest >> 1
    }
    return result
}

func registerIntegers(_ table: inout KernelTable) {
    register(&table, .int8, Int8.self)
    register(&table, .int16, Int16.self)
    register(&table, .int32, Int32.self)
    register(&table, .int64, Int64.self)
    register(&table, .uint8, UInt8.self)
    register(&table, .uint16, UInt16.self)
    register(&table, .uint32, UInt32.self)
    register(&table, .uint64, UInt64.self)
}
