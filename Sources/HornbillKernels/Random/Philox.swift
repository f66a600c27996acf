import Glibc

/// Philox4x32-10, a counter-based generator: each block of four words is a function of a key and a counter alone, so
/// that element i of a result does not depend on how many threads made it.
///
/// Salmon, Moraes, Dror and Shaw, *Parallel Random Numbers: As Easy as 1, 2, 3*, SC11.
public enum Philox {
    /// The four words for a key and a 128-bit counter.
    @inline(__always)
    public static func block(key: UInt64, counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
        var x = counter
        var k0 = UInt32(truncatingIfNeeded: key), k1 = UInt32(truncatingIfNeeded: key >> 32)
        for _ in 0 ..< 10 {
            let a = UInt64(0xD251_1F53) &* UInt64(x[0]), b = UInt64(0xCD9E_8D57) &* UInt64(x[2])
            x = SIMD4(
                UInt32(truncatingIfNeeded: b >> 32) ^ x[1] ^ k0, UInt32(truncatingIfNeeded: b),
                UInt32(truncatingIfNeeded: a >> 32) ^ x[3] ^ k1, UInt32(truncatingIfNeeded: a))
            k0 = k0 &+ 0x9E37_79B9
            k1 = k1 &+ 0xBB67_AE85
        }
        return x
    }

    /// The block of element `index`, from which every distribution takes what it needs; `attempt` numbers the tries of
    /// those that reject.
    @inline(__always)
    static func element(_ key: UInt64, _ index: UInt64, attempt: UInt32 = 0) -> SIMD4<UInt32> {
        block(
            key: key,
            counter: SIMD4(
                UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32), attempt, 0))
    }

    /// A number in 0 ..< 1 from two words: 53 random bits.
    @inline(__always)
    static func unit(_ a: UInt32, _ b: UInt32) -> Double {
        Double((UInt64(a) << 32 | UInt64(b)) >> 11) * 0x1p-53
    }

    /// A standard normal number (Box and Muller).
    @inline(__always)
    static func normal(_ words: SIMD4<UInt32>) -> Double {
        sqrt(-2 * log(1 - unit(words[0], words[1]))) * cos(2 * .pi * unit(words[2], words[3]))
    }

    @inline(__always)
    private static func fill(_ target: UnsafeMutablePointer<Float>, _ count: Int, _ value: (UInt64) -> Float) {
        Threads.parallel(count, grain: 4096, multiple: 16) { begin, end in
            for index in begin ..< end { target[index] = value(UInt64(index)) }
        }
    }

    /// Uniform in 0 ..< 1, 24 random bits each. Element i depends on `key` and `counter + i` alone.
    public static func uniform(_ target: UnsafeMutablePointer<Float>, count: Int, key: UInt64, counter: UInt64) {
        fill(target, count) { Float(element(key, counter &+ $0)[0] >> 8) * 0x1p-24 }
    }

    /// Standard normal.
    public static func normal(_ target: UnsafeMutablePointer<Float>, count: Int, key: UInt64, counter: UInt64) {
        fill(target, count) { Float(normal(element(key, counter &+ $0))) }
    }

    /// Standard normal, drawn again while beyond two standard deviations.
    public static func truncatedNormal(_ target: UnsafeMutablePointer<Float>, count: Int, key: UInt64, counter: UInt64) {
        fill(target, count) { index in
            var attempt: UInt32 = 0
            while true {
                let value = normal(element(key, counter &+ index, attempt: attempt))
                if value.magnitude <= 2 { return Float(value) }
                attempt &+= 1
            }
        }
    }

    /// The numbers 0 ..< count in random order.
    public static func permutation(count: Int, key: UInt64, counter: UInt64) -> [Int] {
        var order = Array(0 ..< count)
        var index = count - 1
        while index > 0 {
            let words = element(key, counter &+ UInt64(index))
            // The high half of a 64 by 64 bit product is uniform to within 2⁻⁶⁴ · count.
            let (high, _) = (UInt64(words[0]) << 32 | UInt64(words[1])).multipliedFullWidth(by: UInt64(index + 1))
            order.swapAt(index, Int(high))
            index -= 1
        }
        return order
    }
}
