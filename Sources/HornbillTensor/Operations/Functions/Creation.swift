import HornbillKernels
import Glibc

/// A Swift type that is the element of a tensor.
public protocol TensorElement {
    static var dtype: DType { get }
}

extension Bool: TensorElement { public static var dtype: DType { .bool } }
extension Int8: TensorElement { public static var dtype: DType { .int8 } }
extension Int16: TensorElement { public static var dtype: DType { .int16 } }
extension Int32: TensorElement { public static var dtype: DType { .int32 } }
extension Int64: TensorElement { public static var dtype: DType { .int64 } }
extension Int: TensorElement { public static var dtype: DType { .int64 } }
extension UInt8: TensorElement { public static var dtype: DType { .uint8 } }
extension UInt16: TensorElement { public static var dtype: DType { .uint16 } }
extension UInt32: TensorElement { public static var dtype: DType { .uint32 } }
extension UInt64: TensorElement { public static var dtype: DType { .uint64 } }
extension Float: TensorElement { public static var dtype: DType { .float32 } }
extension Double: TensorElement { public static var dtype: DType { .float64 } }
extension Complex: TensorElement { public static var dtype: DType { Real.complexType } }

extension Tensor {
    /// A copy of `values` in row-major order; one axis if no shape is given.
    public init<Element: TensorElement>(_ values: [Element], shape: [Int]? = nil) throws {
        let shape = shape ?? [values.count]
        guard try Strides.count(shape) == values.count else {
            throw HornbillError(
                .shapeMismatch, "cannot reshape array of size \(values.count) into shape \(shapeText(shape))")
        }
        try self.init(uninitialized: Element.dtype, shape)
        let target = try pointer()
        values.withUnsafeBytes { if let base = $0.baseAddress { target.copyMemory(from: base, byteCount: $0.count) } }
    }

    /// The elements in row-major order, cast to `type`.
    public func scalars<Element: TensorElement>(as type: Element.Type = Element.self) throws -> [Element] {
        let dense = try cast(to: Element.dtype).contiguous()
        let source = try dense.pointer().assumingMemoryBound(to: Element.self)
        return withExtendedLifetime(dense) { Array(UnsafeBufferPointer(start: source, count: dense.count)) }
    }

    /// The only element, as a Double; throws if there are more or none, or it is complex. 64-bit integers are rounded
    /// beyond 2⁵³.
    public func item() throws -> Double {
        guard !dtype.isComplex else {
            throw HornbillError(.typeMismatch, "the element is complex: expected a real dtype, got \(dtype.name)")
        }
        guard count == 1 else {
            throw HornbillError(
                .invalidArgument, "can only convert an array of size 1 to a Python scalar, got size \(count)")
        }
        return try scalars(as: Double.self)[0]
    }

    /// Every element `value`, cast to `dtype`.
    public static func full(_ shape: [Int], _ value: Double, dtype: DType = .float32) throws -> Tensor {
        try Tensor(uninitialized: dtype, shape).filled(value)
    }

    public static func zeros(_ shape: [Int], dtype: DType = .float32) throws -> Tensor {
        try Tensor(uninitialized: dtype, shape).zeroed()
    }

    /// This new, dense tensor with every element `value`, cast to its dtype.
    public func filled(_ value: Double) throws -> Tensor {
        if count > 0 { fill(dtype, try pointer(), count, value) }
        return self
    }

    /// This new, dense tensor with every element 0.
    public func zeroed() throws -> Tensor {
        // Of every dtype, zero is made of zero bytes.
        let bytes = count * dtype.size
        if bytes < 1 << 18 { memset(try pointer(), 0, bytes) } else { fill(.uint8, try pointer(), bytes, integer: 0) }
        return self
    }

    public static func ones(_ shape: [Int], dtype: DType = .float32) throws -> Tensor {
        try full(shape, 1, dtype: dtype)
    }

    /// A tensor without axes. Memory for one element is always there, so this cannot fail.
    public static func scalar(_ value: Double, dtype: DType = .float32) -> Tensor {
        guard let result = try? full([], value, dtype: dtype) else {
            // Only `outOfMemory` for eight bytes ends here: nothing in the process can go on.
            abort()
        }
        return result
    }

    /// Ones on a diagonal, zeros elsewhere.
    public static func eye(_ rows: Int, _ columns: Int? = nil, diagonal: Int = 0, dtype: DType = .float32) throws -> Tensor {
        let columns = columns ?? rows
        let result = try zeros([rows, columns], dtype: dtype)
        // Where the diagonal begins, and how long it is.
        let row = diagonal < 0 ? Int(Swift.min(diagonal.magnitude, UInt(rows))) : 0, column = Swift.max(0, diagonal)
        let length = Swift.min(rows - row, columns - Swift.min(column, columns))
        if length > 0, let ones = result.view(
            shape: [length], count: length, strides: [columns + 1], offset: row * columns + column)
        {
            try ones.assignThrough(.scalar(1, dtype: dtype))
        }
        return result
    }
}
