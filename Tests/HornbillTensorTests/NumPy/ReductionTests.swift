import Testing

@testable import HornbillTensor

@Suite("Reductions as in NumPy") struct ReductionTests {
    /// How far floats may be from NumPy's: results of means and the like are rounded more than once.
    private func tolerance(_ op: String, _ dtype: DType) -> Double {
        guard ["mean", "var", "std", "prod", "cumprod"].contains(op) else { return 0 }
        switch dtype {
        case .float16: return 2e-3
        case .float32: return 1e-6
        default: return 1e-14
        }
    }

    private func apply(_ op: String, _ x: Tensor, _ record: JSON) throws -> Tensor {
        let axes = record["axes"]?.intsValue, keep = record["keepdims"]?.boolValue ?? false,
            axis = record["axis"]?.intValue
        switch op {
        case "sum": return try x.sum(axes: axes, keepDims: keep)
        case "prod": return try x.prod(axes: axes, keepDims: keep)
        case "max": return try x.max(axes: axes, keepDims: keep)
        case "min": return try x.min(axes: axes, keepDims: keep)
        case "any": return try x.any(axes: axes, keepDims: keep)
        case "all": return try x.all(axes: axes, keepDims: keep)
        case "mean": return try x.mean(axes: axes, keepDims: keep)
        case "var": return try x.variance(axes: axes, keepDims: keep)
        case "std": return try x.standardDeviation(axes: axes, keepDims: keep)
        case "argmax": return try x.argmax(axis: axis)
        case "argmin": return try x.argmin(axis: axis)
        case "sort": return try x.sorted(axis: axis)
        case "argsort": return try x.argsort(axis: axis)
        case "cumsum": return try x.cumulativeSum(axis: axis)
        case "cumprod": return try x.cumulativeProduct(axis: axis)
        case "cummax": return try x.cumulativeMax(axis: axis)
        case "cummin": return try x.cumulativeMin(axis: axis)
        default: throw HornbillError(.unknownName, "the tests do not know \(op)")
        }
    }

    private func compare(_ ops: Set<String>) throws {
        var count = 0
        for record in try numPyCases("reductions") {
            let op = try #require(record["op"]?.stringValue)
            guard ops.contains(op) else { continue }
            count += 1
            let x = try Tensor(numPy: record.member("x")).seen(try #require(record["layout"]?.stringValue))
            if record["error"] != nil {
                #expect(throws: HornbillError.self, "\(record)") { try apply(op, x, record) }
                continue
            }
            let got = try apply(op, x, record)
            #expect(
                try got.difference(from: record.member("result"), tolerance: tolerance(op, got.dtype)) == nil,
                "\(record)")
        }
        #expect(count > 30)
    }

    @Test("reductions over any axes have NumPy's dtype, shape and values, of empty and strided arrays too")
    func reduces() throws { try compare(["sum", "prod", "max", "min", "any", "all", "mean", "var", "std"]) }

    @Test("the first extremum wins, and the first NaN before all")
    func positions() throws { try compare(["argmax", "argmin"]) }

    @Test("sorting is stable and puts NaN last")
    func sorts() throws { try compare(["sort", "argsort"]) }

    @Test("running values are NumPy's")
    func runs() throws { try compare(["cumsum", "cumprod", "cummax", "cummin"]) }

    @Test("descending order is stable too, with NaN last")
    func descending() throws {
        let x = try Tensor([2, Double.nan, 3, 2, Double.infinity, -Double.infinity, 3])
        #expect(try x.argsort(descending: true).scalars(as: Int.self) == [4, 2, 6, 0, 3, 5, 1])
        #expect(try Tensor([1, 3, 3, 2] as [UInt8]).argsort(descending: true).scalars(as: Int.self) == [1, 2, 3, 0])
    }

    @Test("long sums of float32 keep five digits, over columns too")
    func long() throws {
        let x = try Tensor.full([1 << 20], 0.1)
        let total = try x.sum().item(),
            column = try x.reshaped(to: [1 << 19, 2]).sum(axes: [0]).scalars(as: Double.self)[0]
        #expect(abs(total / 104857.6015625 - 1) < 2e-6, "\(total)")
        #expect(abs(column / 52428.80078125 - 1) < 3e-5, "\(column)")
        #expect(try abs(x.cast(to: .float16).mean().item() - 0.1) < 1e-4)
    }
}
