import Testing

@testable import HornbillKernels

/// Arrangements of numbers with which sorting by pivots has trouble, if with any.
private func arrangements(_ count: Int) -> [String: [UInt64]] {
    var random = TestRandom()
    let any = (0 ..< count).map { _ in random.next() }
    return [
        "any": any,
        "few different": any.map { $0 % 3 },
        "equal": [UInt64](repeating: 7, count: count),
        "largest": [UInt64](repeating: .max, count: count),
        "ascending": any.sorted(),
        "descending": any.sorted(by: >),
        "up and down": (0 ..< count).map { UInt64($0 < count / 2 ? $0 : count - $0) },
        "many of the largest": any.map { $0 % 2 == 0 ? .max : $0 },
    ]
}

@Suite("Order by vectors") struct OrderTests {
    private func check<K: VectorKey>(_ keys: [K], _ name: String) {
        for threads in [1, 2, 3] {
            var sorted = keys, spare = keys
            sorted.withUnsafeMutableBufferPointer { sorted in
                spare.withUnsafeMutableBufferPointer { spare in
                    guard let sorted = sorted.baseAddress, let spare = spare.baseAddress else { return }
                    VectorOrder.sort(sorted, spare: spare, count: keys.count, threads: threads)
                }
            }
            #expect(sorted == keys.sorted(), "\(name), \(keys.count) of \(K.self) on \(threads) threads")
        }
    }

    @Test("keys are sorted, however they lie and on any number of threads", .enabled(if: VectorOrder.isAvailable))
    func sorting() {
        for count in Array(1 ... 300) + [511, 1000, 4097, 70_001] {
            for (name, keys) in arrangements(count) where count < 20 || count % 7 == 0 || count > 300 {
                check(keys, name)
                check(keys.map { UInt32(truncatingIfNeeded: $0) }, name)
            }
        }
    }

    @Test("a selected key is the one of the sorted order, with the numbers of smaller and equal ones",
        .enabled(if: VectorOrder.isAvailable))
    func selecting() {
        for count in [1, 50, 4096, 5000, 100_000] {
            for (name, all) in arrangements(count) {
                let sorted = all.sorted()
                for rank in Set([0, count / 3, count / 2, count - 1]) {
                    for threads in [1, 2] {
                        let select = VectorSelect<UInt64>(count: count, threads: threads) { first, length, to in
                            for index in 0 ..< length { to[index] = all[first + index] }
                        }
                        let found = select.key(at: rank)
                        #expect(found.key == sorted[rank], "\(name) \(count) \(rank)")
                        #expect(found.less.reduce(0, +) == all.count { $0 < sorted[rank] }, "\(name) \(count) \(rank)")
                        #expect(found.same.reduce(0, +) == all.count { $0 == sorted[rank] }, "\(name) \(count) \(rank)")
                    }
                }
                let select = VectorSelect<UInt64>(count: count, threads: 2) { first, length, to in
                    for index in 0 ..< length { to[index] = all[first + index] }
                }
                let ranks = [0, count / 4, count / 4 + count / 8, count - 1]
                #expect(select.keys(at: ranks) == ranks.map { sorted[$0] }, "\(name) \(count)")
            }
        }
    }

    @Test("partitions have the element of the order at the position, and none on the wrong side",
        .enabled(if: VectorOrder.isAvailable))
    func partitions() {
        for count in [1, 5, 300, 4096, 40_000] {
            for (name, keys) in arrangements(count) {
                let all = keys.map { Int16(truncatingIfNeeded: $0) }, sorted = all.sorted()
                for rank in Set([0, count / 3, count - 1]) {
                    var target = [Int16](repeating: 0, count: count), places = [Int](repeating: -1, count: count)
                    #expect(Selection.partition(.int16, all, &target, lines: 1, length: count, rank: rank))
                    #expect(Selection.argpartition(.int16, all, &places, lines: 1, length: count, rank: rank))
                    #expect(places.sorted() == Array(0 ..< count), "\(name)")
                    for found in [target, places.map { all[$0] }] {
                        #expect(found[rank] == sorted[rank], "\(name) \(count) \(rank)")
                        #expect(found[..<rank].allSatisfy { $0 <= sorted[rank] }, "\(name) \(count) \(rank)")
                        #expect(found[rank...].allSatisfy { $0 >= sorted[rank] }, "\(name) \(count) \(rank)")
                        #expect(found.sorted() == sorted, "\(name) \(count) \(rank)")
                    }
                }
            }
        }
    }

    @Test("integers of a short range are sorted by counting, also at the ends of their type")
    func counting() {
        var random = TestRandom()
        for low in [Int64.min, -1000, 0, Int64.max - 2000] {
            let all = (0 ..< 50_000).map { _ in low + Int64.random(in: 0 ... 2000, using: &random) }
            for isDescending in [false, true] {
                for threads in [1, 2] {
                    var target = [Int64](repeating: 0, count: all.count)
                    #expect(CountingSort.sort(all, &target, count: all.count, isDescending: isDescending, threads: threads))
                    #expect(target == (isDescending ? all.sorted(by: >) : all.sorted()))
                }
            }
        }
        let wide = (0 ..< 1000).map { _ in Int64(bitPattern: random.next()) }
        var target = wide
        #expect(!CountingSort.sort(wide, &target, count: wide.count, isDescending: false, threads: 1))
        let bytes = (0 ..< 1000).map { _ in Int8.random(in: .min ... .max, using: &random) }
        var sorted = bytes
        #expect(CountingSort.sort(bytes, &sorted, count: bytes.count, isDescending: false, threads: 1))
        #expect(sorted == bytes.sorted())
    }

    @Test("a position that is written to several times keeps the last value, on any number of threads")
    func writing() {
        var random = TestRandom()
        let count = 100_000, length = 3000
        let indices = (0 ..< count).map { _ in Int.random(in: 0 ..< length, using: &random) }
        let values = (0 ..< count).map { Float($0) }
        var expected = [Float](repeating: -1, count: length)
        for (index, value) in zip(indices, values) { expected[index] = value }
        let threads = Threads.count
        defer { Threads.count = threads }
        for number in [1, 2, 3] {
            Threads.count = number
            var target = [Float](repeating: -1, count: length)
            writeRows(elementSize: 4, values, repeats: false, indices, count: count, width: 1, &target, length: length)
            #expect(target == expected)
        }
    }
}
