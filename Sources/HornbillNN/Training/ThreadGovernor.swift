import Glibc
import HornbillKernels

/// Chooses how many threads the steps of a run use: all of them, or one while other programs keep the cores busy.
///
/// Threads of one step wait for each other many times. When there are more runnable threads than cores, each wait can
/// last for another program's whole time slice, and a step then takes twenty times as long as it would on one thread.
/// The system tells when it takes cores away from this process; both ways are timed then, the faster one is kept, and
/// the other is tried again from time to time. Results do not depend on the choice, apart from rounding where oneDNN adds
/// the products of wide layers in another order for another number of threads (three and more, as far as is known).
final class ThreadGovernor {
    private(set) var threads: Int
    private let most: Int
    private var seconds = 0.0
    private var steps = 0.0
    private var preemptions: Int
    /// Seconds of a step as last measured, on all threads and on one.
    private var many = 0.0
    private var single: Double?
    /// When to look again at the way that was slower, and how long that will be put off if it is slower again.
    private var nextLook = 0.0
    private var patience = ThreadGovernor.shortest

    /// Shorter times are not measured: they would say little.
    private static let window = 0.02
    private static let shortest = 0.25, longest = 8.0

    init(most: Int = Threads.count) {
        self.most = most
        threads = most
        preemptions = ThreadGovernor.preemptions()
    }

    /// Notes that a step took so long.
    func stepTook(_ duration: Double) {
        guard most > 1 else { return }
        seconds += duration
        steps += 1
        guard seconds >= ThreadGovernor.window else { return }
        let now = ThreadGovernor.now(), count = ThreadGovernor.preemptions()
        decide(secondsPerStep: seconds / steps, isCrowded: count - preemptions >= 2, now)
        (seconds, steps, preemptions) = (0, 0, count)
    }

    /// Chooses for the steps to come.
    ///
    /// - Parameters:
    ///   - secondsPerStep: how long the last ones took.
    ///   - isCrowded: whether the system took cores away meanwhile.
    ///   - now: seconds since some time.
    func decide(secondsPerStep: Double, isCrowded: Bool, _ now: Double) {
        if threads == 1 {
            single = secondsPerStep
            if secondsPerStep > many {
                // The cores are shared, but not so much that all threads were slower.
                useAll(until: now + ThreadGovernor.shortest * 4)
            } else if now >= nextLook {
                threads = most
            }
            return
        }
        many = secondsPerStep
        if let single, secondsPerStep > single {
            patience = min(patience * 2, ThreadGovernor.longest)
            useOne(until: now + patience)
        } else if single != nil {
            useAll(until: now)
        } else if isCrowded, now >= nextLook {
            patience = ThreadGovernor.shortest
            useOne(until: now + patience)
        }
    }

    private func useOne(until look: Double) {
        threads = 1
        nextLook = look
    }

    private func useAll(until look: Double) {
        threads = most
        single = nil
        nextLook = look
    }

    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }

    /// How often the system has taken a core from a thread of this process that wanted to go on.
    private static func preemptions() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_nivcsw
    }
}
