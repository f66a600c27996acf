import Glibc

/// How a stack of matrices lies in memory, broadcast to the batch of a result. Strides count elements.
public struct MatrixStack: Sendable {
    public let rows: Int
    public let columns: Int
    let rowStride: Int
    let columnStride: Int
    /// The batch axes, merged where they can be.
    private let lengths: [Int]
    private let strides: [Int]
    private let onlyStride: Int?

    /// - Parameters:
    ///   - shape: of at least two axes; those before the last two broadcast to `batch`.
    ///   - strides: of the axes of `shape`.
    public init(shape: [Int], strides: [Int], batch: [Int]) {
        let matrix = shape.count - 2, missing = batch.count - matrix
        rows = shape[matrix]
        columns = shape[matrix + 1]
        rowStride = strides[matrix]
        columnStride = strides[matrix + 1]
        var lengths: [Int] = [], steps: [Int] = []
        for (axis, length) in batch.enumerated() where length != 1 {
            let own = axis - missing
            let step = own < 0 || shape[own] == 1 ? 0 : strides[own]
            if let last = steps.last, last == step * length {
                lengths[lengths.count - 1] *= length
                steps[steps.count - 1] = step
            } else {
                lengths.append(length)
                steps.append(step)
            }
        }
        self.lengths = lengths
        self.strides = steps
        onlyStride = steps.count < 2 ? steps.first ?? 0 : nil
    }

    /// Where a matrix of the batch begins.
    @inline(__always)
    func offset(_ index: Int) -> Int {
        if let onlyStride { return index &* onlyStride }
        var rest = index, offset = 0
        for axis in stride(from: lengths.count - 1, through: 0, by: -1) {
            let quotient = rest / lengths[axis]
            offset &+= (rest &- quotient &* lengths[axis]) &* strides[axis]
            rest = quotient
        }
        return offset
    }

    /// Copies a matrix of the batch to column-major memory, `leading` elements from column to column.
    @inline(__always)
    func pack<Scalar: LapackScalar>(
        _ index: Int, of source: UnsafeMutableRawPointer, into target: UnsafeMutablePointer<Scalar>, leading: Int
    ) {
        transfer(
            source.assumingMemoryBound(to: Scalar.self) + offset(index), columnStride, rowStride, target, leading, columns,
            rows)
    }

    /// Copies a matrix of the batch to dense row-major memory.
    @inline(__always)
    func packRows<Scalar: LapackScalar>(
        _ index: Int, of source: UnsafeMutableRawPointer, into target: UnsafeMutablePointer<Scalar>
    ) {
        transfer(
            source.assumingMemoryBound(to: Scalar.self) + offset(index), rowStride, columnStride, target, columns, rows,
            columns)
    }
}

/// Copies a column-major matrix to dense row-major memory.
@inline(__always)
func unpack<Scalar: LapackScalar>(
    _ source: UnsafeMutablePointer<Scalar>, leading: Int, rows: Int, columns: Int, to target: UnsafeMutablePointer<Scalar>
) {
    transfer(source, 1, leading, target, columns, rows, columns)
}

/// Copies `lines` lines of `length` elements. A line is dense in the target; in the source, lines are `lineStep` and the
/// elements of a line `step` apart.
@inline(__always)
private func transfer<Scalar: LapackScalar>(
    _ source: UnsafePointer<Scalar>, _ lineStep: Int, _ step: Int, _ target: UnsafeMutablePointer<Scalar>, _ targetStep: Int,
    _ lines: Int, _ length: Int
) {
    if step == 1 || length == 1 {
        for line in 0 ..< lines { (target + line &* targetStep).update(from: source + line &* lineStep, count: length) }
    } else if length <= 16 {
        for line in 0 ..< lines {
            let from = source + line &* lineStep, to = target + line &* targetStep
            for element in 0 ..< length { to[element] = from[element &* step] }
        }
    } else {
        // In blocks, so that the cache lines that a line touches in the source serve its neighbours too.
        let block = 16
        for first in stride(from: 0, to: lines, by: block) {
            let last = min(lines, first &+ block)
            for begin in stride(from: 0, to: length, by: block) {
                let end = min(length, begin &+ block)
                for line in first ..< last {
                    let from = source + line &* lineStep, to = target + line &* targetStep
                    for element in begin ..< end { to[element] = from[element &* step] }
                }
            }
        }
    }
}
