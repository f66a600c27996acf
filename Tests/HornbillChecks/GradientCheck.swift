import HornbillGraph
import HornbillTensor

/// A function of tensors, and where its gradients are held against differences of its values.
///
/// What is differentiated is a weighted sum of the function's values, with weights that tell the elements apart. It is
/// done on float64, dense and through strided views, and on float32.
public struct GradientCheck {
    public typealias Function = (_ inputs: [Tensor]) throws -> Tensor

    let function: Function
    /// Of float64; others are indices, conditions and the like.
    let inputs: [Tensor]
    /// Float inputs that have no gradient.
    let constants: Set<Int>

    public init(at inputs: [Tensor], constants: Set<Int> = [], _ function: @escaping Function) {
        self.function = function
        self.inputs = inputs
        self.constants = constants
    }

    private var wanted: [Int] { inputs.indices.filter { inputs[$0].dtype == .float64 && !constants.contains($0) } }

    /// What is wrong, or nil.
    ///
    /// - Parameter tolerance: of float32, relative to the largest gradient; float64's is 1e-6.
    public func mismatch(tolerance: Double = 2e-5, step: Double = 1e-5) throws -> String? {
        let found = try gradients(function, inputs)
        for (place, index) in wanted.enumerated() {
            let expected = try differences(index, step)
            let got = try found[place].scalars(as: Double.self)
            if let text = compare(got, expected, 1e-6, "input \(index), float64") { return text }
        }
        // The same function of operands that are no dense memory.
        let strided = try gradients({ try function(zip($0, inputs).map { try seen($0, as: $1) }) }, inputs.map(hidden))
        for (place, index) in wanted.enumerated() {
            let back = try seen(strided[place], as: inputs[index]).scalars(as: Double.self)
            if let text = compare(back, try found[place].scalars(as: Double.self), 1e-12, "input \(index), strided") {
                return text
            }
        }
        let narrow = try gradients(function, inputs.map { $0.dtype == .float64 ? try $0.cast(to: .float32) : $0 })
        for (place, index) in wanted.enumerated() {
            let (got, expected) = (
                try narrow[place].scalars(as: Double.self), try found[place].scalars(as: Double.self)
            )
            if narrow[place].dtype != .float32 {
                return "input \(index), float32: the gradient is \(narrow[place].dtype.name)"
            }
            if let text = compare(got, expected, tolerance, "input \(index), float32") { return text }
        }
        return nil
    }

    /// As `mismatch`, for the gradient of the function as a function of its own.
    public func secondMismatch(tolerance: Double = 1e-3) throws -> String? {
        guard let first = wanted.first else { return nil }
        let function = function
        let compiled = CompiledFunction("gradient") { inputs in
            [
                try HornbillGraph.gradients(of: GradientCheck.loss(function(inputs)), withRespectTo: [inputs[first]])[0]
                    ?? .zeros(inputs[first].shape, dtype: inputs[first].dtype)
            ]
        }
        return try GradientCheck(at: inputs, constants: constants) { try compiled($0)[0] }.mismatch(
            tolerance: tolerance)
    }

    /// The gradients of the weighted sum, zeros where there are none.
    private func gradients(_ function: @escaping Function, _ inputs: [Tensor]) throws -> [Tensor] {
        let wanted = wanted
        return try CompiledFunction("gradients") { inputs in
            let variables = wanted.map { inputs[$0] }
            let found = try HornbillGraph.gradients(of: GradientCheck.loss(function(inputs)), withRespectTo: variables)
            return try zip(found, variables).map { try $0 ?? .zeros($1.shape, dtype: $1.dtype) }
        }(inputs)
    }

    private static func loss(_ y: Tensor) throws -> Tensor {
        let y = y.dtype.isFloat ? y : try y.cast(to: .float64)
        let weights = try Tensor.arange(stop: Double(y.count), dtype: .float64).sin() + 1.25
        return try (y * weights.reshaped(to: y.shape).cast(to: y.dtype)).sum()
    }

    /// Central differences of the weighted sum for each element of an input.
    private func differences(_ index: Int, _ step: Double) throws -> [Double] {
        let values = try inputs[index].scalars(as: Double.self)
        return try values.indices.map { element in
            func loss(_ shift: Double) throws -> Double {
                var changed = values
                changed[element] += shift
                var inputs = inputs
                inputs[index] = try Tensor(changed, shape: inputs[index].shape)
                return try GradientCheck.loss(function(inputs)).item()
            }
            let size = step * max(1, abs(values[element]))
            return try (loss(size) - loss(-size)) / (2 * size)
        }
    }

    /// A tensor such that `seen` gives `x` again, as a view that is not dense.
    private func hidden(_ x: Tensor) throws -> Tensor { try x.flipped().transposed().copy() }
    private func seen(_ x: Tensor, as original: Tensor) throws -> Tensor { try x.transposed().flipped() }

    private func compare(_ got: [Double], _ expected: [Double], _ tolerance: Double, _ what: String) -> String? {
        if got.count != expected.count { return "\(what): \(got.count) gradients, expected \(expected.count)" }
        let scale = max(1, expected.lazy.map { abs($0) }.max() ?? 0)
        for (index, (left, right)) in zip(got, expected).enumerated() where !(abs(left - right) <= tolerance * scale) {
            return "\(what), element \(index): the gradient is \(left), expected \(right) (all: \(got), \(expected))"
        }
        return nil
    }
}

extension Tensor {
    /// Numbers of float64 that look random, in `range`, no two of them equal or close.
    public static func spread(
        _ shape: [Int], _ range: ClosedRange<Double> = -2 ... 2, seed: Int = 1, awayFrom kinks: [Double] = []
    ) throws -> Tensor {
        var random = SeededGenerator(seed)
        let count = try Strides.count(shape)
        // One number in each of as many cells, so that none are equal; the cells are shuffled.
        let cell = (range.upperBound - range.lowerBound) / Double(Swift.max(1, count))
        let values = (0 ..< count).shuffled(using: &random).map { place in
            var value = range.lowerBound + cell * (Double(place) + Double.random(in: 0.2 ... 0.8, using: &random))
            for kink in kinks where (value - kink).magnitude < 1e-2 { value = kink + 1.5e-2 }
            return value
        }
        return try Tensor(values, shape: shape)
    }
}
