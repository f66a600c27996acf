/// A reference-counted block of memory that one or more tensors look at.
public final class Storage {
    public let pointer: UnsafeMutableRawPointer
    public let byteCount: Int
    /// Set for memory that was lent to us and must not be written to.
    public let isReadOnly: Bool
    private let onRelease: (() -> Void)?

    /// Memory from the pool, not initialised.
    public init(byteCount: Int) throws {
        self.pointer = try BufferPool.allocate(byteCount)
        self.byteCount = byteCount
        self.isReadOnly = false
        self.onRelease = nil
    }

    /// Memory that belongs to someone else, who is told through `onRelease` when no tensor needs it any more.
    ///
    /// `pointer` must stay valid until then, for `byteCount` bytes; that is what makes reading it safe.
    public init(
        borrowing pointer: UnsafeMutableRawPointer, byteCount: Int, isReadOnly: Bool, onRelease: @escaping () -> Void
    ) {
        self.pointer = pointer
        self.byteCount = byteCount
        self.isReadOnly = isReadOnly
        self.onRelease = onRelease
    }

    deinit {
        if let onRelease { onRelease() } else { BufferPool.release(pointer, byteCount: byteCount) }
    }
}
