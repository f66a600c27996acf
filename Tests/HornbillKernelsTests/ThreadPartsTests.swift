import Glibc
import Synchronization
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

    @Test("ranges cover each unit once and begin at multiples", arguments: [1, 2, 3, 5])
    func ranges(threads: Int) {
        let before = Threads.count
        defer { Threads.count = before }
        Threads.count = threads
        for (count, grain, multiple) in [(1, 1, 1), (7, 1, 1), (1000, 1, 64), (1000, 100, 16), (50_176, 64, 1024), (99, 5, 100)] {
            let times = Mutex([Int](repeating: 0, count: count))
            Threads.parallel(count, grain: grain, multiple: multiple) { begin, end in
                #expect(begin < end && begin % multiple == 0 && (end % multiple == 0 || end == count))
                times.withLock { times in
                    for unit in begin ..< end { times[unit] += 1 }
                }
            }
            #expect(times.withLock { $0.allSatisfy { $0 == 1 } }, "\(count) units")
        }
    }

    @Test("a thread that is done helps one that is not")
    func help() {
        let before = Threads.count
        defer { Threads.count = before }
        Threads.count = 2
        let doers = Mutex([UInt](repeating: 0, count: 16))
        Threads.parallel(16, grain: 1) { begin, end in
            if begin == 0 { usleep(200_000) }
            doers.withLock { doers in
                for unit in begin ..< end { doers[unit] = UInt(pthread_self()) }
            }
        }
        let found = doers.withLock { $0 }
        // One thread does everything while other programs hold the cores.
        if Set(found).count > 1 { #expect(found[1...].allSatisfy { $0 != found[0] }) }
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
}
