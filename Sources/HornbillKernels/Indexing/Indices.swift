import Glibc

/// An index that is out of bounds, with NumPy's words.
@inline(never)
func outOfBounds(_ index: Int, axis: Int, length: Int) -> HornbillError {
    HornbillError(.indexOutOfRange, "index \(index) is out of bounds for axis \(axis) with size \(length)")
}

/// Reads an integer operand of any layout into `target` as positions along an axis of `length`, counted from the front.
///
/// - Parameters:
///   - target: room for `2 * count` positions, of which the first `count` are the result.
///   - axis: for the error message.
/// - Throws: `indexOutOfRange` if a position is out of bounds.
public func readIndices(
    _ source: UnsafeRawPointer, dtype: DType, shape: [Int], strides: [Int], count: Int, length: Int, axis: Int,
    into target: UnsafeMutablePointer<Int>
) throws {
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
