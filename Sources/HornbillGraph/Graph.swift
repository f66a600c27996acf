import HornbillTensor

/// A traced function: what it is given, what it returns and what it leaves in variables.
public struct Graph {
    public var placeholders: [Tensor]
    public var results: [Tensor]
    public var writes: [(variable: Variable, value: Tensor)]

    public init(placeholders: [Tensor], results: [Tensor], writes: [(variable: Variable, value: Tensor)]) {
        self.placeholders = placeholders
        self.results = results
        self.writes = writes
    }

    /// Traces `body` on inputs of these specs.
    public init(tracing inputs: [TensorSpec], _ body: ([Tensor]) throws -> [Tensor]) throws {
        let placeholders = inputs.enumerated().map { Tensor.placeholder($1, name: "input\($0)") }
        let trace = Trace()
        let results = try trace.record { try body(placeholders) }
        self.init(
            placeholders: placeholders, results: try results.map { try Tensor.symbolic($0) },
            writes: trace.writes)
    }

    /// Results and writes: what must be computed.
    var roots: [Tensor] { results + writes.map(\.value) }

    /// Every node that matters, inputs before results. What is not reachable from a root is dead and does not exist.
    public var nodes: [Node] { topologicalOrder(of: roots) }

    /// How often each symbol is used, as an input or as a root.
    func useCounts() -> [Symbol: Int] {
        var counts: [Symbol: Int] = [:]
        for node in nodes {
            for input in node.inputs { counts[input.symbol!, default: 0] += 1 }
        }
        for root in roots { counts[root.symbol!, default: 0] += 1 }
        return counts
    }

    /// The graph with each node replaced by what `rule` returns for it, or rebuilt if its inputs changed.
    ///
    /// - Parameter rule: gets a node of this graph and its inputs as they are after rewriting; returns the tensors that
    ///   take the place of the node's results, or nil to keep the node.
    func rewritten(_ rule: (_ node: Node, _ inputs: [Tensor]) throws -> [Tensor]?) throws -> Graph {
        try rewritten { node, inputs, _ in try rule(node, inputs) }
    }

    /// The same for a rule that looks at other nodes too: `known` gives what has become of a tensor of this graph, nil if
    /// its node is still to come.
    func rewritten(
        _ rule: (_ node: Node, _ inputs: [Tensor], _ known: (Tensor) -> Tensor?) throws -> [Tensor]?
    ) throws -> Graph {
        var replaced: [Symbol: Tensor] = [:]
        var visited = Set<ObjectIdentifier>()
        func current(_ tensor: Tensor) -> Tensor { replaced[tensor.symbol!] ?? tensor }
        func known(_ tensor: Tensor) -> Tensor? {
            visited.contains(ObjectIdentifier(tensor.node)) ? current(tensor) : nil
        }
        for node in nodes {
            defer { visited.insert(ObjectIdentifier(node)) }
            let inputs = node.inputs.map(current)
            if let results = try rule(node, inputs, known) {
                for (index, result) in results.enumerated() {
                    replaced[Symbol(node: node, index: index)] = try Tensor.symbolic(result)
                }
            } else if zip(inputs, node.inputs).contains(where: { $0.symbol != $1.symbol }) {
                let rebuilt = Node(node.kind, inputs: inputs, node.attributes, outputs: node.outputs)
                for index in node.outputs.indices {
                    replaced[Symbol(node: node, index: index)] = rebuilt.result(index)
                }
            }
        }
        return Graph(
            placeholders: placeholders, results: results.map(current),
            writes: writes.map { ($0.variable, current($0.value)) })
    }
}

extension Node {
    /// The value of a constant leaf.
    var constant: Tensor? {
        if case .constant(let value) = kind { return value }
        return nil
    }

    /// The variable of a variable leaf.
    var variable: Variable? {
        if case .variable(let variable) = kind { return variable }
        return nil
    }

    var elementwise: ElementwiseOp? {
        if case .elementwise(let op)? = operation?.family { return op }
        return nil
    }
}

extension Tensor {
    /// The node that a symbolic tensor is a result of.
    var node: Node { body.symbol!.node }
}
