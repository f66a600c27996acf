import CDNNL

/// One pass of a float32 convolution by oneDNN. Operands and result lie as `ConvolutionGeometry` says; what oneDNN wants
/// in another arrangement is reordered on the way.
public final class Convolution {
    private struct Operand {
        let argument: Int32
        /// How the caller's memory lies, and how the primitive reads it.
        let plain: dnnl_memory_desc_t
        let wanted: dnnl_memory_desc_t
        let reorder: Primitive?
        /// Where the reordered copy lies in the scratch memory.
        var offset = 0
    }

    private let primitive: Primitive
    /// In the order of the pass: two operands and the result.
    private var operands: [Operand] = []
    public private(set) var scratchBytes = 0
    private var scratchpadOffset = 0
    public let flops: Double
    public var description: String {
        let moved = operands.filter { $0.reorder != nil }.count
        return moved == 0 ? primitive.implementation : "\(primitive.implementation), \(moved) reordered"
    }

    /// Throws `unsupported` for sizes that oneDNN was not made for.
    public init(_ geometry: ConvolutionGeometry, _ pass: ConvolutionPass) throws {
        guard Convolution.suits(geometry) else {
            throw HornbillError(.unsupported, "oneDNN's convolution: the window, strides or padding are too large")
        }
        flops = geometry.flops
        // Channels last is as fast as blocks for most sizes. Where it is not made for it, oneDNN's own choice is.
        var best: (primitive: Primitive, shapes: Shapes)?
        for arrangement in [Arrangement.plain, .chosen] {
            let shapes = try Shapes(geometry, arrangement)
            guard let found = try? Convolution.primitive(geometry, pass, shapes) else { continue }
            if best == nil || !found.implementation.hasPrefix("ref") { best = (found, shapes) }
            if !found.implementation.hasPrefix("ref"), !found.implementation.hasPrefix("gemm") { break }
        }
        guard let best else {
            throw HornbillError(.unsupported, "oneDNN's convolution: no implementation for these sizes")
        }
        primitive = best.primitive
        var scratchpadBytes = primitive.scratchpadBytes
        let plain = try Shapes(geometry, .plainWeights)
        for (index, role) in Convolution.roles(pass).enumerated() {
            let wanted = try primitive.memory(role.query), given = plain[role.part]
            let isSame = OneDNN.isSame(wanted, given)
            let isResult = index == 2
            let reorder = try isSame
                ? nil : Primitive(reordering: isResult ? wanted : given, to: isResult ? given : wanted)
            var operand = Operand(argument: role.argument, plain: given, wanted: wanted, reorder: reorder)
            if let reorder {
                operand.offset = scratchBytes
                scratchBytes += (OneDNN.size(wanted) + 63) / 64 * 64
                scratchpadBytes = max(scratchpadBytes, reorder.scratchpadBytes)
            }
            operands.append(operand)
        }
        scratchpadOffset = scratchBytes
        scratchBytes += scratchpadBytes
    }

    /// Ties the pass to memory. The operands are given in the order of the pass.
    public func makeCall(
        _ first: UnsafeMutableRawPointer, _ second: UnsafeMutableRawPointer, result: UnsafeMutableRawPointer,
        scratch: UnsafeMutableRawPointer
    ) throws -> ConvolutionCall {
        let given = [first, second, result]
        let scratchpad = scratch + scratchpadOffset
        var before: [PrimitiveCall] = [], after: [PrimitiveCall] = []
        var arguments: [(Int32, dnnl_memory_desc_t, UnsafeMutableRawPointer)] = []
        for (index, operand) in operands.enumerated() {
            guard let reorder = operand.reorder else {
                arguments.append((operand.argument, operand.wanted, given[index]))
                continue
            }
            let copy = scratch + operand.offset
            arguments.append((operand.argument, operand.wanted, copy))
            // The result comes back from the copy, the operands go there.
            let isResult = index == 2
            let call = try PrimitiveCall(
                reorder,
                [
                    (isResult ? Argument.destination : Argument.source, operand.plain, given[index]),
                    (isResult ? Argument.source : Argument.destination, operand.wanted, copy),
                ], scratchpad: scratchpad)
            if isResult { after.append(call) } else { before.append(call) }
        }
        let main = try PrimitiveCall(primitive, arguments, scratchpad: scratchpad)
        return ConvolutionCall(before + [main] + after)
    }

    /// Whether windows, strides and padding are of sizes that convolutions have: the code that oneDNN writes counts
    /// bytes in 32 bits.
    private static func suits(_ geometry: ConvolutionGeometry) -> Bool {
        let axes = geometry.axes.allSatisfy {
            $0.window <= 1024 && $0.stride <= 1024 && $0.dilation <= 1024 && $0.extent <= 4096
                && $0.before < $0.extent && $0.after < $0.extent + $0.stride && $0.length <= 1 << 24
        }
        let counts = [geometry.sourceShape, geometry.resultShape, geometry.weightsShape].allSatisfy {
            $0.reduce(1.0) { $0 * Double($1) } < 0x1p31
        }
        return axes && counts
    }
}

/// A pass tied to memory. Used by one thread at a time.
public final class ConvolutionCall {
    private let calls: [PrimitiveCall]
    fileprivate init(_ calls: [PrimitiveCall]) { self.calls = calls }
    public func run() throws { for call in calls { try call.run() } }
}

extension Convolution {
    private enum Part { case source, weights, result }

    private static func roles(_ pass: ConvolutionPass) -> [(part: Part, argument: Int32, query: dnnl_query_t)] {
        switch pass {
        case .forward:
            return [
                (.source, Argument.source, dnnl_query_src_md), (.weights, Argument.weights, dnnl_query_weights_md),
                (.result, Argument.destination, dnnl_query_dst_md),
            ]
        case .sourceGradient:
            return [
                (.result, Argument.differenceDestination, dnnl_query_diff_dst_md),
                (.weights, Argument.weights, dnnl_query_weights_md),
                (.source, Argument.differenceSource, dnnl_query_diff_src_md),
            ]
        case .weightsGradient:
            return [
                (.source, Argument.source, dnnl_query_src_md),
                (.result, Argument.differenceDestination, dnnl_query_diff_dst_md),
                (.weights, Argument.differenceWeights, dnnl_query_diff_weights_md),
            ]
        }
    }

    private enum Arrangement {
        /// Source and result as the caller has them, weights as oneDNN likes them.
        case plain
        /// All as oneDNN likes them.
        case chosen
        /// All as the caller has them.
        case plainWeights
    }

    /// The operands as oneDNN describes them: (batch, channels, axes…) and (groups, filters, channels, windows…),
    /// whatever the order in memory.
    private struct Shapes {
        var source: dnnl_memory_desc_t
        var weights: dnnl_memory_desc_t
        var result: dnnl_memory_desc_t

        init(_ geometry: ConvolutionGeometry, _ arrangement: Arrangement) throws {
            func operand(_ shape: [Int]) throws -> dnnl_memory_desc_t {
                let rank = shape.count, order = [0, rank - 1] + Array(1 ..< rank - 1)
                let strides = dense(shape)
                let dims = order.map { shape[$0] }
                return try arrangement == .chosen
                    ? OneDNN.descriptor(dims, dnnl_format_tag_any) : OneDNN.descriptor(dims, strides: order.map { strides[$0] })
            }
            source = try operand(geometry.sourceShape)
            result = try operand(geometry.resultShape)
            let windows = geometry.axes.map(\.window), rank = windows.count, groups = geometry.groups
            let (channels, filters) = (geometry.channels / groups, geometry.filters / groups)
            var dims = [filters, channels] + windows
            let steps = dense(geometry.weightsShape)
            var strides = [1, steps[rank]] + steps[..<rank]
            if groups > 1 {
                dims.insert(groups, at: 0)
                strides.insert(filters, at: 0)
            }
            weights = try arrangement == .plainWeights
                ? OneDNN.descriptor(dims, strides: strides) : OneDNN.descriptor(dims, dnnl_format_tag_any)
        }

        subscript(part: Part) -> dnnl_memory_desc_t {
            switch part {
            case .source: return source
            case .weights: return weights
            case .result: return result
            }
        }
    }

    private static func primitive(
        _ geometry: ConvolutionGeometry, _ pass: ConvolutionPass, _ shapes: Shapes
    ) throws -> Primitive {
        var shapes = shapes
        let strides = geometry.axes.map { Int64($0.stride) }, dilations = geometry.axes.map { Int64($0.dilation - 1) }
        let before = geometry.axes.map { Int64($0.before) }
        // What of the end no position sees does not count as padding; oneDNN checks the sum.
        let after = geometry.axes.map {
            Int64(($0.positions - 1) * $0.stride + $0.extent - $0.length - $0.before)
        }
        func forward() throws -> Primitive {
            var operation = dnnl_convolution_desc_t()
            try OneDNN.check(
                dnnl_dilated_convolution_forward_desc_init(
                    &operation, dnnl_forward_training, dnnl_convolution_direct, &shapes.source, &shapes.weights, nil,
                    &shapes.result, strides, dilations, before, after), "convolution")
            return try Primitive(&operation, attributes: nil, hint: nil)
        }
        return try Threads.few(geometry.flops < Threads.worthForking) {
            let first = try forward()
            var operation = dnnl_convolution_desc_t()
            switch pass {
            case .forward: return first
            case .sourceGradient:
                try OneDNN.check(
                    dnnl_dilated_convolution_backward_data_desc_init(
                        &operation, dnnl_convolution_direct, &shapes.source, &shapes.weights, &shapes.result, strides,
                        dilations, before, after), "convolution")
            case .weightsGradient:
                try OneDNN.check(
                    dnnl_dilated_convolution_backward_weights_desc_init(
                        &operation, dnnl_convolution_direct, &shapes.source, &shapes.weights, nil, &shapes.result, strides,
                        dilations, before, after), "convolution")
            }
            return try Primitive(&operation, attributes: nil, hint: first.hint)
        }
    }
}

/// The strides of a dense row-major tensor.
private func dense(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in stride(from: shape.count - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    return strides
}
