import Glibc

/// Functions that are in NumPy but not in the Array API standard.
func registerMore(_ table: inout KernelTable) {
    registerMoreFloats(&table)
    registerMoreIntegers(&table)
    for type in [DType.int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .bool] {
        table.set(.fmax, type, kernel: table.kernel(.maximum, type))
        table.set(.fmin, type, kernel: table.kernel(.minimum, type))
    }
}

private func registerMoreFloats(_ table: inout KernelTable) {
    table.set(.exp2, .float32) { d, a, _, _, n in map1(d, a, n, Float32ByDouble.exp2) }
    table.set(.cbrt, .float32) { d, a, _, _, n in map1(d, a, n, Float32Math.cbrt) }
    table.set(.mantissa, .float32) { d, a, _, _, n in
        each1(d, a, n) { (x: Float) -> Float in
            var power: Int32 = 0
            return Glibc.frexpf(x, &power)
        }
    }
    table.set(.exponent, .float32) { d, a, _, _, n in
        each1(d, a, n) { (x: Float) -> Float in
            if !x.isFinite { return 0 }
            var power: Int32 = 0
            _ = Glibc.frexpf(x, &power)
            return Float(power)
        }
    }
    table.set(.fmod, .float32) { d, a, b, _, n in each2(d, a, b, n) { (x: Float, y: Float) -> Float in Glibc.fmodf(x, y) } }
    table.set(.fmax, .float32) { d, a, b, _, n in
        map2(d, a, b, n) { (x: Float, y: Float) -> Float in x >= y || y != y ? x : y }
    }
    table.set(.fmin, .float32) { d, a, b, _, n in
        map2(d, a, b, n) { (x: Float, y: Float) -> Float in x <= y || y != y ? x : y }
    }
    table.set(.scale, .float32) { d, a, b, _, n in
        each2(d, a, b, n) { (x: Float, y: Float) -> Float in
            // No float is scaled by more than this without becoming 0 or infinite.
            let power = y < -5000 ? -5000 : (y < 5000 ? y : 5000)
            return Glibc.scalbnf(x, Int32(power))
        }
    }
    table.set(.exp2, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.exp2) }
    table.set(.cbrt, .float64) { d, a, _, _, n in map1(d, a, n, Float64Math.cbrt) }
    table.set(.mantissa, .float64) { d, a, _, _, n in
        each1(d, a, n) { (x: Double) -> Double in
            var power: Int32 = 0
            return Glibc.frexp(x, &power)
        }
    }
    table.set(.exponent, .float64) { d, a, _, _, n in
        each1(d, a, n) { (x: Double) -> Double in
            if !x.isFinite { return 0 }
            var power: Int32 = 0
            _ = Glibc.frexp(x, &power)
            return Double(power)
        }
    }
    table.set(.fmod, .float64) { d, a, b, _, n in each2(d, a, b, n) { (x: Double, y: Double) -> Double in Glibc.fmod(x, y) } }
    table.set(.fmax, .float64) { d, a, b, _, n in
        map2(d, a, b, n) { (x: Double, y: Double) -> Double in x >= y || y != y ? x : y }
    }
    table.set(.fmin, .float64) { d, a, b, _, n in
        map2(d, a, b, n) { (x: Double, y: Double) -> Double in x <= y || y != y ? x : y }
    }
    table.set(.scale, .float64) { d, a, b, _, n in
        each2(d, a, b, n) { (x: Double, y: Double) -> Double in
            // No float is scaled by more than this without becoming 0 or infinite.
            let power = y < -5000 ? -5000 : (y < 5000 ? y : 5000)
            return Glibc.scalbn(x, Int32(power))
        }
    }
}

private func registerMoreIntegers(_ table: inout KernelTable) {
    table.set(.fmod, .int8) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<Int8>.fmod) }
    table.set(.gcd, .int8) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<Int8>.gcd) }
    table.set(.lcm, .int8) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<Int8>.lcm) }
    table.set(.bitCount, .int8) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int8>.bitCount) }
    table.set(.fmod, .int16) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<Int16>.fmod) }
    table.set(.gcd, .int16) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<Int16>.gcd) }
    table.set(.lcm, .int16) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<Int16>.lcm) }
    table.set(.bitCount, .int16) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int16>.bitCount) }
    table.set(.fmod, .int32) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<Int32>.fmod) }
    table.set(.gcd, .int32) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<Int32>.gcd) }
    table.set(.lcm, .int32) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<Int32>.lcm) }
    table.set(.bitCount, .int32) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int32>.bitCount) }
    table.set(.fmod, .int64) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<Int64>.fmod) }
    table.set(.gcd, .int64) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<Int64>.gcd) }
    table.set(.lcm, .int64) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<Int64>.lcm) }
    table.set(.bitCount, .int64) { d, a, _, _, n in map1(d, a, n, IntegerMath<Int64>.bitCount) }
    table.set(.fmod, .uint8) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt8>.fmod) }
    table.set(.gcd, .uint8) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt8>.gcd) }
    table.set(.lcm, .uint8) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt8>.lcm) }
    table.set(.bitCount, .uint8) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt8>.bitCount) }
    table.set(.fmod, .uint16) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt16>.fmod) }
    table.set(.gcd, .uint16) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt16>.gcd) }
    table.set(.lcm, .uint16) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt16>.lcm) }
    table.set(.bitCount, .uint16) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt16>.bitCount) }
    table.set(.fmod, .uint32) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt32>.fmod) }
    table.set(.gcd, .uint32) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt32>.gcd) }
    table.set(.lcm, .uint32) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt32>.lcm) }
    table.set(.bitCount, .uint32) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt32>.bitCount) }
    table.set(.fmod, .uint64) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt64>.fmod) }
    table.set(.gcd, .uint64) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt64>.gcd) }
    table.set(.lcm, .uint64) { d, a, b, _, n in each2(d, a, b, n, IntegerMath<UInt64>.lcm) }
    table.set(.bitCount, .uint64) { d, a, _, _, n in map1(d, a, n, IntegerMath<UInt64>.bitCount) }
}
