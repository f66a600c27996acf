import CIntrinsics

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

/// How many of `count` dense numbers lie in each of `bins` intervals of one length, whose edges are given; the last one
/// includes its upper end. Numbers outside and NaN count nowhere.
public func histogram(
    _ dtype: DType, _ source: UnsafeRawPointer, count: Int, edges: UnsafeRawPointer, bins: Int,
    _ target: UnsafeMutablePointer<Int>
) {
    func run<T: WholePart>(_: T.Type) {
        let source = source.assumingMemoryBound(to: T.self), edges = edges.assumingMemoryBound(to: T.self)
        let low = edges[0], high = edges[bins], scale = T(bins) / (high - low)
        let parts = count < 1 << 14 ? 1 : Threads.count
        withUnsafeTemporaryAllocation(of: Int.self, capacity: parts * bins) { memory in
            let memory = memory.baseAddress.unsafelyUnwrapped
            memory.initialize(repeating: 0, count: parts * bins)
            Threads.parallel(parts, grain: 1) { begin, end in
                for part in begin ..< end {
                    let mine = memory + part * bins
                    for index in count * part / parts ..< count * (part + 1) / parts {
                        let x = source[index]
                        guard x >= low, x <= high else { continue }
                        // The quotient may be wrong by one, for rounding: the edges decide.
                        var bin = min(bins &- 1, max(0, T.whole((x - low) * scale)))
                        if x < edges[bin] { bin = bin &- 1 } else if bin < bins &- 1, x >= edges[bin &+ 1] { bin = bin &+ 1 }
                        mine[bin] = mine[bin] &+ 1
                    }
                }
            }
            for bin in 0 ..< bins { target[bin] = (0 ..< parts).reduce(0) { $0 &+ memory[$1 * bins + bin] } }
        }
    }
    if dtype == .float32 {
        run(Float.self)
    } else {
        run(Double.self)
    }
}

/// A float whose whole part is one instruction.
private protocol WholePart: BinaryFloatingPoint {
    static func whole(_ x: Self) -> Int
}

extension Float: WholePart {
    @inline(__always) static func whole(_ x: Float) -> Int { Int(hbi_f32_to_i64(x)) }
}

extension Double: WholePart {
    @inline(__always) static func whole(_ x: Double) -> Int { Int(hbi_f64_to_i64(x)) }
}
