/// Copies blocks of elements between places that two lists of offsets name: what reading and writing through index
/// arrays comes down to.
///
/// Element `j` of block `i` goes from `sourceOffsets[i] + sourceInner[j]` to `targetOffsets[i] + targetInner[j]`. All
/// offsets count elements and must lie within the operands.
///
/// - Parameter isParallel: false where blocks may have the same target and the last one must win.
public func copyBlocks(
    elementSize: Int, source: UnsafeRawPointer, sourceOffsets: [Int], sourceInner: [Int],
    target: UnsafeMutableRawPointer, targetOffsets: [Int], targetInner: [Int], isParallel: Bool
) {
    let count = sourceOffsets.count, inner = sourceInner.count
    if count == 0 || inner == 0 { return }
    func isDense(_ offsets: [Int]) -> Bool {
        offsets.indices.allSatisfy { offsets[$0] == offsets[0] + $0 }
    }
    let isRun = isDense(sourceInner) && isDense(targetInner)
    let worthSharing = isRun ? (1 << 17) / elementSize : 1 << 14, grain = isParallel ? Swift.max(1, worthSharing / inner) : count
    func copy<T>(_: T.Type) {
        let source = source.assumingMemoryBound(to: T.self), target = target.assumingMemoryBound(to: T.self)
        sourceOffsets.withUnsafeBufferPointer { from in
            targetOffsets.withUnsafeBufferPointer { to in
                sourceInner.withUnsafeBufferPointer { fromInner in
                    targetInner.withUnsafeBufferPointer { toInner in
                        if inner == 1, !isParallel, count >= 1 << 17 {
                            return copyInOrder(source + fromInner[0], from, to: target + toInner[0], to)
                        }
                        Threads.parallel(count, grain: grain) { begin, end in
                            for block in begin ..< end {
                                let read = source + from[block], write = target + to[block]
                                if isRun {
                                    (write + toInner[0]).update(from: read + fromInner[0], count: inner)
                                } else {
                                    for index in 0 ..< inner { write[toInner[index]] = read[fromInner[index]] }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    switch elementSize {
    case 1: copy(UInt8.self)
    case 2: copy(UInt16.self)
    case 4: copy(UInt32.self)
    case 8: copy(UInt64.self)
    default: copy(Bytes16.self)
    }
}

/// Copies single elements, of which the last one for a place stays: each thread writes the places of a part of the target.
private func copyInOrder<T>(
    _ source: UnsafePointer<T>, _ from: UnsafeBufferPointer<Int>, to target: UnsafeMutablePointer<T>, _ to: UnsafeBufferPointer<Int>
) {
    var lowest = Int.max, highest = Int.min
    for place in to {
        lowest = min(lowest, place)
        highest = max(highest, place)
    }
    let parts = Threads.count, length = (highest &- lowest) / parts &+ 1
    Threads.each(parts) { part in
        let first = lowest &+ part &* length, end = first &+ length
        // Which elements are the part's is found first, and without branches, which could not be foreseen.
        let chunk = 256
        withUnsafeTemporaryAllocation(of: Int.self, capacity: chunk) { own in
            for start in stride(from: 0, to: to.count, by: chunk) {
                var found = 0
                for index in start ..< min(to.count, start &+ chunk) {
                    own[found] = index
                    found = found &+ (to[index] >= first && to[index] < end ? 1 : 0)
                }
                for index in own[..<found] { target[to[index]] = source[from[index]] }
            }
        }
    }
}
