import Glibc

extension Tensor {
    /// The dtype that holds the values of both, by NumPy's table (which is the Array API's where that has one).
    ///
    /// 64-bit unsigned with signed integers gives float64; integers with floats give a float that is wide enough;
    /// bfloat16 with float16 gives float32. Complex with real numbers gives the complex type whose parts hold both.
    public static func promote(_ a: DType, _ b: DType) -> DType {
        if a == b { return a }
        if a == .bool { return b }
        if b == .bool { return a }
        if a.isComplex || b.isComplex { return promote(a.realType, b.realType).complexType }
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
        if dtype.isInexact { return dtype }
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

/// The operands in their common dtype. A literal number takes that of the tensor beside it where that can hold numbers
/// of its kind; throws `invalidArgument` if the number is out of the dtype's range.
func promoted(_ a: Tensor, _ b: Tensor) throws -> (Tensor, Tensor) {
    if a.dtype == b.dtype { return (a, b) }
    var (a, b) = (a, b)
    if a.body.header.isNumber != b.body.header.isNumber {
        if a.body.header.isNumber { a = try a.taken(beside: b) } else { b = try b.taken(beside: a) }
    }
    return try cast(a, b)
}

/// The operands of a comparison in their common dtype: a literal number out of the dtype's range keeps its own.
func comparable(_ a: Tensor, _ b: Tensor) throws -> (Tensor, Tensor) {
    do { return try promoted(a, b) } catch { return try cast(a, b) }
}

private func cast(_ a: Tensor, _ b: Tensor) throws -> (Tensor, Tensor) {
    let dtype = Tensor.promote(a.dtype, b.dtype)
    return (try a.cast(to: dtype), try b.cast(to: dtype))
}

extension Tensor {
    /// An integer as a program's text has it: an int64 that, combined with a tensor, takes the tensor's dtype.
    public static func literal(_ value: Int) -> Tensor {
        // As for `scalar`: memory for one element is always there.
        guard let result = try? Tensor([value], shape: []) else { abort() }
        result.body.header.isNumber = true
        return result
    }

    /// A float as a program's text has it: a float64 that, combined with a tensor of floats, takes the tensor's dtype.
    public static func literal(_ value: Double) -> Tensor {
        let result = Tensor.scalar(value, dtype: .float64)
        result.body.header.isNumber = true
        return result
    }

    fileprivate func taken(beside tensor: Tensor) throws -> Tensor {
        dtype == .int64 ? try tensor.beside(scalars(as: Int.self)[0]) : tensor.beside(try scalars(as: Double.self)[0])
    }
}
