/// An n-dimensional array.
///
/// In Swift a tensor is a value: a copy can be changed without changing the original, and memory is copied only
/// when a shared tensor is written to. A slice, a transpose and a reshape share memory until then.
///
/// A tensor may also be *symbolic*: it then has a dtype and a shape and stands for the result of an operation in a
/// graph that is being traced. Every function on tensors takes both.
///
/// NaN, infinities and integer overflow follow NumPy. Operations that can fail throw `HornbillError`.
public struct Tensor {
    public var body: TensorBody

    @inlinable
    public init(body: TensorBody) {
        self.body = body
    }

    public var dtype: DType { body.dtype }
    /// The length of each axis.
    public var shape: [Int] { body.shape }
    /// The number of axes.
    public var rank: Int { body.rank }
    /// The number of elements.
    public var count: Int { body.count }
    public var spec: TensorSpec { TensorSpec(body.dtype, body.shape) }
    public var isSymbolic: Bool { body.symbol != nil }

    /// Whether `spec` is the tensor's, without making one.
    public func has(_ spec: TensorSpec) -> Bool {
        guard body.dtype == spec.dtype, body.rank == spec.shape.count else { return false }
        let lengths = body.lengths
        for axis in 0 ..< spec.shape.count where lengths[axis] != spec.shape[axis] { return false }
        return true
    }
}

extension Tensor {
    /// A dense tensor whose elements are not initialised: for those who write all of them at once.
    public init(uninitialized dtype: DType, _ shape: [Int]) throws {
        let count = try Strides.count(shape)
        guard count <= Int.max / 8 else { throw HornbillError(.outOfMemory, "cannot allocate \(shapeText(shape))") }
        let storage = try Storage(byteCount: count * dtype.size)
        body = .make(
            storage: storage, address: storage.pointer, dtype: dtype, shape: shape, count: count, strides: nil)
    }

    /// A tensor that looks at `storage`, `offset` bytes from its start, with `layout`.
    ///
    /// Every element must lie within the storage; that is checked.
    public init(storage: Storage, offset: Int, layout: Layout) throws {
        let count = try Strides.count(layout.shape)
        if count > 0 {
            var low = offset, high = offset
            for (length, stride) in zip(layout.shape, layout.strides) {
                let span = (length - 1) * stride * layout.dtype.size
                if span < 0 { low += span } else { high += span }
            }
            guard low >= 0, high + layout.dtype.size <= storage.byteCount else {
                throw HornbillError(
                    .invalidArgument,
                    "shape \(shapeText(layout.shape)) with strides \(shapeText(layout.strides)) does not fit in "
                        + "\(storage.byteCount) bytes")
            }
        }
        body = .make(
            storage: storage, address: storage.pointer + offset, dtype: layout.dtype, shape: layout.shape, count: count,
            strides: layout.isContiguous ? nil : layout.strides)
    }

    /// How the elements lie in memory.
    public var layout: Layout { Layout(dtype, shape, strides: body.strides) }

    /// The storage behind a concrete tensor; throws for a symbolic one.
    public func storage() throws -> Storage {
        guard let storage = body.storage else { throw Tensor.hasNoValue }
        return storage
    }

    static var hasNoValue: HornbillError {
        HornbillError(.invalidState, "a symbolic tensor has no value: it stands for a result in a graph being traced")
    }

    /// The address of the first element, valid while the tensor lives; throws for a symbolic tensor.
    public func pointer() throws -> UnsafeMutableRawPointer {
        guard let address = body.address else { throw Tensor.hasNoValue }
        return address
    }

    /// The tensor itself if it is dense and row-major, else a dense copy.
    public func contiguous() throws -> Tensor {
        body.isContiguous ? self : try copy()
    }

    /// A dense copy with memory of its own.
    public func copy() throws -> Tensor {
        if let copy = try body.quickCopy() { return Tensor(body: copy) }
        let result = try Tensor(uninitialized: dtype, shape)
        copyStrided(
            dtypeSize: dtype.size, shape: shape, srcStrides: body.strides, dstStrides: Strides.contiguous(shape),
            src: try pointer(), dst: try result.pointer())
        return result
    }

    /// Whether writing through this value is seen by nobody else.
    mutating func isUniquelyReferenced() -> Bool {
        isKnownUniquelyReferenced(&body) && body.storage?.isReadOnly == false && body.hasUniqueStorage()
    }

    /// Gives this value memory of its own, unless it has: call before writing to it as a Swift value.
    mutating func makeUnique() throws {
        if !isUniquelyReferenced() { self = try copy() }
    }
}
