/// Memory that threads will read after a program, each a part of its own. They ask for it while they do small steps, so
/// that it is there by then.
public struct Lookahead {
    let count: Int
    let body: (_ thread: Int, _ threads: Int, _ piece: Int) -> Void

    /// - Parameters:
    ///   - count: the pieces of memory.
    ///   - body: asks for a thread's part of one.
    public init(_ count: Int, _ body: @escaping (_ thread: Int, _ threads: Int, _ piece: Int) -> Void) {
        self.count = count
        self.body = body
    }

    /// How one thread goes through the pieces.
    struct Walk {
        private let lookahead: Lookahead
        private let thread: Int
        private let threads: Int
        /// So many pieces are asked for after each of the thread's calls.
        private let share: Int
        private var next = 0

        init(_ lookahead: Lookahead, _ thread: Int, of threads: Int, calls: Int) {
            self.lookahead = lookahead
            self.thread = thread
            self.threads = threads
            share = lookahead.count / max(1, calls) + 1
        }

        @inline(__always)
        mutating func askAfterCall() { _ = ask(for: share) }

        /// Asks for so many more pieces; false if there are none.
        @inline(__always)
        mutating func ask(for pieces: Int) -> Bool {
            guard next < lookahead.count else { return false }
            let end = pieces < lookahead.count &- next ? next &+ pieces : lookahead.count
            while next < end {
                lookahead.body(thread, threads, next)
                next &+= 1
            }
            return true
        }
    }
}
