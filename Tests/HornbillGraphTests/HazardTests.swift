import HornbillTensor
import Testing

@testable import HornbillGraph

@Suite("Hazards of compiling")
struct HazardTests {
    @Test("an older value that a younger member of its loop depends on does not close a cycle")
    func cycleThroughAnOldGroup() throws {
        func body(_ inputs: [Tensor]) throws -> [Tensor] {
            let old = try inputs[0] * 2.0
            let total = try old.sum()
            let young = try inputs[1].exp()
            let joined = try old + young.sum()
            return [try young + total, joined]
        }
        let inputs = [try matrix(3, 4), try matrix(3, 4, seed: 2)]
        let compiled = try CompiledFunction("test", body)(inputs)
        for (got, expected) in zip(compiled, try body(inputs)) { try expectClose(got, expected) }
    }

    @Test("arranged weights stay right when their padding would not stay zero", arguments: [3, 50, 64])
    func padding(units: Int) throws {
        let start = try matrix(20, units), x = try matrix(5, 20, seed: 2)
        let w = try Variable(start, name: "kernel")
        let predict = CompiledFunction("predict") { [try matmul($0[0], w.value)] }
        let change = CompiledFunction("change") { _ in
            try w.assign((w.value / w.value).cos() + 1.0 / w.value.square().cosh())
            return []
        }
        func changed(_ w: Tensor) throws -> Tensor { try (w / w).cos() + 1.0 / w.square().cosh() }
        try expectClose(try predict([x])[0], matmul(x, start))
        _ = try change([])
        let expected = try changed(start)
        try expectClose(try w.snapshot(), expected)
        try expectClose(try predict([x])[0], matmul(x, expected))
        _ = try change([])
        try expectClose(try predict([x])[0], matmul(x, changed(expected)))
    }

    @Test("a constant that is changed after tracing stays what it was")
    func constantsAreCopied() throws {
        let constant = try Tensor([1, 2, 3] as [Float])
        let function = CompiledFunction("test") { [try $0[0] * constant] }
        let x = try Tensor.ones([3])
        #expect(try function([x])[0].scalars(as: Float.self) == [1, 2, 3])
        try constant.set([.integer(0)], .scalar(7))
        #expect(try function([x])[0].scalars(as: Float.self) == [1, 2, 3])
    }

    @Test("a result that looks at a variable is what the variable held before")
    func viewOfAVariable() throws {
        let w = try Variable(matrix(2, 3), name: "w")
        let before = try w.snapshot()
        let step = CompiledFunction("test") { _ in
            let seen = try w.value.transposed()
            try w.assign(w.value * 3.0)
            return [seen, try w.value.transposed()]
        }
        let results = try step([])
        try expectClose(results[0], before.transposed(), tolerance: 0)
        try expectClose(results[1], (before * 3.0).transposed(), tolerance: 0)
    }

    @Test("one value may go to several variables and results")
    func oneValueForMany() throws {
        let variables = try (0 ..< 3).map { try Variable(Tensor.full([4], Double($0)), name: "v\($0)") }
        let step = CompiledFunction("test") { inputs in
            let value = try inputs[0] * variables[2].value
            for variable in variables { try variable.assign(value) }
            return [value, value]
        }
        let results = try step([Tensor.full([4], 5)])
        for value in results + (try variables.map { try $0.snapshot() }) {
            #expect(try value.scalars(as: Float.self) == [10, 10, 10, 10])
        }
    }

    @Test("functions of nothing, of empty tensors and of their own inputs work")
    func corners() throws {
        #expect(try CompiledFunction("test") { _ in [] }([]).isEmpty)
        let same = CompiledFunction("test") { [$0[0], $0[0], try $0[0].transposed()] }
        for shape in [[2, 3], [0, 3], [], [1]] {
            let x = try Tensor.full(shape, 2)
            let results = try same([x])
            #expect(results.map(\.shape) == [shape, shape, shape.reversed()])
        }
        let empty = CompiledFunction("test") { [try matmul($0[0], $0[1]), try $0[0].sum(axes: [1])] }
        let results = try empty([Tensor.zeros([2, 0]), Tensor.zeros([0, 3])])
        #expect(try results[0].scalars(as: Float.self) == [0, 0, 0, 0, 0, 0])
        #expect(try results[1].scalars(as: Float.self) == [0, 0])
    }
}
