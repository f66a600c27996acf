/// Index arrays applied to a concrete view: which blocks of memory they name.
///
/// A block is what one position of the (broadcast) index arrays selects: one element along each indexed axis, all
/// along the others.
struct FancyIndexing {
    /// The shape of what the index selects.
    let resultShape: [Int]
    /// The blocks' offsets from the view's first element, and their elements' offsets within a block.
    let offsets: [Int]
    let inner: [Int]
    private let indexShape: [Int]
    private let position: Int

    init(_ plan: IndexPlan, _ view: Tensor) throws {
        indexShape = try FancyIndexing.broadcastShape(plan.arrays.map(\.index))
        position = plan.position
        let strides = view.body.strides
        var offsets = [Int](repeating: 0, count: try Strides.count(indexShape))
        for (axis, index) in plan.arrays {
            let values = try index.broadcast(to: indexShape).scalars(as: Int.self)
            let length = view.shape[axis], stride = strides[axis]
            for position in offsets.indices {
                offsets[position] += try wrapped(values[position], plan.axes[axis] ?? axis, length) * stride
            }
        }
        self.offsets = offsets
        let others = view.shape.indices.filter { axis in !plan.arrays.contains { $0.axis == axis } }
        let rest = others.map { view.shape[$0] }
        resultShape = rest[..<position] + indexShape + rest[position...]
        _ = try Strides.count(resultShape)
        inner = FancyIndexing.offsets(rest, others.map { strides[$0] })
    }

    static func broadcastShape(_ indices: [Tensor]) throws -> [Int] {
        do {
            return try Strides.broadcastShape(indices.map(\.shape))
        } catch {
            throw HornbillError(
                .indexOutOfRange,
                "shape mismatch: indexing arrays could not be broadcast together with shapes "
                    + indices.map { shapeText($0.shape) }.joined(separator: " "))
        }
    }

    /// The offset of each element of a strided array, in row-major order.
    private static func offsets(_ shape: [Int], _ strides: [Int]) -> [Int] {
        var offsets = [0]
        for (length, stride) in zip(shape, strides) {
            var next: [Int] = []
            next.reserveCapacity(offsets.count * length)
            for offset in offsets {
                for position in 0 ..< length { next.append(offset + position * stride) }
            }
            offsets = next
        }
        return offsets
    }

    /// The blocks of a tensor of `resultShape` with these strides, as `offsets` and `inner` are of the view.
    private func blocks(_ strides: [Int]) -> (offsets: [Int], inner: [Int]) {
        let end = position + indexShape.count
        return (
            FancyIndexing.offsets(indexShape, Array(strides[position ..< end])),
            FancyIndexing.offsets(
                Array(resultShape[..<position] + resultShape[end...]), Array(strides[..<position] + strides[end...]))
        )
    }

    func read(_ view: Tensor) throws -> Tensor {
        let result = try Tensor(uninitialized: view.dtype, resultShape)
        let target = blocks(Strides.contiguous(resultShape))
        copyBlocks(
            elementSize: view.dtype.size, source: try view.pointer(), sourceOffsets: offsets, sourceInner: inner,
            target: try result.pointer(), targetOffsets: target.offsets, targetInner: target.inner, isParallel: true)
        withExtendedLifetime((view, result)) {}
        return result
    }

    /// Writes `value`, which has the view's dtype, broadcast to `resultShape`. Where an element is named twice, the last
    /// value stays.
    func write(_ value: Tensor, to view: Tensor) throws {
        let source = blocks(value.body.strides)
        copyBlocks(
            elementSize: view.dtype.size, source: try value.pointer(), sourceOffsets: source.offsets,
            sourceInner: source.inner, target: try view.pointer(), targetOffsets: offsets, targetInner: inner,
            isParallel: false)
        withExtendedLifetime((view, value)) {}
    }
}

extension IndexPlan {
    /// The index arrays applied to a symbolic view: one `take`, after the indexed axes have been joined to one.
    func take(_ view: Tensor) throws -> Tensor {
        let indexShape = try FancyIndexing.broadcastShape(arrays.map(\.index))
        if arrays.count == 1, arrays[0].axis == position {
            return try view.take(arrays[0].index, axis: position)
        }
        let indexed = arrays.map(\.axis)
        let others = view.shape.indices.filter { !indexed.contains($0) }
        let lengths = indexed.map { view.shape[$0] }
        let joined = try view.transposed(indexed + others).reshaped(
            to: [lengths.reduce(1, *)] + others.map { view.shape[$0] })
        var position = try Tensor.zeros(indexShape, dtype: .int64)
        for ((_, index), length) in zip(arrays, lengths) {
            let index = try index.cast(to: .int64)
            let wrapped = try Tensor.where(less(index, .scalar(0, dtype: .int64)), index + length, index)
            position = try position * length + wrapped
        }
        let taken = try joined.take(position, axis: 0)
        let rank = indexShape.count
        let order =
            (0 ..< self.position).map { rank + $0 } + Array(0 ..< rank)
            + (self.position ..< others.count).map { rank + $0 }
        return try taken.transposed(order)
    }
}
