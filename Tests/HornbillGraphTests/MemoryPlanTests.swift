import Testing

@testable import HornbillGraph

@Suite("Memory plan")
struct MemoryPlanTests {
    @Test("buffers that never live together share memory")
    func shares() {
        let plan = MemoryPlan([.init(byteCount: 1000, first: 0, last: 1), .init(byteCount: 900, first: 2, last: 3)])
        #expect(plan.offsets == [0, 0])
        #expect(plan.byteCount == 1024)
    }

    @Test("buffers that live at the same time never overlap", arguments: 1 ... 20)
    func neverOverlaps(seed: Int) {
        var state = UInt64(seed)
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let lives = (0 ..< 60).map { _ in
            let first = next(40)
            return MemoryPlan.Life(byteCount: next(5000), first: first, last: first + next(10))
        }
        let plan = MemoryPlan(lives)
        for (i, a) in lives.enumerated() {
            #expect(plan.offsets[i] % 64 == 0 && plan.offsets[i] + a.byteCount <= plan.byteCount)
            for (j, b) in lives.enumerated() where i < j && a.first <= b.last && b.first <= a.last {
                #expect(
                    plan.offsets[i] + a.byteCount <= plan.offsets[j] || plan.offsets[j] + b.byteCount <= plan.offsets[i]
                        || a.byteCount == 0 || b.byteCount == 0)
            }
        }
    }
}
