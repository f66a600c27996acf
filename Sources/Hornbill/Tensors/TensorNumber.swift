import HornbillTensor

/// A Swift number that can stand beside a tensor in an operation: it takes the tensor's dtype where that can hold
/// numbers of its kind, as in NumPy.
public protocol TensorNumber {
    /// The number as a tensor without axes, to combine with `tensor`. Throws `invalidArgument` if the tensor's integer
    /// dtype cannot hold it.
    func beside(_ tensor: Tensor) throws -> Tensor
    /// The number as a tensor without axes of its own: int64, uint64 or float64.
    func alone() throws -> Tensor
}

extension TensorNumber where Self: BinaryFloatingPoint {
    public func beside(_ tensor: Tensor) throws -> Tensor { tensor.beside(Double(self)) }
    public func alone() throws -> Tensor { .scalar(Double(self), dtype: .float64) }
}

extension TensorNumber where Self: BinaryInteger {
    public func beside(_ tensor: Tensor) throws -> Tensor {
        guard let number = Int(exactly: self) else { return try alone() }
        return try tensor.beside(number)
    }
    public func alone() throws -> Tensor {
        if let number = Int(exactly: self) { return try Tensor([number], shape: []) }
        return try Tensor([UInt64(truncatingIfNeeded: self)], shape: [])
    }
}

extension Double: TensorNumber {}
extension Float: TensorNumber {}
extension Int: TensorNumber {}
extension Int8: TensorNumber {}
extension Int16: TensorNumber {}
extension Int32: TensorNumber {}
extension Int64: TensorNumber {}
extension UInt8: TensorNumber {}
extension UInt16: TensorNumber {}
extension UInt32: TensorNumber {}
extension UInt64: TensorNumber {}
