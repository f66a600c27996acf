import HornbillTensor
import Testing

/// What only large operands do: share work between threads, and take kernels of their own.
@Suite("Large operands") struct LargeTests {
    static let dtypes: [DType] = [.bool, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .float32, .float64]

    /// Numbers of both signs where the dtype has them, many equal, with zeros; floats with NaN if asked for.
    private func values(_ count: Int, _ dtype: DType, nan: Bool = false) throws -> Tensor {
        var x = numbers(count, seed: 5).map { ($0 * 50).rounded() }
        if dtype.isUnsignedInteger { x = x.map(Swift.abs) }
        if dtype == .bool { x = x.map { $0 > 0 ? 1 : 0 } }
        if nan, dtype.isFloat { for index in stride(from: count / 3, to: count, by: 999) { x[index] = .nan } }
        return try Tensor(x).cast(to: dtype)
    }

    /// The same elements, two apart in memory: kernels for dense operands do not take them.
    private func spread(_ x: Tensor) throws -> Tensor {
        try Tensor.stack([x, x], axis: -1).get([.ellipsis, .integer(0)])
    }

    @Test("reductions of dense operands are those of strided ones", arguments: dtypes)
    func reductions(dtype: DType) throws {
        for shape in [[300_000], [40, 5000], [5000, 40], [700, 9], [6, 50, 33]] {
            for nan in [false, true] {
                let x = try values(shape.reduce(1, *), dtype, nan: nan).reshaped(to: shape), y = try spread(x)
                for axes in [nil] + shape.indices.map({ [$0] }) {
                    func same(_ body: (Tensor) throws -> Tensor) throws {
                        #expect(try arrayEqual(body(x), body(y), equalNaN: true).item() == 1, "\(dtype) \(shape) \(axes ?? [])")
                    }
                    try same { try $0.max(axes: axes) }
                    try same { try $0.min(axes: axes) }
                    try same { try $0.any(axes: axes) }
                    try same { try $0.all(axes: axes) }
                    try same { try $0.argmax(axis: axes?[0]) }
                    try same { try $0.argmin(axis: axes?[0]) }
                    try same { try $0.countNonzero(axes: axes) }
                    if !dtype.isFloat {
                        try same { try $0.sum(axes: axes) }
                        try same { try $0.prod(axes: axes) }
                    }
                }
            }
        }
    }

    @Test("sorting orders the elements, stably, in both directions", arguments: dtypes + [.float16, .bfloat16])
    func sorting(dtype: DType) throws {
        for count in [1, 7, 100, 300, 3000, 70_000, 1_100_000] {
            let x = try values(count, dtype, nan: true)
            for descending in [false, true] {
                let order = try x.argsort(descending: descending), sorted = try x.sorted(descending: descending)
                let wide = try sorted.cast(to: .float64).scalars(as: Double.self)
                func inOrder(_ a: Double, _ b: Double) -> Bool { b.isNaN || (descending ? a >= b : a <= b) }
                #expect(zip(wide, wide.dropFirst()).allSatisfy(inOrder), "\(dtype) \(count)")
                #expect(try arrayEqual(x.take(order, axis: 0), sorted, equalNaN: true).item() == 1, "\(dtype) \(count)")
                let places = try order.scalars(as: Int.self)
                let isStable = (1 ..< Swift.max(1, count)).allSatisfy {
                    wide[$0 - 1] != wide[$0] || places[$0 - 1] < places[$0]
                }
                #expect(isStable && Set(places).count == count, "\(dtype) \(count)")
            }
        }
    }

    @Test("keys that differ in their last bits only, and few that differ in the first, are sorted as well")
    func skewed() throws {
        var x = (0 ..< 400_000).map { Int64(1) << 60 | Int64(($0 &* 2_654_435_761) % 1021) }
        x[77] = -5
        x[99_999] = .max
        #expect(try Tensor(x).sorted().scalars(as: Int64.self) == x.sorted())
        let y = numbers(200_000, seed: 3).map { 1 + $0 * 0x1p-40 }
        #expect(try Tensor(y).sorted().scalars(as: Double.self) == y.sorted())
    }

    @Test("quantiles found without sorting are those of the sorted elements", arguments: [DType.uint8, .int64, .float32, .float64])
    func selection(dtype: DType) throws {
        for shape in [[1], [9], [5000], [200_000], [7, 300]] {
            let x = try values(shape.reduce(1, *), dtype).reshaped(to: shape)
            let few = try Tensor([0.0, 0.3, 1.0]), many = try Tensor([0.0, 0.3, 1.0, 0.5, 0.9])
            for method in [QuantileMethod.linear, .lower, .nearest, .midpoint, .hazen] {
                let some = try x.quantiles(few, axes: [-1], method: method)
                let all = try x.quantiles(many, axes: [-1], method: method).sliced(axis: 0, from: 0, count: 3)
                #expect(try arrayEqual(some, all).item() == 1, "\(dtype) \(shape) \(method)")
            }
        }
        #expect(try values(5000, .float32, nan: true).median().item().isNaN)
    }

    @Test("a mask reads and writes what the positions of its true elements do")
    func masks() throws {
        for shape in [[50_000], [300, 200], [3, 1, 5]] {
            let x = try values(shape.reduce(1, *), .float32).reshaped(to: shape), mask = try greater(x, .scalar(3))
            let places = try mask.nonzero().map { Index.tensor($0) }
            let taken = try x.get([.tensor(mask)])
            #expect(try arrayEqual(taken, x.get(places)).item() == 1)
            for value in [Tensor.scalar(-1), try taken * 2.0] {
                let a = try x.copy(), b = try x.copy()
                try a.set([.tensor(mask)], value)
                try b.set(places, value)
                #expect(try arrayEqual(a, b).item() == 1 && arrayEqual(a, x).item() == 0)
            }
            #expect(throws: HornbillError.self) { try x.copy().set([.tensor(mask)], .zeros([taken.count + 1])) }
        }
    }

    @Test("operations on parts of large operands are operations on the whole")
    func elementwise() throws {
        let count = 200_003
        for dtype in LargeTests.dtypes where dtype != .bool {
            let x = try values(count, dtype), y = try x.flipped().copy()
            let sum = try (x + y).scalars(as: Double.self)
            let part = try (x.sliced(axis: 0, from: 100_001, count: 50) + y.sliced(axis: 0, from: 100_001, count: 50))
            #expect(try Array(sum[100_001 ..< 100_051]) == part.scalars(as: Double.self))
            #expect(try arrayEqual(less(x, y), less(spread(x), y)).item() == 1)
            #expect(try arrayEqual(x.square(), spread(x).square()).item() == 1)
        }
    }

    @Test("even intervals count as the edges say")
    func histogram() throws {
        let x = try Tensor(numbers(50_000, seed: 8).map { ($0 * 40).rounded() / 8 })
        for bins in [1, 7, 10, 64] {
            let edges = try x.histogramEdges(bins)
            let even = try x.histogram(edges), weighted = try x.histogram(edges, weights: .ones([x.count], dtype: .float64))
            #expect(try even.scalars(as: Double.self) == weighted.scalars(as: Double.self))
            #expect(try even.sum().item() == 50_000)
        }
    }

    @Test("membership is that of a set of numbers, looked up or searched", arguments: dtypes)
    func membership(dtype: DType) throws {
        let x = try values(30_000, dtype, nan: true)
        for set in [[3.0], [0, 1, 7, 20, 49], (0 ..< 40).map { Double($0) * 3 - 60 }] {
            let set = try Tensor(set).cast(to: dtype)
            let known = Set(try set.cast(to: .float64).scalars(as: Double.self))
            let expected = try x.cast(to: .float64).scalars(as: Double.self).map { known.contains($0) }
            #expect(try x.isIn(set).scalars(as: Bool.self) == expected)
            #expect(try x.isIn(set, invert: true).scalars(as: Bool.self) == expected.map { !$0 })
        }
        let far = try Tensor([Int64.min, 5, .max])
        #expect(try Tensor([5, Int64.max, 6, .min]).isIn(far).scalars(as: Bool.self) == [true, true, false, true])
    }
}
