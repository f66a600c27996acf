import Glibc

/// Working memory of the calling thread, kept from call to call so that kernels allocate nothing in the steady state.
enum Scratch {
    /// A thread's block, used as a stack: nested calls of `with` take the bytes after those already in use.
    private struct Block {
        var base: UnsafeMutableRawPointer
        var capacity: Int
        var used: Int
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { context in
            guard let block = context?.assumingMemoryBound(to: Block.self) else { return }
            free(block.pointee.base)
            block.deallocate()
        }
        return key
    }()

    /// Calls `body` with `bytes` bytes of uninitialised memory, aligned to 64, valid until it returns.
    @inline(__always)
    static func with<R>(bytes: Int, _ body: (UnsafeMutableRawPointer) throws -> R) rethrows -> R {
        let size = (bytes &+ 63) & ~63
        guard let block = reserve(size) else {
            let own = allocate(size)
            defer { free(own) }
            return try body(own)
        }
        let start = block.pointee.base + block.pointee.used
        block.pointee.used &+= size
        defer { block.pointee.used &-= size }
        return try body(start)
    }

    /// This thread's block with at least `size` bytes free, or nil if an outer call uses it and the rest is too small.
    @inline(__always)
    private static func reserve(_ size: Int) -> UnsafeMutablePointer<Block>? {
        if let context = pthread_getspecific(key) {
            let block = context.assumingMemoryBound(to: Block.self)
            if block.pointee.capacity &- block.pointee.used >= size { return block }
            return block.pointee.used == 0 ? grow(block, size) : nil
        }
        return grow(nil, size)
    }

    @inline(never)
    private static func grow(_ old: UnsafeMutablePointer<Block>?, _ size: Int) -> UnsafeMutablePointer<Block> {
        let capacity = max(size, 1 << 17)
        if let old {
            free(old.pointee.base)
            old.pointee.base = allocate(capacity)
            old.pointee.capacity = capacity
            return old
        }
        let block = UnsafeMutablePointer<Block>.allocate(capacity: 1)
        block.initialize(to: Block(base: allocate(capacity), capacity: capacity, used: 0))
        pthread_setspecific(key, block)
        return block
    }

    private static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
        var pointer: UnsafeMutableRawPointer?
        guard posix_memalign(&pointer, 64, max(bytes, 64)) == 0, let pointer else { abort() }
        return pointer
    }
}
