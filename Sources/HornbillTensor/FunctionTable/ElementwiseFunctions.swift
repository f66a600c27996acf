extension Function {
    private static func unary(
        _ name: String, _ summary: String, _ body: @escaping (Tensor) throws -> Tensor
    ) -> Function { Function("\(name)(x)", summary, unary: body) }

    /// Of one tensor, element by element. Functions of real numbers turn integers into floats that hold them. Complex numbers are taken
    /// by all that need no order, rounding towards an integer or bits.
    static let unaryFunctions: [Function] = [
        unary("negative", "-x.") { try -$0 },
        unary("positive", "x itself.") { $0 },
        unary("abs", "The magnitude.") { try $0.abs() },
        unary("sign", "-1, 0 or 1; NaN for NaN.") { try $0.sign() },
        unary("square", "x².") { try $0.square() },
        unary("sqrt", "√x.") { try $0.sqrt() },
        unary("rsqrt", "1 / √x.") { try $0.rsqrt() },
        unary("reciprocal", "1 / x.") { try $0.reciprocal() },
        unary("exp", "eˣ.") { try $0.exp() },
        unary("expm1", "eˣ - 1, exact near 0.") { try $0.expm1() },
        unary("log", "The natural logarithm.") { try $0.log() },
        unary("log1p", "log(1 + x), exact near 0.") { try $0.log1p() },
        unary("log2", "The logarithm to base 2.") { try $0.log2() },
        unary("log10", "The logarithm to base 10.") { try $0.log10() },
        unary("sin", "The sine.") { try $0.sin() },
        unary("cos", "The cosine.") { try $0.cos() },
        unary("tan", "The tangent.") { try $0.tan() },
        unary("asin", "The inverse sine.") { try $0.asin() },
        unary("acos", "The inverse cosine.") { try $0.acos() },
        unary("atan", "The inverse tangent.") { try $0.atan() },
        unary("sinh", "The hyperbolic sine.") { try $0.sinh() },
        unary("cosh", "The hyperbolic cosine.") { try $0.cosh() },
        unary("tanh", "The hyperbolic tangent.") { try $0.tanh() },
        unary("asinh", "The inverse hyperbolic sine.") { try $0.asinh() },
        unary("acosh", "The inverse hyperbolic cosine.") { try $0.acosh() },
        unary("atanh", "The inverse hyperbolic tangent.") { try $0.atanh() },
        unary("erf", "The error function.") { try $0.erf() },
        unary("sigmoid", "1 / (1 + e⁻ˣ).") { try $0.sigmoid() },
        unary("softplus", "log(1 + eˣ).") { try $0.softplus() },
        unary("relu", "x where it is positive, else 0.") { try $0.relu() },
        unary("ceil", "Rounded up.") { try $0.ceil() },
        unary("floor", "Rounded down.") { try $0.floor() },
        unary("trunc", "Rounded towards 0.") { try $0.trunc() },
        unary("isnan", "Whether an element is NaN.") { try $0.isNaN() },
        unary("isinf", "Whether an element is infinite.") { try $0.isInfinite() },
        unary("isfinite", "Whether an element is neither infinite nor NaN.") { try $0.isFinite() },
        unary("conj", "The complex conjugate.") { try $0.conj() },
        unary("real", "The real part.") { try $0.real() },
        unary("imag", "The imaginary part; 0 for real numbers.") { try $0.imag() },
        unary("angle", "The angle to the positive real axis, in radians.") { try $0.angle() },
        unary("signbit", "Whether an element's sign is negative; that of -0.0 is.") { try $0.signBit() },
        unary("logical_not", "Whether an element is 0.") { try $0.logicalNot() },
        unary("bitwise_invert", "Every bit changed.") { try $0.bitwiseNot() },
        Function("round(x; decimals)", "To the nearest number with so many decimals (0), halves to the even one.") {
            try $0[0].round(decimals: $0.attributes.int("decimals") ?? 0)
        },
        Function("astype(x; dtype)", "The elements in another dtype.") {
            try $0[0].cast(to: $0.attributes.required("dtype", $0.attributes.dtype))
        },
        Function("copy(x)", "A dense copy with memory of its own.") { call in
            try call[0].isSymbolic ? call[0] : call[0].copy()
        },
    ]

    private static func binary(
        _ name: String, _ summary: String, _ body: @escaping (Tensor, Tensor) throws -> Tensor
    ) -> Function { Function("\(name)(a, b)", summary, isElementwise: true, binary: body) }

    /// Of two tensors, element by element. They broadcast, and dtypes promote.
    static let binaryFunctions: [Function] = [
        binary("add", "a + b.", add),
        binary("subtract", "a - b.", subtract),
        binary("multiply", "a · b.", multiply),
        binary("divide", "a / b; integers give float64.", divide),
        binary("floor_divide", "a / b, rounded down.", floorDivide),
        binary("remainder", "What floor_divide leaves, with the sign of b.", remainder),
        binary("power", "a to the power b.", pow),
        binary("maximum", "The larger; NaN if either is.", maximum),
        binary("minimum", "The smaller; NaN if either is.", minimum),
        binary("atan2", "The angle of the point (b, a).", atan2),
        binary("hypot", "√(a² + b²).", hypot),
        binary("copysign", "a with the sign of b.", copysign),
        binary("nextafter", "The number after a in the direction of b.", nextafter),
        binary("logaddexp", "log(eᵃ + eᵇ).", logaddexp),
        binary("logaddexp2", "log₂(2ᵃ + 2ᵇ).", logaddexp2),
        binary("complex", "a + b·i, of real numbers.", complex),
        binary("equal", "a = b.", equal),
        binary("not_equal", "a ≠ b.", notEqual),
        binary("less", "a < b.", less),
        binary("less_equal", "a ≤ b.", lessEqual),
        binary("greater", "a > b.", greater),
        binary("greater_equal", "a ≥ b.", greaterEqual),
        binary("logical_and", "Whether both are true.", logicalAnd),
        binary("logical_or", "Whether one is true.", logicalOr),
        binary("logical_xor", "Whether exactly one is true.", logicalXor),
        binary("bitwise_and", "The bits set in both.", bitwiseAnd),
        binary("bitwise_or", "The bits set in one.", bitwiseOr),
        binary("bitwise_xor", "The bits set in exactly one.", bitwiseXor),
        binary("bitwise_left_shift", "a with its bits moved up by b.", shiftLeft),
        binary("bitwise_right_shift", "a with its bits moved down by b.", shiftRight),
    ]

    /// Choosing between elements.
    static let selectionFunctions: [Function] = [
        Function("where(condition, a, b)", "Elements of a where the condition is true, of b elsewhere.") {
            try Tensor.where($0[0], $0[1], $0[2])
        },
        Function(
            "clip(x, low?, high?; min, max)", "The elements limited to a range; each bound is a tensor, a number, or none."
        ) { call in
            var result = try call[0].clip(min: try call.attributes.double("min"), max: try call.attributes.double("max"))
            if let low = call.optional(1) { result = try maximum(result, low) }
            if let high = call.optional(2) { result = try minimum(result, high) }
            return result
        },
        Function("softmax(x; axis)", "eˣ / Σ eˣ along an axis (-1).") { try $0[0].softmax(axis: $0.axis(-1) ?? -1) },
        Function("log_softmax(x; axis)", "The logarithm of softmax.") { try $0[0].logSoftmax(axis: $0.axis(-1) ?? -1) },
        Function("stop_gradient(x)", "x, through which no gradient flows.") { try $0[0].stopGradient() },
    ]
}
