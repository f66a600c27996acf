import HornbillTensor

/// Removes work that changes nothing: adding 0, multiplying or dividing by 1, casts, reshapes and broadcasts to what is
/// already there.
///
/// Only rewrites that keep every result to the last bit, NaN, infinities and the sign of zero included: `x · 0` stays,
/// and `x + 0` goes only where the zero is negative or the type has none.
enum Simplify {
    static func run(_ graph: Graph) throws -> Graph {
        try graph.rewritten { node, inputs in
            if node.operation?.givesItsOperands ?? false { return Array(inputs.prefix(node.outputs.count)) }
            guard node.operation != nil, let first = inputs.first, node.outputs.count == 1 else { return nil }
            if let op = node.elementwise {
                switch op {
                case .copy: return first.spec == node.outputs[0] ? [first] : nil
                case .multiply:
                    return neutral(inputs[0], inputs[1], 1, node) ?? neutral(inputs[1], inputs[0], 1, node)
                case .divide: return neutral(inputs[0], inputs[1], 1, node)
                case .add:
                    return neutral(inputs[0], inputs[1], -0.0, node) ?? neutral(inputs[1], inputs[0], -0.0, node)
                case .subtract: return neutral(inputs[0], inputs[1], 0, node)
                // A square is a product: better rounded, and fifty times as fast.
                case .power where first.spec == node.outputs[0] && isTwo(inputs[1]): return [try first.square()]
                case .negative where first.node.elementwise == .negative: return [first.node.inputs[0]]
                default: return nil
                }
            }
            switch node.operation!.family {
            case .cast: return first.dtype == node.outputs[0].dtype ? [first] : nil
            case .movement where node.operation!.name == "reshape" || node.operation!.name == "broadcast_to":
                return first.spec == node.outputs[0] ? [first] : nil
            default: return nil
            }
        }
    }

    private static func isTwo(_ exponent: Tensor) -> Bool {
        guard let known = exponent.node.constant, known.count == 1, !known.dtype.isComplex else { return false }
        return (try? known.item()) == 2
    }

    /// `kept`, if `constant` is `value` throughout and does not widen the result.
    private static func neutral(_ kept: Tensor, _ constant: Tensor, _ value: Double, _ node: Node) -> [Tensor]? {
        guard kept.spec == node.outputs[0], let known = constant.node.constant, known.count == 1,
            let item = try? known.item(), item == value,
            // 0 and -0 compare equal; for integers both are the one zero.
            !kept.dtype.isFloat || item.sign == value.sign
        else { return nil }
        return [kept]
    }
}
