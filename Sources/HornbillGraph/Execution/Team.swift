import HornbillKernels
import Synchronization

/// Two threads that work through a program's lanes, and the others that do spare work meanwhile.
final class Team {
    /// The calls of a stage, bound.
    final class Lanes {
        /// A call, and how many of the other lane's must be done before.
        typealias Item = (call: Unmanaged<BoundCall>, after: Int)

        /// All calls in order, for a thread alone.
        fileprivate let inOrder: [Unmanaged<BoundCall>]
        fileprivate let first: UnsafeBufferPointer<Item>
        fileprivate let second: UnsafeBufferPointer<Item>
        fileprivate let paysAlone: Bool
        private let owners: [BoundCall]

        init(_ calls: [BoundCall], lanes: [[(index: Int, after: Int)]], paysAlone: Bool) {
            owners = calls
            inOrder = calls.map(Unmanaged.passUnretained)
            func bound(_ lane: [(index: Int, after: Int)]) -> UnsafeBufferPointer<Item> {
                let items = UnsafeMutableBufferPointer<Item>.allocate(capacity: lane.count)
                _ = items.initialize(from: lane.map { (Unmanaged.passUnretained(calls[$0.index]), $0.after) })
                return UnsafeBufferPointer(items)
            }
            first = bound(lanes[0])
            second = bound(lanes[1])
            self.paysAlone = paysAlone
        }

        deinit {
            first.deallocate()
            second.deallocate()
        }
    }

    /// How many of its calls each lane has done.
    private let done0 = Atomic<Int>(0)
    private let done1 = Atomic<Int>(0)
    private let failure = Mutex<(any Error)?>(nil)

    func run(_ stage: Lanes, meanwhile other: SpareWork?, lookahead: Lookahead?) throws {
        guard stage.paysAlone || other?.isTaken == false else {
            return try alone(stage, lookahead)
        }
        done0.store(0, ordering: .relaxed)
        done1.store(0, ordering: .relaxed)
        Threads.everywhere { thread, threads in
            if threads == 1 {
                do { try alone(stage, lookahead) } catch { failure.withLock { $0 = error } }
                return
            }
            let calls = thread == 0 ? stage.first.count : stage.second.count
            var walk = lookahead.map { Lookahead.Walk($0, thread, of: threads, calls: calls) }
            switch thread {
            case 0: work(stage.first, done0, waitingFor: done1, nil, &walk)
            case 1: work(stage.second, done1, waitingFor: done0, other, &walk)
            default: break
            }
            if thread > 0 {
                _ = walk?.ask(for: .max)
                if let other {
                    while done0.load(ordering: .relaxed) < stage.first.count, other.doPiece() {}
                }
            }
        }
        if let error = failure.withLock({ error in
            defer { error = nil }
            return error
        }) {
            throw error
        }
    }

    private func alone(_ stage: Lanes, _ lookahead: Lookahead?) throws {
        var walk = lookahead.map { Lookahead.Walk($0, 0, of: 1, calls: stage.inOrder.count) }
        for call in stage.inOrder {
            try call.run()
            walk?.askAfterCall()
        }
    }

    private func work(
        _ lane: UnsafeBufferPointer<Lanes.Item>, _ done: borrowing Atomic<Int>, waitingFor others: borrowing Atomic<Int>,
        _ spare: SpareWork?, _ walk: inout Lookahead.Walk?
    ) {
        for (index, item) in lane.enumerated() {
            while others.load(ordering: .acquiring) < item.after {
                if let spare, spare.doPiece() { continue }
                if walk?.ask(for: 1) == true { continue }
                Threads.pause()
            }
            do {
                try item.call.run()
            } catch {
                // The other lane goes on, with what is there, and ends: what it computes is not used.
                failure.withLock { $0 = error }
            }
            done.store(index &+ 1, ordering: .releasing)
            walk?.askAfterCall()
        }
    }
}
