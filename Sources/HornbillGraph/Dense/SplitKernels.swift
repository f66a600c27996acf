import HornbillTensor

/// Dense layers whose inputs threads share, as kernels: their work is in pieces, which a program deals out to its lanes.
enum SplitKernels {
    /// On x, w, the bias if there is one, and the result.
    static func forward(_ split: SplitDense, activation: OneDNN.Activation?, hasBias: Bool) -> Kernel {
        let dense = SplitDenseForward(split, activation: activation)
        let result = hasBias ? 3 : 2, scratch = result + 1
        func calls(_ pointers: Kernel.Pointers) -> [() throws -> Void] {
            dense.makeCalls(
                source: pointers[0], weights: pointers[1], bias: hasBias ? pointers[2] : nil, destination: pointers[result],
                scratchpad: pointers[scratch])
        }
        var kernel = Kernel(scratchBytes: dense.scratchpadBytes, flops: split.flops, detail: dense.description) { pointers in
            let calls = calls(pointers)
            return { try dense.run(calls) }
        }.nesting(split.isSerial)
        guard !split.isSerial else { return kernel }
        // Adding up is a small share of the work.
        let adding = 1 / Double(split.inputs)
        let products = (0 ..< split.parts).map { part in
            Pieces.Piece(
                reads: [(0, nil), (1, bytes(split.range(part), of: split))],
                writes: [(scratch, part * dense.partBytes ..< (part + 1) * dense.partBytes)], part: part,
                parts: split.parts, share: (1 - adding) / Double(split.parts))
        }
        let sums = (0 ..< split.parts).map { part in
            Pieces.Piece(
                reads: [(scratch, nil)] + (hasBias ? [(2, nil)] : []),
                writes: [(result, bytes(split.rows(part), of: split))], part: part, parts: split.parts,
                share: adding / Double(split.parts))
        }
        kernel.pieces = Pieces(products + sums, bind: calls)
        return kernel
    }

    /// On x, the result's gradient, and the gradients of w and, if there is one, of the bias.
    static func backwardWeights(_ split: SplitDense, hasBias: Bool) -> Kernel {
        let dense = DenseGradientParts(split)
        let scratch = hasBias ? 4 : 3
        func calls(_ pointers: Kernel.Pointers) -> [() throws -> Void] {
            dense.makeCalls(
                source: pointers[0], gradient: pointers[1], weightsGradient: pointers[2],
                biasGradient: hasBias ? pointers[3] : nil, scratchpad: dense.scratchpadBytes > 0 ? pointers[scratch] : nil)
        }
        var kernel = Kernel(scratchBytes: dense.scratchpadBytes, flops: split.flops, detail: dense.description) { pointers in
            let calls = calls(pointers)
            return { try dense.run(calls) }
        }.nesting(split.isSerial)
        guard !split.isSerial else { return kernel }
        var pieces = (0 ..< split.parts).map { part in
            Pieces.Piece(
                reads: [(0, nil), (1, nil)],
                writes: [(2, bytes(split.range(part), of: split))]
                    + (dense.scratchpadBytes > 0 ? [(scratch, part * dense.partBytes ..< (part + 1) * dense.partBytes)] : []),
                part: part, parts: split.parts)
        }
        if hasBias {
            pieces.append(Pieces.Piece(reads: [(1, nil)], writes: [(3, nil)], part: nil, parts: split.parts, share: 1 / Double(split.inputs)))
        }
        kernel.pieces = Pieces(pieces, bind: calls)
        return kernel
    }

    /// Of rows of as many float32 as the layer has units.
    private static func bytes(_ rows: Range<Int>, of split: SplitDense) -> Range<Int> {
        rows.lowerBound * split.units * 4 ..< rows.upperBound * split.units * 4
    }
}
