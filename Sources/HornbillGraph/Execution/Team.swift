import HornbillKernels
import Synchronization

/// Threads that work through a program's lanes, and the others that do spare work meanwhile.
final class Team {
    /// The calls of a stage, bound.
    final class Lanes {
        fileprivate typealias Call = Unmanaged<BoundCall>

        fileprivate struct Item {
            let call: Call
            /// Of `Lanes.waits`.
            let waits: Range<Int>
            let isAwaited: Bool
        }

        /// All calls in order, for a thread alone.
        fileprivate let inOrder: [Call]
        fileprivate let lanes: [UnsafeBufferPointer<Item>]
        fileprivate let waits: UnsafeBufferPointer<Schedule.Lanes.Wait>
        fileprivate let paysAlone: Bool
        private let owners: [BoundCall]

        /// - Parameter calls: those of each lane's items.
        init(_ plan: Schedule.Lanes, _ calls: [[BoundCall]]) {
            owners = calls.flatMap { $0 }
            let items = plan.lanes.indices.flatMap { lane in
                zip(plan.lanes[lane], calls[lane]).map { item, call in (item: item, call: Call.passUnretained(call)) }
            }
            inOrder = items.sorted { ($0.item.step, $0.item.piece ?? 0) < ($1.item.step, $1.item.piece ?? 0) }.map(\.call)
            var waits: [Schedule.Lanes.Wait] = []
            var next = 0
            lanes = plan.lanes.map { lane in
                Lanes.copy(
                    lane.map { item in
                        defer { next += 1 }
                        let first = waits.count
                        waits += item.waits
                        return Item(call: items[next].call, waits: first ..< waits.count, isAwaited: item.isAwaited)
                    })
            }
            self.waits = Lanes.copy(waits)
            paysAlone = plan.paysAlone
        }

        deinit {
            for lane in lanes { lane.deallocate() }
            waits.deallocate()
        }

        private static func copy<Element>(_ elements: [Element]) -> UnsafeBufferPointer<Element> {
            let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
            _ = copy.initialize(from: elements)
            return UnsafeBufferPointer(copy)
        }
    }

    private let progress: Progress
    private let failure = Mutex<(any Error)?>(nil)

    init(lanes: Int) { progress = Progress(lanes) }

    /// - Parameter isLast: whether the program is done then, and nothing is left to do meanwhile.
    func run(_ stage: Lanes, meanwhile other: SpareWork?, isLast: Bool) throws {
        guard stage.paysAlone || other?.isWorthSharing == true else { return try alone(stage) }
        progress.reset()
        let spare = other.map(Unmanaged.passUnretained)
        Threads.everywhere { thread, threads in
            if threads < stage.lanes.count {
                if thread > 0 { return }
                do { try alone(stage) } catch { failure.withLock { $0 = error } }
                return
            }
            let calls = thread < stage.lanes.count ? stage.lanes[thread].count : 0
            if calls > 0 { work(stage, thread, spare) }
            if let spare {
                func isDone() -> Bool { stage.lanes.indices.allSatisfy { progress.isDone($0, stage.lanes[$0].count) } }
                while isLast || !isDone(), spare.doPiece() {}
            }
        }
        if let error = failure.withLock({ error in
            defer { error = nil }
            return error
        }) {
            throw error
        }
    }

    private func alone(_ stage: Lanes) throws {
        for call in stage.inOrder { try call.run() }
    }

    private func work(_ stage: Lanes, _ lane: Int, _ spare: Unmanaged<SpareWork>?) {
        let items = stage.lanes[lane]
        for index in items.indices {
            let item = items[index]
            for number in item.waits {
                let wait = stage.waits[number]
                while !progress.isDone(wait.lane, wait.count) {
                    if let spare, spare.doPiece() { continue }
                    Threads.pause()
                }
            }
            do {
                try item.call.run()
            } catch {
                // The other lanes go on, with what is there, and end: what they compute is not used.
                failure.withLock { $0 = error }
            }
            if item.isAwaited || index == items.count &- 1 { progress.note(lane, index &+ 1) }
        }
    }
}

/// How many of its calls each lane has done: each number in cache lines of its own, since its lane writes it while others
/// wait for theirs.
private final class Progress {
    private let done: UnsafeMutableBufferPointer<Atomic<Int>>
    private static let spacing = 16

    init(_ lanes: Int) {
        done = .allocate(capacity: lanes * Progress.spacing)
        for index in done.indices { (done.baseAddress! + index).initialize(to: Atomic(0)) }
    }

    deinit { done.deallocate() }

    func reset() {
        for index in stride(from: 0, to: done.count, by: Progress.spacing) { done[index].store(0, ordering: .relaxed) }
    }

    @inline(__always)
    func note(_ lane: Int, _ count: Int) { done[lane &* Progress.spacing].store(count, ordering: .releasing) }

    @inline(__always)
    func isDone(_ lane: Int, _ count: Int) -> Bool { done[lane &* Progress.spacing].load(ordering: .acquiring) >= count }
}
