/// The losses of connectionist temporal classification, one for each sequence.
///
/// - Parameters:
///   - target: labels (batch, labels).
///   - output: logits (batch, steps, classes).
///   - targetLengths: how many of the labels count.
///   - outputLengths: how many of the steps count.
///   - blank: the class that is no label.
public func ctcLoss(
    _ target: Tensor, _ output: Tensor, _ targetLengths: Tensor, _ outputLengths: Tensor, blank: Int = 0
) throws -> Tensor {
    for (tensor, name) in [(target, "target"), (targetLengths, "target_length"), (outputLengths, "output_length")]
    where tensor.dtype.isComplex {
        throw HornbillError(.typeMismatch, "ctc_loss: `\(name)`: expected integers, got dtype \(tensor.dtype.name)")
    }
    guard output.rank == 3, output.shape[2] > 0, !output.dtype.isComplex else {
        throw HornbillError(
            .shapeMismatch, "ctc_loss: `output`: expected real logits (batch, steps, classes), got \(output.spec)")
    }
    let logits = try output.cast(to: output.dtype == .float64 ? .float64 : .float32)
    return try Operation.ctcLoss(
        [logits.logSoftmax(), target.cast(to: .int64), targetLengths.cast(to: .int64), outputLengths.cast(to: .int64)],
        ["mask_index": .int(blank)])[0]
}

extension Tensor {
    /// The labels of the most probable class of each step of (batch, steps, classes), without blanks.
    ///
    /// - Parameter mergesRepeated: whether a label that follows itself is one label.
    /// - Returns: labels (1, batch, steps) of int32, -1 behind the last one, and scores (batch, 1): minus the sum of the
    ///   largest inputs.
    public func ctcGreedy(
        _ lengths: Tensor, mergesRepeated: Bool = true, blank: Int = 0
    ) throws -> (labels: Tensor, scores: Tensor) {
        let x = try sequences("ctc_decode", lengths)
        let steps = x.shape[1]
        let counted = try lengths.cast(to: .int64).expandedDims(axes: [1])
        let isOver = try greaterEqual(Tensor.places(steps, axis: 1, rank: 2, .int64), counted)
        let blanks = Tensor.literal(blank)
        var labels = try Tensor.where(isOver, Tensor([blank], shape: []), x.argmax(axis: 2).cast(to: .int64))
        let scores = try Tensor.where(isOver, .scalar(0, dtype: x.dtype), x.max(axes: [2]))
        if mergesRepeated, steps > 1 {
            let before = try labels.sliced(axis: 1, from: 0, count: steps - 1)
            let after = try labels.sliced(axis: 1, from: 1, count: steps - 1)
            let rest = try Tensor.where(equal(before, after), Tensor([blank], shape: []), after)
            labels = try .concatenate([labels.sliced(axis: 1, from: 0, count: 1), rest], axis: 1)
        }
        let isBlank = try equal(labels, blanks)
        labels = try .where(isBlank, Tensor([-1], shape: []), labels)
        let order = try Tensor.where(
            isBlank, Tensor([steps], shape: []), Tensor.places(steps, axis: 1, rank: 2, .int64)
        ).argsort(axis: 1)
        return (
            try labels.takeAlongAxis(order, axis: 1).expandedDims(axes: [0]).cast(to: .int32),
            try -scores.sum(axes: [1], keepDims: true)
        )
    }

    /// The most probable sequences of labels of logits (batch, steps, classes), of the `width` that are followed from step
    /// to step.
    ///
    /// - Returns: labels (count, batch, steps) of int32, -1 behind the last one, and the logarithms of their probabilities
    ///   (batch, count), the best first.
    public func ctcBeamSearch(
        _ lengths: Tensor, width: Int = 100, count: Int = 1, blank: Int = 0
    ) throws -> (labels: Tensor, scores: Tensor) {
        let x = try sequences("ctc_decode", lengths)
        let (batch, steps, classes) = (x.shape[0], x.shape[1], x.shape[2])
        guard width >= 1, width <= 1 << 24 else {
            throw HornbillError(.invalidArgument, "ctc_decode: `beam_width`: expected a positive integer, got \(width)")
        }
        guard count >= 1, count <= width else {
            throw HornbillError(.invalidArgument, "ctc_decode: `top_paths`: expected 1 to beam_width, \(width), got \(count)")
        }
        guard blank >= 0, blank < classes else {
            throw HornbillError(.invalidArgument, "ctc_decode: `mask_index`: expected one of \(classes) classes, got \(blank)")
        }
        try x.requireConcrete("ctc_decode")
        try lengths.requireConcrete("ctc_decode")
        let logarithms = try x.logSoftmax().contiguous(), known = try lengths.scalars(as: Int.self)
        let labels = try Tensor.full([count, batch, steps], -1, dtype: .int32)
        let scores = try Tensor.full([batch, count], -.infinity, dtype: x.dtype)
        let search = CTCBeamSearch(classes: classes, blank: blank, width: width)
        func run<T: BinaryFloatingPoint>(_: T.Type) throws {
            let source = try logarithms.pointer().assumingMemoryBound(to: T.self)
            let target = try labels.pointer().assumingMemoryBound(to: Int32.self)
            let results = try scores.pointer().assumingMemoryBound(to: T.self)
            Threads.parallel(batch, grain: 1) { begin, end in
                for sample in begin ..< end {
                    let length = Swift.min(Swift.max(0, known[sample]), steps)
                    for (rank, path) in search.best(count, source + sample * steps * classes, steps: length).enumerated() {
                        let row = target + (rank * batch + sample) * steps
                        for (place, label) in path.labels.enumerated() { row[place] = Int32(truncatingIfNeeded: label) }
                        results[sample * count + rank] = T(path.logarithm)
                    }
                }
            }
        }
        if steps > 0 { try x.dtype == .float64 ? run(Double.self) : run(Float.self) }
        return withExtendedLifetime(logarithms) { (labels, scores) }
    }

    /// The operand as float32 or float64, checked.
    private func sequences(_ name: String, _ lengths: Tensor) throws -> Tensor {
        guard rank == 3, shape[2] > 0, shape[1] > 0, !dtype.isComplex else {
            throw HornbillError(.shapeMismatch, "\(name): expected real `inputs` (batch, steps, classes), got \(spec)")
        }
        guard lengths.shape == [shape[0]], !lengths.dtype.isComplex else {
            throw HornbillError(
                .shapeMismatch,
                "\(name): `sequence_lengths`: expected one length for each of \(shape[0]) sequences, got \(lengths.spec)")
        }
        return try cast(to: dtype == .float64 ? .float64 : .float32)
    }
}
