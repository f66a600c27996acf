import Synchronization

/// A vertex of a traced graph: an operation applied to symbolic tensors, or a leaf.
///
/// Nodes are immutable and know only their inputs, so a graph is what can be reached from its results, and ids rise
/// from inputs to results.
public final class Node {
    public enum Kind {
        case operation(Operation)
        /// A value that is given at each run.
        case placeholder(name: String)
        /// A value known when the graph is made.
        case constant(Tensor)
        /// What a variable holds when the run begins.
        case variable(Variable)
    }

    public let id: Int
    public let kind: Kind
    public private(set) var inputs: [Tensor]
    public let attributes: Attributes
    public let outputs: [TensorSpec]

    private static let counter = Atomic<Int>(0)

    public init(
        _ kind: Kind, inputs: [Tensor] = [], _ attributes: Attributes = Attributes(), outputs: [TensorSpec]
    ) {
        self.id = Node.counter.add(1, ordering: .relaxed).newValue
        self.kind = kind
        self.inputs = inputs
        self.attributes = attributes
        self.outputs = outputs
    }

    /// Long chains go one by one: released from within each other they would fill the stack.
    deinit {
        var pending = inputs
        inputs = []
        while var tensor = pending.popLast() {
            guard isKnownUniquelyReferenced(&tensor.body), var node = tensor.body.takeNode() else { continue }
            if isKnownUniquelyReferenced(&node) {
                pending += node.inputs
                node.inputs = []
            }
        }
    }

    /// The operation, unless the node is a leaf.
    public var operation: Operation? {
        if case .operation(let operation) = kind { return operation }
        return nil
    }

    /// The node's results as symbolic tensors.
    public var results: [Tensor] { outputs.indices.map(result) }

    public func result(_ index: Int) -> Tensor {
        Tensor(body: .make(symbol: Symbol(node: self, index: index), spec: outputs[index]))
    }
}

extension TensorBody {
    /// The node of a symbolic tensor that nobody else uses, which is none from then on.
    fileprivate func takeNode() -> Node? {
        defer { header.symbol = nil }
        return header.symbol?.node
    }
}

/// One result of a node.
public struct Symbol: Hashable {
    public let node: Node
    public let index: Int

    public init(node: Node, index: Int) {
        self.node = node
        self.index = index
    }

    public static func == (left: Symbol, right: Symbol) -> Bool {
        left.node === right.node && left.index == right.index
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(node.id)
        hasher.combine(index)
    }
}

extension Tensor {
    /// A symbolic tensor for a value given at each run of the graph.
    public static func placeholder(_ spec: TensorSpec, name: String) -> Tensor {
        Node(.placeholder(name: name), outputs: [spec]).result(0)
    }

    /// The tensor itself if it is symbolic, else a constant of the graph.
    public static func symbolic(_ tensor: Tensor) throws -> Tensor {
        tensor.isSymbolic ? tensor : Node(.constant(tensor), outputs: [tensor.spec]).result(0)
    }

    /// The place in a graph of a symbolic tensor.
    public var symbol: Symbol? { body.symbol }
}
