/// A kernel's work in pieces, each for one thread. Those that touch different memory may be done side by side; others in their
/// order.
public struct Pieces {
    public let list: [Piece]
    /// As a kernel's `bind`, with a call for each piece.
    public let bind: (Kernel.Pointers) throws -> [() throws -> Void]

    public init(_ list: [Piece], bind: @escaping (Kernel.Pointers) throws -> [() throws -> Void]) {
        self.list = list
        self.bind = bind
    }

    public struct Piece {
        /// Part of an operand, by its number in the kernel's pointers; all of it if there is no range of bytes.
        public typealias Bytes = (operand: Int, range: Range<Int>?)

        public var reads: [Bytes]
        public var writes: [Bytes]
        /// Which part of a whole it is, of how many: equal parts of several steps lie in one thread's cache. Nil if any thread
        /// may do it as well.
        public var part: Int?
        public var parts: Int
        /// Its share in the kernel's work, where that is not an equal one.
        public var share: Double

        public init(reads: [Bytes], writes: [Bytes], part: Int?, parts: Int, share: Double? = nil) {
            self.reads = reads
            self.writes = writes
            self.part = part
            self.parts = parts
            self.share = share ?? 1 / Double(parts)
        }
    }
}
