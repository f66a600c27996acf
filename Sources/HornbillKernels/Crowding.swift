import Glibc
import Synchronization

/// Whether other programs hold the cores that a parallel region wants.
///
/// The thread that begins a region waits for the others at its end. While there are more runnable threads than cores, that
/// can take another program's whole time slice, a thousand times as long as the work. Regions that waited like that are
/// noticed, and those of the next while run on one thread: so much longer than the wait that, looking again and again, no
/// more than a sixteenth of the time is lost. Results do not depend on it.
enum Crowding {
    /// When regions may use several threads again, in nanoseconds; 0 if they may now.
    private static let until = Atomic<UInt64>(0)

    /// Shorter waits are those of threads that wake up, or that share unevenly.
    private static let longWait: UInt64 = 1_000_000
    private static let patience: UInt64 = 16

    @inline(__always)
    static var isCrowded: Bool {
        let end = until.load(ordering: .relaxed)
        if end == 0 { return false }
        if now() < end { return true }
        until.store(0, ordering: .relaxed)
        return false
    }

    /// Notes how a region went.
    ///
    /// - Parameters:
    ///   - start: when it began; `own`: when the thread that began it was done; `end`: when all were.
    ///   - lastStart: when the last of the other threads came to work.
    @inline(__always)
    static func regionEnded(start: UInt64, own: UInt64, lastStart: UInt64, end: UInt64) {
        if end &- own < longWait { return }
        note(start: start, own: own, lastStart: lastStart, end: end)
    }

    @inline(never)
    private static func note(start: UInt64, own: UInt64, lastStart: UInt64, end: UInt64) {
        let pause = pause(start: start, own: own, lastStart: lastStart, end: end, wasInterrupted: wasInterrupted())
        if pause > 0 { until.store(end &+ pause, ordering: .relaxed) }
    }

    /// For how long to use one thread after a region that went like that; 0 to go on.
    ///
    /// - Parameter wasInterrupted: whether the system took a core away from this process meanwhile.
    static func pause(start: UInt64, own: UInt64, lastStart: UInt64, end: UInt64, wasInterrupted: Bool) -> UInt64 {
        let wait = end &- own
        // A thread may have had more to do than the first one, but it came late or was sent away if others are running.
        guard wait >= longWait, wasInterrupted || lastStart &- start >= longWait else { return 0 }
        return wait &* patience
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
