import Glibc

/// An index that is out of bounds, with NumPy's words.
@inline(never)
func outOfBounds(_ index: Int, axis: Int, length: Int) -> HornbillError {
    HornbillError(.indexOutOfRange, "index \(index) is out of bounds for axis \(axis) with size \(length)")
}

/// The positions along an axis of `length` that an integer operand of any layout names, counted from the front: the operand
/// itself where it holds just these, else `target`.
///
/// - Parameters:
///   - target: room for `2 * count` positions.
///   - axis: for the error message.
/// - Throws: `indexOutOfRange` if a position is out of bounds.
public func readIndices(
    _ source: UnsafeRawPointer, dtype: DType, shape: [Int], strides: [Int], count: Int, length: Int, axis: Int,
    into target: UnsafeMutablePointer<Int>
) throws -> UnsafePointer<Int> {
    if dtype == .int64, areDense(shape, strides) {
        let positions = source.assumingMemoryBound(to: Int.self)
        if areInside(positions, count, length) { return positions }
    }
    gatherAsInt64(source, dtype: dtype, shape: shape, strides: strides, count: count, into: target)
    for position in 0 ..< count {
        let index = target[position]
        let wrapped = index < 0 ? index &+ length : index
        // One comparison for both ends: a negative number is a very large unsigned one.
        guard UInt(bitPattern: wrapped) < UInt(bitPattern: length) else {
            throw outOfBounds(index, axis: axis, length: length)
        }
        target[position] = wrapped
    }
    return UnsafePointer(target)
}

/// Whether all positions are in 0 ..< length.
private func areInside(_ positions: UnsafePointer<Int>, _ count: Int, _ length: Int) -> Bool {
    let parts = count < 1 << 15 ? 1 : Threads.count
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: parts) { outside in
        let outside = outside.baseAddress.unsafelyUnwrapped
        Threads.parallel(parts, grain: 1) { begin, end in
            for part in begin ..< end {
                // The sign of a number that is negative, or so large that it leaves nothing to the length.
                var signs = 0
                for index in count * part / parts ..< count * (part + 1) / parts {
                    signs |= positions[index] | (length &- 1 &- positions[index])
                }
                outside[part] = signs
            }
        }
        return (0 ..< parts).allSatisfy { outside[$0] >= 0 }
    }
}

private func areDense(_ shape: [Int], _ strides: [Int]) -> Bool {
    var step = 1
    for axis in shape.indices.reversed() where shape[axis] != 1 {
        if strides[axis] != step { return false }
        step *= shape[axis]
    }
    return true
}

/// Reads an integer operand of any layout as 64-bit integers. `target` has room for `2 * count`.
public func gatherAsInt64(
    _ source: UnsafeRawPointer, dtype: DType, shape: [Int], strides: [Int], count: Int,
    into target: UnsafeMutablePointer<Int>
) {
    var dense = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { dense[axis] = dense[axis + 1] * shape[axis + 1] }
    let isDense = shape.indices.allSatisfy { shape[$0] == 1 || strides[$0] == dense[$0] }
    if isDense || count == 0 {
        castContiguous(from: dtype, to: .int64, src: source, dst: target, count: count)
        return
    }
    let spare = UnsafeMutableRawPointer(target + count)
    copyStrided(dtypeSize: dtype.size, shape: shape, srcStrides: strides, dstStrides: dense, src: source, dst: spare)
    castContiguous(from: dtype, to: .int64, src: spare, dst: target, count: count)
}
