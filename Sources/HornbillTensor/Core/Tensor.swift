import Synchronization

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
    public var rank: Int { body.shape.count }
    /// The number of elements.
    public var count: Int { body.count }
    public var spec: TensorSpec { TensorSpec(body.dtype, body.shape) }
    public var isSymbolic: Bool { body.symbol != nil }
}

/// What a tensor's handle points at: the memory and how to walk it, or a place in a graph.
///
/// Immutable apart from the memory behind it. The C ABI's `hbl_tensor *` is a retained reference to a body; through
/// it and from Python, tensors with the same storage alias each other as in NumPy.
public final class TensorBody {
    public let dtype: DType
    public let shape: [Int]
    public let count: Int
    /// Nil for a dense row-major tensor, so that the common case carries no second array.
    let explicitStrides: [Int]?
    /// Nil for a symbolic tensor. Never reassigned; a variable only so that its references can be counted.
    private(set) var storage: Storage?
    /// In bytes from the start of the storage.
    let offset: Int
    public let symbol: Symbol?
    /// The address of the arrays that `cArrays` gives, or 0 before.
    private let arraysAddress = Atomic<UInt>(0)

    init(storage: Storage, offset: Int, dtype: DType, shape: [Int], count: Int, strides: [Int]?) {
        self.storage = storage
        self.offset = offset
        self.dtype = dtype
        self.shape = shape
        self.count = count
        self.explicitStrides = strides
        self.symbol = nil
    }

    init(symbol: Symbol, spec: TensorSpec) {
        self.storage = nil
        self.offset = 0
        self.dtype = spec.dtype
        self.shape = spec.shape
        self.count = spec.count
        self.explicitStrides = nil
        self.symbol = symbol
    }

    public var strides: [Int] { explicitStrides ?? Strides.contiguous(shape) }
    public var isContiguous: Bool { explicitStrides == nil }

    func hasUniqueStorage() -> Bool { isKnownUniquelyReferenced(&storage) }

    deinit {
        UnsafeMutablePointer<Int>(bitPattern: arraysAddress.load(ordering: .relaxed))?.deallocate()
    }

    /// The shape, and the strides in bytes, at addresses that are valid while the tensor lives.
    public var cArrays: (shape: UnsafePointer<Int>, byteStrides: UnsafePointer<Int>) {
        let known = UnsafeMutablePointer<Int>(bitPattern: arraysAddress.load(ordering: .acquiring))
        let arrays = known ?? makeArrays()
        return (UnsafePointer(arrays), UnsafePointer(arrays + shape.count))
    }

    private func makeArrays() -> UnsafeMutablePointer<Int> {
        let rank = shape.count
        let arrays = UnsafeMutablePointer<Int>.allocate(capacity: max(1, 2 * rank))
        for (axis, length) in shape.enumerated() { (arrays + axis).initialize(to: length) }
        for (axis, stride) in strides.enumerated() { (arrays + rank + axis).initialize(to: stride * dtype.size) }
        // Another thread may have been faster; its arrays count then.
        let (isFirst, winner) = arraysAddress.compareExchange(
            expected: 0, desired: UInt(bitPattern: arrays), ordering: .acquiringAndReleasing)
        if isFirst { return arrays }
        arrays.deallocate()
        return UnsafeMutablePointer<Int>(bitPattern: winner) ?? makeArrays()
    }
}

extension Tensor {
    /// A dense tensor whose elements are not initialised: for those who write all of them at once.
    public init(uninitialized dtype: DType, _ shape: [Int]) throws {
        let count = try Strides.count(shape)
        guard count <= Int.max / 8 else { throw HornbillError(.outOfMemory, "cannot allocate \(shapeText(shape))") }
        body = TensorBody(
            storage: try Storage(byteCount: count * dtype.size), offset: 0, dtype: dtype, shape: shape, count: count,
            strides: nil)
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
        self.init(view: storage, offset: offset, layout: layout, count: count)
    }

    /// As above for a layout that is known to fit.
    init(view storage: Storage, offset: Int, layout: Layout, count: Int) {
        body = TensorBody(
            storage: storage, offset: offset, dtype: layout.dtype, shape: layout.shape, count: count,
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
        guard let storage = body.storage else { throw Tensor.hasNoValue }
        return storage.pointer + body.offset
    }

    /// The tensor itself if it is dense and row-major, else a dense copy.
    public func contiguous() throws -> Tensor {
        body.isContiguous ? self : try copy()
    }

    /// A dense copy with memory of its own.
    public func copy() throws -> Tensor {
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
