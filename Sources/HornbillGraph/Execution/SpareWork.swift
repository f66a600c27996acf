import HornbillKernels
import Synchronization

/// Work that can be divided at will, for threads that have nothing to do while a program runs.
public final class SpareWork {
    private let count: Int
    private let piece: Int
    private let grain: Int
    private let body: (_ units: Range<Int>) -> Void
    private let next = Atomic<Int>(0)

    /// - Parameters:
    ///   - count: the units of work.
    ///   - piece: how many a thread takes at a time: a few microseconds' worth, since others may wait for it.
    ///   - grain: how many are worth another thread.
    ///   - body: does some; called from several threads at once.
    public init(_ count: Int, piece: Int, grain: Int = 1, _ body: @escaping (_ units: Range<Int>) -> Void) {
        self.count = count
        self.piece = max(1, piece)
        self.grain = max(1, grain)
        self.body = body
    }

    /// Whether so much is left that other threads should be called for it.
    var isWorthSharing: Bool { count - next.load(ordering: .relaxed) > grain }

    /// Does a piece, unless none is left: then the result is false.
    func doPiece() -> Bool {
        let start = next.add(piece, ordering: .relaxed).oldValue
        guard start < count else { return false }
        body(start ..< min(count, start + piece))
        return true
    }

    /// Does what is left, on all threads, and returns when all is done.
    public func finish() {
        // Pieces are only ever begun inside regions, which end when their pieces do.
        let start = next.exchange(count, ordering: .relaxed)
        Threads.parallel(count - start, grain: grain) { begin, end in body(start + begin ..< start + end) }
    }
}

/// Threads that share the work would change the count of references to it each time they look for a piece.
extension Unmanaged<SpareWork> {
    func doPiece() -> Bool { _withUnsafeGuaranteedRef { $0.doPiece() } }
}
