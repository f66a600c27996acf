import Synchronization

/// Keeps the threads of OpenBLAS and ours from getting in each other's way.
///
/// Batches of matrices are shared among our threads, and each matrix is then the work of one thread; a single large one
/// gets OpenBLAS's threads. OpenBLAS has one setting for the whole process, which is put back when nobody needs another.
final class LapackThreads: @unchecked Sendable {
    /// What `openblas_get_parallel` says.
    private enum Kind: Int32 {
        case none = 0
        case own = 1
        /// The threads of OpenMP, which are also ours. Changing their number frees buffers that running calls use, so
        /// that calls from outside of our parallel regions, where there is one thread anyway, go one at a time.
        case openMP = 2
    }

    private typealias Getter = @convention(c) () -> Int32
    private typealias Setter = @convention(c) (Int32) -> Void

    private struct State {
        var users = 0
        var current: Int32 = 1
        var original: Int32 = 1
    }

    private let kind: Kind
    private let get: Getter?
    private let set: Setter?
    private let state = Mutex(State())
    private let turn = Mutex(())

    init(find: (String) -> UnsafeMutableRawPointer?) {
        func symbol<Symbol>(_ name: String) -> Symbol? { find(name).map { unsafeBitCast($0, to: Symbol.self) } }
        let parallel: Getter? = symbol("openblas_get_parallel")
        get = symbol("openblas_get_num_threads")
        set = symbol("openblas_set_num_threads")
        kind = get == nil || set == nil ? .none : parallel.flatMap { Kind(rawValue: $0()) } ?? .none
    }

    /// Runs `body` while OpenBLAS uses `count` threads; fewer if another thread asks for fewer at the same time.
    ///
    /// - Parameter isInRegion: whether `body` calls OpenBLAS only from inside our own parallel regions.
    func with<Result>(_ count: Int, isInRegion: Bool, _ body: () throws -> Result) rethrows -> Result {
        switch kind {
        case .none: return try body()
        case .openMP: return isInRegion ? try body() : try turn.withLock { _ in try body() }
        case .own:
            enter(Int32(clamping: count))
            defer { leave() }
            return try body()
        }
    }

    private func enter(_ count: Int32) {
        guard let get, let set else { return }
        state.withLock { state in
            if state.users == 0 {
                state.original = get()
                state.current = state.original
            }
            state.users += 1
            if state.users == 1 ? count != state.current : count < state.current {
                set(count)
                state.current = count
            }
        }
    }

    private func leave() {
        state.withLock { state in
            state.users -= 1
            if state.users == 0, state.current != state.original { set?(state.original) }
        }
    }
}
