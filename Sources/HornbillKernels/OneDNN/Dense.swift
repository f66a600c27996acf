import CDNNL

/// The operand shapes of a dense layer as oneDNN's inner product sees them.
private struct DenseShapes {
    var source: dnnl_memory_desc_t
    var weights: dnnl_memory_desc_t
    var bias: dnnl_memory_desc_t
    var destination: dnnl_memory_desc_t
    let flops: Double
    /// Whether one thread computes it.
    let isSerial: Bool

    init(batch: Int, inputs: Int, units: Int, dtype: DType, weights: OneDNN.Layout?) throws {
        guard dtype == .float32 else {
            throw HornbillError(.unsupported, "oneDNN's inner product: expected float32, got \(dtype.name)")
        }
        source = try OneDNN.descriptor([batch, inputs], dnnl_ab)
        self.weights = try weights?.descriptor ?? OneDNN.descriptor([units, inputs], dnnl_format_tag_any)
        bias = try OneDNN.descriptor([units], dnnl_a)
        destination = try OneDNN.descriptor([batch, units], dnnl_ab)
        let work = DenseWork(batch: batch, inputs: inputs, units: units)
        flops = work.flops
        isSerial = !work.isWorthSharing
    }
}

/// `activation(x · w + b)` for x (batch, inputs) and w (inputs, units), float32.
public final class DenseForward {
    private let shapes: DenseShapes
    fileprivate let primitive: Primitive
    private let hasBias: Bool
    public let weightsLayout: OneDNN.Layout
    public var scratchpadBytes: Int { primitive.scratchpadBytes }
    public var flops: Double { shapes.flops }
    /// Whether it uses the thread alone that calls it.
    public var isSerial: Bool { shapes.isSerial }
    public var description: String { "\(primitive.implementation), weights \(weightsLayout)" }

    /// - Parameter weights: how the weights lie; nil lets oneDNN choose.
    public init(
        batch: Int, inputs: Int, units: Int, dtype: DType, hasBias: Bool, activation: OneDNN.Activation?,
        weights: OneDNN.Layout?
    ) throws {
        var shapes = try DenseShapes(batch: batch, inputs: inputs, units: units, dtype: dtype, weights: weights)
        var operation = dnnl_inner_product_desc_t()
        let status = withUnsafePointer(to: shapes.bias) { bias in
            dnnl_inner_product_forward_desc_init(
                &operation, dnnl_forward_training, &shapes.source, &shapes.weights, hasBias ? bias : nil,
                &shapes.destination)
        }
        try OneDNN.check(status, "inner product")
        var attributes: dnnl_primitive_attr_t?
        if let activation {
            try OneDNN.check(dnnl_primitive_attr_create(&attributes), "attributes")
            var operations: dnnl_post_ops_t?
            try OneDNN.check(dnnl_post_ops_create(&operations), "post-operations")
            defer { dnnl_post_ops_destroy(operations) }
            try OneDNN.check(dnnl_post_ops_append_eltwise(operations, 1, activation.algorithm, 0, 0), "activation")
            try OneDNN.check(dnnl_primitive_attr_set_post_ops(attributes, operations), "activation")
        }
        primitive = try Threads.few(shapes.isSerial) { try Primitive(&operation, attributes: attributes, hint: nil) }
        shapes.weights = try primitive.memory(dnnl_query_weights_md)
        weightsLayout = try OneDNN.Layout(shapes.weights, inputs: inputs, units: units)
        self.shapes = shapes
        self.hasBias = hasBias
    }

    public func makeCall(
        source: UnsafeMutableRawPointer, weights: UnsafeMutableRawPointer, bias: UnsafeMutableRawPointer?,
        destination: UnsafeMutableRawPointer, scratchpad: UnsafeMutableRawPointer?
    ) throws -> PrimitiveCall {
        var operands = [
            (Argument.source, shapes.source, source), (Argument.weights, shapes.weights, weights),
            (Argument.destination, shapes.destination, destination),
        ]
        if let bias { operands.append((Argument.bias, shapes.bias, bias)) }
        return try PrimitiveCall(primitive, operands, scratchpad: scratchpad)
    }
}

/// The gradients of a dense layer's weights and bias: `xᵀ · dy` and the sum of dy over the batch.
public final class DenseBackwardWeights {
    private let shapes: DenseShapes
    private let primitive: Primitive
    public var scratchpadBytes: Int { primitive.scratchpadBytes }
    public var flops: Double { shapes.flops }
    /// Whether it uses the thread alone that calls it.
    public var isSerial: Bool { shapes.isSerial }
    public var description: String { primitive.implementation }

    public init(
        batch: Int, inputs: Int, units: Int, dtype: DType, hasBias: Bool, weights: OneDNN.Layout?
    ) throws {
        var shapes = try DenseShapes(batch: batch, inputs: inputs, units: units, dtype: dtype, weights: weights)
        let forward = try DenseForward(
            batch: batch, inputs: inputs, units: units, dtype: dtype, hasBias: hasBias, activation: nil, weights: weights)
        var operation = dnnl_inner_product_desc_t()
        let status = withUnsafePointer(to: shapes.bias) { bias in
            dnnl_inner_product_backward_weights_desc_init(
                &operation, &shapes.source, &shapes.weights, hasBias ? bias : nil, &shapes.destination)
        }
        try OneDNN.check(status, "inner product")
        primitive = try Threads.few(shapes.isSerial) { try Primitive(&operation, attributes: nil, hint: forward.primitive.hint) }
        shapes.weights = try primitive.memory(dnnl_query_diff_weights_md)
        self.shapes = shapes
    }

    public func makeCall(
        source: UnsafeMutableRawPointer, gradient: UnsafeMutableRawPointer, weightsGradient: UnsafeMutableRawPointer,
        biasGradient: UnsafeMutableRawPointer?, scratchpad: UnsafeMutableRawPointer?
    ) throws -> PrimitiveCall {
        var operands = [
            (Argument.source, shapes.source, source), (Argument.differenceWeights, shapes.weights, weightsGradient),
            (Argument.differenceDestination, shapes.destination, gradient),
        ]
        if let biasGradient { operands.append((Argument.differenceBias, shapes.bias, biasGradient)) }
        return try PrimitiveCall(primitive, operands, scratchpad: scratchpad)
    }
}

/// The gradient of a dense layer's input: `dy · wᵀ`.
public final class DenseBackwardData {
    private let shapes: DenseShapes
    private let primitive: Primitive
    public var scratchpadBytes: Int { primitive.scratchpadBytes }
    public var flops: Double { shapes.flops }
    /// Whether it uses the thread alone that calls it.
    public var isSerial: Bool { shapes.isSerial }
    public var description: String { primitive.implementation }

    public init(batch: Int, inputs: Int, units: Int, dtype: DType, weights: OneDNN.Layout?) throws {
        var shapes = try DenseShapes(batch: batch, inputs: inputs, units: units, dtype: dtype, weights: weights)
        let forward = try DenseForward(
            batch: batch, inputs: inputs, units: units, dtype: dtype, hasBias: false, activation: nil, weights: weights)
        var operation = dnnl_inner_product_desc_t()
        try OneDNN.check(
            dnnl_inner_product_backward_data_desc_init(
                &operation, &shapes.source, &shapes.weights, &shapes.destination), "inner product")
        primitive = try Threads.few(shapes.isSerial) { try Primitive(&operation, attributes: nil, hint: forward.primitive.hint) }
        shapes.weights = try primitive.memory(dnnl_query_weights_md)
        self.shapes = shapes
    }

    public func makeCall(
        gradient: UnsafeMutableRawPointer, weights: UnsafeMutableRawPointer, sourceGradient: UnsafeMutableRawPointer,
        scratchpad: UnsafeMutableRawPointer?
    ) throws -> PrimitiveCall {
        try PrimitiveCall(
            primitive,
            [
                (Argument.differenceDestination, shapes.destination, gradient),
                (Argument.weights, shapes.weights, weights),
                (Argument.differenceSource, shapes.source, sourceGradient),
            ], scratchpad: scratchpad)
    }
}
