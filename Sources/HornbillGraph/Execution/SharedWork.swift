import HornbillKernels

/// Work of which each thread has a share of its own.
public struct SharedWork {
    /// Does what thread number `thread` of `threads` has to do.
    let body: (_ thread: Int, _ threads: Int) -> Void

    private let isSmall: Bool

    /// - Parameter isSmall: whether one thread does it faster if several have to be called first.
    public init(isSmall: Bool, _ body: @escaping (_ thread: Int, _ threads: Int) -> Void) {
        self.isSmall = isSmall
        self.body = body
    }

    /// Does all of it.
    public func run() {
        if isSmall { body(0, 1) } else { Threads.everywhere(body) }
    }
}
