import Glibc
import Synchronization

/// A cache of freed buffers, so that a loop of tensor operations neither calls the system allocator nor
/// faults in fresh pages on every step.
///
/// Buffers are 64-byte aligned. Sizes are rounded up to classes of 2ⁿ and 1.5 · 2ⁿ bytes, which wastes at most
/// a third; at most `limit` bytes are kept, and a few small buffers for each thread, which it gets without a lock.
enum BufferPool {
    private static let smallest = 64
    private static let classCount = 2 * 40
    private static let limit = 512 << 20

    private struct State: ~Copyable {
        /// The heads of intrusive lists: a free block begins with the address of the next one.
        var heads = [UnsafeMutableRawPointer?](repeating: nil, count: BufferPool.classCount)
        var cachedBytes = 0
    }

    private static let state = Mutex(State())

    /// The class of the smallest blocks that hold `byteCount` bytes, and their size.
    @inline(__always)
    private static func sizeClass(_ byteCount: Int) -> (index: Int, size: Int) {
        if byteCount <= smallest { return (0, smallest) }
        let log = Int.bitWidth &- (byteCount &- 1).leadingZeroBitCount
        let power = 1 &<< log
        let threeQuarters = power / 4 &* 3
        // 1.5 · 64 = 96 is no multiple of the alignment.
        if byteCount <= threeQuarters, log > 7 { return (2 &* (log &- 6) &- 1, threeQuarters) }
        return (2 &* (log &- 6), power)
    }

    /// Memory for `byteCount` bytes, not initialised; throws `outOfMemory` if there is none.
    static func allocate(_ byteCount: Int) throws -> UnsafeMutableRawPointer {
        guard byteCount >= 0, byteCount < 1 << 45 else {
            throw HornbillError(.outOfMemory, "cannot allocate \(byteCount) bytes")
        }
        #if EXACT_MEMORY
        // For the address sanitizer: no block is longer than asked for, none is used twice.
        var exact: UnsafeMutableRawPointer?
        guard posix_memalign(&exact, 64, Swift.max(1, byteCount)) == 0, let exact else {
            throw HornbillError(.outOfMemory, "cannot allocate \(byteCount) bytes")
        }
        return exact
        #else
        let (index, size) = sizeClass(byteCount)
        if let block = ThreadCache.take(index) { return block }
        let cached: UnsafeMutableRawPointer? = state.withLock { state in
            guard let block = state.heads[index] else { return nil }
            state.heads[index] = block.load(as: UnsafeMutableRawPointer?.self)
            state.cachedBytes -= size
            return block
        }
        if let cached { return cached }
        guard let block = SystemMemory.allocate(size) else {
            throw HornbillError(.outOfMemory, "cannot allocate \(byteCount) bytes")
        }
        return block
        #endif
    }

    /// Takes back a block that `allocate(byteCount)` gave.
    static func release(_ block: UnsafeMutableRawPointer, byteCount: Int) {
        #if EXACT_MEMORY
        free(block)
        #else
        let (index, size) = sizeClass(byteCount)
        if ThreadCache.keep(block, index) { return }
        let kept: Bool = state.withLock { state in
            makeRoom(for: size, keeping: index, &state)
            if state.cachedBytes + size > limit { return false }
            block.storeBytes(of: state.heads[index], as: UnsafeMutableRawPointer?.self)
            state.heads[index] = block
            state.cachedBytes += size
            return true
        }
        if !kept { SystemMemory.free(block, size) }
        #endif
    }

    /// Frees blocks of other sizes, the largest first, so that those that a program uses now take the place of those that it
    /// used before.
    private static func makeRoom(for size: Int, keeping kept: Int, _ state: inout State) {
        var index = classCount - 1
        while state.cachedBytes + size > limit, index > 0 {
            guard index != kept, let block = state.heads[index] else {
                index -= 1
                continue
            }
            state.heads[index] = block.load(as: UnsafeMutableRawPointer?.self)
            let size = blockSize(ofClass: index)
            state.cachedBytes -= size
            SystemMemory.free(block, size)
        }
    }

    /// The size of the blocks of a class: see `sizeClass`.
    private static func blockSize(ofClass index: Int) -> Int {
        if index == 0 { return smallest }
        let log = (index + 1) / 2 + 6
        return index & 1 == 1 ? (1 << log) / 4 * 3 : 1 << log
    }

    /// Gives every cached block back to the system, apart from those of other threads.
    static func drain() {
        ThreadCache.drain()
        state.withLock { state in
            for index in 0 ..< classCount {
                while let block = state.heads[index] {
                    state.heads[index] = block.load(as: UnsafeMutableRawPointer?.self)
                    SystemMemory.free(block, blockSize(ofClass: index))
                }
            }
            state.cachedBytes = 0
        }
    }
}

/// The few small blocks that a thread keeps to itself.
private enum ThreadCache {
    /// Classes up to 4 KiB, and how many blocks of each.
    private static let classCount = 13
    private static let depth = 16

    private struct Shelf {
        var head: UnsafeMutableRawPointer?
        var count: Int
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { shelves in
            guard let shelves else { return }
            ThreadCache.empty(shelves.assumingMemoryBound(to: Shelf.self))
            free(shelves)
        }
        return key
    }()

    @inline(__always)
    static func take(_ index: Int) -> UnsafeMutableRawPointer? {
        guard index < classCount, let shelves = pthread_getspecific(key) else { return nil }
        let shelf = shelves.assumingMemoryBound(to: Shelf.self) + index
        guard let block = shelf.pointee.head else { return nil }
        shelf.pointee.head = block.load(as: UnsafeMutableRawPointer?.self)
        shelf.pointee.count &-= 1
        return block
    }

    @inline(__always)
    static func keep(_ block: UnsafeMutableRawPointer, _ index: Int) -> Bool {
        guard index < classCount, let shelves = pthread_getspecific(key) ?? make() else { return false }
        let shelf = shelves.assumingMemoryBound(to: Shelf.self) + index
        guard shelf.pointee.count < depth else { return false }
        block.storeBytes(of: shelf.pointee.head, as: UnsafeMutableRawPointer?.self)
        shelf.pointee.head = block
        shelf.pointee.count &+= 1
        return true
    }

    static func drain() {
        guard let shelves = pthread_getspecific(key) else { return }
        empty(shelves.assumingMemoryBound(to: Shelf.self))
    }

    @inline(never)
    private static func make() -> UnsafeMutableRawPointer? {
        guard let shelves = calloc(classCount, MemoryLayout<Shelf>.stride) else { return nil }
        // Without a place to remember the shelves, the thread does without.
        guard pthread_setspecific(key, shelves) == 0 else {
            free(shelves)
            return nil
        }
        return shelves
    }

    private static func empty(_ shelves: UnsafeMutablePointer<Shelf>) {
        for index in 0 ..< classCount {
            while let block = shelves[index].head {
                shelves[index].head = block.load(as: UnsafeMutableRawPointer?.self)
                free(block)
            }
            shelves[index].count = 0
        }
    }
}
