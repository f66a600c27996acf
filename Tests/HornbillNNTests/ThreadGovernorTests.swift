import Testing

@testable import HornbillNN

@Suite("Choosing the number of threads")
struct ThreadGovernorTests {
    @Test("all threads are used while nobody else wants the cores")
    func alone() {
        let governor = ThreadGovernor(most: 4)
        for second in 0 ..< 10 {
            governor.decide(secondsPerStep: second == 5 ? 1 : 0.001, isCrowded: false, Double(second))
            #expect(governor.threads == 4)
        }
    }

    @Test("one thread is used while all of them are slower, and all are tried ever more rarely")
    func crowded() {
        let governor = ThreadGovernor(most: 2)
        var tries: [Double] = []
        for tick in 0 ..< 1000 {
            let now = Double(tick) * 0.05
            if governor.threads == 2 { tries.append(now) }
            governor.decide(secondsPerStep: governor.threads == 2 ? 0.08 : 0.003, isCrowded: true, now)
        }
        #expect(governor.threads == 1)
        #expect(tries.count < 12, "50 seconds, \(tries.count) tries")
        #expect(zip(tries.dropFirst(2), tries.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test("all threads are used again when they are faster again")
    func recovers() {
        let governor = ThreadGovernor(most: 2)
        governor.decide(secondsPerStep: 0.08, isCrowded: true, 1)
        #expect(governor.threads == 1)
        for tick in 0 ..< 40 {
            governor.decide(
                secondsPerStep: governor.threads == 2 ? 0.002 : 0.003, isCrowded: false, 1 + Double(tick) * 0.05)
        }
        #expect(governor.threads == 2)
    }

    @Test("cores that are taken away now and then do not cost the other threads")
    func sharedALittle() {
        let governor = ThreadGovernor(most: 2)
        var ones = 0
        for tick in 0 ..< 200 {
            governor.decide(
                secondsPerStep: governor.threads == 2 ? 0.002 : 0.003, isCrowded: true, Double(tick) * 0.05)
            if governor.threads == 1 { ones += 1 }
        }
        #expect(ones < 20, "of 200")
    }
}
