import Synchronization

/// The same work on every matrix of a batch, shared among threads, each with working memory of its own.
struct MatrixBatch {
    private let library: LapackLibrary
    private let count: Int
    private let slots: Int
    private let slotBytes: Int
    /// How many matrices a thread takes at once.
    private let share: Int
    /// How many threads OpenBLAS gets when there is one slot.
    private let inner: Int

    /// - Parameters:
    ///   - operations: roughly the floating-point operations for one matrix.
    ///   - bytes: of working memory for one matrix.
    ///   - worthSharing: from how many operations on OpenBLAS' threads save time on one matrix.
    init(_ library: LapackLibrary, count: Int, operations: Double, bytes: Int, worthSharing: Double) {
        self.library = library
        self.count = count
        let threads = Threads.count
        // A fork is worth it from some 30 µs of work; calling LAPACK alone costs as much as some hundred operations.
        let grain = max(1, Int(40_000 / (operations + 1_000)))
        let parts = min(threads, count / grain)
        // A few large matrices: the threads share each of them, unless there are enough for all to have their own.
        slots = parts >= 2 && (count >= threads || operations < 1e7) ? parts : 1
        inner = operations < worthSharing ? 1 : threads
        share = max((grain + 3) / 4, count / (slots * 16), 1)
        slotBytes = (max(bytes, 64) + 63) & ~63
    }

    var scratchBytes: Int { slots * slotBytes }

    /// Calls `body` with the index of each matrix and working memory, until it returns false for one.
    ///
    /// - Returns: whether it was true for all.
    @inline(__always)
    func run(
        _ scratch: UnsafeMutableRawPointer, _ body: (_ index: Int, _ work: UnsafeMutableRawPointer) -> Bool
    ) -> Bool {
        if slots == 1 {
            return library.threads.with(inner, isInRegion: false) {
                for index in 0 ..< count where !body(index, scratch) { return false }
                return true
            }
        }
        let failed = Atomic<Bool>(false), taken = Atomic<Int>(0)
        library.threads.with(1, isInRegion: true) {
            Threads.parallel(slots, grain: 1) { begin, end in
                let work = scratch + begin * slotBytes
                // Whoever is ready takes the next ones: other programs may keep a core busy.
                while !failed.load(ordering: .relaxed) {
                    let first = taken.add(share, ordering: .relaxed).oldValue
                    if first >= count { return }
                    for index in first ..< min(count, first + share) where !body(index, work) {
                        failed.store(true, ordering: .relaxed)
                        return
                    }
                }
            }
        }
        return !failed.load(ordering: .relaxed)
    }
}

/// Lays out the working memory for one matrix.
struct WorkMemory {
    private(set) var bytes = 0

    /// Room for `count` elements, at least one, aligned to 64 bytes.
    mutating func take<Element>(_: Element.Type, _ count: Int) -> WorkSection<Element> {
        defer { bytes += (max(1, count) * MemoryLayout<Element>.stride + 63) & ~63 }
        return WorkSection(offset: bytes)
    }
}

/// A part of the working memory for one matrix.
struct WorkSection<Element> {
    fileprivate let offset: Int

    @inline(__always)
    func callAsFunction(_ work: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Element> {
        (work + offset).assumingMemoryBound(to: Element.self)
    }
}
