import CIntrinsics
import CVectorLoops

// Many random words at once. The words of a stream are numbered; word n is a function of the key, the stream and n alone.

extension Philox {
    /// Which sequence of words a distribution reads: two draws from one key share no word unless they share a stream.
    enum Stream: UInt32 {
        case element = 0, uniform32 = 1, uniform64 = 2, normal32 = 3, normal64 = 4, integers = 5, permutation = 6
    }

    /// Fills `target` with `count` elements, the first of which has the number `counter`. Elements are made 32 at a time from
    /// `groups` times 32 words.
    @inline(__always)
    static func fill<T>(
        _ target: UnsafeMutablePointer<T>, count: Int, key: UInt64, counter: UInt64, stream: Stream, groups: Int,
        _ make: (_ words: UnsafePointer<UInt32>, _ elements: UnsafeMutablePointer<T>) -> Void
    ) {
        // The first of the 32 elements that the first element belongs to has this number.
        let skipped = Int(counter & 31), first = counter &>> 5
        let chunks = (skipped + count + 31) / 32
        Threads.parallel(chunks, grain: 128) { begin, end in
            // As many chunks at once as are quick to make; the words of a group are those of 8 blocks, the first words of
            // all, then the second ones, and so on.
            let atOnce = 4
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 32 * groups * atOnce) { words in
                withUnsafeTemporaryAllocation(of: T.self, capacity: 32) { spare in
                    let made = words.baseAddress.unsafelyUnwrapped, spare = spare.baseAddress.unsafelyUnwrapped
                    for chunk in begin ..< end {
                        let place = (chunk &- begin) % atOnce
                        if place == 0 {
                            hbi_philox(
                                key, UInt64(stream.rawValue), (first &+ UInt64(chunk)) &* UInt64(groups),
                                min(atOnce, end &- chunk) &* groups, made)
                        }
                        let words = made + 32 &* groups &* place
                        let start = 32 &* chunk &- skipped
                        if start >= 0, start &+ 32 <= count {
                            make(words, target + start)
                        } else {
                            make(words, spare)
                            let from = max(0, -start), to = min(32, count &- start)
                            (target + (start &+ from)).update(from: spare + from, count: to &- from)
                        }
                    }
                }
            }
        }
    }

    /// Uniform in 0 ..< 1, 24 random bits each.
    public static func uniform(_ target: UnsafeMutablePointer<Float>, count: Int, key: UInt64, counter: UInt64) {
        fill(target, count: count, key: key, counter: counter, stream: .uniform32, groups: 1) { words, elements in
            for index in 0 ..< 32 { elements[index] = Float(Int32(bitPattern: words[index] &>> 8)) * 0x1p-24 }
        }
    }

    /// Uniform in 0 ..< 1, 53 random bits each.
    public static func uniform(_ target: UnsafeMutablePointer<Double>, count: Int, key: UInt64, counter: UInt64) {
        fill(target, count: count, key: key, counter: counter, stream: .uniform64, groups: 2) { words, elements in
            for index in 0 ..< 32 { elements[index] = share(words[index], words[index &+ 32]) }
        }
    }

    /// A number in 0 ..< 1 from 27 bits of one word and 26 of another.
    @inline(__always)
    private static func share(_ a: UInt32, _ b: UInt32) -> Double {
        (Double(Int32(bitPattern: a &>> 5)) * 0x1p26 + Double(Int32(bitPattern: b &>> 6))) * 0x1p-53
    }

    /// Standard normal (Box and Muller): two elements from two words.
    public static func normal(_ target: UnsafeMutablePointer<Float>, count: Int, key: UInt64, counter: UInt64) {
        fill(target, count: count, key: key, counter: counter, stream: .normal32, groups: 1) { words, elements in
            for index in 0 ..< 16 {
                // In steps of 2⁻³¹, above 0: the smaller, the finer.
                let share = (Float(Int32(bitPattern: words[index] &>> 1)) + 0.5) * 0x1p-31
                let radius = hbi_sqrt_f32(-2 * Float32Math.log(share < 1 ? share : 1))
                let (sine, cosine) = turn(Float(Int32(bitPattern: words[index &+ 16])) * 0x1p-30)
                elements[index] = radius * cosine
                elements[index &+ 16] = radius * sine
            }
        }
    }

    /// Standard normal: two elements from four words.
    public static func normal(_ target: UnsafeMutablePointer<Double>, count: Int, key: UInt64, counter: UInt64) {
        fill(target, count: count, key: key, counter: counter, stream: .normal64, groups: 2) { words, elements in
            for index in 0 ..< 16 {
                let rest = 1 - share(words[index], words[index &+ 16])
                let radius = hbi_sqrt_f64(-2 * Float64Math.log(rest))
                let angle = share(words[index &+ 32], words[index &+ 48]) - 0.5
                let (sine, cosine) = turn(4 * angle)
                elements[index] = radius * cosine
                elements[index &+ 16] = radius * sine
            }
        }
    }

    /// The sine and cosine of so many quarter turns, -2 to 2.
    @inline(__always)
    private static func turn(_ quarters: Float) -> (sine: Float, cosine: Float) {
        // The nearest integer lies in the low bits of the sum.
        let magic: Float = 0x1.8p23
        let sum = quarters + magic
        let quadrant = sum.bitPattern
        let a = (quarters - (sum - magic)) * 0x1.921fb6p+0, z = a * a
        let s = a * (1 + z * (-0x1.555556p-3 + z * (0x1.111112p-7 + z * (-0x1.a01a02p-13 + z * 0x1.71de3ap-19))))
        let c = 1 + z * (-0.5 + z * (0x1.555556p-5 + z * (-0x1.6c16c2p-10 + z * 0x1.a01a02p-16)))
        let isOdd = quadrant & 1 != 0
        let sine = isOdd ? c : s, cosine = isOdd ? s : c
        let signs = (quadrant & 2) &<< 30, others = ((quadrant &+ 1) & 2) &<< 30
        return (Float(bitPattern: sine.bitPattern ^ signs), Float(bitPattern: cosine.bitPattern ^ others))
    }

    @inline(__always)
    private static func turn(_ quarters: Double) -> (sine: Double, cosine: Double) {
        let magic = 0x1.8p52
        let sum = quarters + magic
        let quadrant = sum.bitPattern
        let a = (quarters - (sum - magic)) * 0x1.921fb54442d18p+0, z = a * a
        // Taylor's series: at π/4 the first terms left out are below 2⁻⁵³.
        var s = z * -0x1.ae7f3e733b81fp-41 + 0x1.6124613a86d09p-33
        s = s * z - 0x1.ae64567f544e4p-26
        s = s * z + 0x1.71de3a556c734p-19
        s = s * z - 0x1.a01a01a01a01ap-13
        s = s * z + 0x1.1111111111111p-7
        s = s * z - 0x1.5555555555555p-3
        s = a + a * z * s
        var c = z * 0x1.ae7f3e733b81fp-45 - 0x1.93974a8c07c9dp-37
        c = c * z + 0x1.1eed8eff8d898p-29
        c = c * z - 0x1.27e4fb7789f5cp-22
        c = c * z + 0x1.a01a01a01a01ap-16
        c = c * z - 0x1.6c16c16c16c17p-10
        c = c * z + 0x1.5555555555555p-5
        c = 1 + z * (c * z - 0.5)
        let isOdd = quadrant & 1 != 0
        let sine = isOdd ? c : s, cosine = isOdd ? s : c
        let signs = (quadrant & 2) &<< 62, others = ((quadrant &+ 1) & 2) &<< 62
        return (Double(bitPattern: sine.bitPattern ^ signs), Double(bitPattern: cosine.bitPattern ^ others))
    }

    /// `low` plus a number below `span` (0: below 2⁶⁴), each as likely as the others: the low `size` bytes of these.
    public static func integers(
        size: Int, _ target: UnsafeMutableRawPointer, count: Int, low: UInt64, span: UInt64, key: UInt64, counter: UInt64
    ) {
        func fill<T: FixedWidthInteger>(_: T.Type) {
            integers(
                target.assumingMemoryBound(to: T.self), count: count, low: low, span: span, key: key, counter: counter)
        }
        switch size {
        case 1: fill(UInt8.self)
        case 2: fill(UInt16.self)
        case 4: fill(UInt32.self)
        default: fill(UInt64.self)
        }
    }

    private static func integers<T: FixedWidthInteger>(
        _ target: UnsafeMutablePointer<T>, count: Int, low: UInt64, span: UInt64, key: UInt64, counter: UInt64
    ) {
        let low = T(truncatingIfNeeded: low)
        if span == 0 {
            fill(target, count: count, key: key, counter: counter, stream: .integers, groups: 2) { words, elements in
                for index in 0 ..< 32 {
                    elements[index] = low &+ T(truncatingIfNeeded: UInt64(words[index]) &<< 32 | UInt64(words[index &+ 32]))
                }
            }
            return
        }
        // Of the products of the span with all words, those with a lower half below a threshold come once too often (Lemire
        // 2019): such an element draws again, from words of its own.
        if span <= 1 << 32 {
            let threshold = UInt32(truncatingIfNeeded: (1 << 32) % span)
            fill(target, count: count, key: key, counter: counter, stream: .integers, groups: 1) { words, elements in
                var rejected: UInt32 = 0
                for index in 0 ..< 32 {
                    let product = UInt64(words[index]) &* span
                    elements[index] = low &+ T(truncatingIfNeeded: product &>> 32)
                    rejected |= UInt32(truncatingIfNeeded: product) < threshold ? 1 : 0
                }
                if rejected == 0 { return }
                for index in 0 ..< 32 where UInt32(truncatingIfNeeded: UInt64(words[index]) &* span) < threshold {
                    elements[index] = low &+ T(truncatingIfNeeded: again(words, index, span, key))
                }
            }
            return
        }
        let threshold = (0 &- span) % span
        fill(target, count: count, key: key, counter: counter, stream: .integers, groups: 2) { words, elements in
            for index in 0 ..< 32 {
                let (high, rest) = (UInt64(words[index]) &<< 32 | UInt64(words[index &+ 32])).multipliedFullWidth(by: span)
                elements[index] = low &+ T(truncatingIfNeeded: rest >= threshold ? high : again(words, index, span, key))
            }
        }
    }

    /// A number below `span` for an element whose word was rejected; the words of the group say which group it is.
    @inline(never)
    private static func again(
        _ words: UnsafePointer<UInt32>, _ index: Int, _ span: UInt64, _ key: UInt64
    ) -> UInt64 {
        let threshold = (0 &- span) % span
        var attempt = UInt32(truncatingIfNeeded: index) &<< 16
        while true {
            attempt &+= 1
            let words = block(key: key, counter: SIMD4(words[0], words[1], words[2] ^ attempt, ~0))
            let (high, rest) = (UInt64(words[0]) << 32 | UInt64(words[1])).multipliedFullWidth(by: span)
            if rest >= threshold { return high }
        }
    }

    /// The words of the groups that a permutation of `count` numbers reads, one for each.
    static func words(_ target: UnsafeMutablePointer<UInt32>, count: Int, key: UInt64, counter: UInt64) {
        fill(target, count: count, key: key, counter: counter, stream: .permutation, groups: 1) { words, elements in
            elements.update(from: words, count: 32)
        }
    }
}
