import HornbillTensor

/// Joins elementwise operations of one shape into one loop over cache-sized tiles, with as many results as are needed.
///
/// Operations are taken in order. Each joins the groups of its operands where that creates no cycle: no path may lead
/// from the group out and back into it. Broadcasts of operands are absorbed, scalar constants become constants of the
/// loop. Values of 16-bit float types end a group, so that they are rounded as they would be one by one.
enum FuseElementwise {
    /// Larger groups gain nothing: registers would spill out of the first-level cache.
    private static let mostInstructions = 48
    private static let mostOperands = 24

    static func run(_ graph: Graph) throws -> Graph {
        var grouping = Grouping(graph)
        grouping.run()
        return try grouping.rewrite(graph)
    }

    private static func isFusible(_ node: Node) -> Bool {
        switch node.operation?.family {
        case .elementwise, .cast: return true
        default: return false
        }
    }

    private final class Group {
        let id: Int
        let shape: [Int]
        var members: [Node] = []

        init(id: Int, shape: [Int]) {
            self.id = id
            self.shape = shape
        }
    }

    private struct Grouping {
        let nodes: [Node]
        let uses: [Symbol: Int]
        /// The group of each fusible node, by node id.
        var groups: [Int: Group] = [:]

        init(_ graph: Graph) {
            nodes = graph.nodes
            uses = graph.useCounts()
        }

        mutating func run() {
            for node in nodes where isFusible(node) {
                let group = Group(id: node.id, shape: node.outputs[0].shape)
                group.members = [node]
                groups[node.id] = group
                var joined: Group = group
                for input in node.inputs {
                    guard let producer = groups[input.node.id], producer !== joined, canJoin(producer, joined, via: input)
                    else { continue }
                    producer.members += joined.members
                    producer.members.sort { $0.id < $1.id }
                    for member in joined.members { groups[member.id] = producer }
                    joined = producer
                }
            }
        }

        private func canJoin(_ producer: Group, _ consumer: Group, via value: Tensor) -> Bool {
            guard producer.shape == consumer.shape,
                value.dtype == value.dtype.computeType,
                producer.members.count + consumer.members.count <= mostInstructions,
                operandCount(producer) + operandCount(consumer) <= mostOperands
            else { return false }
            return !leadsBack(from: consumer, to: producer)
        }

        private func operandCount(_ group: Group) -> Int {
            let ids = Set(group.members.map(\.id))
            var operands = Set<Symbol>()
            for member in group.members {
                for input in member.inputs where !ids.contains(input.node.id) { operands.insert(input.symbol!) }
            }
            return operands.count
        }

        /// Whether `consumer` depends on `producer` through something outside both.
        private func leadsBack(from consumer: Group, to producer: Group) -> Bool {
            var seen = Set<Int>()
            var pending: [Node] = []
            func push(inputsOf members: [Node], skip: (Node) -> Bool) {
                for member in members {
                    for input in member.inputs where !skip(input.node) { pending.append(input.node) }
                }
            }
            func isWithin(_ node: Node) -> Bool {
                groups[node.id].map { $0 === consumer || $0 === producer } ?? false
            }
            push(inputsOf: consumer.members, skip: isWithin)
            let oldest = producer.members[0].id
            while let node = pending.popLast() {
                if let group = groups[node.id] {
                    if group === producer { return true }
                    // What is older than all of the producer does not depend on it.
                    guard group.members[group.members.count - 1].id > oldest else { continue }
                    if seen.insert(group.id).inserted { push(inputsOf: group.members) { $0.id == node.id } }
                } else if node.id > oldest, seen.insert(node.id).inserted {
                    for input in node.inputs { pending.append(input.node) }
                }
            }
            return false
        }

        func rewrite(_ graph: Graph) throws -> Graph {
            var replaced: [Symbol: Tensor] = [:]
            func current(_ tensor: Tensor) -> Tensor { replaced[tensor.symbol!] ?? tensor }
            var units: [(nodes: [Node], isGroup: Bool)] = []
            var listed = Set<Int>()
            for node in nodes {
                guard let group = groups[node.id] else {
                    units.append(([node], false))
                    continue
                }
                if listed.insert(group.id).inserted { units.append((group.members, true)) }
            }
            for unit in Grouping.sorted(units) {
                guard unit.isGroup else {
                    let node = unit.nodes[0]
                    let inputs = node.inputs.map(current)
                    if zip(inputs, node.inputs).contains(where: { $0.symbol != $1.symbol }) {
                        let rebuilt = Node(node.kind, inputs: inputs, node.attributes, outputs: node.outputs)
                        for index in node.outputs.indices {
                            replaced[Symbol(node: node, index: index)] = rebuilt.result(index)
                        }
                    }
                    continue
                }
                let expression = try FusedExpression(unit.nodes, uses: uses, current: current)
                let fused = expression.node()
                for (index, member) in expression.results.enumerated() {
                    replaced[Symbol(node: member, index: 0)] = fused.result(index)
                }
            }
            return Graph(
                placeholders: graph.placeholders, results: graph.results.map(current),
                writes: graph.writes.map { ($0.variable, current($0.value)) })
        }

        /// Units so ordered that each comes after what it needs; among those that are ready, the oldest first.
        private static func sorted(
            _ units: [(nodes: [Node], isGroup: Bool)]
        ) -> [(nodes: [Node], isGroup: Bool)] {
            var unitOf: [Int: Int] = [:]
            for (index, unit) in units.enumerated() {
                for node in unit.nodes { unitOf[node.id] = index }
            }
            var result: [(nodes: [Node], isGroup: Bool)] = []
            var state = [UInt8](repeating: 0, count: units.count)
            // Depth first with an explicit stack: graphs can be deeper than the thread's stack allows.
            for start in units.indices where state[start] == 0 {
                var stack = [start]
                while let index = stack.last {
                    if state[index] == 0 {
                        state[index] = 1
                        for node in units[index].nodes {
                            for input in node.inputs {
                                if let needed = unitOf[input.node.id], state[needed] == 0 { stack.append(needed) }
                            }
                        }
                    } else {
                        stack.removeLast()
                        if state[index] == 1 {
                            state[index] = 2
                            result.append(units[index])
                        }
                    }
                }
            }
            return result
        }
    }
}
