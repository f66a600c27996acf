/// Which steps must come before which, because they touch the same memory and one of them writes it.
struct Dependencies {
    /// For each step the earlier ones that it must wait for, directly.
    let before: [[Int]]

    /// - Parameter memory: what each step reads and writes, as keys; those that share a key share memory.
    init<Key: Hashable>(_ memory: [(reads: [Key], writes: [Key])]) {
        var writer: [Key: Int] = [:]
        var readers: [Key: [Int]] = [:]
        before = memory.indices.map { index in
            var found = Set<Int>()
            for key in memory[index].reads + memory[index].writes {
                if let step = writer[key] { found.insert(step) }
            }
            for key in memory[index].writes {
                found.formUnion(readers[key] ?? [])
                writer[key] = index
                readers[key] = []
            }
            for key in memory[index].reads { readers[key, default: []].append(index) }
            found.remove(index)
            return found.sorted()
        }
    }
}

extension Step {
    /// The buffers it reads and writes.
    var buffers: (reads: [Buffer], writes: [Buffer]) { (inputs.map(\.buffer), outputs.map(\.buffer)) }
}
