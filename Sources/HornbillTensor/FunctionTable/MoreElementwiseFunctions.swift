extension Function {
    private static func unary(
        _ name: String, _ summary: String, _ body: @escaping (Tensor) throws -> Tensor
    ) -> Function { Function("\(name)(x)", summary, unary: body) }

    private static func binary(
        _ name: String, _ summary: String, _ body: @escaping (Tensor, Tensor) throws -> Tensor
    ) -> Function { Function("\(name)(a, b)", summary, isElementwise: true, binary: body) }

    /// Element by element, beyond the Array API standard.
    static let moreElementwise: [Function] = [
        unary("exp2", "2ˣ.") { try $0.exp2() },
        unary("cbrt", "The cube root.") { try $0.cbrt() },
        unary("deg2rad", "Degrees as radians.") { try $0.radians() },
        unary("rad2deg", "Radians as degrees.") { try $0.degrees() },
        unary("sinc", "sin(πx) / πx; 1 at 0.") { try $0.sinc() },
        unary("bitwise_count", "How many bits of the magnitude are set.") { try $0.bitCount() },
        Function("modf(x)", "The fractional and the whole part.", results: {
            let (fraction, whole) = try $0[0].parts()
            return [fraction, whole]
        }),
        Function("frexp(x)", "The m and n of x = m · 2ⁿ with 0.5 ≤ |m| < 1.", results: {
            let (mantissa, exponent) = try $0[0].mantissaAndExponent()
            return [mantissa, exponent]
        }),
        Function("nan_to_num(x; nan, posinf, neginf)", "NaN (0) and infinities (the largest numbers) replaced.") {
            try $0[0].replacingNaN(
                $0.double("nan", 0), positive: $0.attributes.double("posinf"), negative: $0.attributes.double("neginf"))
        },
        binary("fmax", "The larger; a number wins against NaN.", fmax),
        binary("fmin", "The smaller; a number wins against NaN.", fmin),
        binary("fmod", "What a / b rounded towards 0 leaves, with the sign of a.", fmod),
        binary("float_power", "a to the power b in float64.", floatPower),
        binary("gcd", "The greatest common divisor.", gcd),
        binary("lcm", "The least common multiple.", lcm),
        binary("heaviside", "0 below 0, 1 above, b at 0.", heaviside),
        binary("ldexp", "a · 2ᵇ.", ldexp),
        Function("divmod(a, b)", "The quotient rounded down, and what it leaves.", results: {
            let (quotient, rest) = try divmod($0[0], $0[1])
            return [quotient, rest]
        }),
        Function("isclose(a, b; rtol, atol, equal_nan)", "Whether |a - b| ≤ atol (1e-8) + rtol (1e-5) |b|.") {
            try isClose(
                $0[0], $0[1], rtol: $0.double("rtol", 1e-5), atol: $0.double("atol", 1e-8), equalNaN: $0.bool("equal_nan"))
        },
        Function("allclose(a, b; rtol, atol, equal_nan)", "Whether isclose holds everywhere.") {
            try allClose(
                $0[0], $0[1], rtol: $0.double("rtol", 1e-5), atol: $0.double("atol", 1e-8), equalNaN: $0.bool("equal_nan"))
        },
        Function("array_equal(a, b; equal_nan)", "Whether shapes and all elements are equal.") {
            try arrayEqual($0[0], $0[1], equalNaN: $0.bool("equal_nan"))
        },
    ]
}
