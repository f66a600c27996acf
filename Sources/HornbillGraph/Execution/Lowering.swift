import HornbillTensor

/// Turns an optimised graph into steps: chooses where each value lies, resolves views, prepares kernels, lets updates
/// happen in place.
struct Lowering {
    private let graph: Graph
    private let nodes: [Node]
    private let arrangements: Arrangements

    private(set) var steps: [Step] = []
    private(set) var constants: [Tensor] = []
    private(set) var variables: [Variable] = []
    private(set) var temporaryBytes: [Int] = []
    private(set) var outputs: [Place] = []

    private var places: [Symbol: Place] = [:]
    private var variablePositions: [ObjectIdentifier: Int] = [:]
    private var unpacked: [Symbol: Place] = [:]
    /// The step after which each variable's old value is read no more.
    private var lastReads: [Int: Int] = [:]

    init(_ graph: Graph) throws {
        self.graph = graph
        nodes = graph.nodes
        arrangements = try Arrangements(graph)
        for (index, placeholder) in graph.placeholders.enumerated() {
            places[placeholder.symbol!] = Place(buffer: .input(index), layout: Layout(placeholder.spec))
        }
        for node in nodes { try lower(node) }
        try lowerResults()
        try lowerWrites()
    }

    /// The arrangement each variable must be in when the program runs.
    var variableArrangements: [(any PhysicalLayout)?] { variables.map { arrangements.of($0) } }

    // MARK: Nodes

    private mutating func lower(_ node: Node) throws {
        switch node.kind {
        case .placeholder:
            guard places[Symbol(node: node, index: 0)] != nil else {
                throw HornbillError(
                    .invalidState, "a symbolic tensor of another function is used here: \(node.outputs[0])")
            }
        case .constant(let value):
            places[Symbol(node: node, index: 0)] = Place(
                buffer: .constant(constants.count), layout: Layout(value.spec))
            // Whoever made the tensor may write to its memory later.
            constants.append(try value.copy())
        case .variable(let variable):
            places[Symbol(node: node, index: 0)] = place(of: variable)
        case .operation(let operation):
            try lower(node, operation)
        }
    }

    private mutating func place(of variable: Variable) -> Place {
        let key = ObjectIdentifier(variable)
        let position = variablePositions[key] ?? variables.count
        if position == variables.count {
            variablePositions[key] = position
            variables.append(variable)
        }
        return Place(
            buffer: .variable(position), layout: Layout(variable.spec), arrangement: arrangements.of(variable))
    }

    private mutating func lower(_ node: Node, _ operation: Operation) throws {
        if node.inputs.count > 0, arrangements.output(of: node, 0) == nil {
            let input = try plain(node.inputs[0])
            if let seen = operation.viewLayout(of: input.layout, node.attributes, output: node.outputs[0]) {
                places[Symbol(node: node, index: 0)] = Place(
                    buffer: input.buffer, offset: input.offset + seen.offset * input.layout.dtype.size,
                    layout: Layout(input.layout.dtype, node.outputs[0].shape, strides: seen.strides))
                return
            }
        }
        var inputs: [Place] = []
        for (index, tensor) in node.inputs.enumerated() {
            if arrangements.takes(node, input: index) {
                inputs.append(places[tensor.symbol!]!)
            } else {
                let input = try plain(tensor)
                inputs.append(DenseOperations.contains(operation) ? contiguous(input) : input)
            }
        }
        var outputs: [Place] = []
        for (index, spec) in node.outputs.enumerated() {
            let arrangement = arrangements.output(of: node, index)
            outputs.append(temporary(Layout(spec), arrangement))
        }
        var request = KernelRequest(
            inputs: inputs.map(\.layout), outputs: outputs.map(\.layout), attributes: node.attributes)
        if (inputs + outputs).contains(where: { $0.arrangement != nil }) {
            request.inputArrangements = inputs.map(\.arrangement)
            request.outputArrangements = outputs.map(\.arrangement)
        }
        var step = Step(name: operation.name, kernel: try operation.kernel(for: request), inputs: inputs, outputs: outputs)
        if step.kernel.pieces != nil, step.kernel.scratchBytes > 0 {
            step.scratch = temporary(Layout(TensorSpec(.uint8, [step.kernel.scratchBytes])))
        }
        append(step)
        for (index, place) in outputs.enumerated() { places[Symbol(node: node, index: index)] = place }
    }

    private mutating func append(_ step: Step) {
        for input in step.inputs {
            if case .variable(let position) = input.buffer { lastReads[position] = steps.count }
        }
        steps.append(step)
    }

    private mutating func temporary(_ layout: Layout, _ arrangement: (any PhysicalLayout)? = nil) -> Place {
        temporaryBytes.append(arrangement?.byteCount ?? layout.count * layout.dtype.size)
        return Place(buffer: .temporary(temporaryBytes.count - 1), layout: layout, arrangement: arrangement)
    }

    /// The place of a value that is not arranged: its own, or that of an unpacked copy, made once.
    private mutating func plain(_ tensor: Tensor) throws -> Place {
        let symbol = tensor.symbol!
        guard let place = places[symbol] else {
            throw HornbillError(.internal, "a value is used before it is computed")
        }
        guard place.arrangement != nil else { return place }
        if let copy = unpacked[symbol] { return copy }
        let copy = temporary(Layout(tensor.spec))
        append(.copy(place, to: copy))
        unpacked[symbol] = copy
        return copy
    }

    /// The place itself if it is dense and row-major, else that of a copy.
    private mutating func contiguous(_ place: Place) -> Place {
        if place.layout.isContiguous { return place }
        let copy = temporary(Layout(place.layout.spec))
        append(.copy(place, to: copy))
        return copy
    }

    // MARK: Results and variables

    private mutating func lowerResults() throws {
        for (index, result) in graph.results.enumerated() {
            let source = try plain(result)
            let target = Place(buffer: .output(index), layout: Layout(result.spec))
            outputs.append(target)
            // A temporary that is dense and nobody's result yet becomes the output itself.
            if case .temporary = source.buffer, source.offset == 0, source.layout.isContiguous,
                source.byteCount == temporaryBytes[temporaryNumber(source)]
            {
                replace(source.buffer, by: target.buffer)
            } else {
                append(.copy(source, to: target))
            }
        }
    }

    private mutating func lowerWrites() throws {
        var sources: [Place?] = []
        // What moves from one variable to another is saved first, before any update in place.
        for (variable, value) in graph.writes {
            let target = place(of: variable)
            guard let source = places[value.symbol!] else {
                throw HornbillError(.internal, "a value is used before it is computed")
            }
            guard case .variable = source.buffer else {
                sources.append(nil)
                continue
            }
            if value.node.variable === variable {
                sources.append(target)
                continue
            }
            let dense = try plain(value)
            let saved = temporary(Layout(value.spec))
            append(.copy(dense, to: saved))
            sources.append(saved)
        }
        // Copies come last, and look up their sources then: an update in place may have moved them.
        var pending: [(value: Tensor, saved: Place?, target: Place)] = []
        for (index, (variable, value)) in graph.writes.enumerated() {
            let target = place(of: variable)
            if let saved = sources[index] {
                if saved.buffer != target.buffer { pending.append((value, saved, target)) }
                continue
            }
            var source = places[value.symbol!]!
            if source.arrangement != nil, !isSame(source.arrangement, target.arrangement) { source = try plain(value) }
            if canUpdateInPlace(source, target) {
                replace(source.buffer, by: target.buffer)
            } else {
                pending.append((value, nil, target))
            }
        }
        for (value, saved, target) in pending {
            var source = saved ?? places[value.symbol!]!
            if source.arrangement != nil, !isSame(source.arrangement, target.arrangement) { source = try plain(value) }
            // Packing reads row-major memory.
            if source.arrangement == nil, target.arrangement != nil { source = contiguous(source) }
            append(.copy(source, to: target))
        }
    }

    /// Whether the step that makes `source` may write straight into the variable `target`.
    private func canUpdateInPlace(_ source: Place, _ target: Place) -> Bool {
        guard case .temporary = source.buffer, case .variable(let position) = target.buffer,
            source.offset == 0, source.layout.isContiguous, source.byteCount == target.byteCount,
            source.byteCount == temporaryBytes[temporaryNumber(source)],
            isSame(source.arrangement, target.arrangement),
            let producer = steps.firstIndex(where: { step in
                step.outputs.contains { $0.buffer == source.buffer }
            })
        else { return false }
        guard let lastRead = lastReads[position], lastRead >= producer else { return true }
        // The producer itself may read the old value if it does so element by element, in the same order.
        guard lastRead == producer else { return false }
        let step = steps[producer]
        return step.inputs.enumerated().allSatisfy { index, input in
            input.buffer != target.buffer
                || step.kernel.inPlaceInputs.contains(index) && input.offset == 0 && input.byteCount == target.byteCount
        }
    }

    private func isSame(_ left: (any PhysicalLayout)?, _ right: (any PhysicalLayout)?) -> Bool {
        switch (left, right) {
        case (nil, nil): return true
        case (let left?, let right?): return left.isSame(as: right)
        default: return false
        }
    }

    private func temporaryNumber(_ place: Place) -> Int {
        if case .temporary(let number) = place.buffer { return number }
        return -1
    }

    private mutating func replace(_ old: Buffer, by new: Buffer) {
        for index in steps.indices {
            for input in steps[index].inputs.indices where steps[index].inputs[input].buffer == old {
                steps[index].inputs[input].buffer = new
            }
            for output in steps[index].outputs.indices where steps[index].outputs[output].buffer == old {
                steps[index].outputs[output].buffer = new
            }
        }
        for symbol in places.keys where places[symbol]!.buffer == old { places[symbol]!.buffer = new }
        for symbol in unpacked.keys where unpacked[symbol]!.buffer == old { unpacked[symbol]!.buffer = new }
        // What is written in place is read from there: later updates of that variable must see those reads.
        if case .variable(let position) = new {
            for (index, step) in steps.enumerated() where step.inputs.contains(where: { $0.buffer == new }) {
                lastReads[position] = max(lastReads[position] ?? 0, index)
            }
        }
    }
}
