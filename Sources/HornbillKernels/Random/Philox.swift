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

    /// Standard normal, drawn again while beyond two standard deviations.
    public static func truncatedNormal(
        _ target: UnsafeMutablePointer<Float>, count: Int, key: UInt64, counter: UInt64
    ) { truncated(count, key, counter) { target[$0] = Float($1) } }

    /// The same in float64.
    public static func truncatedNormal(
        _ target: UnsafeMutablePointer<Double>, count: Int, key: UInt64, counter: UInt64
    ) { truncated(count, key, counter) { target[$0] = $1 } }

    private static func truncated(_ count: Int, _ key: UInt64, _ counter: UInt64, _ store: (Int, Double) -> Void) {
        Threads.parallel(count, grain: 1024, multiple: 16) { begin, end in
            for index in begin ..< end {
                var attempt: UInt32 = 0, value = 3.0
                while value.magnitude > 2 {
                    value = normal(element(key, counter &+ UInt64(index), attempt: attempt))
                    attempt &+= 1
                }
                store(index, value)
            }
        }
    }

    /// The numbers 0 ..< count in random order.
    public static func permutation(count: Int, key: UInt64, counter: UInt64) -> [Int] {
        [Int](unsafeUninitializedCapacity: count) { buffer, length in
            if let first = buffer.baseAddress { permutation(first, count: count, key: key, counter: counter) }
            length = count
        }
    }

    /// Fills `target` with the numbers 0 ..< count in random order.
    public static func permutation(_ target: UnsafeMutablePointer<Int>, count: Int, key: UInt64, counter: UInt64) {
        for index in 0 ..< count { target[index] = index }
        if count < 1024 || count > Int(UInt32.max) { return swap(target, count, key, counter) }
        // Sorted by random keys, which keeps the memory's caches busy as swapping all over it does not. Only where keys are
        // equal, which is rare, would the numbers keep their order: these are swapped.
        Scratch.with(bytes: 20 * count) { memory in
            let items = memory.assumingMemoryBound(to: PackedPosition.self), spare = items + count
            let keys = (memory + 16 * count).assumingMemoryBound(to: UInt32.self)
            words(keys, count: count, key: key, counter: counter)
            Threads.parallel(count, grain: 1 << 15, multiple: 64) { begin, end in
                for index in begin ..< end { items[index] = PackedPosition(keys[index], index) }
            }
            let isSpare = RadixSort.sort(items, spare: spare, count: count, threads: Threads.count)
            let sorted = isSpare ? spare : items
            var start = 0
            for index in 0 ..< count {
                target[index] = sorted[index].position
                if sorted[index].sortKey == sorted[start].sortKey, index + 1 < count { continue }
                let end = sorted[index].sortKey == sorted[start].sortKey ? index + 1 : index
                if end - start > 1 { swap(target + start, end - start, key, counter &+ UInt64(start)) }
                start = index
            }
        }
    }

    /// Exchanges each number with one up to it (Fisher and Yates).
    private static func swap(_ target: UnsafeMutablePointer<Int>, _ count: Int, _ key: UInt64, _ counter: UInt64) {
        var index = count - 1
        while index > 0 {
            let words = element(key, counter &+ UInt64(index))
            // The high half of a 64 by 64 bit product is uniform to within 2⁻⁶⁴ · count.
            let (high, _) = (UInt64(words[0]) << 32 | UInt64(words[1])).multipliedFullWidth(by: UInt64(index + 1))
            let other = Int(high), value = target[index]
            target[index] = target[other]
            target[other] = value
            index -= 1
        }
    }
}
