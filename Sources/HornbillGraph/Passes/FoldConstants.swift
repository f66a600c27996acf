import HornbillTensor

/// Computes what depends on constants alone, once, when the graph is compiled.
enum FoldConstants {
    /// Larger results stay in the graph: a constant costs memory for as long as the program lives.
    private static let largest = 1 << 16

    static func run(_ graph: Graph) throws -> Graph {
        try graph.rewritten { node, inputs in
            guard let operation = node.operation, !inputs.isEmpty,
                node.outputs.allSatisfy({ $0.count <= largest })
            else { return nil }
            let values = inputs.compactMap(\.node.constant)
            guard values.count == inputs.count else { return nil }
            return try operation(values, node.attributes)
        }
    }
}
