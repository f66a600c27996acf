import HornbillKernels
import Synchronization

/// Two threads that work through a program's lanes, and the others that do spare work meanwhile.
final class Team {
    typealias Call = () throws -> Void

    /// The calls of a stage, bound.
    struct Lanes {
        /// All calls in order, for a thread alone.
        let inOrder: [Call]
        let lanes: [[(call: Call, after: Int)]]
        let paysAlone: Bool
    }

    /// How many of its calls each lane has done.
    private let done0 = Atomic<Int>(0)
    private let done1 = Atomic<Int>(0)
    private let failure = Mutex<(any Error)?>(nil)

    func run(_ stage: Lanes, meanwhile other: SpareWork?) throws {
        guard stage.paysAlone || other?.isTaken == false else {
            for call in stage.inOrder { try call() }
            return
        }
        done0.store(0, ordering: .relaxed)
        done1.store(0, ordering: .relaxed)
        Threads.everywhere { thread, threads in
            if threads == 1 {
                do {
                    for call in stage.inOrder { try call() }
                } catch { failure.withLock { $0 = error } }
                return
            }
            switch thread {
            case 0: work(stage.lanes[0], done0, waitingFor: done1, nil)
            case 1:
                work(stage.lanes[1], done1, waitingFor: done0, other)
            default: break
            }
            if thread > 0, let other {
                while done0.load(ordering: .relaxed) < stage.lanes[0].count, other.doPiece() {}
            }
        }
        if let error = failure.withLock({ error in
            defer { error = nil }
            return error
        }) {
            throw error
        }
    }

    private func work(
        _ lane: [(call: Call, after: Int)], _ done: borrowing Atomic<Int>, waitingFor others: borrowing Atomic<Int>,
        _ spare: SpareWork?
    ) {
        for (index, item) in lane.enumerated() {
            while others.load(ordering: .acquiring) < item.after {
                if let spare, spare.doPiece() { continue }
                Threads.pause()
            }
            do {
                try item.call()
            } catch {
                // The other lane goes on, with what is there, and ends: what it computes is not used.
                failure.withLock { $0 = error }
            }
            done.store(index + 1, ordering: .releasing)
        }
    }
}
