extension Function {
    private static func product(
        _ name: String, _ summary: String, _ body: @escaping (Tensor, Tensor) throws -> Tensor
    ) -> Function { Function("\(name)(a, b)", summary, isElementwise: false, binary: body) }

    /// Sums of products.
    static let products: [Function] = [
        product("matmul", "The matrix product, of stacks of matrices and of vectors too.", matmul),
        product("dot", "NumPy's dot: products summed over the last axis of a and the second to last of b.", dot),
        product("inner", "Products summed over the last axes of both.", inner),
        product("outer", "The products of all pairs of elements.", outer),
        product("vdot", "The sum of the products of all elements.", vdot),
        Function("vecdot(a, b; axis)", "Products summed along an axis (-1).") { try vecdot($0[0], $0[1], axis: $0.int("axis", -1)) },
        Function("tensordot(a, b; axes)", "Products summed over axes: a number of them (2), or a list for each operand.") { call in
            if let pairs = call.attributes["axes"]?.arrayValue {
                func axes(_ json: JSON) -> [Int]? { json.intsValue ?? json.intValue.map { [$0] } }
                guard pairs.count == 2, let left = axes(pairs[0]), let right = axes(pairs[1]) else {
                    throw HornbillError(.typeMismatch, "axes: expected an integer or two lists of integers, got \(JSON.array(pairs))")
                }
                return try tensordot(call[0], call[1], axes: (left, right))
            }
            return try tensordot(call[0], call[1], axes: call.int("axes", 2))
        },
        Function("kron(a, b)", "A copy of b, times an element of a, for each of those.") { try kron($0[0], $0[1]) },
        Function("cross(a, b; axis, axisa, axisb, axisc)", "The vector product along an axis (-1).") { call in
            if let axis = try call.axis() { return try cross(call[0], call[1], axes: (axis, axis, axis)) }
            return try cross(
                call[0], call[1], axes: (call.int("axisa", -1), call.int("axisb", -1), call.int("axisc", -1)))
        },
        Function("einsum(operands...; subscripts)", "Products summed over the letters that the result has not: \"ij,jk->ik\".") {
            try einsum($0.attributes.required("subscripts", $0.attributes.string), $0.all())
        },
        Function("convolve(a, v; mode)", "The convolution of two vectors: \"full\", \"same\" or \"valid\".") {
            try convolve($0[0], $0[1], $0.choice("mode", ConvolutionExtent.full, of: "full, same, valid"))
        },
        Function("correlate(a, v; mode)", "The correlation of two vectors: \"valid\", \"same\" or \"full\".") {
            try correlate($0[0], $0[1], $0.choice("mode", ConvolutionExtent.valid, of: "full, same, valid"))
        },
    ]
}
