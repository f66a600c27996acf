import HornbillChecks
import HornbillTensor
import Testing

@testable import HornbillGraph

/// A function made of primitives, and where its gradient is checked.
struct NamedCheck: CustomTestStringConvertible, @unchecked Sendable {
    let testDescription: String
    let shapes: [[Int]]
    let range: ClosedRange<Double>
    let function: ([Tensor]) throws -> Tensor

    init(
        _ name: String, _ shapes: [Int]..., range: ClosedRange<Double> = -2 ... 2,
        _ function: @escaping ([Tensor]) throws -> Tensor
    ) {
        testDescription = name
        self.shapes = shapes
        self.range = range
        self.function = function
    }

    func check() throws -> GradientCheck {
        GradientCheck(at: try shapes.enumerated().map { try .spread($1, range, seed: $0 + 11) }, function)
    }

    static let all: [NamedCheck] = [
        NamedCheck("erfc", [9]) { try $0[0].erfc() },
        NamedCheck("erfinv", [9], range: -0.9 ... 0.9) { try $0[0].erfinv() },
        NamedCheck("i0", [7]) { try $0[0].i0() },
        NamedCheck("distances", [3, 4], [5, 4]) { try distances($0[0], $0[1]) },
        NamedCheck("sequences", [2, 9]) { try $0[0].sequences(length: 4, stride: 3) },
        NamedCheck("mean", [3, 4]) { try $0[0].mean() },
        NamedCheck("mean over an axis", [3, 4]) { try $0[0].mean(axes: [0], keepDims: true) },
        NamedCheck("variance", [3, 4]) { try $0[0].variance(axes: [1]) },
        NamedCheck("variance, corrected", [3, 4, 2]) { try $0[0].variance(axes: [0, 2], correction: 1) },
        NamedCheck("standard deviation", [2, 5]) { try $0[0].standardDeviation(axes: [1]) },
        NamedCheck("softmax", [3, 4]) { try $0[0].softmax() },
        NamedCheck("softmax over another axis", [3, 4, 2]) { try $0[0].softmax(axis: 1) },
        NamedCheck("softmax of one element", [1]) { try $0[0].softmax() },
        NamedCheck("logSoftmax", [3, 4]) { try $0[0].logSoftmax() },
        NamedCheck("logSumExp", [3, 4]) { try $0[0].logSumExp() },
        NamedCheck("logSumExp over axes", [3, 4, 2]) { try $0[0].logSumExp(axes: [0, -1], keepDims: true) },
        NamedCheck("clip", [7]) { try $0[0].clip(min: -1.013, max: 0.517) },
        NamedCheck("clip below", [7]) { try $0[0].clip(min: -1.013) },
        NamedCheck("where", [2, 3], [3]) { try Tensor.where(greater($0[0], $0[1]), $0[0] * 2.0, $0[1].square()) },
        NamedCheck("sorted", [3, 5]) { try $0[0].sorted() },
        NamedCheck("sorted, descending", [5, 3]) { try $0[0].sorted(axis: 0, descending: true) },
        NamedCheck("sorted, all elements", [2, 3]) { try $0[0].sorted(axis: nil) },
        NamedCheck("roll", [3, 4]) { try $0[0].rolled(by: [1, -1], axes: [0, 1]) * $0[0] },
        NamedCheck("rot90", [3, 4]) { try $0[0].rotated() * 2.0 },
        NamedCheck("repeat", [3, 2]) { try $0[0].repeated(2, axis: 0).square() },
        NamedCheck("tile", [3, 2]) { try $0[0].tiled([2, 1, 3]).square() },
        NamedCheck("pad with zeros", [3, 2]) { try $0[0].padded([(1, 2), (0, 1)]).square() },
        NamedCheck("pad by reflection", [4]) { try $0[0].padded([(5, 2)], .reflect(isOdd: true)) },
        NamedCheck("pad with means", [2, 3]) { try $0[0].padded([(1, 1), (2, 0)], .mean([])) },
        NamedCheck("tril", [3, 4]) { try $0[0].lowerTriangle(diagonal: 1).square() },
        NamedCheck("diagonal", [2, 3, 4]) { try $0[0].diagonal(offset: -1, axis1: 1, axis2: 2).square() },
        NamedCheck("diag", [3]) { try $0[0].diagonalMatrix(offset: 1).square() },
        NamedCheck("trace", [3, 3]) { try $0[0].trace().square() },
        NamedCheck("insert", [3, 2], [2]) { try $0[0].inserting($0[1], at: [1, 2], axis: 0).square() },
        NamedCheck("split", [3, 4]) { try $0[0].split(into: 2, axis: 1).reduce($0[0].sum()) { try $0 * $1.sum() } },
        NamedCheck("median", [3, 4]) { try $0[0].median(axes: [1]) },
        NamedCheck("quantile", [5, 3]) { try $0[0].quantiles(Tensor([0.1, 0.85]), axes: [0]) },
        NamedCheck("diff", [2, 5]) { try $0[0].differences(2, axis: 1).square() },
        NamedCheck("slopes", [5]) { try $0[0].slopes(axis: 0, edgeOrder: 2).square() },
        NamedCheck("covariance", [3, 5]) { try $0[0].covariance() },
        NamedCheck("average", [3, 4], [4], range: 0.5 ... 2) { try $0[0].average(axes: [1], weights: $0[1]).mean },
        NamedCheck("nanSum", [2, 3]) { try $0[0].nanSum(axes: [0]).square() },
        NamedCheck("sinc", [5], range: 0.2 ... 3) { try $0[0].sinc() },
        NamedCheck("top k", [2, 5]) { try $0[0].topK(3).values.square() },
        NamedCheck("convolve", [5], [3]) { try convolve($0[0], $0[1], .same) },
        NamedCheck("kron", [2, 2], [3]) { try kron($0[0], $0[1]) },
        NamedCheck("cross", [2, 3], [3]) { try cross($0[0], $0[1]) },
        NamedCheck("tensordot", [2, 3, 4], [4, 3]) { try tensordot($0[0], $0[1], axes: ([1, 2], [1, 0])) },
        NamedCheck("einsum of three", [2, 3], [3, 4], [4, 2]) { try einsum("ab,bc,ca->b", $0) },
        NamedCheck("einsum of a diagonal", [3, 3], [3, 2]) { try einsum("aa,a...->...", $0) },
        NamedCheck("argmax picks", [3, 4]) { try $0[0].takeAlongAxis($0[0].argmax(axis: 1, keepDims: true), axis: 1) },
        NamedCheck("cumulative sum of all elements", [2, 3]) { try $0[0].cumulativeSum() },
        NamedCheck("matmul of vectors", [4], [4]) { try matmul($0[0], $0[1]) },
        NamedCheck("matmul of vector and matrix", [3], [3, 2]) { try matmul($0[0], $0[1]) },
        NamedCheck("matmul of matrix and vector", [2, 3], [3]) { try matmul($0[0], $0[1]) },
        NamedCheck("matmul of batch and vector", [2, 2, 3], [3]) { try matmul($0[0], $0[1]) },
        NamedCheck("matmul of vector and batch", [3], [2, 3, 2]) { try matmul($0[0], $0[1]) },
        NamedCheck("matmul of batches that broadcast", [2, 1, 2, 3], [4, 3, 2]) { try matmul($0[0], $0[1]) },
        NamedCheck("matmul with itself", [3, 3]) { try matmul($0[0], $0[0]) },
        NamedCheck("dot of cubes", [2, 2, 3], [2, 3, 2]) { try dot($0[0], $0[1]) },
        NamedCheck("stack", [2, 3], [2, 3]) { try Tensor.stack([$0[0], $0[1], $0[0]], axis: 1) },
        NamedCheck("squeeze and expand", [1, 3, 1]) { try $0[0].squeezed().expandedDims(axes: [0, -1]) },
        NamedCheck("flip", [2, 3]) { try $0[0].flipped(axes: [1]) * 2.0 },
        NamedCheck("basic indexing", [4, 5]) {
            try $0[0].get([.slice(start: nil, stop: nil, step: -2), .integer(-2)])
        },
        NamedCheck("indexing with a new axis", [4, 5]) { try $0[0].get([.newAxis, .integer(1), .ellipsis]) },
        NamedCheck("indexing with an array", [4, 5]) { try $0[0].get([.tensor(Tensor([3, 0, 3]))]) },
        NamedCheck("indexing with arrays", [4, 5]) {
            try $0[0].get([.tensor(Tensor([3, 0, -1])), .tensor(Tensor([1, 1, 4]))])
        },
        NamedCheck("indexing with arrays around a slice", [3, 4, 2]) {
            try $0[0].get([.tensor(Tensor([2, 0])), .slice(start: 1, stop: nil, step: nil), .tensor(Tensor([1, -1]))])
        },
        NamedCheck("a power of a number", [5], range: 0.4 ... 2) { try pow($0[0], 2.5) },
        NamedCheck("numbers on both sides", [5], range: 0.4 ... 2) { inputs in
            let quotient = try 3.0 / inputs[0]
            return try quotient - 2.0 * inputs[0] + 1.0
        },
        NamedCheck("one operand twice", [2, 3]) { inputs in
            let square = try inputs[0] * inputs[0]
            return try square + inputs[0] / (square + 1.0)
        },
        NamedCheck("a chain of many", [2, 3]) { inputs in
            var x = inputs[0]
            for index in 1 ... 12 {
                let wave = try (x * Double(index)).sin()
                x = try (x * 0.9).tanh() + wave * 0.1
            }
            return x
        },
        NamedCheck("two layers", [4, 3], [3, 5], [5], [5, 2]) { inputs in
            let hidden = try (matmul(inputs[0], inputs[1]) + inputs[2]).tanh()
            return try matmul(hidden, inputs[3]).softmax()
        },
        NamedCheck("normalisation", [4, 6], [6]) { inputs in
            let centred = try inputs[0] - inputs[0].mean(axes: [-1], keepDims: true)
            let variance = try inputs[0].variance(axes: [-1], keepDims: true)
            return try centred * (variance + 1e-3).rsqrt() * inputs[1]
        },
        NamedCheck("attention", [2, 3, 4], [2, 3, 4], [2, 3, 4]) { inputs in
            let scores = try matmul(inputs[0], inputs[1].transposed([0, 2, 1])) * 0.5
            return try matmul(scores.softmax(), inputs[2])
        },
    ]
}

@Suite("Gradients of functions")
struct FunctionGradientTests {
    @Test("gradients are the differences of values", arguments: NamedCheck.all + NamedCheck.networks + [.ctcLossOfLogits])
    func equalsDifferences(check: NamedCheck) throws {
        #expect(try check.check().mismatch() == nil)
    }

    @Test("gradients of gradients are right too", arguments: NamedCheck.all + NamedCheck.networks)
    func second(check: NamedCheck) throws { #expect(try check.check().secondMismatch() == nil) }

    private func gradient(_ x: [Double], _ function: @escaping (Tensor) throws -> Tensor) throws -> [Double] {
        let compiled = CompiledFunction("gradient") { inputs in
            let found = try gradients(of: function(inputs[0]).sum(), withRespectTo: inputs)[0]
            return [try found ?? Tensor.zeros(inputs[0].shape, dtype: .float64)]
        }
        return try compiled([Tensor(x)])[0].scalars(as: Double.self)
    }

    // What Keras' JAX backend gives where there is no derivative, unless a test says otherwise.

    @Test("at 0 the gradients of relu and abs are 0, as Keras has them")
    func kinks() throws {
        #expect(try gradient([-1, 0, 2]) { try $0.relu() } == [0, 0, 1])
        #expect(try gradient([-1, 0, 2]) { try $0.abs() } == [-1, 0, 1])
        #expect(try gradient([-1, 0, 2]) { try $0.sign() } == [0, 0, 0])
    }

    @Test("equal elements share the gradient of their extremum, as in JAX")
    func ties() throws {
        #expect(try gradient([3, 1, 3, 2]) { try $0.max() } == [0.5, 0, 0.5, 0])
        #expect(try gradient([1, 1, 1, 1]) { try $0.min() } == [0.25, 0.25, 0.25, 0.25])
        #expect(try gradient([1, 2, 3]) { try maximum($0, 2.0) } == [0, 0.5, 1])
        #expect(try gradient([1, 2, 3]) { try minimum($0, 2.0) } == [1, 0.5, 0])
        #expect(try gradient([-1, 0, 1, 6, 7]) { try $0.clip(min: 0, max: 6) } == [0, 0.5, 1, 0.5, 0])
    }

    @Test("the first of a window's equal elements gets the gradient of its maximum, as in JAX")
    func pooledTies() throws {
        #expect(try gradient([2, 2, 1, 1]) { try $0.reshaped(to: [1, 4, 1]).maxPooled([2]) } == [1, 0, 1, 0])
        #expect(try gradient([1, 3, 3, 1]) { try $0.reshaped(to: [1, 4, 1]).maxPooled([3], strides: [1]) } == [0, 2, 0, 0])
    }

    @Test("elements of a segment that are equal share the gradient of its extremum, as in JAX")
    func segmentTies() throws {
        #expect(try gradient([4, 4, 1, 2]) { try $0.segmented(.max, Tensor([0, 0, 0, 1])) } == [0.5, 0.5, 0, 1])
    }

    @Test("the latest of equal elements gets the gradient of a running extremum, as in PyTorch")
    func runningTies() throws {
        #expect(try gradient([1, 3, 2, 3, 1]) { try $0.cumulativeMax(axis: 0) } == [1, 2, 0, 2, 0])
        #expect(try gradient([2, 2, 1]) { try $0.cumulativeMin(axis: 0) } == [1, 1, 1])
    }

    @Test("a product's gradient is the product of the other factors, zeros or not")
    func zeroFactors() throws {
        #expect(try gradient([2, 3, 4]) { try $0.prod() } == [12, 8, 6])
        #expect(try gradient([2, 0, 4]) { try $0.prod() } == [0, 8, 0])
        #expect(try gradient([0, 3, 0]) { try $0.prod() } == [0, 0, 0])
        // The derivatives of 2 + 2·0 + 2·0·3 + 2·0·3·0.
        #expect(try gradient([2, 0, 3, 0]) { try $0.cumulativeProduct(axis: 0) } == [1, 8, 0, 0])
        #expect(try gradient([0, 5, 2]) { try $0.cumulativeProduct(axis: 0) } == [16, 0, 0])
    }

    @Test("powers have finite gradients at base and exponent 0, as in JAX")
    func powers() throws {
        #expect(try gradient([0, 2]) { try pow($0, 2.0) } == [0, 4])
        #expect(try gradient([0, 2]) { try pow($0, 0.0) } == [0, 0])
        #expect(try gradient([0, 2]) { try pow($0, 1.0) } == [1, 1])
        #expect(try gradient([0, 1, 2]) { try pow(.scalar(0, dtype: .float64), $0) } == [0, 0, 0])
        #expect(try gradient([-2, 3]) { try pow($0, 3.0) } == [12, 27])
    }

    @Test("functions that saturate have gradients that are numbers everywhere")
    func extremes() throws {
        let x = [-1e300, -1e4, -800, -50, 50, 800, 1e4, 1e300]
        for (name, function) in [
            ("sigmoid", { try $0.sigmoid() }), ("tanh", { try $0.tanh() }), ("softplus", { try $0.softplus() }),
            ("erf", { try $0.erf() }), ("softmax", { try $0.softmax() }), ("logSoftmax", { try $0.logSoftmax() }),
            ("logSumExp", { try $0.logSumExp() }), ("atan", { try $0.atan() }),
        ] as [(String, (Tensor) throws -> Tensor)] {
            #expect(try gradient(x, function).allSatisfy(\.isFinite), "\(name)")
        }
    }

    @Test("logSumExp of infinities is NumPy's logaddexp.reduce")
    func infinities() throws {
        let infinity = Double.infinity
        #expect(try Tensor([-infinity, -infinity]).logSumExp().item() == -infinity)
        #expect(try Tensor([-infinity, 3]).logSumExp().item() == 3)
        #expect(try Tensor([1, infinity]).logSumExp().item() == infinity)
        #expect(try Tensor([1, .nan]).logSumExp().item().isNaN)
        #expect(try gradient([-infinity, 3]) { try $0.logSumExp() } == [0, 1])
    }

    @Test("no gradient flows through a stopped value, an index or a comparison")
    func stopped() throws {
        #expect(try gradient([1, 2]) { try $0 * $0.stopGradient() } == [1, 2])
        #expect(try gradient([1, 2]) { try greater($0, .scalar(1.5)).cast(to: .float64) } == [0, 0])
        let none = try CompiledFunction("test") { inputs in
            let found = try gradients(of: inputs[0].argmax().cast(to: .float64), withRespectTo: inputs)
            #expect(found[0] == nil)
            return []
        }([Tensor([1.0, 2])])
        #expect(none.isEmpty)
    }

    @Test("a gradient through a 16-bit float has that float's precision and its operand's dtype")
    func narrow() throws {
        for dtype in [DType.float16, .bfloat16] {
            let found = try CompiledFunction("test") { inputs in
                [try gradients(of: inputs[0].square().sum(), withRespectTo: inputs)[0]!]
            }([Tensor([1.5, -2, 0.25]).cast(to: dtype)])[0]
            #expect(found.dtype == dtype)
            #expect(try found.scalars(as: Double.self) == [3, -4, 0.5])
        }
        #expect(try gradient([1, 3]) { try $0.cast(to: .float16).square() } == [2, 6])
    }

    @Test("gradients are of symbolic floats alone")
    func refused() throws {
        #expect(throws: HornbillError.self) { try gradients(of: Tensor([1.0]), withRespectTo: []) }
        #expect(throws: HornbillError.self) {
            try CompiledFunction("test") { [try gradients(of: $0[0], withRespectTo: $0)[0]!] }([Tensor([1, 2])])
        }
    }
}
