import Synchronization

/// A place that holds a tensor between runs: a weight, an optimizer's slot, a metric's state, a seed.
///
/// While a graph is traced on this thread, reading `value` gives a symbolic tensor and `assign` is recorded as a result
/// of the graph; otherwise both happen at once. Shape and dtype never change.
public final class Variable {
    public let name: String
    public let spec: TensorSpec
    public var isTrainable: Bool
    /// The path of the variable within its model, as Keras writes it: `dense/kernel`.
    public var path: String

    public var shape: [Int] { spec.shape }
    public var dtype: DType { spec.dtype }

    /// The shape at an address that is valid while the variable lives.
    public let cShape: UnsafePointer<Int>

    /// The memory, in `layout` if there is one, else dense and row-major.
    public private(set) var storage: Storage
    /// How the memory is arranged if not row-major: see `rearrange`.
    public private(set) var layout: (any PhysicalLayout)?
    /// Counts the changes of `storage`, so that programs know when an address they resolved is out of date.
    public private(set) var generation = 0

    /// A variable that begins as a copy of `value`.
    public init(_ value: Tensor, name: String, path: String? = nil, isTrainable: Bool = true) throws {
        self.name = name
        self.path = path ?? name
        self.spec = value.spec
        self.isTrainable = isTrainable
        self.storage = try value.copy().storage()
        let lengths = UnsafeMutablePointer<Int>.allocate(capacity: max(1, spec.shape.count))
        lengths.initialize(from: spec.shape, count: spec.shape.count)
        cShape = UnsafePointer(lengths)
    }

    deinit { cShape.deallocate() }

    /// The present value: a copy, or a symbolic tensor while tracing.
    public var value: Tensor {
        get throws {
            if let trace = Trace.current { return trace.read(self) }
            return try snapshot()
        }
    }

    /// A copy of the present value, dense and row-major, even while tracing.
    public func snapshot() throws -> Tensor {
        let result = try Tensor(uninitialized: spec.dtype, spec.shape)
        let destination = try result.pointer()
        if let layout {
            try layout.unpack(from: storage.pointer, to: destination)
        } else {
            destination.copyMemory(from: storage.pointer, byteCount: spec.byteCount)
        }
        return result
    }

    /// Replaces the value; the new one must have the variable's shape and is cast to its dtype.
    public func assign(_ value: Tensor) throws {
        guard value.shape == shape else {
            throw HornbillError(
                .shapeMismatch,
                "cannot assign to variable '\(path)': expected shape \(shapeText(shape)), got \(shapeText(value.shape))")
        }
        let value = try value.cast(to: dtype)
        if let trace = Trace.current {
            trace.write(self, try Tensor.symbolic(value))
            return
        }
        let dense = try value.contiguous()
        let source = try dense.pointer()
        if let layout {
            try layout.pack(from: source, to: storage.pointer)
        } else {
            storage.pointer.copyMemory(from: source, byteCount: spec.byteCount)
        }
        withExtendedLifetime(dense) {}
    }

    /// Moves the value into another arrangement of its elements (nil: row-major), keeping what `value` shows.
    ///
    /// The compiler does this for weights, so that kernels find them as they like them. Programs that resolved the old
    /// address notice by `generation`. Must not run at the same time as a program that uses the variable.
    public func rearrange(_ layout: (any PhysicalLayout)?) throws {
        let plain = try snapshot()
        guard let layout else {
            storage = try plain.storage()
            self.layout = nil
            generation += 1
            return
        }
        let packed = try Storage(byteCount: layout.byteCount)
        try layout.pack(from: try plain.pointer(), to: packed.pointer)
        withExtendedLifetime(plain) {}
        storage = packed
        self.layout = layout
        generation += 1
    }
}

/// An arrangement of a tensor's elements in memory that kernels prefer to row-major, possibly with padding.
public protocol PhysicalLayout: AnyObject, CustomStringConvertible {
    /// Bytes, padding included.
    var byteCount: Int { get }
    /// Elements, padding included. Element by element work may run over all of them.
    var elementCount: Int { get }
    /// Whether two layouts arrange their elements in the same way.
    func isSame(as other: any PhysicalLayout) -> Bool
    /// Row-major to this; padding becomes zero.
    func pack(from plain: UnsafeRawPointer, to packed: UnsafeMutableRawPointer) throws
    /// This to row-major.
    func unpack(from packed: UnsafeRawPointer, to plain: UnsafeMutableRawPointer) throws
}
