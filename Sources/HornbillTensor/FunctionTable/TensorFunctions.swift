extension Function {
    /// The functions of tensors, by family.
    public static let tensorFunctions: [Function] =
        unaryFunctions + binaryFunctions + selectionFunctions + reductions + runningFunctions + movements + products
        + gatherings + orderings + creations + draws
}
