/// Copies the elements of a strided array into another of the same shape. Strides count elements.
public func copyStrided(
    dtypeSize: Int, shape: [Int], srcStrides: [Int], dstStrides: [Int], src: UnsafeRawPointer,
    dst: UnsafeMutableRawPointer
) {
    // Axes that both sides walk contiguously become one.
    var lengths: [Int] = [], from: [Int] = [], to: [Int] = []
    for axis in shape.indices where shape[axis] != 1 {
        if shape[axis] == 0 { return }
        if let last = lengths.indices.last, from[last] == srcStrides[axis] * shape[axis],
            to[last] == dstStrides[axis] * shape[axis]
        {
            lengths[last] *= shape[axis]
            from[last] = srcStrides[axis]
            to[last] = dstStrides[axis]
        } else {
            lengths.append(shape[axis])
            from.append(srcStrides[axis])
            to.append(dstStrides[axis])
        }
    }
    guard let inner = lengths.last else {
        copyRun(dtypeSize, src, 1, dst, 1, 1)
        return
    }
    let innerFrom = from[from.count - 1], innerTo = to[to.count - 1]
    let outer = lengths.dropLast().reduce(1, *)
    let outerAxes = lengths.count - 1
    if outer == 1 {
        Threads.parallel(inner, grain: 131_072, multiple: 64) { begin, end in
            copyRun(
                dtypeSize, src + begin * innerFrom * dtypeSize, innerFrom, dst + begin * innerTo * dtypeSize, innerTo,
                end - begin)
        }
        return
    }
    // A transpose is copied in squares, so that the cache lines of both sides are used whole.
    if outerAxes == 1, innerFrom != 1, innerTo == 1 || from[0] == 1 {
        Threads.parallel(lengths[0], grain: max(16, 65536 / inner), multiple: 16) { begin, end in
            var row = begin
            while row < end {
                let rows = min(16, end - row)
                var column = 0
                while column < inner {
                    let columns = min(64, inner - column)
                    for r in row ..< row + rows {
                        copyRun(
                            dtypeSize, src + (r * from[0] + column * innerFrom) * dtypeSize, innerFrom,
                            dst + (r * to[0] + column * innerTo) * dtypeSize, innerTo, columns)
                    }
                    column += columns
                }
                row += rows
            }
        }
        return
    }
    Threads.parallel(outer, grain: max(1, 65536 / inner)) { begin, end in
        for index in begin ..< end {
            var rest = index, a = 0, b = 0
            var axis = outerAxes - 1
            while axis >= 0 {
                let position = rest % lengths[axis]
                rest /= lengths[axis]
                a += position * from[axis]
                b += position * to[axis]
                axis -= 1
            }
            copyRun(dtypeSize, src + a * dtypeSize, innerFrom, dst + b * dtypeSize, innerTo, inner)
        }
    }
}

/// The rows `indices` of a matrix, cast, one after another: how a batch is put together.
///
/// - Parameters:
///   - source: rows of `rowElements` elements of `sourceType`, dense. Every index must be one of them.
///   - destination: room for `count` rows of `destinationType`.
public func gatherRows(
    source: UnsafeRawPointer, sourceType: DType, rowElements: Int, indices: UnsafePointer<Int>, count: Int,
    destination: UnsafeMutableRawPointer, destinationType: DType
) {
    let from = rowElements * sourceType.size, to = rowElements * destinationType.size
    Threads.parallel(count, grain: max(1, 16384 / max(1, rowElements))) { begin, end in
        for row in begin ..< end {
            castSerial(
                from: sourceType, to: destinationType, source + indices[row] * from, destination + row * to, rowElements)
        }
    }
}
