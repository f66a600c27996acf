/// Gives each temporary of a program its place in one arena, so that buffers whose lives do not overlap share memory.
struct MemoryPlan {
    /// Offsets are multiples of a cache line, which is also what kernels like best.
    private static let alignment = 64

    /// In bytes from the start of the arena, by temporary.
    let offsets: [Int]
    let byteCount: Int
    /// Of each temporary, in whole cache lines.
    let byteCounts: [Int]

    struct Life {
        var byteCount: Int
        /// The steps that write it first and read it last.
        var first: Int
        var last: Int
    }

    /// Places the largest first, each at the lowest offset where it overlaps no other that lives at the same time.
    init(_ lives: [Life]) {
        var offsets = [Int](repeating: 0, count: lives.count)
        var placed: [Int] = []
        var end = 0
        for index in lives.indices.sorted(by: { lives[$0].byteCount > lives[$1].byteCount }) {
            let size = MemoryPlan.rounded(lives[index].byteCount)
            if size == 0 { continue }
            let conflicts = placed.filter {
                lives[$0].first <= lives[index].last && lives[index].first <= lives[$0].last
            }.sorted { offsets[$0] < offsets[$1] }
            var offset = 0
            for other in conflicts {
                if offset + size <= offsets[other] { break }
                offset = max(offset, offsets[other] + MemoryPlan.rounded(lives[other].byteCount))
            }
            offsets[index] = offset
            placed.append(index)
            end = max(end, offset + size)
        }
        self.offsets = offsets
        byteCounts = lives.map { MemoryPlan.rounded($0.byteCount) }
        self.byteCount = end
    }

    static func rounded(_ byteCount: Int) -> Int { (byteCount + alignment - 1) / alignment * alignment }
}
