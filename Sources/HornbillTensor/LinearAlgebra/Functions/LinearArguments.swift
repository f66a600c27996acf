// Like NumPy, linear algebra computes in double precision, whatever comes in, and rounds what goes out.

extension Tensor {
    /// The dtypes in which linear algebra on these tensors is computed and given: float32 only if all are.
    ///
    /// Throws `typeMismatch` for 16-bit floats, which NumPy refuses too.
    static func linearTypes(_ tensors: [Tensor]) throws -> (computed: DType, given: DType) {
        var isDouble = false, isComplex = false
        for tensor in tensors {
            switch tensor.dtype {
            case .float16, .bfloat16:
                throw HornbillError(.typeMismatch, "array type \(tensor.dtype.name) is unsupported in linalg")
            case .float32, .complex64: break
            default: isDouble = true
            }
            if tensor.dtype.isComplex { isComplex = true }
        }
        let real: DType = isDouble ? .float64 : .float32
        return isComplex ? (.complex128, real.complexType) : (.float64, real)
    }

    /// Applies a primitive to the tensors in double precision. Results of float64 are rounded to the precision of the
    /// operands.
    static func linear(_ operation: Operation, _ tensors: [Tensor], _ attributes: Attributes = [:]) throws -> [Tensor] {
        let (computed, given) = try linearTypes(tensors)
        return try operation(tensors.map { try $0.cast(to: computed) }, attributes).map { result in
            switch result.dtype {
            case .float64: try result.cast(to: given.realType)
            case .complex128: try result.cast(to: given.complexType)
            default: result
            }
        }
    }

    func linear(_ operation: Operation, _ attributes: Attributes = [:]) throws -> Tensor {
        try Tensor.linear(operation, [self], attributes)[0]
    }

    /// The tensor with floating-point elements: integers and bool become float64.
    var inexact: Tensor { get throws { dtype.isInexact ? self : try cast(to: .float64) } }

    /// The distance from 1 to the next number of the (real) type.
    static func precision(of dtype: DType) -> Double {
        switch dtype.realType {
        case .float32: return Double(Float.ulpOfOne)
        case .float16: return 0x1p-10
        case .bfloat16: return 0x1p-7
        default: return .ulpOfOne
        }
    }
}
