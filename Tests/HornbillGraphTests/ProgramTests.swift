import HornbillTensor
import Testing

@testable import HornbillGraph

@Suite("Programs")
struct ProgramTests {
    @Test("a variable assigned in a function holds the new value after each run")
    func assignsVariables() throws {
        let counter = try Variable(Tensor.scalar(0), name: "counter")
        let step = CompiledFunction("count") { _ in
            try counter.assign(counter.value + 1.0)
            return []
        }
        for _ in 0 ..< 3 { _ = try step([]) }
        #expect(try counter.value.item() == 3)
    }

    @Test("two variables can be exchanged")
    func exchangesVariables() throws {
        let a = try Variable(Tensor.scalar(1), name: "a"), b = try Variable(Tensor.scalar(2), name: "b")
        let exchange = CompiledFunction("exchange") { _ in
            let old = try a.value
            try a.assign(b.value)
            try b.assign(old * 10.0)
            return [old]
        }
        let old = try exchange([])[0]
        #expect(try (old.item(), a.value.item(), b.value.item()) == (1, 2, 10))
    }

    @Test("a result that is a variable's old value is not changed by the update in place")
    func returnsOldValue() throws {
        let w = try Variable(Tensor.ones([4]), name: "w")
        let step = CompiledFunction("step") { _ in
            let old = try w.value
            try w.assign(old * 2.0)
            return [old, try w.value]
        }
        let results = try step([])
        #expect(try results[0].scalars(as: Float.self) == [1, 1, 1, 1])
        #expect(try results[1].scalars(as: Float.self) == [2, 2, 2, 2])
        #expect(try w.value.scalars(as: Float.self) == [2, 2, 2, 2])
    }

    @Test("training with arranged kernels gives the same weights as the same steps done eagerly", arguments: [3, 16, 50, 64, 100])
    func trainsDense(units: Int) throws {
        let initial = try matrix(20, units), start = try matrix(units, 3, seed: 5)
        let w = try Variable(initial, name: "kernel"), v = try Variable(start, name: "second")
        let velocity = try Variable(Tensor.zeros([20, units]), name: "velocity")
        let bias = try Variable(Tensor.zeros([units]), name: "bias")
        func loss(_ x: Tensor, _ y: Tensor, _ w: Tensor, _ b: Tensor, _ v: Tensor) throws -> Tensor {
            let hidden = try (matmul(x, w) + b).relu()
            return try (matmul(hidden, v) - y).square().mean()
        }
        let step = CompiledFunction("step") { inputs in
            let values = [try w.value, try bias.value, try v.value]
            let loss = try loss(inputs[0], inputs[1], values[0], values[1], values[2])
            let gradients = try gradients(of: loss, withRespectTo: values)
            let moved = try velocity.value * 0.9 + gradients[0]!
            try velocity.assign(moved)
            try w.assign(values[0] - moved * 0.1)
            try bias.assign(values[1] - gradients[1]! * 0.1)
            try v.assign(values[2] - gradients[2]! * 0.1)
            return [loss]
        }
        let x = try matrix(8, 20, seed: 6), y = try matrix(8, 3, seed: 7)
        // The reference: gradients by central differences would be too coarse, so the chain rule by hand.
        var rw = initial, rb = try Tensor.zeros([units]), rv = start, rm = try Tensor.zeros([20, units])
        for _ in 0 ..< 5 {
            let hidden = try (matmul(x, rw) + rb).relu()
            let difference = try matmul(hidden, rv) - y
            let expected = try difference.square().mean()
            try expectClose(try step([x, y])[0], expected, tolerance: 1e-4)
            let upstream = try difference * (2.0 / 24.0)
            let gv = try matmul(hidden.transposed(), upstream)
            let gh = try matmul(upstream, rv.transposed()) * greater(hidden, Tensor.scalar(0)).cast(to: .float32)
            rm = try rm * 0.9 + matmul(x.transposed(), gh)
            rw = try rw - rm * 0.1
            rb = try rb - gh.sum(axes: [0]) * 0.1
            rv = try rv - gv * 0.1
        }
        try expectClose(try w.snapshot(), rw, tolerance: 1e-4)
        try expectClose(try bias.snapshot(), rb, tolerance: 1e-4)
        try expectClose(try v.snapshot(), rv, tolerance: 1e-4)
        try expectClose(try velocity.snapshot(), rm, tolerance: 1e-4)
    }

    @Test("a training step of a dense network has no copies, packs or unpacks")
    func stepIsLean() throws {
        let w = try Variable(try matrix(20, 64), name: "kernel")
        let bias = try Variable(Tensor.zeros([64]), name: "bias")
        let mean = try Variable(Tensor.zeros([20, 64]), name: "velocity")
        let names = try stepNames(
            { inputs in
                let (weights, offsets) = (try w.value, try bias.value)
                let loss = try (matmul(inputs[0], weights) + offsets).relu().square().mean()
                let found = try gradients(of: loss, withRespectTo: [weights, offsets])
                let moved = try mean.value * 0.9 + found[0]!.square() * 0.1
                try mean.assign(moved)
                try w.assign(weights - found[0]! / (moved.sqrt() + 1e-7))
                try bias.assign(offsets - found[1]!)
                return [loss]
            }, [float(8, 20)])
        #expect(!names.contains("copy") && !names.contains("pack") && !names.contains("unpack"))
        #expect(names.contains("dense") && names.contains("dense_backward_weights") && !names.contains("matmul"))
    }

    @Test("the description names every step and input")
    func describes() throws {
        let program = try CompiledFunction("soft") { [try $0[0].exp()] }.program(for: [float(3, 4)])
        #expect(program.description.contains("program soft"))
        #expect(program.description.contains("float32(3, 4)"))
        #expect(program.description.contains("fused"))
    }

    @Test("a program runs from several threads at once, each with memory of its own")
    func runsConcurrently() async throws {
        let square = CompiledFunction("square") { [try ($0[0] * $0[0]).sum()] }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for task in 1 ... 8 {
                group.addTask {
                    for _ in 0 ..< 50 {
                        let x = try Tensor.full([100], Double(task), dtype: .float32)
                        if try square([x])[0].item() != Double(100 * task * task) { return false }
                    }
                    return true
                }
            }
            for try await right in group { #expect(right) }
        }
    }

    @Test("a symbolic tensor that leaves its function has no value")
    func symbolicHasNoValue() throws {
        var leaked: Tensor?
        _ = try CompiledFunction("leak") {
            leaked = $0[0]
            return []
        }.program(for: [float(2)])
        let tensor = try #require(leaked)
        #expect(throws: HornbillError.self) { try tensor.item() }
    }
}
