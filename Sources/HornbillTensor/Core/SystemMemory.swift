import Glibc

/// Memory from the system for the blocks of `BufferPool`: small ones from the allocator, aligned to 64 bytes, large ones in
/// pages of 2 MiB where the system has them. An array goes through thousands of ordinary pages, each of which the processor
/// has to look up, and the system to hand out, on its own.
enum SystemMemory {
    private static let largePage = 2 << 20
    /// Smaller blocks would waste too much of their last page.
    private static let leastMapped = 4 << 20

    /// Nil if there is none.
    static func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        if size >= leastMapped { return map(size) }
        var block: UnsafeMutableRawPointer?
        return posix_memalign(&block, 64, size) == 0 ? block : nil
    }

    /// - Parameter size: that with which the block was allocated.
    static func free(_ block: UnsafeMutableRawPointer, _ size: Int) {
        if size >= leastMapped { munmap(block, size) } else { Glibc.free(block) }
    }

    /// - Parameter size: a multiple of ordinary pages, as the sizes of all large blocks are.
    private static func map(_ size: Int) -> UnsafeMutableRawPointer? {
        let room = size &+ largePage
        guard let start = mmap(nil, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), start != MAP_FAILED
        else { return nil }
        // What lies before the first large page and after the block is given back.
        let head = -Int(bitPattern: start) & (largePage &- 1), block = start + head
        if head > 0 { munmap(start, head) }
        if head < largePage { munmap(block + size, largePage &- head) }
        // Where there are no large pages, ordinary ones do.
        madvise(block, size, MADV_HUGEPAGE)
        return block
    }
}
