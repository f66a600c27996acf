import Testing

@testable import HornbillTensor

@Suite("Matrix products as in NumPy") struct ProductTests {
    @Test("products of every rank, dtype and layout are NumPy's")
    func products() throws {
        for record in try numPyCases("products") {
            let layouts = try #require(record["layouts"]?.arrayValue).compactMap(\.stringValue)
            let a = try Tensor(numPy: record.member("a")).seen(layouts[0])
            let b = try Tensor(numPy: record.member("b")).seen(layouts[1])
            if record["error"] != nil {
                #expect(throws: HornbillError.self, "\(record)") { try matmul(a, b) }
                continue
            }
            let got = try matmul(a, b)
            let tolerance = got.dtype == .float16 ? 1e-3 : got.dtype == .float32 ? 1e-6 : 1e-14
            #expect(try got.difference(from: record.member("result"), tolerance: tolerance) == nil, "\(record)")
        }
    }

    @Test(
        "an operand that repeats, runs backwards or overlaps itself is multiplied as its elements say",
        arguments: [
            DType.float32, .float64, .bfloat16, .int32,
        ])
    func strides(dtype: DType) throws {
        let dense = try Tensor(numbers(60).map { ($0 * 8).rounded() }, shape: [3, 4, 5]).cast(to: dtype)
        func views(_ x: Tensor) throws -> [Tensor] {
            [
                x, try x.transposed([0, 2, 1]), try x.transposed([1, 2, 0]), try x.transposed(), try x.flipped(),
                try x.get([.integer(0)]).broadcast(to: [3, 4, 5]),
                try x.get([.slice(start: 0, stop: 1, step: nil)]).broadcast(to: [3, 4, 5]),
                try x.get([.ellipsis, .slice(start: 0, stop: 1, step: nil)]).broadcast(to: [3, 4, 5]),
                try x.get([.slice(start: nil, stop: nil, step: nil), .slice(start: 1, stop: 2, step: nil)]).broadcast(
                    to: [3, 4, 5]),
                try x.get([.ellipsis, .slice(start: nil, stop: nil, step: 2)]),
                try Tensor(
                    storage: x.storage(), offset: 0, layout: Layout(dtype, [3, 4, 5], strides: [2, 1, 1])),
            ]
        }
        for a in try views(dense) {
            for b in try views(dense)
            where a.shape[2] == b.shape[1] && (a.shape[0] == b.shape[0] || a.shape[0] == 1 || b.shape[0] == 1) {
                let expected = try matmul(a.copy().cast(to: .float64), b.copy().cast(to: .float64))
                let got = try matmul(a, b)
                #expect(
                    try got.cast(to: .float64).scalars(as: Double.self)
                        == expected.cast(to: dtype).scalars(as: Double.self))
            }
        }
    }

    @Test("dot sums over the last axis and the last but one")
    func dots() throws {
        let a = try Tensor.base([2, 3, 4], layout: ""), b = try Tensor.base([5, 4, 2], layout: "F")
        let got = try dot(a, b)
        #expect(got.shape == [2, 3, 5, 2])
        for (i, j, k, l) in [(0, 0, 0, 0), (1, 2, 4, 1), (0, 1, 3, 0)] {
            let line = try a.get([.integer(i), .integer(j)]),
                column = try b.get([.integer(k), .slice(start: nil, stop: nil, step: nil), .integer(l)])
            #expect(
                try got.get([.integer(i), .integer(j), .integer(k), .integer(l)]).item() == (line * column).sum().item()
            )
        }
        #expect(try dot(.scalar(2), Tensor([1.0, 3])).scalars(as: Double.self) == [2, 6])
    }
}
