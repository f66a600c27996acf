import HornbillChecks
import HornbillKernels

@testable import HornbillTensor

/// Where the gradient of each primitive is checked, by the primitive's name. A primitive that has a gradient rule and is
/// not here fails `OperationGradientTests`.
enum OperationCases {
    static func cases(of name: String) throws -> [GradientCheck]? {
        if let op = ElementwiseOp.allCases.first(where: { $0.name == name }) {
            return try op.arity == 1 ? unary(op) : op.arity == 2 ? binary(op) : ternary(op)
        }
        return try (others[name] ?? linearAlgebra[name] ?? convolutions[name] ?? sequences[name])?()
    }

    private static func check(
        _ operation: Operation, _ inputs: [Tensor], _ attributes: Attributes = [:], constants: Set<Int> = []
    ) -> GradientCheck {
        GradientCheck(at: inputs, constants: constants) { try operation($0, attributes)[0] }
    }

    /// A real tensor that tells the parts of a complex one apart.
    private static func parts(_ z: Tensor) throws -> Tensor { z.dtype.isComplex ? try z.real() + z.imag() * 1.7 : z }

    /// A function of a complex tensor, checked by its parts.
    private static func complex(_ shape: [Int], _ function: @escaping (Tensor) throws -> Tensor) throws -> GradientCheck {
        GradientCheck(at: [try .spread(shape, seed: 6), try .spread(shape, 0.3 ... 2, seed: 7)]) {
            try parts(function(Operation.elementwise(.complex)($0[0], $0[1])))
        }
    }

    // MARK: Elementwise

    private static let shapes = [[7], [2, 3], [], [1], [1, 1, 2], [0, 3]]

    /// Where an operation is defined, and points near which it has no derivative.
    private static func domain(_ op: ElementwiseOp) -> (range: ClosedRange<Double>, kinks: [Double])? {
        switch op {
        case .copy, .negative, .square, .exp, .expm1, .sin, .cos, .tanh, .sinh, .cosh, .asinh, .atan, .erf, .sigmoid,
            .softplus, .exp2:
            return (-2 ... 2, [])
        case .abs, .relu: return (-2 ... 2, [0])
        case .sqrt, .rsqrt, .reciprocal, .log, .log2, .log10, .cbrt: return (0.3 ... 3, [])
        // Between the powers of two, where the exponent jumps.
        case .mantissa: return (1.1 ... 1.9, [])
        case .log1p: return (-0.7 ... 3, [])
        case .tan: return (-1.2 ... 1.2, [])
        case .asin, .acos, .atanh: return (-0.9 ... 0.9, [])
        case .acosh: return (1.2 ... 3, [])
        default: return nil
        }
    }

    private static func unary(_ op: ElementwiseOp) throws -> [GradientCheck]? {
        if [.conj, .real, .imag, .angle].contains(op) {
            return try shapes.map { try complex($0) { try Operation.elementwise(op)($0) } }
        }
        guard let (range, kinks) = domain(op) else { return nil }
        return try shapes.map { check(.elementwise(op), [try .spread($0, range, seed: 3, awayFrom: kinks)]) }
    }

    private static let pairs = [
        ([2, 3], [2, 3]), ([2, 3], [3]), ([3], [2, 3]), ([2, 1], [1, 3]), ([], [2, 3]), ([4], []), ([1, 1], [4]),
        ([], []),
        ([0, 3], [3]), ([0, 3], [1, 1]), ([2, 1, 3], [4, 1]), ([1], [1]),
    ]

    private static func binary(_ op: ElementwiseOp) throws -> [GradientCheck]? {
        let ranges: (ClosedRange<Double>, ClosedRange<Double>)
        switch op {
        case .add, .subtract, .multiply, .logaddexp, .logaddexp2, .maximum, .minimum, .fmax, .fmin: ranges = (-2 ... 2, -1.93 ... 2.07)
        case .divide: ranges = (-2 ... 2, 0.4 ... 2)
        case .power: ranges = (0.3 ... 2, -2 ... 2)
        // Between the jumps.
        case .remainder, .fmod: ranges = (0.1 ... 0.8, 1.1 ... 1.9)
        case .scale: ranges = (-2 ... 2, 1 ... 3)
        case .atan2, .hypot: ranges = (0.3 ... 2, -2 ... -0.3)
        case .copysign: ranges = (-2 ... -0.1, 0.1 ... 2)
        case .complex:
            return try pairs.map { left, right in
                GradientCheck(at: [try .spread(left, seed: 4), try .spread(right, seed: 5)]) {
                    try parts(Operation.elementwise(op)($0[0], $0[1]))
                }
            }
        default: return nil
        }
        let constants: Set<Int> = op == .copysign || op == .scale ? [1] : []
        return try pairs.map { left, right in
            check(
                .elementwise(op), [try .spread(left, ranges.0, seed: 4), try .spread(right, ranges.1, seed: 5)],
                constants: constants)
        }
    }

    private static func ternary(_ op: ElementwiseOp) throws -> [GradientCheck]? {
        let shapes = [
            ([2, 3], [2, 3], [2, 3]), ([3], [2, 1], []), ([], [], [4]), ([2, 1, 1], [3], [1, 2, 1]),
            ([0, 2], [2], [1]),
        ]
        return try shapes.map { first, second, third in
            switch op {
            case .select:
                let condition = try Tensor.spread(first).cast(to: .float32)
                return check(
                    .elementwise(op),
                    [try greater(condition, .scalar(0)), try .spread(second), try .spread(third, seed: 2)])
            case .clip:
                return check(
                    .elementwise(op),
                    [
                        try .spread(first), try .spread(second, -1.2 ... -0.4, seed: 2),
                        try .spread(third, 0.3 ... 1.4, seed: 3),
                    ])
            default:
                return check(
                    .elementwise(op), [try .spread(first), try .spread(second, seed: 2), try .spread(third, seed: 3)])
            }
        }
    }

    // MARK: The rest

    private static func integers(_ values: [Int], _ shape: [Int]? = nil) throws -> Tensor {
        try Tensor(values, shape: shape)
    }

    private static let others: [String: () throws -> [GradientCheck]] = [
        "cast": {
            // Through a dtype that rounds, only the float32 part would be exact.
            [check(.cast, [try .spread([2, 3])], ["dtype": "float64"])]
        },
        "identity": { [check(.identity, [try .spread([2, 3])]), check(.identity, [try .spread([])])] },
        "reshape": {
            [
                check(.reshape, [try .spread([2, 6])], ["shape": [3, 4]]),
                check(.reshape, [try .spread([2, 3])], ["shape": [6]]),
                check(.reshape, [try .spread([1, 1])], ["shape": []]),
                check(.reshape, [try .spread([0, 4])], ["shape": [2, 0]]),
            ]
        },
        "transpose": {
            [
                check(.transpose, [try .spread([2, 3])], ["axes": [1, 0]]),
                check(.transpose, [try .spread([2, 3, 4])], ["axes": [1, 2, 0]]),
                check(.transpose, [try .spread([2, 1, 3])], ["axes": [-1, 0, 1]]),
                check(.transpose, [try .spread([0, 3])], ["axes": [1, 0]]),
                check(.transpose, [try .spread([])], ["axes": []]),
            ]
        },
        "broadcast_to": {
            [
                check(.broadcastTo, [try .spread([3])], ["shape": [2, 3]]),
                check(.broadcastTo, [try .spread([2, 1])], ["shape": [4, 2, 3]]),
                check(.broadcastTo, [try .spread([])], ["shape": [2, 2]]),
                check(.broadcastTo, [try .spread([1, 3])], ["shape": [0, 3]]),
            ]
        },
        "slice": {
            [
                check(.slice, [try .spread([5])], ["starts": [1], "steps": [2], "lengths": [2]]),
                check(.slice, [try .spread([4, 3])], ["starts": [3, 0], "steps": [-1, 2], "lengths": [3, 2]]),
                check(.slice, [try .spread([4, 3])], ["starts": [0, 1], "steps": [1, 1], "lengths": [0, 2]]),
            ]
        },
        "unslice": {
            [
                check(.unslice, [try .spread([2])], ["starts": [1], "steps": [2], "lengths": [2], "shape": [5]]),
                check(
                    .unslice, [try .spread([3, 2])],
                    ["starts": [3, 0], "steps": [-1, 2], "lengths": [3, 2], "shape": [4, 3]]),
            ]
        },
        "concatenate": {
            [
                check(.concatenate, [try .spread([2, 3]), try .spread([1, 3], seed: 2)], ["axis": 0]),
                check(
                    .concatenate, [try .spread([2, 1]), try .spread([2, 2], seed: 2), try .spread([2, 0])], ["axis": -1]
                ),
                check(.concatenate, [try .spread([3])], ["axis": 0]),
            ]
        },
        "take": {
            [
                check(.take, [try .spread([5]), try integers([0, 3, 3, -1])], ["axis": 0]),
                check(.take, [try .spread([2, 4]), try integers([1, 1, -4, 2], [2, 2])], ["axis": 1]),
                check(.take, [try .spread([3, 2, 2]), try integers([2])], ["axis": 0]),
                check(.take, [try .spread([3]), try integers([1], [])], ["axis": 0]),
                check(.take, [try .spread([3, 2]), try integers([], [0])], ["axis": 0]),
            ]
        },
        "scatter_sum": {
            [
                check(.scatterSum, [try .spread([4]), try integers([0, 3, 3, -1])], ["axis": 0, "length": 5]),
                check(
                    .scatterSum, [try .spread([2, 2, 2]), try integers([1, 1, -4, 2], [2, 2])],
                    ["axis": 1, "length": 4]),
            ]
        },
        "take_along_axis": {
            [
                check(.takeAlongAxis, [try .spread([2, 3]), try integers([2, 0, -1, -1], [2, 2])], ["axis": 1]),
                check(
                    .takeAlongAxis, [try .spread([3, 2]), try integers([2, 0, 2, 1, 2, 0, 1, 1], [4, 2])], ["axis": 0]),
                check(.takeAlongAxis, [try .spread([2, 3, 2]), try integers([0, 1, 2, 2], [2, 1, 2])], ["axis": 1]),
            ]
        },
        "scatter_sum_along_axis": {
            [
                check(
                    .scatterSumAlongAxis, [try .spread([2, 2]), try integers([2, 0, -1, -1], [2, 2])],
                    ["axis": 1, "length": 3]),
                check(
                    .scatterSumAlongAxis, [try .spread([3, 2]), try integers([1, 0, 1, 0, 1, 1], [3, 2])],
                    ["axis": 0, "length": 2]),
            ]
        },
        "matmul": matmulCases,
        "sum": { try reductions(.sum) },
        "prod": { try reductions(.prod) },
        "max": { try reductions(.max, isExtremum: true) },
        "min": { try reductions(.min, isExtremum: true) },
        "fft": {
            [
                try complex([5]) { try Operation.fourier($0, ["axis": 0]) },
                try complex([2, 3, 2]) { try Operation.fourier($0, ["axis": 1, "inverse": true, "scale": 0.5]) },
                try complex([2, 1]) { try Operation.fourier($0, ["axis": 1]) },
            ]
        },
        "rfft": {
            try [([6], 0), ([5], 0), ([2, 4, 3], 1), ([3, 1], 1)].map { shape, axis in
                GradientCheck(at: [try .spread(shape)]) {
                    try parts(Operation.realFourier($0[0], ["axis": .int(axis), "scale": 0.5]))
                }
            }
        },
        "irfft": {
            try [([4], 0, 6), ([3], 0, 5), ([2, 3, 2], 1, 4), ([2, 1], 1, 1)].map { shape, axis, length in
                try complex(shape) {
                    try Operation.realInverseFourier($0, ["axis": .int(axis), "length": .int(length), "scale": 0.5])
                }
            }
        },
        "cumulative_sum": { try scans(.cumulativeSum) },
        "cumulative_prod": { try scans(.cumulativeProduct) },
        "cumulative_max": { try scans(.cumulativeMax) },
        "cumulative_min": { try scans(.cumulativeMin) },
        "sort": {
            [
                check(.sort, [try .spread([5])]), check(.sort, [try .spread([3, 4])], ["descending": true]),
                check(.sort, [try .spread([2, 1, 3])]), check(.sort, [try .spread([0, 3])]), check(.sort, [try .spread([3, 0])]),
            ]
        },
        "sliding_product": {
            [
                check(.slidingProduct, [try .spread([5]), try .spread([3], seed: 2)]),
                check(.slidingProduct, [try .spread([4]), try .spread([4], seed: 2)]),
                check(.slidingProduct, [try .spread([6]), try .spread([1], seed: 2)]),
            ]
        },
    ]

    private static func matmulCases() throws -> [GradientCheck] {
        var cases: [GradientCheck] = []
        let shapes = [
            ([2, 3], [3, 4]), ([1, 1], [1, 1]), ([4, 1], [1, 2]), ([2, 2, 3], [3, 2]), ([3, 2], [2, 2, 3]),
            ([2, 1, 2, 3], [4, 3, 1]), ([1, 2, 3], [2, 3, 2]), ([2, 0], [0, 3]), ([0, 2], [2, 3]),
            ([2, 2, 2], [1, 2, 2]),
        ]
        for (left, right) in shapes {
            for (ta, tb) in [(false, false), (true, false), (false, true), (true, true)] {
                func arranged(_ shape: [Int], _ isTransposed: Bool) -> [Int] {
                    isTransposed ? Array(shape.dropLast(2)) + [shape[shape.count - 1], shape[shape.count - 2]] : shape
                }
                let inputs = [try Tensor.spread(arranged(left, ta)), try Tensor.spread(arranged(right, tb), seed: 2)]
                cases.append(check(.matmul, inputs, ["transpose_a": .bool(ta), "transpose_b": .bool(tb)]))
            }
        }
        return cases
    }

    private static func reductions(_ operation: Operation, isExtremum: Bool = false) throws -> [GradientCheck] {
        var shapes: [([Int], [Int])] = [
            ([5], [0]), ([2, 3], [0]), ([2, 3], [1]), ([2, 3], [0, 1]), ([2, 3], []), ([2, 1, 3], [2, 0]),
            ([2, 3, 2], [1]), ([], []),
            ([1, 1], [0]), ([0, 3], [1]),
        ]
        if !isExtremum { shapes += [([0, 3], [0]), ([2, 0], [0, 1])] }
        return try shapes.map { check(operation, [try .spread($0.0)], ["axes": JSON($0.1)]) }
    }

    private static func scans(_ operation: Operation) throws -> [GradientCheck] {
        try [([5], 0), ([2, 3], 0), ([3, 4], 1), ([2, 3, 2], 1), ([1, 4], 0), ([0, 3], 1), ([3, 0], 1)].flatMap {
            shape, axis in
            try [false, true].map {
                check(operation, [try .spread(shape)], ["axis": .int(axis), "reverse": .bool($0)])
            }
        }
    }
}
