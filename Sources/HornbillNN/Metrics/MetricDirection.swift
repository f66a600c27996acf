extension Metric {
    /// Whether larger values are better; nil where neither is known to be (`Mean`, `Sum`). As in Keras.
    public var isBetterWhenLarger: Bool? {
        switch className {
        case "Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy",
            "TopKCategoricalAccuracy", "SparseTopKCategoricalAccuracy", "AUC", "Precision", "Recall", "F1Score",
            "FBetaScore", "R2Score", "CosineSimilarity", "TruePositives", "TrueNegatives":
            return true
        case "Mean", "Sum": return nil
        default: return false
        }
    }
}

extension Model {
    /// Whether larger values of a logged quantity are better; nil if that is not known. Metrics are known once the model
    /// has seen a batch.
    public func isBetterWhenLarger(_ name: String) -> Bool? {
        let name = name.hasPrefix("val_") ? String(name.dropFirst(4)) : name
        if name == "loss" { return false }
        guard let training, let index = training.names.firstIndex(of: name), index < training.all.count else { return nil }
        return training.all[index].isBetterWhenLarger
    }
}
