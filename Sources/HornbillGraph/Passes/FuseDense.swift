import HornbillTensor

/// Recognises what dense layers and their gradients do, and gives it to oneDNN's inner product, which adds the bias,
/// applies the activation and sums the bias' gradient on the way, and keeps the kernel in the arrangement it likes.
///
/// - `activation(x · w + b)`, with or without `b` and the activation, becomes `dense`;
/// - `xᵀ · dy`, with the sum of `dy` over the batch, becomes `dense_backward_weights`;
/// - `dy · wᵀ` becomes `dense_backward_data`.
///
/// `w` must be a variable; `x` a float32 matrix.
enum FuseDense {
    static func run(_ graph: Graph) throws -> Graph {
        let uses = graph.useCounts()
        let nodes = graph.nodes
        // The sums over the batch, by what they sum: the gradients of biases.
        var batchSums: [Symbol: Node] = [:]
        // The gradients of kernels, by those of the products.
        var products: [Symbol: Node] = [:]
        for node in nodes {
            if isBatchSum(node) { batchSums[node.inputs[0].symbol!] = node }
            if isBackwardWeights(node) { products[node.inputs[1].symbol!] = node }
        }

        var replaced: [Symbol: Tensor] = [:]
        return try graph.rewritten { node, inputs, known in
            var results = try rewrite(node, inputs, uses, batchSums, &replaced)
            // The sum may come before the product, whose input is there by then: it comes from the forward pass.
            if results == nil, isBatchSum(node), let product = products[node.inputs[0].symbol!],
                let x = known(product.inputs[0])
            {
                let both = try DenseOperations.backwardWeights([x, inputs[0]], ["use_bias": true])
                replaced[Symbol(node: product, index: 0)] = both[0]
                results = [both[1]]
            }
            for (index, result) in (results ?? []).enumerated() { replaced[Symbol(node: node, index: index)] = result }
            return results
        }
    }

    private static func rewrite(
        _ node: Node, _ inputs: [Tensor], _ uses: [Symbol: Int], _ batchSums: [Symbol: Node],
        _ replaced: inout [Symbol: Tensor]
    ) throws -> [Tensor]? {
        if let known = replaced[Symbol(node: node, index: 0)] { return [known] }
        if isDense(node) { return try DenseOperations.forward(inputs, DenseOperations.attributes(nil)) }
        if let operand = biasedProduct(node, uses) {
            return try addBias(to: inputs[operand], inputs[1 - operand])
        }
        if let op = node.elementwise, let activation = DenseOperations.activation(op) {
            return try activate(inputs[0], node.inputs[0], activation, uses)
        }
        if isBackwardWeights(node) {
            let dy = node.inputs[1].symbol!
            guard let sum = batchSums[dy] else {
                return try DenseOperations.backwardWeights(inputs, ["use_bias": false])
            }
            let both = try DenseOperations.backwardWeights(inputs, ["use_bias": true])
            // The sum's own rewriting finds this.
            replaced[Symbol(node: sum, index: 0)] = both[1]
            return [both[0]]
        }
        if isBackwardData(node) { return try DenseOperations.backwardData(inputs) }
        return nil
    }

    /// `x · w` of float32 matrices, `w` a variable.
    private static func isDense(_ node: Node) -> Bool {
        isMatrixProduct(node, transposed: (false, false)) && node.inputs[1].node.variable != nil
    }

    private static func isBackwardWeights(_ node: Node) -> Bool { isMatrixProduct(node, transposed: (true, false)) }

    private static func isBackwardData(_ node: Node) -> Bool {
        isMatrixProduct(node, transposed: (false, true)) && node.inputs[1].node.variable != nil
    }

    private static func isMatrixProduct(_ node: Node, transposed: (Bool, Bool)) -> Bool {
        guard node.operation?.name == "matmul", node.inputs.allSatisfy({ $0.dtype == .float32 && $0.rank == 2 }),
            node.outputs[0].count > 0, node.inputs.allSatisfy({ $0.count > 0 })
        else { return false }
        return (node.attributes["transpose_a"]?.boolValue ?? false) == transposed.0
            && (node.attributes["transpose_b"]?.boolValue ?? false) == transposed.1
    }

    private static func isBatchSum(_ node: Node) -> Bool {
        node.operation?.name == "sum" && node.inputs[0].rank == 2 && node.inputs[0].dtype == .float32
            && node.outputs[0].shape == [node.inputs[0].shape[1]] && node.attributes["axes"]?.intsValue == [0]
    }

    /// Which operand of an addition is a dense product that nobody else needs.
    private static func biasedProduct(_ node: Node, _ uses: [Symbol: Int]) -> Int? {
        guard node.elementwise == .add else { return nil }
        for operand in 0 ... 1 {
            let product = node.inputs[operand], bias = node.inputs[1 - operand]
            if isDense(product.node), uses[product.symbol!] == 1, product.shape == node.outputs[0].shape,
                bias.dtype == .float32, bias.shape == [product.shape[1]]
            {
                return operand
            }
        }
        return nil
    }

    private static func addBias(to dense: Tensor, _ bias: Tensor) throws -> [Tensor]? {
        guard dense.node.operation === DenseOperations.forward, dense.node.inputs.count == 2 else { return nil }
        return try DenseOperations.forward(dense.node.inputs + [bias], DenseOperations.attributes(nil))
    }

    private static func activate(
        _ dense: Tensor, _ original: Tensor, _ activation: OneDNN.Activation, _ uses: [Symbol: Int]
    ) throws -> [Tensor]? {
        guard dense.node.operation === DenseOperations.forward, uses[original.symbol!] == 1,
            !dense.node.attributes.has("activation")
        else { return nil }
        return try DenseOperations.forward(dense.node.inputs, DenseOperations.attributes(activation))
    }
}
