import HornbillKernels
import HornbillTensor
import Testing

/// What dense operands are computed by, beside the definition in float64, on one thread and on several.
@Suite("Dense operands") struct DenseTests {
    /// Calls `body` with one thread and with three, and returns both results.
    private func onThreads<R>(_ body: () throws -> R) rethrows -> (R, R) {
        let threads = Threads.count
        defer { Threads.count = threads }
        Threads.count = 1
        let one = try body()
        Threads.count = 3
        return (one, try body())
    }

    @Test("running results of no elements are none", arguments: [[0, 3], [3, 0], [2, 0, 3], [3, 2, 0]])
    func scansOfNothing(shape: [Int]) throws {
        for axis in shape.indices {
            for dtype in [DType.float64, .int64] {
                #expect(try Tensor.zeros(shape, dtype: dtype).cumulativeSum(axis: axis).shape == shape)
            }
        }
    }

    @Test("variances are those of the definition, whatever the axes and the mean", arguments: [DType.float32, .float64, .int64, .uint8])
    func variances(dtype: DType) throws {
        for shape in [[200_000], [30, 70], [3, 20_000], [500, 300], [5000, 7], [4, 5, 6]] {
            let count = shape.reduce(1, *)
            let values = numbers(count, seed: 3).map { ($0 * 20 + 100).rounded() }
            let x = try Tensor(values).cast(to: dtype).reshaped(to: shape)
            for axes in [nil, [0], [shape.count - 1]] {
                for correction in [0.0, 1] {
                    let wide = try x.cast(to: .float64)
                    let centred = try wide - wide.mean(axes: axes, keepDims: true)
                    let length = Double((axes ?? Array(shape.indices)).reduce(1) { $0 * shape[$1] })
                    let expected = try (centred * centred).sum(axes: axes) / (length - correction)
                    let (one, many) = try onThreads { try x.variance(axes: axes, correction: correction) }
                    #expect(one.dtype == (dtype == .float32 ? .float32 : .float64) && one.shape == expected.shape)
                    #expect(try arrayEqual(one, many).item() == 1, "\(dtype) \(shape)")
                    let error = try ((one.cast(to: .float64) - expected).abs().max() / expected.abs().max()).item()
                    #expect(error < (dtype == .float32 ? 1e-6 : 1e-13), "\(dtype) \(shape) \(axes ?? [])")
                }
            }
        }
    }

    @Test("means of 64-bit integers are those of float64, whatever the axes and however the elements lie")
    func means() throws {
        for shape in [[200_000], [1], [30, 70], [3, 20_000], [500, 300], [5000, 7], [4, 5, 6], [2, 3, 4, 5]] {
            let values = numbers(shape.reduce(1, *), seed: 4).map { ($0 * 1000).rounded() }
            for dtype in [DType.int64, .uint64] {
                let dense = try Tensor(values).abs().cast(to: dtype).reshaped(to: shape)
                for x in [dense, try dense.transposed(), try dense.sliced(axis: 0, from: shape[0] / 2, count: (shape[0] + 1) / 2)] {
                    for axes in [nil, [0], [-1], [0, x.rank - 1]].filter({ x.rank > 1 || ($0 ?? []).count < 2 }) {
                        let (one, many) = try onThreads { try x.mean(axes: axes) }
                        let expected = try x.cast(to: .float64).mean(axes: axes)
                        #expect(one.dtype == .float64 && one.shape == expected.shape)
                        #expect(try (one - expected).abs().max().item() < 1e-9, "\(shape) \(axes ?? [])")
                        #expect(try (many - expected).abs().max().item() < 1e-9, "\(shape) \(axes ?? [])")
                        #expect(try x.mean(axes: axes, keepDims: true).rank == x.rank)
                    }
                }
            }
        }
        let large = try Tensor([Int64.max, .max, .min, 1])
        #expect(try large.mean().item() == Double(Int64.max) / 4)
    }

    @Test("variances far from 0 keep their digits")
    func offset() throws {
        let x = try Tensor((0 ..< 100_000).map { 1e9 + Double($0 % 2) }).cast(to: .float64)
        #expect(try x.variance().item() == 0.25)
    }

    @Test("products with single columns are sums of products", arguments: [DType.float32, .float64, .int64, .int8])
    func columns(dtype: DType) throws {
        for (rows, inner) in [(1, 1), (1, 7), (1, 200_000), (9, 33), (300, 1000), (2, 40_000), (64, 1), (67, 5000), (131, 2049)] {
            let a = try Tensor(numbers(rows * inner, seed: 1).map { ($0 * 10).rounded() }).cast(to: dtype).reshaped(to: [rows, inner])
            let b = try Tensor(numbers(inner, seed: 2).map { ($0 * 10).rounded() }).cast(to: dtype)
            let expected = try (a.cast(to: .float64) * b.cast(to: .float64)).sum(axes: [1])
            let (one, many) = try onThreads { try matmul(a, b) }
            #expect(try arrayEqual(one, many).item() == 1)
            // The numbers are whole and their sums have less than 24 bits; int8 wraps.
            let wanted = try dtype == .int8 ? expected.cast(to: .int64).cast(to: .int8) : expected.cast(to: dtype)
            #expect(try arrayEqual(one, wanted).item() == 1, "\(dtype) \(rows) × \(inner)")
        }
    }

    @Test("rows of part of a matrix, in reverse too, are multiplied where they lie", arguments: [DType.float32, .float64, .int64])
    func partsOfRows(dtype: DType) throws {
        let whole = try Tensor(numbers(150 * 80, seed: 5).map { ($0 * 10).rounded() }).cast(to: dtype).reshaped(to: [150, 80])
        let b = try Tensor(numbers(37, seed: 6).map { ($0 * 10).rounded() }).cast(to: dtype)
        for (start, step) in [(2, 1), (1, 2), (149, -1)] {
            let a = try whole.sliced(starts: [start, 5], steps: [step, 1], lengths: [70, 37])
            let expected = try (a.cast(to: .float64) * b.cast(to: .float64)).sum(axes: [1])
            #expect(try arrayEqual(matmul(a, b), expected.cast(to: dtype)).item() == 1, "\(start) \(step)")
        }
    }

    @Test("NaN and infinities go to the results of their rows", arguments: [DType.float32, .float64])
    func specialRows(dtype: DType) throws {
        var values = [Double](repeating: 1, count: 66 * 20)
        values[3 * 20 + 7] = .nan
        values[40 * 20 + 19] = .infinity
        let found: [Double] = try matmul(
            Tensor(values, shape: [66, 20]).cast(to: dtype), Tensor.ones([20], dtype: dtype)
        ).cast(to: .float64).scalars()
        for (row, value) in found.enumerated() {
            #expect(row == 3 ? value.isNaN : value == (row == 40 ? .infinity : 20), "\(row)")
        }
    }

    @Test("an operation in place is the operation, also with itself and with part of itself")
    func inPlace() throws {
        let x = try Tensor(numbers(50_000, seed: 4)), other = try Tensor(numbers(50_000, seed: 5))
        func check(_ b: (Tensor) throws -> Tensor) throws {
            let target = try x.copy(), operand = try b(target)
            let expected = try add(target, operand)
            try target.formBinary("add", { try add($0, $1) }, operand)
            #expect(try arrayEqual(target, expected).item() == 1)
        }
        try check { _ in other }
        try check { $0 }
        try check { _ in .scalar(3, dtype: x.dtype) }
        try check { try $0.get([.integer(7)]) }
        try check { try $0.get([.slice(start: nil, stop: nil, step: -1)]) }
    }

    @Test("choices and limits with single elements are those of whole operands")
    func singles() throws {
        let x = try Tensor(numbers(30_000, seed: 6)), y = try Tensor(numbers(30_000, seed: 7)), one = Tensor.scalar(0.5, dtype: x.dtype)
        let condition = try greater(x, y), full = try Tensor.full([30_000], 0.5, dtype: x.dtype)
        #expect(try arrayEqual(Tensor.where(condition, x, one), Tensor.where(condition, x, full)).item() == 1)
        #expect(try arrayEqual(Tensor.where(condition, one, y), Tensor.where(condition, full, y)).item() == 1)
        #expect(try arrayEqual(x.clip(min: -0.25, max: 0.5), maximum(minimum(x, 0.5), -0.25)).item() == 1)
    }

    @Test("sums do not depend on the number of threads", arguments: [DType.float32, .float64])
    func sums(dtype: DType) throws {
        let x = try Tensor(numbers(700_000, seed: 8)).cast(to: dtype)
        let (one, many) = try onThreads { try x.sum() }
        #expect(try one.item() == many.item())
        let exact = try x.cast(to: .float64).scalars(as: Double.self).reduce(0, +)
        #expect(abs(try one.item() - exact) <= abs(exact) * (dtype == .float32 ? 1e-5 : 1e-11))
    }
}
