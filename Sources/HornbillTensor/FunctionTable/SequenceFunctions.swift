extension Function {
    /// Labels of sequences.
    static let sequenceFunctions: [Function] = [
        Function(
            "ctc_loss(target, output, target_length, output_length; mask_index)",
            "The losses of connectionist temporal classification of logits (batch, steps, classes)."
        ) { try ctcLoss($0[0], $0[1], $0[2], $0[3], blank: $0.int("mask_index", 0)) },
        Function(
            "ctc_decode(inputs, sequence_lengths; strategy, beam_width, top_paths, merge_repeated, mask_index)",
            "The most probable labels of sequences and their scores: \"greedy\" or \"beam_search\".",
            results: { call in
                let blank = try call.int("mask_index", 0)
                switch try call.attributes.string("strategy") ?? "greedy" {
                case "greedy":
                    let found = try call[0].ctcGreedy(call[1], mergesRepeated: call.bool("merge_repeated", true), blank: blank)
                    return [found.labels, found.scores]
                case "beam_search":
                    let found = try call[0].ctcBeamSearch(
                        call[1], width: call.int("beam_width", 100), count: call.int("top_paths", 1), blank: blank)
                    return [found.labels, found.scores]
                case let strategy:
                    throw HornbillError(
                        .invalidArgument,
                        "Invalid strategy \(strategy). Supported values are 'greedy' and 'beam_search'.")
                }
            }),
    ]
}
