@_exported import HornbillKernels

/// What is known of a tensor before it is computed: its dtype and shape.
public struct TensorSpec: Hashable, CustomStringConvertible, Sendable {
    public var dtype: DType
    public var shape: [Int]

    public init(_ dtype: DType, _ shape: [Int]) {
        self.dtype = dtype
        self.shape = shape
    }

    public var count: Int { shape.reduce(1, *) }
    public var byteCount: Int { count * dtype.size }
    public var description: String { dtype.name + shapeText(shape) }
}

/// How an operand lies in memory, relative to the address its kernel is given.
public struct Layout: Hashable, Sendable {
    public var dtype: DType
    public var shape: [Int]
    /// In elements; 0 repeats, negative walks backwards.
    public var strides: [Int]

    public init(_ dtype: DType, _ shape: [Int], strides: [Int]) {
        self.dtype = dtype
        self.shape = shape
        self.strides = strides
    }

    /// Dense and row-major.
    public init(_ spec: TensorSpec) {
        self.init(spec.dtype, spec.shape, strides: Strides.contiguous(spec.shape))
    }

    public var spec: TensorSpec { TensorSpec(dtype, shape) }
    public var count: Int { shape.reduce(1, *) }
    public var isContiguous: Bool { Strides.areContiguous(strides, shape) }
}
