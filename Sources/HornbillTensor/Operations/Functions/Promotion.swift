extension Tensor {
    /// The dtype that holds the values of both, by NumPy's table (which is the Array API's where that has one).
    ///
    /// 64-bit unsigned with signed integers gives float64; integers with floats give a float that is wide enough;
    /// bfloat16 with float16 gives float32.
    public static func promote(_ a: DType, _ b: DType) -> DType {
        if a == b { return a }
        if a == .bool { return b }
        if b == .bool { return a }
        if a.isFloat && b.isFloat {
            if a.size == 2 && b.size == 2 { return .float32 }
            return a.size > b.size ? a : b
        }
        if a.isFloat || b.isFloat {
            let (float, integer) = a.isFloat ? (a, b) : (b, a)
            // bfloat16 keeps its range with every integer, as in ml_dtypes' promotion.
            if float == .bfloat16 { return integer.size <= 1 ? .bfloat16 : integer.size == 2 ? .float32 : .float64 }
            switch integer.size {
            case 1: return float
            case 2: return float.size < 4 ? .float32 : float
            default: return .float64
            }
        }
        if a.isSignedInteger == b.isSignedInteger { return a.size > b.size ? a : b }
        let (signed, unsigned) = a.isSignedInteger ? (a, b) : (b, a)
        if signed.size > unsigned.size { return signed }
        switch unsigned.size {
        case 1: return .int16
        case 2: return .int32
        case 4: return .int64
        default: return .float64
        }
    }

    /// The dtype of a tensor combined with a Swift number, which is weak: it takes the tensor's dtype unless that is of
    /// a lower kind.
    func weakType(of value: Double) -> DType {
        if dtype.isFloat { return dtype }
        let integral = value == value.rounded() && value.magnitude < 9e15
        if !integral { return .float64 }
        return dtype == .bool ? .int64 : dtype
    }

    /// The values in another dtype; the tensor itself if it has it already.
    public func cast(to dtype: DType) throws -> Tensor {
        if dtype == self.dtype { return self }
        if body.isContiguous, let source = body.address {
            let storage = try Storage(byteCount: count * dtype.size)
            castContiguous(from: self.dtype, to: dtype, src: source, dst: storage.pointer, count: count)
            return Tensor(body: .make(storage: storage, dtype: dtype, like: body))
        }
        return try Operation.cast(self, ["dtype": .string(dtype.name)])
    }
}

/// The operands in their common dtype.
func promoted(_ a: Tensor, _ b: Tensor) throws -> (Tensor, Tensor) {
    if a.dtype == b.dtype { return (a, b) }
    let dtype = Tensor.promote(a.dtype, b.dtype)
    return (try a.cast(to: dtype), try b.cast(to: dtype))
}
