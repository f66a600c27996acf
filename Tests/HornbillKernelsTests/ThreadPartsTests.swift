import Testing

@testable import HornbillKernels

@Suite("Parts of threads") struct ThreadPartsTests {
    @Test("parts follow each other, begin at multiples, and are all there is", arguments: [1, 2, 3, 7, 16])
    func parts(threads: Int) {
        for (count, multiple) in [(0, 1), (1, 1), (5, 1), (100, 16), (1000, 64), (50_176, 1024), (99, 100)] {
            var end = 0
            for index in 0 ..< threads {
                let part = Threads.part(index, of: threads, count: count, multiple: multiple)
                guard !part.isEmpty else { continue }
                #expect(part.lowerBound == end && part.lowerBound % multiple == 0)
                end = part.upperBound
            }
            #expect(end == count)
            #expect(Threads.part(threads, of: threads, count: count, multiple: multiple).isEmpty)
        }
    }

    @Test("two threads update the weights whose products they make", arguments: [(784, 64), (2000, 50), (1024, 128)])
    func rows(inputs: Int, units: Int) throws {
        let split = try #require(SplitDense(batch: 32, inputs: inputs, units: units))
        let second = Threads.part(
            1, of: 2, count: inputs * units, multiple: SplitDense.multiple([inputs, units]))
        #expect(second.lowerBound == split.range(split.parts / 2).lowerBound * units)
    }

    @Test("only weights of split layers are dealt out by rows")
    func others() {
        #expect(SplitDense.multiple([64, 64]) == 64 && SplitDense.multiple([784, 512]) == 64)
        #expect(SplitDense.multiple([100_000]) == 64)
    }

    @Test("columns that are asked for lie in the row", arguments: [1, 2, 3])
    func columns(threads: Int) {
        let row = [UInt8](repeating: 1, count: 784)
        row.withUnsafeBytes { row in
            for thread in 0 ..< threads {
                prefetchColumns(
                    source: row.baseAddress!, sourceType: .uint8, rowElements: 784, count: 32, thread: thread,
                    threads: threads)
            }
        }
    }
}
