import Glibc
import Synchronization

/// Whether other programs hold the cores that a parallel region wants.
///
/// The threads of a region wait for each other at its end. While there are more runnable threads than cores, that can take
/// other programs' whole time slices, a thousand times as long as the work. Regions that waited like that are noticed, and
/// those of the next while run on one thread: so much longer than the wait that, looking again and again, no more than a
/// sixteenth of the time is lost. Results do not depend on it.
enum Crowding {
    /// When regions may use several threads again, in nanoseconds; 0 if they may now.
    private static let until = Atomic<UInt64>(0)

    /// Shorter waits are those of threads that wake up, or that share unevenly.
    private static let longWait: UInt64 = 1_000_000
    private static let patience: UInt64 = 16

    /// When a region began and ended, when its first thread was done, and when its last one began and was done.
    struct Region {
        var start: UInt64 = 0, own: UInt64 = 0, lastStart: UInt64 = 0, lastOwn: UInt64 = 0, end: UInt64 = 0
    }

    /// How many regions are still to be looked at closely: reading the clock takes as long as a small region's work.
    private static let watches = Atomic<Int>(0)
    private static let watchesAfterLongRegion = 64

    @inline(__always)
    static var isWatching: Bool { watches.load(ordering: .relaxed) > 0 }

    @inline(__always)
    static var isCrowded: Bool {
        let end = until.load(ordering: .relaxed)
        if end == 0 { return false }
        if now() < end { return true }
        until.store(0, ordering: .relaxed)
        return false
    }

    /// Notes how long a region took that was not looked at closely.
    @inline(__always)
    static func ended(start: UInt64, end: UInt64) {
        if end &- start >= longWait { watches.store(watchesAfterLongRegion, ordering: .relaxed) }
    }

    /// Notes how a region went.
    @inline(__always)
    static func ended(_ region: Region) {
        if region.end &- region.start >= longWait {
            watches.store(watchesAfterLongRegion, ordering: .relaxed)
            note(region)
        } else {
            watches.subtract(1, ordering: .relaxed)
        }
    }

    @inline(never)
    private static func note(_ region: Region) {
        let pause = pause(after: region, wasInterrupted: wasInterrupted())
        if pause > 0 { until.store(region.end &+ pause, ordering: .relaxed) }
    }

    /// For how long to use one thread after a region that went like that; 0 to go on.
    ///
    /// - Parameter wasInterrupted: whether the system took a core away from this process meanwhile.
    static func pause(after region: Region, wasInterrupted: Bool) -> UInt64 {
        // What a thread takes that is not disturbed: the others should take no longer.
        let work = min(region.own &- region.start, region.lastOwn &- region.lastStart)
        let lost = region.end &- region.start &- work
        // A thread may have had more to do than another; but one that came late or was sent away says who is to blame.
        guard lost >= longWait, lost >= work, wasInterrupted || region.lastStart &- region.start >= longWait else { return 0 }
        return lost &* patience
    }

    /// Nanoseconds since some time.
    @inline(__always)
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(bitPattern: Int64(time.tv_sec)) &* 1_000_000_000 &+ UInt64(bitPattern: Int64(time.tv_nsec))
    }

    private static let interruptions = Atomic<Int>(0)

    /// Whether the system has taken a core from a thread that wanted to go on since this was last asked.
    private static func wasInterrupted() -> Bool {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return interruptions.exchange(usage.ru_nivcsw, ordering: .relaxed) != usage.ru_nivcsw
    }
}
