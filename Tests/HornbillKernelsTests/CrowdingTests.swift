import Testing

@testable import HornbillKernels

@Suite("Crowded cores") struct CrowdingTests {
    private static let millisecond: UInt64 = 1_000_000

    /// Times in microseconds from the start.
    private func pause(own: UInt64, lastStart: UInt64, lastOwn: UInt64, end: UInt64, interrupted: Bool = false) -> UInt64 {
        let start: UInt64 = 5_000_000
        let region = Crowding.Region(
            start: start, own: start + own * 1000, lastStart: start + lastStart * 1000, lastOwn: start + lastOwn * 1000,
            end: start + end * 1000)
        return Crowding.pause(after: region, wasInterrupted: interrupted) / CrowdingTests.millisecond
    }

    @Test("a thread that came late makes the next regions use one thread, for so long that waiting costs a sixteenth")
    func late() {
        #expect(pause(own: 100, lastStart: 4000, lastOwn: 4100, end: 4100) == 64)
    }

    @Test("a thread that was sent away while it worked does so too, whichever it is")
    func interrupted() {
        #expect(pause(own: 100, lastStart: 2, lastOwn: 3100, end: 3100, interrupted: true) == 48)
        #expect(pause(own: 3100, lastStart: 2, lastOwn: 102, end: 3100, interrupted: true) == 48)
    }

    @Test("a thread that had more to do than another does not")
    func uneven() {
        #expect(pause(own: 100, lastStart: 2, lastOwn: 50_000, end: 50_000) == 0)
    }

    @Test("short waits are those of threads that wake up, and long work is worth a wait")
    func worthwhile() {
        #expect(pause(own: 100, lastStart: 200, lastOwn: 300, end: 300, interrupted: true) == 0)
        #expect(pause(own: 10_000, lastStart: 2, lastOwn: 14_000, end: 14_000, interrupted: true) == 0)
    }
}
