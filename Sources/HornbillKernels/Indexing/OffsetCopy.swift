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
