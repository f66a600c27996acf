import HornbillTensor

/// The gradients of `loss` with respect to symbolic tensors, as symbolic tensors: reverse-mode differentiation from
/// source to source, by the operations' own gradient rules.
///
/// - Parameters:
///   - loss: a symbolic floating-point tensor. If it has more than one element, the gradient is that of its sum.
///   - variables: symbolic tensors, such as `Variable.value` gives while a trace is open. The gradient for a complex one,
///     z = x + iy, is ∂L/∂x - i ∂L/∂y.
/// - Returns: for each of `variables` a tensor of its shape and dtype, or nil if `loss` does not depend on it through
///   differentiable operations.
public func gradients(of loss: Tensor, withRespectTo variables: [Tensor]) throws -> [Tensor?] {
    guard let root = loss.symbol else {
        throw HornbillError(
            .invalidState, "gradients need a symbolic loss: expected a tensor computed while tracing, got a value")
    }
    guard loss.dtype.isFloat else {
        throw HornbillError(.typeMismatch, "gradients need a floating-point loss, got dtype \(loss.dtype.name)")
    }
    let nodes = topologicalOrder(of: [loss])
    let wanted = Set(variables.compactMap(\.symbol))

    // Only nodes that depend on a wanted tensor need a gradient.
    var active = Set<Int>()
    for node in nodes
    where wanted.contains(where: { $0.node === node }) || node.inputs.contains(where: { active.contains($0.symbol!.node.id) }) {
        active.insert(node.id)
    }

    var gradients: [Symbol: Tensor] = [root: try Tensor.ones(loss.shape, dtype: loss.dtype)]
    for node in nodes.reversed() where active.contains(node.id) {
        let outgoing = node.outputs.indices.map { gradients[Symbol(node: node, index: $0)] }
        guard let operation = node.operation, let rule = operation.gradient,
            outgoing.contains(where: { $0 != nil })
        else { continue }
        let needed = node.inputs.map { $0.dtype.isInexact && active.contains($0.symbol!.node.id) }
        guard needed.contains(true) else { continue }
        let context = GradientContext(
            inputs: node.inputs, outputs: node.results, gradients: outgoing, attributes: node.attributes,
            wanted: needed)
        let incoming = try rule(context)
        guard incoming.count == node.inputs.count else {
            throw HornbillError(
                .internal,
                "the gradient rule of '\(operation.name)' gave \(incoming.count) gradients for \(node.inputs.count) inputs")
        }
        for (index, gradient) in incoming.enumerated() {
            guard needed[index], let gradient else { continue }
            let input = node.inputs[index]
            guard gradient.shape == input.shape else {
                throw HornbillError(
                    .internal,
                    "the gradient rule of '\(operation.name)' gave shape \(shapeText(gradient.shape)) for an input of "
                        + "shape \(shapeText(input.shape))")
            }
            let symbol = input.symbol!
            gradients[symbol] = try gradients[symbol].map { try $0 + gradient } ?? gradient
        }
    }
    return try variables.map { variable in
        try variable.symbol.flatMap { gradients[$0] }.map { try Tensor.symbolic($0) }
    }
}

/// Every node that `tensors` depend on, inputs before results.
func topologicalOrder(of tensors: [Tensor]) -> [Node] {
    var seen = Set<Int>()
    var nodes: [Node] = []
    var pending = tensors.compactMap { $0.symbol?.node }
    while let node = pending.popLast() {
        guard seen.insert(node.id).inserted else { continue }
        nodes.append(node)
        pending.append(contentsOf: node.inputs.compactMap { $0.symbol?.node })
    }
    return nodes.sorted { $0.id < $1.id }
}
