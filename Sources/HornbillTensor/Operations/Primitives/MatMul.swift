extension Operation {
    /// The matrix product of the last two axes, batched over the others, which broadcast.
    ///
    /// `transpose_a` and `transpose_b` exchange the last two axes of an operand first, so that gradients need no copies.
    static let matmul: Operation = Operation(
        "matmul", "The matrix product of the last two axes.",
        infer: { inputs, attributes in
            let (a, b) = try matrices(inputs[0], inputs[1], attributes)
            guard inputs[0].dtype == inputs[1].dtype, inputs[0].dtype != .bool else {
                throw HornbillError(
                    .typeMismatch, "matmul is not defined for dtypes \(inputs[0].dtype.name), \(inputs[1].dtype.name)")
            }
            let batch = try Strides.broadcastShape([Array(a.dropLast(2)), Array(b.dropLast(2))])
            return [TensorSpec(inputs[0].dtype, batch + [a[a.count - 2], b[b.count - 1]])]
        },
        prepare: { request in
            let plan = try MatMulPlan(
                request.inputs[0], transposedA: try request.attributes.bool("transpose_a") ?? false,
                request.inputs[1], transposedB: try request.attributes.bool("transpose_b") ?? false,
                request.outputs[0])
            return try plan.kernel()
        },
        gradient: { context in
            guard let g = context.gradient else { return [nil, nil] }
            let (a, b) = (context.inputs[0], context.inputs[1])
            let ta = try context.attributes.bool("transpose_a") ?? false
            let tb = try context.attributes.bool("transpose_b") ?? false
            func product(_ x: Tensor, _ tx: Bool, _ y: Tensor, _ ty: Bool) throws -> Tensor {
                try Operation.matmul([x, y], ["transpose_a": .bool(tx), "transpose_b": .bool(ty)])[0]
            }
            let ga = context.wanted[0] ? try ta ? product(b, tb, g, true) : product(g, false, b, !tb) : nil
            let gb = context.wanted[1] ? try tb ? product(g, true, a, ta) : product(a, !ta, g, false) : nil
            return [try ga?.summed(to: a.shape), try gb?.summed(to: b.shape)]
        })

    /// The shapes of the operands after transposition, checked against each other.
    private static func matrices(
        _ a: TensorSpec, _ b: TensorSpec, _ attributes: Attributes
    ) throws -> (a: [Int], b: [Int]) {
        func shape(_ spec: TensorSpec, _ flag: String) throws -> [Int] {
            guard spec.shape.count >= 2 else {
                throw HornbillError(.shapeMismatch, "matmul: expected operands of at least 2 axes, got \(spec)")
            }
            var shape = spec.shape
            if try attributes.bool(flag) ?? false { shape.swapAt(shape.count - 1, shape.count - 2) }
            return shape
        }
        let left = try shape(a, "transpose_a"), right = try shape(b, "transpose_b")
        guard left[left.count - 1] == right[right.count - 2] else {
            throw HornbillError(
                .shapeMismatch,
                "matmul: the inner dimensions differ: \(left[left.count - 1]) of \(shapeText(left)) and "
                    + "\(right[right.count - 2]) of \(shapeText(right))")
        }
        return (left, right)
    }
}

/// How a matrix product is computed: by oneDNN for float32, through float32 for 16-bit floats, as a product of real
/// matrices for complex numbers, by BLAS for large ones of float64, by our own loops for the types oneDNN has not.
struct MatMulPlan {
    let a: Layout
    let b: Layout
    let output: Layout

    init(_ a: Layout, transposedA: Bool, _ b: Layout, transposedB: Bool, _ output: Layout) throws {
        func arranged(_ layout: Layout, _ transposed: Bool) -> Layout {
            let batch = output.shape.dropLast(2)
            var shape = layout.shape, strides = layout.strides
            let last = shape.count - 1
            if transposed {
                shape.swapAt(last, last - 1)
                strides.swapAt(last, last - 1)
            }
            let full = Array(batch) + shape.suffix(2)
            return Layout(layout.dtype, full, strides: Strides.broadcast(strides, shape, to: full))
        }
        self.a = arranged(a, transposedA)
        self.b = arranged(b, transposedB)
        self.output = output
    }

    func kernel() throws -> Kernel {
        let rank = output.shape.count
        let inner = a.shape[rank - 1]
        let bytes = output.count * output.dtype.size
        if output.count == 0 { return .direct { _ in } }
        if inner == 0 { return .direct { _ = $0[2].initializeMemory(as: UInt8.self, repeating: 0, count: bytes) } }
        let flops = 2 * Double(output.count) * Double(inner)
        if let kernel = rowwise(flops) ?? rowSum(flops) { return kernel }
        switch output.dtype {
        case .float32: return try single(a, b, output, flops)
        case .float16, .bfloat16: return try widened(flops)
        case .complex64 where isWorthExpanding, .complex128 where isWorthExpanding: return try expanded(flops)
        default:
            if output.dtype == .float64, let kernel = blas(flops) { return kernel }
            let (a, b, output) = (a, b, output)
            return .direct(flops: flops, detail: "native") {
                matmulNative(
                    dtype: output.dtype, shape: output.shape, inner: inner, aStrides: a.strides, bStrides: b.strides,
                    cStrides: output.strides, a: $0[0], b: $0[1], c: $0[2])
            }
        }
    }

    /// Products with single columns whose elements lie side by side, as those of the rows do: nothing to arrange, and
    /// everything is read once.
    private func rowwise(_ flops: Double) -> Kernel? {
        let rank = output.shape.count, dtype = output.dtype
        guard output.shape[rank - 1] == 1, !dtype.isComplex, dtype.computeType == dtype else { return nil }
        let rows = output.shape[rank - 2], inner = a.shape[rank - 1]
        guard inner == 1 || a.strides[rank - 1] == 1 && b.strides[rank - 2] == 1 else { return nil }
        let batch = output.shape.dropLast(2).enumerated().filter { $0.element > 1 }.map(\.offset)
        guard batch.count <= 1, batch.isEmpty || rows == 1 else { return nil }
        let (a, b, output) = (a, b, output)
        // The rows are those of a matrix, or the matrices of a stack.
        let axis = batch.first ?? rank - 2
        return .direct(flops: flops, detail: "rows") {
            rowProducts(
                dtype, rows: output.shape[axis], count: inner, a: $0[0], aStride: a.strides[axis], b: $0[1],
                bStride: batch.isEmpty ? 0 : b.strides[axis], $0[2], targetStride: output.strides[axis])
        }
    }

    /// The product of a row with a matrix in rows.
    private func rowSum(_ flops: Double) -> Kernel? {
        let rank = output.shape.count, dtype = output.dtype
        guard output.count == output.shape[rank - 1], dtype == .float32 || dtype == .float64 else { return nil }
        let rows = a.shape[rank - 1], columns = output.count, stride = b.strides[rank - 2]
        guard rows == 1 || a.strides[rank - 1] == 1, b.strides[rank - 1] == 1, rows == 1 || stride >= columns else { return nil }
        return .direct(flops: flops, detail: "sum of rows") {
            weightedRowSum(dtype, rows: rows, columns: columns, weights: $0[0], matrix: $0[1], stride: stride, to: $0[2])
        }
    }

    private func single(_ a: Layout, _ b: Layout, _ output: Layout, _ flops: Double) throws -> Kernel {
        // Operands that oneDNN does not take, or takes only in its slow reference code, are copied first. A batch axis
        // along which both repeat would have no length: one of them is written out there.
        let batch = 0 ..< output.shape.count - 2
        let twice = batch.filter { output.shape[$0] > 1 && a.strides[$0] == 0 && b.strides[$0] == 0 }
        let left = MatMulPlan.isRegular(a) && twice.isEmpty ? a : MatMulPlan.dense(a, writtenOut: twice)
        let right = MatMulPlan.isRegular(b) ? b : MatMulPlan.dense(b)
        let product = try MatMul(
            a: (left.shape, left.strides), b: (right.shape, right.strides), c: (output.shape, output.strides))
        var copies: [(operand: Int, source: Layout, offset: Int)] = []
        var end = 0
        for (operand, source, target, axes) in [(0, a, left, twice), (1, b, right, [])] where source != target {
            let distinct = MatMulPlan.distinct(source, writtenOut: axes)
            copies.append((operand, distinct, end))
            end += (distinct.count * 4 + 63) / 64 * 64
        }
        return Kernel(
            scratchBytes: end + product.scratchpadBytes, flops: flops, detail: product.description
        ) { [copies, end] pointers in
            var operands = [pointers[0], pointers[1]]
            for copy in copies { operands[copy.operand] = pointers[3] + copy.offset }
            let call = try product.makeCall(
                a: operands[0], b: operands[1], c: pointers[2],
                scratchpad: product.scratchpadBytes > 0 ? pointers[3] + end : nil)
            return {
                for copy in copies {
                    copyStrided(
                        dtypeSize: 4, shape: copy.source.shape, srcStrides: copy.source.strides,
                        dstStrides: Strides.contiguous(copy.source.shape), src: pointers[copy.operand],
                        dst: operands[copy.operand])
                }
                try call.run()
            }
        }
    }

    /// float64 by BLAS, if it is there and the product is large enough.
    private func blas(_ flops: Double) -> Kernel? {
        let batch = Array(output.shape.dropLast(2)), rank = output.shape.count
        var left = MatrixStack(shape: a.shape, strides: a.strides, batch: batch)
        var right = MatrixStack(shape: b.shape, strides: b.strides, batch: batch)
        var count = batch.reduce(1, *)
        // One matrix for all of a dense stack: the stack's rows are those of one matrix.
        if count > 1, a.isContiguous, b.strides.dropLast(2).allSatisfy({ $0 == 0 }) {
            let rows = count * a.shape[rank - 2], inner = a.shape[rank - 1]
            left = MatrixStack(shape: [rows, inner], strides: [inner, 1], batch: [])
            right = MatrixStack(shape: Array(b.shape.suffix(2)), strides: Array(b.strides.suffix(2)), batch: [])
            count = 1
        }
        guard let kernel = LinearRoutine.product(left, right, count: count) else { return nil }
        return Kernel(scratchBytes: kernel.scratchBytes, flops: flops, detail: "BLAS") { pointers in
            { try kernel.run(pointers) }
        }
    }

    /// Whether one of the matrix axes is walked element by element and no two elements share memory, repeated batches
    /// apart.
    private static func isRegular(_ layout: Layout) -> Bool {
        let rank = layout.shape.count
        let axes = (0 ..< rank).filter { layout.shape[$0] > 1 && (layout.strides[$0] != 0 || $0 >= rank - 2) }
        let matrix = axes.filter { $0 >= rank - 2 }
        guard matrix.isEmpty || matrix.contains(where: { layout.strides[$0] == 1 }) else { return false }
        var least = 1
        for axis in axes.sorted(by: { layout.strides[$0] < layout.strides[$1] }) {
            guard layout.strides[axis] >= least else { return false }
            least = layout.strides[axis] * layout.shape[axis]
        }
        return true
    }

    /// The layout without the repetitions of batch axes, but for some that are written out.
    static func distinct(_ layout: Layout, writtenOut axes: [Int] = []) -> Layout {
        let batch = layout.shape.count - 2
        let shape = layout.shape.indices.map {
            $0 < batch && layout.strides[$0] == 0 && !axes.contains($0) ? 1 : layout.shape[$0]
        }
        return Layout(layout.dtype, shape, strides: layout.strides)
    }

    /// How a dense copy of the distinct elements lies, seen in the same shape.
    static func dense(_ layout: Layout, writtenOut axes: [Int] = []) -> Layout {
        let shape = distinct(layout, writtenOut: axes).shape, strides = Strides.contiguous(shape)
        return Layout(
            layout.dtype, layout.shape,
            strides: layout.shape.indices.map { shape[$0] == layout.shape[$0] ? strides[$0] : 0 })
    }

    /// 16-bit floats are widened into scratch memory, multiplied in float32 and rounded once.
    private func widened(_ flops: Double) throws -> Kernel {
        let dtype = output.dtype
        func widened(_ layout: Layout) -> Layout {
            let dense = MatMulPlan.dense(layout)
            return Layout(.float32, dense.shape, strides: dense.strides)
        }
        let wideA = widened(a), wideB = widened(b), wide = Layout(TensorSpec(.float32, output.shape))
        let inner = try single(wideA, wideB, wide, flops)
        let (sourceA, sourceB) = (MatMulPlan.distinct(a), MatMulPlan.distinct(b))
        func rounded(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
        let half = max(sourceA.count, sourceB.count) * 2
        let offsets = [
            0, rounded(half), rounded(half) + rounded(sourceA.count * 4),
            rounded(half) + rounded(sourceA.count * 4) + rounded(sourceB.count * 4),
        ]
        let end = offsets[3] + rounded(wide.count * 4)
        return Kernel(
            scratchBytes: end + inner.scratchBytes, flops: flops, detail: "through float32, \(inner.detail)"
        ) { pointers in
            let scratch = pointers[3]
            let run = try inner.bind([
                scratch + offsets[1], scratch + offsets[2], scratch + offsets[3], scratch + end,
            ])
            func widen(_ layout: Layout, _ from: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer) {
                copyStrided(
                    dtypeSize: 2, shape: layout.shape, srcStrides: layout.strides,
                    dstStrides: Strides.contiguous(layout.shape), src: from, dst: scratch)
                castContiguous(from: dtype, to: .float32, src: scratch, dst: to, count: layout.count)
            }
            return {
                widen(sourceA, pointers[0], scratch + offsets[1])
                widen(sourceB, pointers[1], scratch + offsets[2])
                try run()
                castContiguous(
                    from: .float32, to: dtype, src: scratch + offsets[3], dst: pointers[2], count: wide.count)
            }
        }
    }
}
