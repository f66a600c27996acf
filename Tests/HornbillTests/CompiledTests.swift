import Hornbill
import Testing

@Suite("Compiled functions and gradients")
struct CompiledTests {
    @Test("a chain of operations on elements is one loop, with the values of the operations")
    func oneLoop() throws {
        let standardised = compiled("standardised") { x, mean, deviation in
            try ((x - mean) / deviation).clip(min: 0, max: 1)
        }
        let x = try Tensor((0 ..< 40).map { Float($0) / 10 }).reshape(8, 5)
        let mean = try x.mean(axis: 0), deviation = try x.std(axis: 0)
        #expect(try standardised(x, mean, deviation) == ((x - mean) / deviation).clip(min: 0, max: 1))
        let text = try standardised.description(for: x, mean, deviation)
        #expect(text.contains("program standardised: 1 steps") && text.contains("fused("))
    }

    @Test("large inputs are read where they lie, small ones and views too")
    func sizes() throws {
        let doubled = compiled { x in try x + x }
        for size in [1, 100, 100_000] {
            let x = try Tensor((0 ..< size).map(Double.init))
            #expect(try doubled(x) == x * 2)
            #expect(try doubled(x[.slice(step: -1)]) == x[.slice(step: -1)] * 2)
            // The result of a call keeps its elements when others follow.
            let first = try doubled(x)
            _ = try doubled(x + 1)
            #expect(try first == x * 2)
        }
    }

    @Test("gradients are those of calculus, of several tensors, of gradients, and within compiled functions")
    func gradients() throws {
        let x = try Tensor([0.5, 1, 2])
        #expect(try gradient(of: { try $0.pow(3).sum() }, at: x) == 3 * x * x)
        let (value, slope) = try valueAndGradient(of: { try $0.exp() }, at: x)
        #expect(try value == x.exp() && slope == x.exp())
        let (dx, dy) = try gradient(of: { try $0 * $1 * $1 }, at: x, x + 1)
        #expect(try dx == (x + 1) * (x + 1) && dy == 2 * x * (x + 1))
        #expect(try gradient(of: { try gradient(of: { try $0.pow(3) }, at: $0) }, at: x) == 6 * x)
        let step = compiled { w in try w - gradient(of: { try ($0 - 3).square() }, at: w) * 0.5 }
        #expect(try step(x) == [3, 3, 3])
        // What is used besides the argument is constant, even if it is the same tensor.
        #expect(try gradient(of: { x in try gradient(of: { y in try x * y }, at: x) }, at: x) == [1, 1, 1])
        #expect(try gradient(of: { _ in Tensor(2.0) }, at: x) == [0, 0, 0])
    }

    @Test("mistakes throw")
    func mistakes() throws {
        let x = try Tensor([1.0, 2])
        #expect(throws: HornbillError.self) { try compiled { x in try Tensor(x.item(as: Double.self)) }(x) }
        #expect(throws: HornbillError.self) { try compiled { x in x }(x, x) }
        #expect(throws: HornbillError.self) { try gradient(of: { $0 }, at: [1, 2]) }
        #expect(throws: HornbillError.self) { try gradient(of: { try $0.cast(to: .int64) }, at: x) }
    }
}
