import HornbillTensor

/// The operations of a dense layer that oneDNN's inner product computes, made by the compiler out of matrix products.
enum DenseOperations {
    /// `activation(x · w + b)`: x (batch, inputs), w (inputs, units), b (units), of float32.
    static let forward = Operation(
        "dense", "A matrix product with bias and activation.",
        infer: { inputs, _ in [TensorSpec(.float32, [inputs[0].shape[0], inputs[1].shape[1]])] },
        prepare: { request in
            let (x, w) = (request.inputs[0], request.inputs[1])
            let hasBias = request.inputs.count > 2
            let activation = try request.attributes.string("activation").flatMap(OneDNN.Activation.init(rawValue:))
            let sizes = (batch: x.shape[0], inputs: x.shape[1], units: w.shape[1])
            switch dealing(sizes, request.inputArrangements) {
            case .split(let split): return SplitKernels.forward(split, activation: activation, hasBias: hasBias)
            case .tiled(let dense): return TiledKernels.forward(dense, activation: activation, hasBias: hasBias)
            case nil: break
            }
            let dense = try DenseForward(
                batch: x.shape[0], inputs: x.shape[1], units: w.shape[1], dtype: .float32, hasBias: hasBias,
                activation: activation,
                weights: try arrangement(request.inputArrangements, 1, w))
            return Kernel(scratchBytes: dense.scratchpadBytes, flops: dense.flops, detail: dense.description) {
                let call = try dense.makeCall(
                    source: $0[0], weights: $0[1], bias: hasBias ? $0[2] : nil, destination: $0[hasBias ? 3 : 2],
                    scratchpad: dense.scratchpadBytes > 0 ? $0.last : nil)
                return { try call.run() }
            }.nesting(dense.isSerial)
        })

    /// `xᵀ · dy` and, if `use_bias`, the sum of dy over the batch: x (batch, inputs), dy (batch, units).
    static let backwardWeights = Operation(
        "dense_backward_weights", "The gradients of a dense layer's kernel and bias.",
        infer: { inputs, attributes in
            let units = inputs[1].shape[1]
            let kernel = TensorSpec(.float32, [inputs[0].shape[1], units])
            return try attributes.bool("use_bias") == true ? [kernel, TensorSpec(.float32, [units])] : [kernel]
        },
        prepare: { request in
            let (x, dy) = (request.inputs[0], request.inputs[1])
            let hasBias = request.outputs.count > 1
            let sizes = (batch: x.shape[0], inputs: x.shape[1], units: dy.shape[1])
            switch dealing(sizes, request.outputArrangements) {
            case .split(let split): return SplitKernels.backwardWeights(split, hasBias: hasBias)
            case .tiled(let dense): return TiledKernels.backwardWeights(dense, hasBias: hasBias)
            case nil: break
            }
            let dense = try DenseBackwardWeights(
                batch: x.shape[0], inputs: x.shape[1], units: dy.shape[1], dtype: .float32, hasBias: hasBias,
                weights: try arrangement(request.outputArrangements, 0, request.outputs[0]))
            return Kernel(scratchBytes: dense.scratchpadBytes, flops: dense.flops, detail: dense.description) {
                let call = try dense.makeCall(
                    source: $0[0], gradient: $0[1], weightsGradient: $0[2], biasGradient: hasBias ? $0[3] : nil,
                    scratchpad: dense.scratchpadBytes > 0 ? $0.last : nil)
                return { try call.run() }
            }.nesting(dense.isSerial)
        })

    /// `dy · wᵀ`: dy (batch, units), w (inputs, units).
    static let backwardData = Operation(
        "dense_backward_data", "The gradient of a dense layer's input.",
        infer: { inputs, _ in [TensorSpec(.float32, [inputs[0].shape[0], inputs[1].shape[0]])] },
        prepare: { request in
            let (dy, w) = (request.inputs[0], request.inputs[1])
            let sizes = (batch: dy.shape[0], inputs: w.shape[0], units: w.shape[1])
            if case .tiled(let dense) = dealing(sizes, request.inputArrangements) { return TiledKernels.backwardData(dense) }
            let dense = try DenseBackwardData(
                batch: dy.shape[0], inputs: w.shape[0], units: w.shape[1], dtype: .float32,
                weights: try arrangement(request.inputArrangements, 1, w))
            return Kernel(scratchBytes: dense.scratchpadBytes, flops: dense.flops, detail: dense.description) {
                let call = try dense.makeCall(
                    gradient: $0[0], weights: $0[1], sourceGradient: $0[2],
                    scratchpad: dense.scratchpadBytes > 0 ? $0.last : nil)
                return { try call.run() }
            }.nesting(dense.isSerial)
        })

    /// Whether an operation is one of these: their operands must be dense in memory.
    static func contains(_ operation: Operation) -> Bool {
        operation === forward || operation === backwardWeights || operation === backwardData
    }

    /// The attributes of `forward`.
    static func attributes(_ activation: OneDNN.Activation?) -> Attributes {
        activation.map { ["activation": .string($0.rawValue)] } ?? [:]
    }

    /// The activation that oneDNN can apply to a product on its way to memory, whose gradient needs only the result.
    static func activation(_ op: ElementwiseOp) -> OneDNN.Activation? {
        switch op {
        case .relu: return .relu
        case .tanh: return .tanh
        case .sigmoid: return .sigmoid
        default: return nil
        }
    }

    /// The arrangement in which a variable serves best as the weights of dense layers.
    static func preferredLayout(of weights: Variable, batch: Int) throws -> (any PhysicalLayout)? {
        if TiledDense.suits(inputs: weights.shape[0], units: weights.shape[1]) { return nil }
        let layout = try OneDNN.Layout.preferred(inputs: weights.shape[0], units: weights.shape[1], batch: batch)
        return layout.isPlain ? nil : layout
    }

    /// How threads share a layer's products.
    private enum Dealing {
        case split(SplitDense)
        case tiled(TiledDense)
    }

    /// How they share them, if several do and the weights lie in rows.
    private static func dealing(
        _ sizes: (batch: Int, inputs: Int, units: Int), _ arrangements: [(any PhysicalLayout)?]
    ) -> Dealing? {
        guard arrangements.allSatisfy({ $0 == nil }) else { return nil }
        if let split = SplitDense(batch: sizes.batch, inputs: sizes.inputs, units: sizes.units) { return .split(split) }
        return TiledDense(batch: sizes.batch, inputs: sizes.inputs, units: sizes.units).map { .tiled($0) }
    }

    private static func arrangement(
        _ arrangements: [(any PhysicalLayout)?], _ index: Int, _ plain: Layout
    ) throws -> OneDNN.Layout {
        if index < arrangements.count, let layout = arrangements[index] as? OneDNN.Layout { return layout }
        return try OneDNN.Layout.plain(inputs: plain.shape[0], units: plain.shape[1])
    }
}

extension OneDNN.Layout: PhysicalLayout {
    public func isSame(as other: any PhysicalLayout) -> Bool { (other as? OneDNN.Layout) == self }
    public func pack(from plain: UnsafeRawPointer, to packed: UnsafeMutableRawPointer) throws {
        try pack(plain: plain, to: packed)
    }
    public func unpack(from packed: UnsafeRawPointer, to plain: UnsafeMutableRawPointer) throws {
        try unpack(from: packed, toPlain: plain)
    }
}
