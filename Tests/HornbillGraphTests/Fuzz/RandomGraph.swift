import HornbillChecks
import HornbillTensor

@testable import HornbillGraph

/// A function on tensors that is drawn at random, but is the same function whenever it is called: what it does depends
/// on a seed and on the shapes and dtypes of tensors, never on values. So it can be run on values, one operation after
/// the other, and traced.
///
/// All numbers are small integers, whatever their dtype, so that every result is exact and two ways to compute it must
/// agree to the last bit.
struct RandomGraph {
    let seed: Int
    var inputs: [Tensor] = []
    /// Variables that are read and assigned to on the way, and what they hold at first.
    var variables: [Variable] = []
    var initial: [Tensor] = []

    private static let dtypes: [DType] = [
        .float32, .float32, .float32, .float64, .int32, .int64, .uint8, .int8, .float16, .bfloat16, .bool,
    ]

    init(seed: Int) throws {
        self.seed = seed
        var random = SeededGenerator(seed)
        let rows = random.pick([1, 2, 3, 5, 8, 17]), columns = random.pick([1, 2, 3, 4, 16, 33])
        for _ in 0 ..< 1 + random.below(3) {
            var shape = random.pick([
                [rows, columns], [rows, columns], [columns], [rows, 1], [], [2, rows, columns],
            ])
            if random.chance(3), !shape.isEmpty { shape[random.below(shape.count)] = 0 }
            inputs.append(try RandomGraph.values(shape, random.pick(RandomGraph.dtypes), &random))
        }
        for index in 0 ..< random.below(4) {
            let shape = random.pick([[columns, 3], [columns, 16], [rows, columns], [columns], []])
            initial.append(try RandomGraph.values(shape, random.chance(80) ? .float32 : .int64, &random))
            variables.append(try Variable(initial[index], name: "v\(index)"))
        }
    }

    static func values(_ shape: [Int], _ dtype: DType, _ random: inout SeededGenerator) throws -> Tensor {
        let count = shape.reduce(1, *)
        return try Tensor((0 ..< count).map { _ in Double(random.below(9) - 4) }, shape: shape).cast(to: dtype)
    }

    func reset() throws {
        for (variable, value) in zip(variables, initial) { try variable.assign(value) }
    }

    /// The function.
    func callAsFunction(_ inputs: [Tensor]) throws -> [Tensor] {
        var random = SeededGenerator(seed &+ 7_000_003)
        var pool = inputs + [try Tensor([1, 2, 3] as [Float]), .scalar(2)]
        for _ in 0 ..< 3 + random.below(22) {
            guard let made = try operation(pool, &random) else { continue }
            if made.count <= 20_000 { pool.append(made) }
        }
        var results = [pool[pool.count - 1]]
        for _ in 0 ..< random.below(4) { results.append(random.pick(pool)) }
        return results
    }

    /// Keeps numbers small: -6 … 6.
    private func small(_ x: Tensor) throws -> Tensor {
        x.dtype == .bool ? x : try remainder(x, .scalar(7, dtype: x.dtype))
    }

    private func axes(of x: Tensor, _ random: inout SeededGenerator) -> [Int] {
        (0 ..< x.rank).filter { _ in random.chance(50) }
    }

    /// A tensor of the pool that broadcasts with `x`, or one made to.
    private func partner(of x: Tensor, _ pool: [Tensor], _ random: inout SeededGenerator) throws -> Tensor {
        let fitting = pool.filter { other in
            (try? Strides.broadcastShape([x.shape, other.shape])).map { $0.reduce(1, *) <= 20_000 } ?? false
        }
        if random.chance(80), !fitting.isEmpty { return random.pick(fitting) }
        if random.chance(50) { return .scalar(Double(random.below(5) - 2), dtype: x.dtype) }
        return try small(x.sum(axes: axes(of: x, &random), keepDims: true))
    }

    private func operation(_ pool: [Tensor], _ random: inout SeededGenerator) throws -> Tensor? {
        // What was made last is used more often, so that graphs are deep.
        let x = random.chance(60) ? pool[pool.count - 1 - random.below(min(3, pool.count))] : random.pick(pool)
        switch random.below(24) {
        case 0 ... 3: return try unary(x, &random)
        case 4 ... 9: return try binary(x, partner(of: x, pool, &random), &random)
        case 10: return try cast(x, &random)
        case 11, 12: return try reduction(x, &random)
        case 13 ... 16: return try movement(x, pool, &random)
        case 17: return try indexing(x, &random)
        case 18, 19: return try product(x, pool, &random)
        case 20, 21: return variables.isEmpty ? nil : try random.pick(variables).value
        default: return try assignment(pool, &random)
        }
    }

    private func unary(_ x: Tensor, _ random: inout SeededGenerator) throws -> Tensor? {
        if x.dtype == .bool { return try x.logicalNot() }
        switch random.below(7) {
        case 0: return x.dtype.isUnsignedInteger ? nil : try -x
        case 1: return try x.abs()
        case 2: return try small(x.square())
        case 3: return try x.relu()
        case 4: return try x.sign()
        case 5: return try x.floor()
        default: return try x.clip(min: -2, max: 3)
        }
    }

    private func binary(_ a: Tensor, _ b: Tensor, _ random: inout SeededGenerator) throws -> Tensor {
        let (a, b) = random.chance(50) ? (a, b) : (b, a)
        switch random.below(9) {
        case 0, 1: return try small(add(a, b))
        case 2: return try a.dtype == .bool && b.dtype == .bool ? logicalXor(a, b) : small(subtract(a, b))
        case 3: return try small(multiply(a, b))
        case 4: return try maximum(a, b)
        case 5: return try minimum(a, b)
        case 6: return try less(a, b)
        case 7: return try Tensor.where(greaterEqual(a, b), a, b)
        default: return try small(floorDivide(a.cast(to: .float32), .scalar(2))) * b.cast(to: .float32).sign()
        }
    }

    private func cast(_ x: Tensor, _ random: inout SeededGenerator) throws -> Tensor {
        let target = random.pick(RandomGraph.dtypes)
        // What negative floats give in unsigned types is nobody's promise.
        return try (target.isUnsignedInteger && x.dtype != .bool ? x.abs() : x).cast(to: target)
    }

    private func reduction(_ x: Tensor, _ random: inout SeededGenerator) throws -> Tensor? {
        let axes = axes(of: x, &random), keep = random.chance(50)
        let isEmpty = axes.contains { x.shape[$0] == 0 }
        switch random.below(7) {
        case 0, 1, 2: return try small(x.sum(axes: axes, keepDims: keep))
        case 3: return isEmpty ? nil : try x.max(axes: axes, keepDims: keep)
        case 4: return isEmpty ? nil : try x.min(axes: axes, keepDims: keep)
        case 5: return try x.any(axes: axes, keepDims: keep)
        default: return x.rank == 0 || x.count == 0 ? nil : try x.argmax(axis: random.below(x.rank), keepDims: keep)
        }
    }

    private func movement(_ x: Tensor, _ pool: [Tensor], _ random: inout SeededGenerator) throws -> Tensor? {
        switch random.below(8) {
        case 0: return try x.transposed(Array(0 ..< x.rank).shuffled(using: &random))
        case 1:
            return try x.reshaped(
                to: random.pick(
                    [[-1], [x.count, 1], [1, x.count], x.shape + [1], [1] + x.shape]
                        .filter { x.count > 0 || !$0.contains(-1) }))
        case 2:
            let divisors = (1 ... 8).filter { x.count % $0 == 0 && x.count > 0 }
            guard let rows = divisors.randomElement(using: &random) else { return nil }
            return try x.reshaped(to: [rows, x.count / rows])
        case 3:
            guard x.rank > 0, x.count > 0 else { return nil }
            let lengths = x.shape.map { 1 + random.below($0) }
            let starts = zip(x.shape, lengths).map { random.below($0 - $1 + 1) }
            return try x.sliced(starts: starts, steps: x.shape.map { _ in 1 }, lengths: lengths)
        case 4: return try x.flipped(axes: axes(of: x, &random))
        case 5: return x.rank > 3 ? nil : try x.broadcast(to: [1 + random.below(3)] + x.shape)
        case 6:
            guard x.rank > 0 else { return nil }
            let axis = random.below(x.rank)
            let others = pool.filter { other in
                other.rank == x.rank && x.shape.indices.allSatisfy { $0 == axis || x.shape[$0] == other.shape[$0] }
            }
            return try Tensor.concatenate([x, random.pick(others)], axis: axis)
        default:
            guard x.rank > 0, x.count > 0 else { return nil }
            let every = x.shape.map { _ in 1 + random.below(2) }
            return try x.sliced(
                starts: x.shape.map { _ in 0 }, steps: every, lengths: zip(x.shape, every).map { ($0 + $1 - 1) / $1 })
        }
    }

    private func indexing(_ x: Tensor, _ random: inout SeededGenerator) throws -> Tensor? {
        guard x.rank > 0, x.count > 0 else { return nil }
        let axis = random.below(x.rank), length = x.shape[axis]
        switch random.below(5) {
        case 0:
            let indices = try Tensor((0 ..< 1 + random.below(4)).map { _ in random.below(2 * length) - length })
            return try x.take(indices, axis: axis)
        case 1: return try x.sorted(axis: axis)
        case 2: return try small(x.cumulativeSum(axis: axis))
        case 3: return try x.argsort(axis: axis, descending: random.chance(50))
        default:
            return x.rank > 2 ? nil : try x.cast(to: .int32).oneHot(depth: 3, dtype: random.pick([.float32, .int64]))
        }
    }

    private func product(_ x: Tensor, _ pool: [Tensor], _ random: inout SeededGenerator) throws -> Tensor? {
        if x.rank == 2, random.chance(60),
            let weights = variables.filter({ $0.shape.count == 2 && $0.shape[0] == x.shape[1] }).randomElement(
                using: &random)
        {
            // The shape that dense layers have.
            var result = try matmul(x.cast(to: .float32), weights.value.cast(to: .float32))
            if let bias = pool.first(where: { $0.shape == [weights.shape[1]] }) {
                result = try result + bias.cast(to: .float32)
            }
            return try small(random.chance(50) ? result.relu() : result)
        }
        let left = x.rank == 0 ? try x.reshaped(to: [1]) : x
        let fitting = pool.filter { $0.rank > 0 && $0.shape[Swift.max(0, $0.rank - 2)] == left.shape[left.rank - 1] }
        let right = fitting.isEmpty ? try left.transposed() : random.pick(fitting)
        guard right.shape[Swift.max(0, right.rank - 2)] == left.shape[left.rank - 1],
            (try? Strides.broadcastShape([Array(left.shape.dropLast(2)), Array(right.shape.dropLast(2))])) != nil
        else { return nil }
        return try small(matmul(left, right))
    }

    private func assignment(_ pool: [Tensor], _ random: inout SeededGenerator) throws -> Tensor? {
        guard !variables.isEmpty else { return nil }
        let variable = random.pick(variables)
        let fitting = pool.filter { $0.shape == variable.shape }
        switch random.below(6) {
        case 0 where !fitting.isEmpty: try variable.assign(small(random.pick(fitting)))
        case 1 where !fitting.isEmpty: try variable.assign(random.pick(fitting))
        case 2:
            // The old value, moved: reading and writing the same memory in another order.
            let old = try variable.value
            try variable.assign(old.rank == 0 ? old : old.flipped())
        case 3:
            // Two variables exchanged.
            guard let other = variables.first(where: { $0 !== variable && $0.shape == variable.shape }) else {
                return nil
            }
            let (a, b) = (try variable.value, try other.value)
            try variable.assign(b)
            try other.assign(a)
        case 4: try variable.assign(small(variable.value + 1.0))
        default: try variable.assign(small(variable.value * 2.0 - 1.0))
        }
        return random.chance(50) ? try variable.value : nil
    }
}
