import HornbillChecks

@testable import HornbillTensor

extension OperationCases {
    /// Convolutions, pooling and segments.
    static let convolutions: [String: () throws -> [GradientCheck]] = [
        "convolution": {
            try geometries.map { source, weights, attributes in
                GradientCheck(at: [try .spread(source), try .spread(weights, seed: 2)]) {
                    try Operation.convolution($0, attributes)[0]
                }
            }
        },
        "convolution_input_gradient": {
            try geometries.map { source, weights, attributes in
                let result = try Operation.convolution.outputs(
                    for: [TensorSpec(.float64, source), TensorSpec(.float64, weights)], attributes)[0].shape
                var attributes = attributes
                attributes.object["shape"] = JSON(Array(source[1 ..< source.count - 1]))
                return GradientCheck(at: [try .spread(result), try .spread(weights, seed: 2)]) { [attributes] in
                    try Operation.convolutionInputGradient($0, attributes)[0]
                }
            }
        },
        "convolution_weights_gradient": {
            try geometries.map { source, weights, attributes in
                let result = try Operation.convolution.outputs(
                    for: [TensorSpec(.float64, source), TensorSpec(.float64, weights)], attributes)[0].shape
                var attributes = attributes
                attributes.object["windows"] = JSON(Array(weights.dropLast(2)))
                return GradientCheck(at: [try .spread(source), try .spread(result, seed: 2)]) { [attributes] in
                    try Operation.convolutionWeightsGradient($0, attributes)[0]
                }
            }
        },
        "max_pool": {
            try pools.map { shape, attributes in
                GradientCheck(at: [try .spread(shape)]) { try Operation.maxPool($0, attributes)[0] }
            }
        },
        "max_pool_gradient": {
            try pools.map { shape, attributes in
                let result = try Operation.maxPool.outputs(for: [TensorSpec(.float64, shape)], attributes)[0].shape
                return GradientCheck(at: [try .spread(shape), try .spread(result, seed: 2)], constants: [0]) {
                    try Operation.maxPoolGradient($0, attributes)[0]
                }
            }
        },
        "max_pool_selection": {
            try pools.map { shape, attributes in
                GradientCheck(at: [try .spread(shape), try .spread(shape, seed: 2)], constants: [0]) {
                    try Operation.maxPoolSelection($0, attributes)[0]
                }
            }
        },
        "average_pool": {
            try pools.map { shape, attributes in
                GradientCheck(at: [try .spread(shape)]) { try Operation.averagePool($0, attributes)[0] }
            }
        },
        "average_pool_gradient": {
            try pools.map { shape, attributes in
                let result = try Operation.averagePool.outputs(for: [TensorSpec(.float64, shape)], attributes)[0].shape
                var attributes = attributes
                attributes.object["shape"] = JSON(shape)
                return GradientCheck(at: [try .spread(result)]) { [attributes] in
                    try Operation.averagePoolGradient($0, attributes)[0]
                }
            }
        },
        "segment_max": { try segments(.segmentMax) },
        "segment_min": { try segments(.segmentMin) },
        "segment_prod": {
            try segments(.segmentProduct)
                + [GradientCheck(at: [try Tensor([2.0, 0, 3, 0, 0])]) {
                    try Operation.segmentProduct($0[0], Tensor([0, 0, 0, 1, 1]), ["count": 2])
                }]
        },
    ]

    /// Sequences: repeated labels, labels that do not count, steps that do not, more labels than steps.
    static let sequences: [String: () throws -> [GradientCheck]] = [
        "ctc_loss": {
            try labelled.map { logarithms, others, blank in
                GradientCheck(at: [logarithms]) { try Operation.ctcLoss($0 + others, ["mask_index": .int(blank)])[0] }
            }
        },
        "ctc_loss_gradient": {
            try labelled.map { logarithms, others, blank in
                GradientCheck(at: [logarithms, try .spread([logarithms.shape[0]], seed: 5)], constants: [0]) {
                    try Operation.ctcLossGradient([$0[0]] + others + [$0[1]], ["mask_index": .int(blank)])[0]
                }
            }
        },
    ]

    private static var labelled: [(logarithms: Tensor, others: [Tensor], blank: Int)] {
        get throws {
            let several = [
                try Tensor([1, 2, 2, 3, 1, 1, 2, 0, 0], shape: [3, 3]), try Tensor([3, 2, 1]), try Tensor([7, 6, 4]),
            ]
            let none = [try Tensor([Int](), shape: [2, 0]), try Tensor([0, 0]), try Tensor([3, 0])]
            return [
                (try Tensor.spread([3, 7, 4]).logSoftmax(), several, 0), (try .spread([3, 7, 5], -3 ... 0), several, 4),
                (try .spread([2, 3, 2]), none, 1),
            ]
        }
    }

    private static let geometries: [([Int], [Int], Attributes)] = [
        ([2, 5, 2], [3, 2, 3], [:]),
        ([1, 6, 2], [3, 2, 2], ["strides": [2], "before": [1], "after": [1]]),
        ([1, 4, 5, 2], [2, 3, 2, 2], ["strides": [1, 2], "before": [0, 1], "after": [1, 1]]),
        ([1, 5, 5, 2], [2, 2, 2, 2], ["dilations": [2, 3], "strides": [2, 1]]),
        ([2, 3, 3, 4], [2, 2, 2, 6], ["groups": 2, "before": [1, 0]]),
        ([1, 4, 3, 3], [3, 2, 1, 6], ["groups": 3, "after": [1, 2]]),
        ([1, 3, 2, 3, 2], [2, 2, 2, 2, 1], ["before": [1, 0, 0], "strides": [1, 1, 2]]),
        ([1, 2, 2, 17], [1, 1, 17, 3], [:]),
        ([0, 4, 2], [2, 2, 2], [:]),
    ]

    private static let pools: [([Int], Attributes)] = [
        ([2, 6, 2], ["windows": [2]]),
        ([1, 5, 3], ["windows": [3], "strides": [2], "before": [1], "after": [1]]),
        ([1, 4, 5, 2], ["windows": [2, 3], "strides": [1, 2], "before": [0, 1], "after": [1, 1]]),
        ([2, 3, 2, 3, 1], ["windows": [2, 2, 1], "strides": [1, 1, 2]]),
        ([1, 5, 4, 2], ["output_size": [3, 2]]),
        ([1, 2, 33], ["output_size": [3]]),
        ([0, 4, 2], ["windows": [2]]),
    ]

    /// Of segments that all have rows: the extrema of no elements are infinite.
    private static func segments(_ operation: Operation) throws -> [GradientCheck] {
        try [([5], [0, 2, 2, 0, 1], 3), ([4, 3], [1, 0, 1, 1], 2), ([3, 2, 2], [0, 0, 0], 1), ([0, 2], [], 0)].map {
            shape, ids, count in
            let places = try Tensor(ids)
            return GradientCheck(at: [try .spread(shape)]) { try operation($0[0], places, ["count": .int(count)]) }
        }
    }
}
