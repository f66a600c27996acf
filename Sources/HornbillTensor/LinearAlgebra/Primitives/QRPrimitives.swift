extension Operation {
    /// Two results, q and r; `complete` for a square q.
    static let qr: Operation = .linear(
        "qr", "Matrices as products of orthonormal and triangular ones.",
        infer: { inputs, attributes in
            let (batch, rows, columns) = rectangle(inputs[0])
            let width = try attributes.bool("complete") ?? false ? rows : Swift.min(rows, columns)
            return [TensorSpec(inputs[0].dtype, batch + [rows, width]), TensorSpec(inputs[0].dtype, batch + [width, columns])]
        },
        routine: { operands, attributes in .qr(a: operands[0], isComplete: try attributes.bool("complete") ?? false) },
        gradient: { context in
            let (q, r) = (context.outputs[0], context.outputs[1])
            let (m, n) = (q.shape[q.rank - 2], r.shape[r.rank - 1])
            guard q.shape[q.rank - 1] == Swift.min(m, n) else {
                throw HornbillError(.unsupported, "qr: there are gradients for mode 'reduced' only")
            }
            if m >= n { return [try reducedQRGradient(q, r, context.gradients[0], context.gradients[1])] }
            // The first columns x of a = [x y] decide: q, u = qr(x), and the others follow: v = qᴴ y.
            let y = try context.inputs[0].sliced(axis: -1, from: m, count: n - m)
            let u = try r.sliced(axis: -1, from: 0, count: m)
            let gu = try context.gradients[1]?.sliced(axis: -1, from: 0, count: m)
            let gv = try context.gradients[1]?.sliced(axis: -1, from: m, count: n - m)
            var gq = context.gradients[0], gy = Tensor.scalar(0, dtype: q.dtype)
            if let gv {
                let more = try matmul(y, gv.adjoint)
                gq = try gq.map { try $0 + more } ?? more
                gy = try matmul(q, gv)
            }
            return [try .concatenate([reducedQRGradient(q, u, gq, gu), gy.broadcast(to: y.shape)], axis: -1)]
        })

    /// For at least as many rows as columns.
    private static func reducedQRGradient(_ q: Tensor, _ r: Tensor, _ gq: Tensor?, _ gr: Tensor?) throws -> Tensor {
        var inner = Tensor.scalar(0, dtype: q.dtype)
        if let gr { inner = try inner + matmul(r, gr.adjoint) }
        if let gq { inner = try inner - matmul(gq.adjoint, q) }
        inner = try inner.broadcast(to: r.shape)
        // The lower triangle, mirrored.
        let half = try inner.lowerPart(onDiagonal: 0.5)
        let mirrored = try half + half.adjoint
        var outer = try matmul(q, mirrored)
        if let gq { outer = try outer + gq }
        // outer r⁻ᴴ
        return try solveTriangular([r, outer.adjoint], ["lower": false])[0].adjoint
    }

    /// One result, r alone.
    static let qrTriangle: Operation = .linear(
        "qr_r", "The triangular factors of the QR factorisations of matrices.",
        infer: { inputs, _ in
            let (batch, rows, columns) = rectangle(inputs[0])
            return [TensorSpec(inputs[0].dtype, batch + [Swift.min(rows, columns), columns])]
        },
        routine: { operands, _ in .qrTriangle(a: operands[0]) },
        gradient: { context in
            // r is the same as that of the whole factorisation, which has the rule.
            let both = try qr([context.inputs[0]], [:])
            return try qr.gradient?(
                GradientContext(
                    inputs: context.inputs, outputs: both, gradients: [nil, context.gradient], attributes: [:],
                    wanted: context.wanted)) ?? [nil]
        })

    /// Two results: the transposed matrix with r and the reflectors that make q, and their factors.
    static let qrReflectors: Operation = .linear(
        "qr_raw", "The reflectors of the QR factorisations of matrices.",
        infer: { inputs, _ in
            let (batch, rows, columns) = rectangle(inputs[0])
            return [
                TensorSpec(inputs[0].dtype, batch + [columns, rows]),
                TensorSpec(inputs[0].dtype, batch + [Swift.min(rows, columns)]),
            ]
        },
        routine: { operands, _ in .qrReflectors(a: operands[0]) })
}
