import HornbillTensor

/// Computes equal expressions once.
enum ShareCommonSubexpressions {
    private struct Key: Hashable {
        let operation: ObjectIdentifier
        let inputs: [Symbol]
        let attributes: Attributes
        let outputs: [TensorSpec]
    }

    /// A scalar constant is known by its value; the bits, so that 0 and -0 differ and NaN equals itself.
    private struct ScalarKey: Hashable {
        let spec: TensorSpec
        let bits: UInt64
    }

    static func run(_ graph: Graph) throws -> Graph {
        var known: [Key: Node] = [:]
        var scalars: [ScalarKey: Tensor] = [:]
        return try graph.rewritten { node, inputs in
            if let value = node.constant, value.count == 1, value.dtype.isFloat || value.dtype.size < 8 {
                let key = ScalarKey(spec: value.spec, bits: try value.item().bitPattern)
                if let same = scalars[key] { return [same] }
                scalars[key] = node.result(0)
                return nil
            }
            guard let operation = node.operation else { return nil }
            let key = Key(
                operation: ObjectIdentifier(operation), inputs: inputs.map { $0.symbol! },
                attributes: node.attributes, outputs: node.outputs)
            if let same = known[key] { return same.results }
            let kept =
                zip(inputs, node.inputs).contains { $0.symbol != $1.symbol }
                ? Node(node.kind, inputs: inputs, node.attributes, outputs: node.outputs) : node
            known[key] = kept
            return kept.results
        }
    }
}
