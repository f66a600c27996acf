// Folds of dense runs of floats in vectors. They have an order of their own, always the same: that of their lanes.

/// A float, with the vectors that fit two registers.
protocol LaneFloat: BinaryFloatingPoint, OrderedBits {
    /// The largest of `count` elements or, if `sign` is -1, of their negatives; and whether one of them is NaN.
    static func largest(_ source: UnsafePointer<Self>, _ count: Int, sign: Self) -> (value: Self, hasNaN: Bool)
    /// The sums of the distances of `count` elements from `mean`, and of their squares.
    static func sum(_ source: UnsafePointer<Self>, _ count: Int, less mean: Self) -> (sum: Self, squares: Self)
    static func sum(_ source: UnsafePointer<Self>, _ count: Int) -> Self
}

extension Float: LaneFloat {
    @inline(__always)
    static func largest(_ source: UnsafePointer<Float>, _ count: Int, sign: Float) -> (value: Float, hasNaN: Bool) {
        let raw = UnsafeRawPointer(source), factor = SIMD16(repeating: sign)
        var p = SIMD16(repeating: -Float.infinity), q = p
        var odd = p .!= p, index = 0
        while index &+ 32 <= count {
            let x = factor * raw.loadUnaligned(fromByteOffset: index &* 4, as: SIMD16<Float>.self)
            let y = factor * raw.loadUnaligned(fromByteOffset: index &* 4 &+ 64, as: SIMD16<Float>.self)
            p.replace(with: x, where: x .> p)
            q.replace(with: y, where: y .> q)
            odd = odd .| (x .!= x) .| (y .!= y)
            index = index &+ 32
        }
        p.replace(with: q, where: q .> p)
        let flags = SIMD16<Float>(repeating: 0).replacing(with: 1, where: odd)
        var best = -Float.infinity, nan = false
        withUnsafeBytes(of: (p, flags)) { lanes in
            for lane in 0 ..< 16 {
                let value = lanes.load(fromByteOffset: lane &* 4, as: Float.self)
                best = value > best ? value : best
                nan = nan || lanes.load(fromByteOffset: 64 &+ lane &* 4, as: Float.self) != 0
            }
        }
        while index < count {
            let value = sign * source[index]
            best = value > best ? value : best
            nan = nan || value != value
            index = index &+ 1
        }
        return (best, nan)
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
    @inline(__always)
    static func largest(_ source: UnsafePointer<Double>, _ count: Int, sign: Double) -> (value: Double, hasNaN: Bool) {
        let raw = UnsafeRawPointer(source), factor = SIMD8(repeating: sign)
        var p = SIMD8(repeating: -Double.infinity), q = p
        var odd = p .!= p, index = 0
        while index &+ 16 <= count {
            let x = factor * raw.loadUnaligned(fromByteOffset: index &* 8, as: SIMD8<Double>.self)
            let y = factor * raw.loadUnaligned(fromByteOffset: index &* 8 &+ 64, as: SIMD8<Double>.self)
            p.replace(with: x, where: x .> p)
            q.replace(with: y, where: y .> q)
            odd = odd .| (x .!= x) .| (y .!= y)
            index = index &+ 16
        }
        p.replace(with: q, where: q .> p)
        let flags = SIMD8<Double>(repeating: 0).replacing(with: 1, where: odd)
        var best = -Double.infinity, nan = false
        withUnsafeBytes(of: (p, flags)) { lanes in
            for lane in 0 ..< 8 {
                let value = lanes.load(fromByteOffset: lane &* 8, as: Double.self)
                best = value > best ? value : best
                nan = nan || lanes.load(fromByteOffset: 64 &+ lane &* 8, as: Double.self) != 0
            }
        }
        while index < count {
            let value = sign * source[index]
            best = value > best ? value : best
            nan = nan || value != value
            index = index &+ 1
        }
        return (best, nan)
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
