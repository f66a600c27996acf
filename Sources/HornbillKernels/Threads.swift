import CGomp
import CIntrinsics
import Synchronization

/// The pool of threads that every kernel and oneDNN share (GCC's OpenMP runtime).
public enum Threads {
    /// How many threads a parallel region uses: `OMP_NUM_THREADS` or the number of cores, unless set.
    ///
    /// The setting belongs to the calling thread, as in OpenMP. Values below 1 count as 1.
    public static var count: Int {
        get { max(1, Int(omp_get_max_threads())) }
        set { omp_set_num_threads(Int32(clamping: max(1, newValue))) }
    }

    /// Calls `body` with ranges that together cover `0 ..< count`, from several threads at once.
    ///
    /// Each thread has a part of its own, and goes through it from its beginning, range by range. A thread that is done helps
    /// the others: cores are not equally fast where other programs use them, or other machines on the same processor.
    ///
    /// - Parameters:
    ///   - count: the number of units of work.
    ///   - grain: no thread's part is smaller, and no range but its last smaller than a quarter of this; with less than two
    ///     grains of work, or inside another parallel region, `body` runs on the calling thread (a fork and join costs
    ///     about 1 µs).
    ///   - multiple: the boundaries between ranges are multiples of this (a cache line, a tile).
    ///   - body: must not throw and must touch disjoint memory for disjoint ranges.
    @inlinable
    public static func parallel(
        _ count: Int, grain: Int, multiple: Int = 1, _ body: (_ begin: Int, _ end: Int) -> Void
    ) {
        if count <= 0 { return }
        let wanted = min(Threads.count, count / max(1, grain))
        if wanted < 2 || omp_in_parallel() != 0 {
            body(0, count)
            return
        }
        share(count, threads: wanted, grain: max(1, grain), multiple: max(1, multiple), body)
    }

    /// Calls `body` with each number below `count`, from several threads at once, which take one after the other: for work whose
    /// units are not equal, the largest first.
    static func each(_ count: Int, _ body: (Int) -> Void) {
        let wanted = min(Threads.count, count)
        if wanted < 2 || omp_in_parallel() != 0 {
            for index in 0 ..< count { body(index) }
            return
        }
        let next = Atomic<Int>(0)
        fork(wanted, alone: { for index in 0 ..< count { body(index) } }) { _, _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                if index >= count { break }
                body(index)
            }
        }
    }

    /// Calls `body`, which makes a primitive of oneDNN, with as many threads as the primitive should use: one for a
    /// product so small that another thread would take longer to begin and end than to help.
    static func few<Result>(_ isSmall: Bool, _ body: () throws -> Result) rethrows -> Result {
        try isSmall ? one(body) : body()
    }

    /// Calls `body`, which makes a primitive of oneDNN, so that the primitive uses the thread that calls it alone.
    static func one<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = omp_get_max_threads()
        if before > 1 { omp_set_num_threads(1) }
        defer { if before > 1 { omp_set_num_threads(before) } }
        return try body()
    }

    /// The floating-point operations for which a second thread begins to help.
    public static let worthForking = 0x1p20

    /// Calls `body` on every thread at once, with the number of the thread, 0 for the calling one, and how many there
    /// are: one if this is inside another parallel region.
    public static func everywhere(_ body: (_ thread: Int, _ threads: Int) -> Void) {
        let threads = count
        if threads < 2 || omp_in_parallel() != 0 { return body(0, 1) }
        fork(threads, alone: { body(0, 1) }, body)
    }

    /// What one of so many threads gets of `count` units; empty for threads beyond the last.
    static func part(_ index: Int, of threads: Int, count: Int, multiple: Int) -> Range<Int> {
        let units = (count &+ multiple &- 1) / multiple
        let begin = min(count, units &* min(index, threads) / threads &* multiple)
        let end = min(count, units &* min(index &+ 1, threads) / threads &* multiple)
        return begin ..< max(begin, end)
    }

    /// For loops that wait for another thread.
    @inline(__always)
    public static func pause() { hbi_pause() }

    /// Lets every thread take subnormal numbers as the calling thread does.
    public static func shareMode() {
        everywhere { _, _ in }
    }

    /// In how many ranges a thread goes through its part: the fewer, the longer the others may have to wait for the last.
    private static let rangesOfPart = 8

    @usableFromInline
    static func share(_ count: Int, threads: Int, grain: Int, multiple: Int, _ body: (Int, Int) -> Void) {
        // How much of each part is taken: numbers on cache lines of their own.
        let line = 128
        withUnsafeTemporaryAllocation(byteCount: threads &* line, alignment: line) { memory in
            // Not empty: there are at least two threads.
            let base = memory.baseAddress.unsafelyUnwrapped
            func taken(_ thread: Int) -> UnsafeMutablePointer<Atomic<Int>> {
                (base + thread &* line).assumingMemoryBound(to: Atomic<Int>.self)
            }
            for thread in 0 ..< threads { taken(thread).initialize(to: Atomic(0)) }
            // The system may give fewer threads than were asked for.
            fork(threads, alone: { body(0, count) }) { thread, threads in
                for step in 0 ..< threads {
                    let owner = thread &+ step < threads ? thread &+ step : thread &+ step &- threads
                    let part = Threads.part(owner, of: threads, count: count, multiple: multiple)
                    let share = max(part.count / rangesOfPart, grain / 4, 1)
                    let length = (share &+ multiple &- 1) / multiple &* multiple
                    while true {
                        let begin = part.lowerBound &+ taken(owner).pointee.add(length, ordering: .relaxed).oldValue
                        if begin >= part.upperBound { break }
                        body(begin, min(part.upperBound, begin &+ length))
                    }
                }
            }
        }
    }

    /// Calls `body` on each of `threads` threads with its number and how many there are, or `alone` if others hold the cores.
    private static func fork(_ threads: Int, alone: () -> Void, _ body: (_ thread: Int, _ threads: Int) -> Void) {
        if Crowding.isCrowded { return alone() }
        struct Region {
            let flushMode: UInt32
            let isWatched: Bool
            let body: (Int, Int) -> Void
            var times: Crowding.Region
        }
        // GOMP_parallel returns only when every thread has finished, so the closure does not escape.
        withoutActuallyEscaping(body) { escaping in
            let start = Crowding.now(), isWatched = Crowding.isWatching
            var region = Region(
                flushMode: hbi_flush_mode(), isWatched: isWatched, body: escaping,
                times: Crowding.Region(start: start, own: start, lastStart: start, lastOwn: start, end: start))
            withUnsafeMutablePointer(to: &region) { pointer in
                GOMP_parallel(
                    { context in
                        let region = context!.assumingMemoryBound(to: Region.self)
                        let threads = Int(omp_get_num_threads())
                        let index = Int(omp_get_thread_num())
                        // One of the others stands for them all: they must not write to one place.
                        let isWatched = region.pointee.isWatched, isLast = isWatched && index == threads &- 1
                        if isLast { region.pointee.times.lastStart = Crowding.now() }
                        // The thread keeps it, for oneDNN's primitives that follow, until other work is given to it.
                        if hbi_flush_mode() != region.pointee.flushMode { hbi_set_flush_mode(region.pointee.flushMode) }
                        region.pointee.body(index, threads)
                        if isWatched, index == 0 { region.pointee.times.own = Crowding.now() }
                        if isLast { region.pointee.times.lastOwn = Crowding.now() }
                    }, pointer, UInt32(threads), 0)
            }
            region.times.end = Crowding.now()
            if isWatched { Crowding.ended(region.times) } else { Crowding.ended(start: start, end: region.times.end) }
        }
    }
}
