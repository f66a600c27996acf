/// The derivative of each elementwise operation, or nil where it is zero almost everywhere or not defined.
///
/// Where the result says as much as the operand (`tanh`, `sigmoid`, `exp`, `relu`) the rule uses the result, so that the
/// operand need not be kept, and the compiler can fuse the operation into what computes its operand.
///
/// The gradient of a real L with respect to a complex z = x + iy is ∂L/∂x - i ∂L/∂y, as in JAX: the change of L is the real
/// part of gradient · dz. Rules of functions that have a complex derivative then read as for real numbers, without
/// conjugates; those of `abs`, `real`, `imag`, `conj` and `angle`, which have none, follow from the real part. (The
/// direction of steepest descent is minus the conjugate.)
func elementwiseGradient(_ op: ElementwiseOp) -> Operation.Gradient? {
    /// A rule for one operand: the gradient times a factor made from operand and result.
    func factor(_ rule: @escaping (_ x: Tensor, _ y: Tensor) throws -> Tensor) -> Operation.Gradient {
        { context in
            guard let gradient = context.gradient else { return [nil] }
            return [try gradient * rule(context.inputs[0], context.outputs[0])]
        }
    }
    /// A rule for one operand that makes the gradient itself.
    func unary(_ rule: @escaping (_ g: Tensor, _ x: Tensor, _ y: Tensor) throws -> Tensor) -> Operation.Gradient {
        { context in
            guard let gradient = context.gradient else { return [nil] }
            return [try rule(gradient, context.inputs[0], context.outputs[0])]
        }
    }
    /// A rule for several operands: each gradient is summed over the axes along which its operand was broadcast.
    func several(
        _ rules: [(_ g: Tensor, _ inputs: [Tensor], _ y: Tensor) throws -> Tensor?]
    ) -> Operation.Gradient {
        { context in
            guard let gradient = context.gradient else { return rules.map { _ in nil } }
            return try rules.enumerated().map { index, rule in
                guard context.wanted[index], let result = try rule(gradient, context.inputs, context.outputs[0])
                else { return nil }
                return try result.summed(to: context.inputs[index].shape)
            }
        }
    }
    switch op {
    case .copy: return unary { g, _, _ in g }
    case .negative: return unary { g, _, _ in try -g }
    case .abs: return factor { x, _ in try x.sign().conj() }
    case .conj: return unary { g, _, _ in try g.conj() }
    case .real: return unary { g, x, _ in try g.cast(to: x.dtype) }
    case .imag: return unary { g, _, _ in try complex(.scalar(0, dtype: g.dtype), -g) }
    case .angle: return unary { g, x, y in try complex(.scalar(0, dtype: g.dtype), -g) / x }
    case .complex: return several([{ g, _, _ in try g.real() }, { g, _, _ in try -g.imag() }])
    case .square: return factor { x, _ in try x * 2.0 }
    case .sqrt: return unary { g, _, y in try g / (y * 2.0) }
    case .rsqrt: return factor { x, y in try y / x * -0.5 }
    case .reciprocal: return factor { _, y in try -y.square() }
    case .exp: return factor { _, y in y }
    case .expm1: return factor { _, y in try y + 1.0 }
    case .log: return unary { g, x, _ in try g / x }
    case .log1p: return unary { g, x, _ in try g / (x + 1.0) }
    case .log2: return unary { g, x, _ in try g / (x * 0.693147180559945309417) }
    case .log10: return unary { g, x, _ in try g / (x * 2.302585092994045684018) }
    case .sin: return factor { x, _ in try x.cos() }
    case .cos: return factor { x, _ in try -x.sin() }
    case .tan: return factor { _, y in try y.square() + 1.0 }
    case .asin: return unary { g, x, _ in try g / (1.0 - x.square()).sqrt() }
    case .acos: return unary { g, x, _ in try -(g / (1.0 - x.square()).sqrt()) }
    case .atan: return unary { g, x, _ in try g / (x.square() + 1.0) }
    case .sinh: return factor { x, _ in try x.cosh() }
    case .cosh: return factor { x, _ in try x.sinh() }
    case .tanh: return factor { _, y in try 1.0 - y.square() }
    case .asinh: return unary { g, x, _ in try g / (x.square() + 1.0).sqrt() }
    // In two roots, whose branch cuts are those of acosh.
    case .acosh: return unary { g, x, _ in try g / ((x - 1.0).sqrt() * (x + 1.0).sqrt()) }
    case .atanh: return unary { g, x, _ in try g / (1.0 - x.square()) }
    case .exp2: return factor { _, y in try y * 0.693147180559945309417 }
    case .cbrt: return unary { g, _, y in try g / (y.square() * 3.0) }
    case .mantissa: return unary { g, x, _ in try elementwise(.scale, g, -elementwise(.exponent, x)) }
    case .erf: return factor { x, _ in try (-x.square()).exp() * 1.12837916709551257390 }
    case .sigmoid: return factor { _, y in try y * (1.0 - y) }
    case .softplus: return factor { x, _ in try x.sigmoid() }
    case .relu:
        return unary { g, _, y in try Tensor.where(greater(y, .scalar(0, dtype: y.dtype)), g, .scalar(0, dtype: g.dtype)) }
    case .add: return several([{ g, _, _ in g }, { g, _, _ in g }])
    case .subtract: return several([{ g, _, _ in g }, { g, _, _ in try -g }])
    case .multiply: return several([{ g, x, _ in try g * x[1] }, { g, x, _ in try g * x[0] }])
    case .divide: return several([{ g, x, _ in try g / x[1] }, { g, x, y in try -(g * y / x[1]) }])
    case .remainder: return several([{ g, _, _ in g }, { g, x, _ in try -(g * floorDivide(x[0], x[1])) }])
    case .power:
        return several([
            // Where the exponent is 0 the power is 1 whatever the base, though the base to the power -1 may be infinite.
            { g, x, y in
                let zero = Tensor.scalar(0, dtype: y.dtype), one = Tensor.scalar(1, dtype: y.dtype)
                let exponent = try Tensor.where(equal(x[1], zero), one, x[1])
                return try g * x[1] * pow(x[0], exponent - 1.0)
            },
            // The power is 0 at the base 0, and so is its derivative, though the logarithm is not finite there.
            { g, x, y in
                let zero = Tensor.scalar(0, dtype: y.dtype), one = Tensor.scalar(1, dtype: y.dtype)
                return try g * y * Tensor.where(equal(x[0], zero), one, x[0]).log()
            },
        ])
    case .maximum, .minimum:
        let wins: (Tensor, Tensor) throws -> Tensor = op == .maximum ? { try greater($0, $1) } : { try less($0, $1) }
        // Equal operands share the gradient.
        func share(_ g: Tensor, _ mine: Tensor, _ other: Tensor) throws -> Tensor {
            let zero = Tensor.scalar(0, dtype: g.dtype)
            return try Tensor.where(
                wins(mine, other), g, Tensor.where(equal(mine, other), g * 0.5, zero))
        }
        return several([{ g, x, _ in try share(g, x[0], x[1]) }, { g, x, _ in try share(g, x[1], x[0]) }])
    case .fmax, .fmin:
        let wins: (Tensor, Tensor) throws -> Tensor = op == .fmax ? { try greater($0, $1) } : { try less($0, $1) }
        func share(_ g: Tensor, _ mine: Tensor, _ other: Tensor) throws -> Tensor {
            let zero = Tensor.scalar(0, dtype: g.dtype)
            let loses = try Tensor.where(notEqual(other, other), g, zero)
            return try Tensor.where(wins(mine, other), g, Tensor.where(equal(mine, other), g * 0.5, loses))
        }
        return several([{ g, x, _ in try share(g, x[0], x[1]) }, { g, x, _ in try share(g, x[1], x[0]) }])
    case .fmod: return several([{ g, _, _ in g }, { g, x, _ in try -(g * (x[0] / x[1]).trunc()) }])
    case .scale: return several([{ g, x, _ in try elementwise(.scale, g.broadcast(to: Strides.broadcastShape([g.shape, x[1].shape])), x[1]) }, { _, _, _ in nil }])
    case .atan2:
        return several([
            { g, x, _ in try g * x[1] / (x[0].square() + x[1].square()) },
            { g, x, _ in try -(g * x[0] / (x[0].square() + x[1].square())) },
        ])
    case .hypot: return several([{ g, x, y in try g * x[0] / y }, { g, x, y in try g * x[1] / y }])
    case .copysign:
        return several([
            { g, x, y in try Tensor.where(equal(x[0], y), g, -g) }, { _, _, _ in nil },
        ])
    case .logaddexp:
        return several([
            { g, x, y in try g * (x[0] - y).exp() }, { g, x, y in try g * (x[1] - y).exp() },
        ])
    case .logaddexp2:
        return several([
            { g, x, y in try g * (x[0] - y).exp2() }, { g, x, y in try g * (x[1] - y).exp2() },
        ])
    case .select:
        return several([
            { _, _, _ in nil },
            { g, x, _ in try Tensor.where(x[0], g, .scalar(0, dtype: g.dtype)) },
            { g, x, _ in try Tensor.where(x[0], .scalar(0, dtype: g.dtype), g) },
        ])
    case .clip:
        return several([
            { g, x, _ in
                let inside = try elementwise(
                    .logicalAnd, greaterEqual(x[0], x[1]), lessEqual(x[0], x[2]))
                return try Tensor.where(inside, g, .scalar(0, dtype: g.dtype))
            },
            { g, x, _ in try Tensor.where(less(x[0], x[1]), g, .scalar(0, dtype: g.dtype)) },
            { g, x, _ in try Tensor.where(greater(x[0], x[2]), g, .scalar(0, dtype: g.dtype)) },
        ])
    case .multiplyAdd:
        return several([{ g, x, _ in try g * x[1] }, { g, x, _ in try g * x[0] }, { g, _, _ in g }])
    default: return nil
    }
}

extension Tensor {
    /// The sum over the axes along which a tensor of `shape` was broadcast to this one.
    func summed(to target: [Int]) throws -> Tensor {
        if shape == target { return self }
        let missing = rank - target.count
        let axes = shape.indices.filter { $0 < missing || target[$0 - missing] == 1 && shape[$0] != 1 }
        // A gradient smaller than its operand's shape was never broadcast to the result's.
        let full = try broadcast(to: try Strides.broadcastShape([shape, target]))
        return try full.sum(axes: axes, keepDims: false).reshaped(to: target)
    }
}
