import Glibc
import Testing

@testable import HornbillKernels

@Suite struct PhiloxTests {
    @Test("blocks are those of Random123's known-answer vectors for philox4x32-10")
    func knownAnswers() {
        #expect(
            Philox.block(key: 0, counter: SIMD4(repeating: 0))
                == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        #expect(
            Philox.block(key: .max, counter: SIMD4(repeating: .max))
                == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        #expect(
            Philox.block(
                key: 0x299f_31d0_a409_3822, counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344))
                == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    private typealias Fill = (UnsafeMutablePointer<Float>, Int, UInt64, UInt64) -> Void

    private static func draw(_ fill: Fill, _ count: Int, key: UInt64, counter: UInt64 = 0) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { buffer, size in
            fill(buffer.baseAddress!, count, key, counter)
            size = count
        }
    }

    private static let distributions: [(name: String, fill: Fill, cdf: (Double) -> Double)] = {
        func normal(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
        let inside = normal(2) - normal(-2)
        return [
            ("uniform", { Philox.uniform($0, count: $1, key: $2, counter: $3) }, { min(max($0, 0), 1) }),
            ("normal", { Philox.normal($0, count: $1, key: $2, counter: $3) }, normal),
            (
                "truncated normal", { Philox.truncatedNormal($0, count: $1, key: $2, counter: $3) },
                { min(max((normal($0) - normal(-2)) / inside, 0), 1) }
            ),
        ]
    }()

    @Test(
        "an element depends on its place in the sequence alone, not on threads, lengths or where a draw begins",
        arguments: 0 ..< 3)
    func counterBased(index: Int) {
        let fill = PhiloxTests.distributions[index].fill
        let before = Threads.count
        defer { Threads.count = before }
        Threads.count = 1
        let all = PhiloxTests.draw(fill, 70_001, key: 42)
        for threads in [2, 3, 5] {
            Threads.count = threads
            #expect(PhiloxTests.draw(fill, 70_001, key: 42) == all)
        }
        #expect(PhiloxTests.draw(fill, 1000, key: 42, counter: 12_345) == Array(all[12_345 ..< 13_345]))
        #expect(PhiloxTests.draw(fill, 1000, key: 43) != Array(all[..<1000]))
    }

    @Test(
        "draws follow their distribution (Kolmogorov and Smirnov, at a level of one in a thousand)", arguments: 0 ..< 3)
    func distribution(index: Int) {
        let (name, fill, cdf) = PhiloxTests.distributions[index]
        for key in [1, 2, 0xdead_beef] as [UInt64] {
            let count = 200_000
            let draws = PhiloxTests.draw(fill, count, key: key).map(Double.init).sorted()
            var worst = 0.0
            for (index, x) in draws.enumerated() {
                let expected = cdf(x)
                worst = max(
                    worst, abs(expected - Double(index) / Double(count)),
                    abs(expected - Double(index + 1) / Double(count)))
            }
            #expect(worst * Double(count).squareRoot() < 1.95, "\(name), key \(key)")
        }
    }

    @Test("neighbouring draws, and draws of neighbouring keys, do not correlate")
    func independence() {
        let count = 100_000
        func correlation(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
            zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } / Double(a.count)
        }
        let fill = PhiloxTests.distributions[1].fill
        let one = PhiloxTests.draw(fill, count, key: 7), other = PhiloxTests.draw(fill, count, key: 8)
        // Four standard deviations of the mean of products.
        let limit = 4 / Double(count).squareRoot()
        for lag in [1, 2, 4, 16, 1024] { #expect(abs(correlation(one[..<(count - lag)], one[lag...])) < limit) }
        #expect(abs(correlation(one[...], other[...])) < limit)
    }

    @Test("permutations are permutations, all of them equally likely")
    func permutations() {
        #expect(Philox.permutation(count: 0, key: 1, counter: 0).isEmpty)
        #expect(Philox.permutation(count: 1, key: 1, counter: 0) == [0])
        #expect(Philox.permutation(count: 1000, key: 3, counter: 5).sorted() == Array(0 ..< 1000))
        var counts: [[Int]: Int] = [:]
        for key in 0 ..< 12_000 { counts[Philox.permutation(count: 4, key: UInt64(key), counter: 9), default: 0] += 1 }
        #expect(counts.count == 24)
        // χ² with 23 degrees of freedom exceeds 49.7 once in a thousand times.
        let chiSquare = counts.values.reduce(0.0) { $0 + (Double($1) - 500) * (Double($1) - 500) / 500 }
        #expect(chiSquare < 49.7)
    }
}
