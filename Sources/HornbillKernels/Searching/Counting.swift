/// How often each number occurs: `target[bins[i]] += 1`. The bins must be in 0 ..< length, the target zero.
public func countInto(_ target: UnsafeMutablePointer<Int>, length: Int, _ bins: UnsafePointer<Int>, count: Int) {
    // Each part counts for itself where that is little memory beside the bins.
    let parts = count < 1 << 16 || length > count / 8 ? 1 : Threads.count
    if parts < 2 {
        for index in 0 ..< count { target[bins[index]] = target[bins[index]] &+ 1 }
        return
    }
    withUnsafeTemporaryAllocation(of: Int.self, capacity: parts * length) { memory in
        let memory = memory.baseAddress.unsafelyUnwrapped
        memory.initialize(repeating: 0, count: parts * length)
        Threads.parallel(parts, grain: 1) { begin, end in
            for part in begin ..< end {
                let mine = memory + part * length
                for index in count * part / parts ..< count * (part + 1) / parts {
                    mine[bins[index]] = mine[bins[index]] &+ 1
                }
            }
        }
        for part in 0 ..< parts {
            for bin in 0 ..< length { target[bin] = target[bin] &+ memory[part * length + bin] }
        }
    }
}

/// As `countInto`, with a weight for each number.
public func addInto(
    _ target: UnsafeMutablePointer<Double>, _ bins: UnsafePointer<Int>, weights: UnsafePointer<Double>, count: Int
) {
    for index in 0 ..< count { target[bins[index]] += weights[index] }
}
