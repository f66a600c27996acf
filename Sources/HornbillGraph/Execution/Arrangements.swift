import HornbillTensor

/// Which values lie in an arrangement that oneDNN prefers, instead of row-major.
///
/// The kernels of dense layers stay arranged while a model trains: weights, their gradients and the optimizer's slots
/// are only ever combined element by element, for which the order does not matter. Whoever else reads such a value gets
/// an unpacked copy.
struct Arrangements {
    private var variables: [ObjectIdentifier: any PhysicalLayout] = [:]
    private var outputs: [Symbol: any PhysicalLayout] = [:]
    /// The fused nodes that run over arranged operands, by id.
    private var arranged = Set<Int>()

    init(_ graph: Graph) throws {
        let nodes = graph.nodes
        // What is arranged stays so: other programs were compiled for it.
        for node in nodes {
            if let variable = node.variable { variables[ObjectIdentifier(variable)] = variable.layout }
        }
        for (variable, _) in graph.writes { variables[ObjectIdentifier(variable)] = variable.layout }
        for node in nodes where node.operation === DenseOperations.forward {
            guard let weights = node.inputs[1].node.variable, variables[ObjectIdentifier(weights)] == nil else { continue }
            variables[ObjectIdentifier(weights)] = try DenseOperations.preferredLayout(
                of: weights, batch: node.inputs[0].shape[0])
        }
        for node in nodes {
            if case .fused? = node.operation?.family { spread(over: node) }
        }
    }

    /// Lets a fused node run over arranged operands if one of them is and all the others can be.
    private mutating func spread(over node: Node) {
        let shape = node.outputs[0].shape
        guard let layout = node.inputs.filter({ $0.shape == shape }).compactMap(known).first else { return }
        for input in node.inputs where input.count > 1 || input.shape == shape {
            guard input.shape == shape, input.dtype == .float32 else { return }
            if let other = known(input) {
                guard other.isSame(as: layout) else { return }
            } else if input.node.variable == nil {
                guard input.node.operation === DenseOperations.backwardWeights, input.symbol!.index == 0 else { return }
            }
        }
        guard node.outputs.allSatisfy({ $0.dtype == .float32 }) else { return }
        for input in node.inputs where input.shape == shape && known(input) == nil {
            if let variable = input.node.variable {
                variables[ObjectIdentifier(variable)] = layout
            } else {
                outputs[input.symbol!] = layout
            }
        }
        for index in node.outputs.indices { outputs[Symbol(node: node, index: index)] = layout }
        arranged.insert(node.id)
    }

    private func known(_ tensor: Tensor) -> (any PhysicalLayout)? {
        if let variable = tensor.node.variable { return of(variable) }
        return outputs[tensor.symbol!]
    }

    func of(_ variable: Variable) -> (any PhysicalLayout)? { variables[ObjectIdentifier(variable)] }

    func output(of node: Node, _ index: Int) -> (any PhysicalLayout)? { outputs[Symbol(node: node, index: index)] }

    /// Whether the kernel of `node` takes that input as it is arranged.
    func takes(_ node: Node, input index: Int) -> Bool {
        if node.operation === DenseOperations.forward || node.operation === DenseOperations.backwardData {
            return index == 1
        }
        return arranged.contains(node.id) && node.inputs[index].shape == node.outputs[0].shape
    }
}
