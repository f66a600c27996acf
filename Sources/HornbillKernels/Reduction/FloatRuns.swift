import CVectorLoops

// Folds of dense runs of floats in vectors. They have an order of their own, always the same: that of their lanes.

/// A float, with the vectors that fit two registers.
protocol LaneFloat: BinaryFloatingPoint, OrderedBits {
    /// The largest or the smallest of `count` elements, and whether one of them is NaN.
    static func extreme(_ source: UnsafePointer<Self>, _ count: Int, isMax: Bool) -> (value: Self, hasNaN: Bool)
    /// The product of a long run: in lanes, because a single one waits for each product.
    static func product(_ source: UnsafePointer<Self>, _ count: Int) -> Self
    /// The sums of the distances of `count` elements from `mean`, and of their squares.
    static func sum(_ source: UnsafePointer<Self>, _ count: Int, less mean: Self) -> (sum: Self, squares: Self)
    static func sum(_ source: UnsafePointer<Self>, _ count: Int) -> Self
}

extension Float: LaneFloat {
    static func extreme(_ source: UnsafePointer<Float>, _ count: Int, isMax: Bool) -> (value: Float, hasNaN: Bool) {
        var nan: Int32 = 0
        let value = isMax ? hbi_largest_f32(source, count, &nan) : hbi_smallest_f32(source, count, &nan)
        return (value, nan != 0)
    }

    static func product(_ source: UnsafePointer<Float>, _ count: Int) -> Float {
        let raw = UnsafeRawPointer(source)
        var p = SIMD16<Float>(repeating: 1), q = p, index = 0
        while index &+ 32 <= count {
            p *= raw.loadUnaligned(fromByteOffset: index &* 4, as: SIMD16<Float>.self)
            q *= raw.loadUnaligned(fromByteOffset: index &* 4 &+ 64, as: SIMD16<Float>.self)
            index = index &+ 32
        }
        p *= q
        let eight = p.lowHalf * p.highHalf, four = eight.lowHalf * eight.highHalf
        var result = (four[0] * four[2]) * (four[1] * four[3])
        while index < count {
            result *= source[index]
            index = index &+ 1
        }
        return result
    }

    @inline(__always)
    private static func total(_ lanes: SIMD16<Float>) -> Float {
        let eight = lanes.lowHalf + lanes.highHalf, four = eight.lowHalf + eight.highHalf
        return (four[0] + four[2]) + (four[1] + four[3])
    }

    @inline(__always)
    static func sum(_ source: UnsafePointer<Float>, _ count: Int) -> Float {
        let raw = UnsafeRawPointer(source)
        var (p, q, r, s) = (SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>())
        var index = 0
        while index &+ 64 <= count {
            p += raw.loadUnaligned(fromByteOffset: index &* 4, as: SIMD16<Float>.self)
            q += raw.loadUnaligned(fromByteOffset: index &* 4 &+ 64, as: SIMD16<Float>.self)
            r += raw.loadUnaligned(fromByteOffset: index &* 4 &+ 128, as: SIMD16<Float>.self)
            s += raw.loadUnaligned(fromByteOffset: index &* 4 &+ 192, as: SIMD16<Float>.self)
            index = index &+ 64
        }
        while index &+ 16 <= count {
            p += raw.loadUnaligned(fromByteOffset: index &* 4, as: SIMD16<Float>.self)
            index = index &+ 16
        }
        var result = total((p + q) + (r + s))
        while index < count {
            result += source[index]
            index = index &+ 1
        }
        return result
    }

    @inline(__always)
    static func sum(_ source: UnsafePointer<Float>, _ count: Int, less mean: Float) -> (sum: Float, squares: Float) {
        let raw = UnsafeRawPointer(source), centre = SIMD16(repeating: mean)
        var (p, q, r, s) = (SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>())
        var index = 0
        while index &+ 32 <= count {
            let x = raw.loadUnaligned(fromByteOffset: index &* 4, as: SIMD16<Float>.self) - centre
            let y = raw.loadUnaligned(fromByteOffset: index &* 4 &+ 64, as: SIMD16<Float>.self) - centre
            p += x
            q += y
            r += x * x
            s += y * y
            index = index &+ 32
        }
        var sums = (total(p + q), total(r + s))
        while index < count {
            let x = source[index] - mean
            sums.0 += x
            sums.1 += x * x
            index = index &+ 1
        }
        return sums
    }
}

extension Double: LaneFloat {
    static func extreme(_ source: UnsafePointer<Double>, _ count: Int, isMax: Bool) -> (value: Double, hasNaN: Bool) {
        var nan: Int32 = 0
        let value = isMax ? hbi_largest_f64(source, count, &nan) : hbi_smallest_f64(source, count, &nan)
        return (value, nan != 0)
    }

    static func product(_ source: UnsafePointer<Double>, _ count: Int) -> Double {
        let raw = UnsafeRawPointer(source)
        var p = SIMD8<Double>(repeating: 1), q = p, r = p, s = p, index = 0
        while index &+ 32 <= count {
            p *= raw.loadUnaligned(fromByteOffset: index &* 8, as: SIMD8<Double>.self)
            q *= raw.loadUnaligned(fromByteOffset: index &* 8 &+ 64, as: SIMD8<Double>.self)
            r *= raw.loadUnaligned(fromByteOffset: index &* 8 &+ 128, as: SIMD8<Double>.self)
            s *= raw.loadUnaligned(fromByteOffset: index &* 8 &+ 192, as: SIMD8<Double>.self)
            index = index &+ 32
        }
        let all = (p * q) * (r * s), four = all.lowHalf * all.highHalf
        var result = (four[0] * four[2]) * (four[1] * four[3])
        while index < count {
            result *= source[index]
            index = index &+ 1
        }
        return result
    }

    @inline(__always)
    private static func total(_ lanes: SIMD8<Double>) -> Double {
        let four = lanes.lowHalf + lanes.highHalf
        return (four[0] + four[2]) + (four[1] + four[3])
    }

    @inline(__always)
    static func sum(_ source: UnsafePointer<Double>, _ count: Int) -> Double {
        let raw = UnsafeRawPointer(source)
        var (p, q, r, s) = (SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>())
        var index = 0
        while index &+ 32 <= count {
            p += raw.loadUnaligned(fromByteOffset: index &* 8, as: SIMD8<Double>.self)
            q += raw.loadUnaligned(fromByteOffset: index &* 8 &+ 64, as: SIMD8<Double>.self)
            r += raw.loadUnaligned(fromByteOffset: index &* 8 &+ 128, as: SIMD8<Double>.self)
            s += raw.loadUnaligned(fromByteOffset: index &* 8 &+ 192, as: SIMD8<Double>.self)
            index = index &+ 32
        }
        while index &+ 8 <= count {
            p += raw.loadUnaligned(fromByteOffset: index &* 8, as: SIMD8<Double>.self)
            index = index &+ 8
        }
        var result = total((p + q) + (r + s))
        while index < count {
            result += source[index]
            index = index &+ 1
        }
        return result
    }

    @inline(__always)
    static func sum(_ source: UnsafePointer<Double>, _ count: Int, less mean: Double) -> (sum: Double, squares: Double) {
        let raw = UnsafeRawPointer(source), centre = SIMD8(repeating: mean)
        var (p, q, r, s) = (SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>())
        var index = 0
        while index &+ 16 <= count {
            let x = raw.loadUnaligned(fromByteOffset: index &* 8, as: SIMD8<Double>.self) - centre
            let y = raw.loadUnaligned(fromByteOffset: index &* 8 &+ 64, as: SIMD8<Double>.self) - centre
            p += x
            q += y
            r += x * x
            s += y * y
            index = index &+ 16
        }
        var sums = (total(p + q), total(r + s))
        while index < count {
            let x = source[index] - mean
            sums.0 += x
            sums.1 += x * x
            index = index &+ 1
        }
        return sums
    }
}
