extension Function {
    /// The functions of tensors, by family.
    public static let tensorFunctions: [Function] =
        unaryFunctions + binaryFunctions + selectionFunctions + reductions + runningFunctions + movements + products
        + gatherings + creations + draws + axisFunctions + matrixFunctions + joinings + searches + setFunctions
        + nanReductions + statistics + differences + moreElementwise + fourierTransforms
        + linearAlgebraFunctions + specialFunctions + signals + convolutions + networks + images + sequenceFunctions
}
