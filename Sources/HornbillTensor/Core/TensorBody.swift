/// What a tensor's handle points at: the memory and how to walk it, or a place in a graph.
///
/// Immutable apart from the memory behind it. The C ABI's `hbl_tensor *` is a retained reference to a body; through
/// it and from Python, tensors with the same storage alias each other as in NumPy.
///
/// The lengths of the axes and then their strides in bytes follow the header in the same block of memory: a small
/// tensor costs one allocation besides its elements, a view costs one, and C programs read both where they lie.
public final class TensorBody: ManagedBuffer<TensorHeader, Int> {
    /// A body for memory that is there. `fill` writes the lengths and the strides (in bytes), `rank` of each.
    @inline(__always)
    static func make(
        storage: Storage, address: UnsafeMutableRawPointer, dtype: DType, rank: Int, count: Int, isContiguous: Bool,
        fill: (_ lengths: UnsafeMutablePointer<Int>, _ byteStrides: UnsafeMutablePointer<Int>) -> Void
    ) -> TensorBody {
        let buffer = create(minimumCapacity: 2 &* rank) { _ in
            TensorHeader(
                dtype: dtype, isContiguous: isContiguous, rank: rank, count: count, address: address, storage: storage,
                symbol: nil)
        }
        let body = unsafeDowncast(buffer, to: TensorBody.self)
        body.withUnsafeMutablePointerToElements { fill($0, $0 + rank) }
        return body
    }

    /// - Parameter strides: in elements; nil for a dense row-major tensor.
    @inline(__always)
    static func make(
        storage: Storage, address: UnsafeMutableRawPointer, dtype: DType, shape: [Int], count: Int, strides: [Int]?
    ) -> TensorBody {
        make(
            storage: storage, address: address, dtype: dtype, rank: shape.count, count: count,
            isContiguous: strides == nil
        ) { lengths, byteStrides in
            for axis in 0 ..< shape.count { lengths[axis] = shape[axis] }
            guard let strides else { return fillDense(byteStrides, lengths, rank: shape.count, dtype) }
            for axis in 0 ..< shape.count { byteStrides[axis] = strides[axis] &* dtype.size }
        }
    }

    /// A dense body of the same shape as `other`.
    @inline(__always)
    static func make(storage: Storage, dtype: DType, like other: TensorBody) -> TensorBody {
        let rank = other.rank, model = other.lengths
        return make(
            storage: storage, address: storage.pointer, dtype: dtype, rank: rank, count: other.count, isContiguous: true
        ) { lengths, byteStrides in
            for axis in 0 ..< rank { lengths[axis] = model[axis] }
            fillDense(byteStrides, lengths, rank: rank, dtype)
        }
    }

    /// A dense body for at most 2²⁰ elements that are not initialised; nil for lengths that are larger or wrong.
    public static func few(_ dtype: DType, _ shape: UnsafeBufferPointer<Int>) throws -> TensorBody? {
        var count = 1
        for length in shape {
            guard length >= 0, length <= 1 << 20 else { return nil }
            count &*= length
            guard count <= 1 << 20 else { return nil }
        }
        let storage = try Storage(byteCount: count &* dtype.size)
        return make(
            storage: storage, address: storage.pointer, dtype: dtype, rank: shape.count, count: count, isContiguous: true
        ) { lengths, byteStrides in
            for axis in 0 ..< shape.count { lengths[axis] = shape[axis] }
            fillDense(byteStrides, lengths, rank: shape.count, dtype)
        }
    }

    /// A body for one result of a node.
    static func make(symbol: Symbol, spec: TensorSpec) -> TensorBody {
        let rank = spec.shape.count
        let header = TensorHeader(
            dtype: spec.dtype, isContiguous: true, rank: rank, count: spec.count, address: nil, storage: nil,
            symbol: symbol)
        let body = unsafeDowncast(create(minimumCapacity: 2 &* rank) { _ in header }, to: TensorBody.self)
        body.withUnsafeMutablePointerToElements { lengths in
            for axis in 0 ..< rank { lengths[axis] = spec.shape[axis] }
            fillDense(lengths + rank, lengths, rank: rank, spec.dtype)
        }
        return body
    }

    /// Writes the strides of a dense row-major tensor.
    @inline(__always)
    static func fillDense(
        _ byteStrides: UnsafeMutablePointer<Int>, _ lengths: UnsafePointer<Int>, rank: Int, _ dtype: DType
    ) {
        var step = dtype.size
        var axis = rank &- 1
        while axis >= 0 {
            byteStrides[axis] = step
            step &*= max(1, lengths[axis])
            axis &-= 1
        }
    }
}

/// The fixed part of a tensor's body.
public struct TensorHeader {
    let dtype: DType
    let isContiguous: Bool
    let rank: Int
    let count: Int
    /// Of the first element; nil for a symbolic tensor.
    let address: UnsafeMutableRawPointer?
    /// Nil for a symbolic tensor. Never reassigned; a variable only so that its references can be counted.
    var storage: Storage?
    /// Reassigned only when nobody sees the tensor any more.
    var symbol: Symbol?
    /// Whether the tensor is a number as a program's text has it, which takes the dtype of what it is combined with.
    var isNumber = false
}

extension TensorBody {
    /// The header, read without the checks for exclusive access that a class' variables have: it never changes.
    @inline(__always)
    private var fixed: UnsafePointer<TensorHeader> { withUnsafeMutablePointerToHeader { UnsafePointer($0) } }

    public var dtype: DType { fixed.pointee.dtype }
    public var rank: Int { fixed.pointee.rank }
    public var count: Int { fixed.pointee.count }
    /// Whether the elements lie densely in row-major order.
    public var isContiguous: Bool { fixed.pointee.isContiguous }
    public var symbol: Symbol? { fixed.pointee.symbol }
    var storage: Storage? { fixed.pointee.storage }
    var address: UnsafeMutableRawPointer? { fixed.pointee.address }

    /// The address of the first element, valid while the body lives; nil for a symbolic tensor.
    public var data: UnsafeMutableRawPointer? { fixed.pointee.address }
    public var isSymbolic: Bool { fixed.pointee.address == nil }
    /// Whether the memory was lent and must not be written to.
    public var isReadOnly: Bool { fixed.pointee.storage?.isReadOnly ?? false }

    func hasUniqueStorage() -> Bool { isKnownUniquelyReferenced(&header.storage) }

    /// The shape, and the strides in bytes, at addresses that are valid while the tensor lives.
    public var cArrays: (shape: UnsafePointer<Int>, byteStrides: UnsafePointer<Int>) {
        let lengths = self.lengths
        return (lengths, lengths + fixed.pointee.rank)
    }

    /// The lengths of the axes; valid while the body lives.
    @inline(__always)
    var lengths: UnsafePointer<Int> { withUnsafeMutablePointerToElements { UnsafePointer($0) } }

    /// The strides in bytes; valid while the body lives.
    @inline(__always)
    var byteStrides: UnsafePointer<Int> { lengths + fixed.pointee.rank }

    public var shape: [Int] { Array(UnsafeBufferPointer(start: lengths, count: fixed.pointee.rank)) }

    /// In elements.
    public var strides: [Int] {
        let rank = fixed.pointee.rank, size = fixed.pointee.dtype.size
        return [Int](unsafeUninitializedCapacity: rank) { buffer, count in
            for axis in 0 ..< rank { buffer[axis] = byteStrides[axis] / size }
            count = rank
        }
    }

    @inline(__always)
    func hasShape(of other: TensorBody) -> Bool {
        let rank = self.rank
        guard rank == other.rank else { return false }
        let mine = lengths, theirs = other.lengths
        for axis in 0 ..< rank where mine[axis] != theirs[axis] { return false }
        return true
    }
}
