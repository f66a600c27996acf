import HornbillChecks
import HornbillTensor

@testable import HornbillGraph

/// As `RandomGraph`, but of smooth functions of floats, so that it has a gradient everywhere; with weights in variables.
struct SmoothGraph {
    let seed: Int
    let input: Tensor
    let weights: [Variable]

    init(seed: Int, dtype: DType) throws {
        self.seed = seed
        var random = SeededGenerator(seed)
        let rows = random.pick([1, 2, 4, 7]), columns = random.pick([1, 3, 5, 16]),
            units = random.pick([1, 2, 5, 16, 20])
        input = try .spread([rows, columns], -1 ... 1, seed: seed).cast(to: dtype)
        weights = try [[columns, units], [units], [units, units], [rows, columns]].enumerated().map { index, shape in
            try Variable(.spread(shape, -1 ... 1, seed: seed &+ index &+ 1).cast(to: dtype), name: "w\(index)")
        }
    }

    /// The loss: a scalar.
    func callAsFunction(_ input: Tensor) throws -> Tensor {
        var random = SeededGenerator(seed &+ 5_000_011)
        var pool = [input, try matmul(input, weights[0].value) + weights[1].value, try weights[3].value]
        for _ in 0 ..< 2 + random.below(12) {
            if let made = try operation(pool, &random), made.count < 5000 { pool.append(made) }
        }
        // Everything that nothing else used counts a little.
        return try pool.reduce(.scalar(0, dtype: input.dtype)) { try $0 + $1.tanh().mean() }
    }

    private func operation(_ pool: [Tensor], _ random: inout SeededGenerator) throws -> Tensor? {
        let x = pool[pool.count - 1 - random.below(Swift.min(4, pool.count))]
        switch random.below(16) {
        case 0: return try x.tanh()
        case 1: return try x.sigmoid() * 1.5
        case 2: return try x.sin() - 0.25
        case 3: return try (x.square() + 1.0).sqrt()
        case 4: return try (x.tanh() * 0.7).exp()
        case 5: return try x.softplus()
        case 6, 7, 8:
            let fitting = pool.filter { (try? Strides.broadcastShape([x.shape, $0.shape])) != nil }
            let other = random.pick(fitting)
            switch random.below(4) {
            case 0: return try x + other
            case 1: return try x * other
            case 2: return try x / (other.square() + 1.0)
            default: return try x - other * 0.5
            }
        case 9:
            guard x.rank > 0 else { return nil }
            let axis = random.below(x.rank)
            switch random.below(4) {
            case 0: return try x.sum(axes: [axis], keepDims: random.chance(60)) * 0.3
            case 1: return try x.mean(axes: [axis], keepDims: true)
            case 2: return try x.logSumExp(axes: [axis], keepDims: true)
            default: return try x.variance(axes: [axis], keepDims: true)
            }
        case 10: return x.rank == 0 ? nil : try x.softmax(axis: random.below(x.rank))
        case 11: return try x.transposed()
        case 12: return x.rank == 0 ? nil : try x.flipped(axes: [random.below(x.rank)]).reshaped(to: [-1])
        case 13:
            guard x.rank > 0, x.shape[0] > 0 else { return nil }
            return try Tensor.concatenate([x, x.take(Tensor([0, x.shape[0] - 1, 0]), axis: 0)], axis: 0)
        case 14: return x.rank == 0 ? nil : try x.cumulativeSum(axis: random.below(x.rank)) * 0.4
        default:
            guard x.rank == 2, x.shape[1] == weights[2].shape[0] else { return nil }
            let product = try matmul(x, weights[2].value) + weights[1].value
            return try random.chance(50) ? product.tanh() : product.sigmoid()
        }
    }

    /// The loss and its gradients with respect to the input and the weights, traced.
    func graph() throws -> Graph {
        try Graph(tracing: [input.spec]) { inputs in
            let variables = [inputs[0]] + (try weights.map { try $0.value })
            let loss = try self(inputs[0])
            let found = try gradients(of: loss, withRespectTo: variables)
            return try [loss] + zip(found, variables).map { try $0 ?? .zeros($1.shape, dtype: $1.dtype) }
        }
    }
}
