import HornbillChecks
import HornbillGraph
import HornbillTensor
import Testing

@testable import HornbillNN

@Suite("Gradients of activations, losses and regularizers") struct GradientTests {
    /// Where activations bend.
    private static let kinks: [Double] = [-3, -1, -0.5, 0, 0.5, 1, 3, 6]

    @Test("activations' gradients are the differences of their values", arguments: Activation.functions.keys.sorted())
    func activations(name: String) throws {
        for (shape, range) in [([3, 5], -4.0 ... 4.0), ([1, 1], -1 ... 1), ([2, 4], 4 ... 8)] {
            let x = try Tensor.spread(shape, range, seed: 5, awayFrom: GradientTests.kinks)
            #expect(try GradientCheck(at: [x]) { try Activation(name)($0[0]) }.mismatch(tolerance: 1e-4) == nil)
        }
    }

    @Test("where activations bend, their gradients are those of Keras on JAX", arguments: Fixture.cases("bends"))
    func bends(fixture: Fixture) throws {
        let found = try CompiledFunction("gradient") { inputs in
            [try gradients(of: Activation(fixture.name)(inputs[0]).sum(), withRespectTo: inputs)[0]!]
        }([fixture.tensor("x")])
        try expectClose(found[0], fixture.tensor("gradient"), 1e-5, fixture.name)
    }

    @Test("activations and their gradients are numbers far from 0", arguments: Activation.functions.keys.sorted())
    func extremes(name: String) throws {
        for dtype in [DType.float32, .float64] {
            let function = CompiledFunction("gradient") { inputs in
                let y = try Activation(name)(inputs[0])
                return [y, try gradients(of: y.sum(), withRespectTo: inputs)[0]!]
            }
            for x in [-1e4, -200, -90, -20, 20, 80, 200, 1e4] where name != "exponential" || x < 85 {
                for value in try function([Tensor([x, 0, 1, -1], shape: [1, 4]).cast(to: dtype)]) {
                    #expect(try value.scalars(as: Double.self).allSatisfy(\.isFinite), "at \(x), \(dtype.name)")
                }
            }
        }
    }

    /// Targets and predictions that suit a loss.
    private func operands(_ name: String, logits: Bool) throws -> (y: Tensor, p: Tensor) {
        let shares = try Tensor.spread([4, 3], 0.1 ... 1, seed: 3)
        let probabilities = try Tensor.spread([4, 3], 0.08 ... 0.92, seed: 8)
        let scores = try Tensor.spread([4, 3], -2 ... 2, seed: 9)
        let labels = try Tensor([2, 0, 1, 1]), oneHot = try labels.oneHot(depth: 3, dtype: .float64)
        switch name {
        case "SparseCategoricalCrossentropy": return (labels, logits ? scores : probabilities)
        case "BinaryCrossentropy", "BinaryFocalCrossentropy", "CategoricalCrossentropy", "CategoricalFocalCrossentropy",
            "Dice", "Tversky":
            return (oneHot, logits ? scores : probabilities)
        case "Hinge", "SquaredHinge": return (try oneHot * 2.0 - 1.0, scores)
        case "CategoricalHinge": return (oneHot, scores)
        case "KLDivergence", "Poisson", "MeanSquaredLogarithmicError", "MeanAbsolutePercentageError":
            return (shares, probabilities)
        default: return (try Tensor.spread([4, 3], -2 ... 2, seed: 4), scores)
        }
    }

    private func variants(_ name: String) throws -> [JSON.Object] {
        var variants: [JSON.Object] = [[:], ["reduction": "sum"]]
        let config = try Loss.registry.make(name).config
        if config["from_logits"] != nil { variants.append(["from_logits": true]) }
        if config["label_smoothing"] != nil {
            variants += [["label_smoothing": 0.2], ["from_logits": true, "label_smoothing": 0.1]]
        }
        if name == "Huber" { variants.append(["delta": 0.4]) }
        if config["ignore_class"] != nil { variants.append(["ignore_class": 1]) }
        return variants
    }

    @Test("losses' gradients are the differences of their values, weighted or not", arguments: Loss.registry.names)
    func losses(name: String) throws {
        let weights = try Tensor.spread([4], 0.2 ... 2)
        for config in try variants(name) {
            let loss = try Loss.registry.make(name, config)
            let (y, p) = try operands(name, logits: config["from_logits"] == true)
            #expect(
                try GradientCheck(at: [p, y], constants: [1]) { try loss($0[1], $0[0]) }.mismatch(tolerance: 1e-4)
                    == nil, "\(JSON.object(config))")
            if ["Dice", "Tversky"].contains(name) { continue }
            let weighted = GradientCheck(at: [p, y, weights], constants: [1, 2]) {
                try loss($0[1], $0[0], weight: $0[2])
            }
            #expect(try weighted.mismatch(tolerance: 1e-4) == nil, "weighted, \(JSON.object(config))")
        }
    }

    @Test(
        "losses of certain predictions, right and wrong, and their gradients are numbers",
        arguments: Loss.registry.names)
    func certain(name: String) throws {
        for config in try variants(name) {
            let isLogits = config["from_logits"] == true
            let loss = try Loss.registry.make(name, config)
            let y = try operands(name, logits: isLogits).y.cast(to: .float32)
            let function = CompiledFunction("gradient") { inputs in
                let value = try loss(inputs[0], inputs[1])
                return [value, try gradients(of: value, withRespectTo: [inputs[1]])[0]!]
            }
            let size: Float = isLogits ? 5e3 : 1
            let numbers: [Float] = [size, 0, 0, 0, 0, size, isLogits ? -size : 0, size, 0, size, size, size]
            for value in try function([y, Tensor(numbers, shape: [4, 3])]) {
                #expect(try value.scalars(as: Float.self).allSatisfy(\.isFinite), "\(JSON.object(config)): \(value)")
            }
        }
    }

    @Test("regularizers' gradients are the differences of their values", arguments: Regularizer.registry.names)
    func regularizers(name: String) throws {
        for config in [[:], ["l1": 0.3], ["l2": 0.2], ["l1": 0.1, "l2": 0.4]] as [JSON.Object] {
            guard let regularizer = try? Regularizer.registry.make(name, config) else { continue }
            let x = try Tensor.spread([3, 4], -2 ... 2, awayFrom: [0])
            let check = GradientCheck(at: [x]) { try regularizer($0[0]) + $0[0].sum() * 0.0 }
            #expect(try check.mismatch() == nil, "\(JSON.object(config))")
        }
    }

    @Test(
        "constraints give weights that satisfy them, and leave those alone that do",
        arguments: Constraint.registry.names)
    func constraints(name: String) throws {
        let constraint = try Constraint.registry.make(name)
        let weight = try Tensor.spread([5, 4], -3 ... 3).cast(to: .float32)
        let once = try constraint(weight)
        try expectClose(constraint(once), once, 1e-5, name)
        let norms = try once.square().sum(axes: [0]).sqrt().scalars(as: Double.self)
        switch name {
        case "NonNeg": #expect(try once.min().item() >= 0)
        case "UnitNorm": #expect(norms.allSatisfy { abs($0 - 1) < 1e-5 })
        case "MaxNorm": #expect(norms.allSatisfy { $0 < 2 + 1e-5 })
        case "MinMaxNorm": #expect(norms.allSatisfy { $0 < 1 + 1e-5 })
        default: Issue.record("nothing is claimed of \(name)")
        }
    }
}
