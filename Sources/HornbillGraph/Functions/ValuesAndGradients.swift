import HornbillTensor

/// What `body` gives, followed by the gradients of its first result with respect to some inputs.
///
/// The gradient is that of the sum of the first result's elements, and zeros if it does not depend on an input. What
/// `body` uses besides its inputs is constant, even where it is the same tensor as an input.
///
/// - Parameter positions: which inputs; they must be of a floating-point or complex dtype.
/// - Returns: symbolic tensors.
public func valuesAndGradients(
    of body: ([Tensor]) throws -> [Tensor], at inputs: [Tensor], positions: [Int]
) throws -> [Tensor] {
    var named = inputs
    for position in positions {
        guard inputs.indices.contains(position) else {
            throw HornbillError(
                .indexOutOfRange, "gradient: input \(position) is out of bounds: there are \(inputs.count)")
        }
        guard inputs[position].dtype.isInexact else {
            throw HornbillError(
                .typeMismatch,
                "gradient: expected inputs of a floating-point or complex dtype, got \(inputs[position].dtype.name)")
        }
        named[position] = try Tensor.symbolic(inputs[position]).identity()
    }
    let results = try body(named)
    guard let loss = results.first else {
        throw HornbillError(.invalidArgument, "gradient: expected a function with a result, got one without")
    }
    guard loss.dtype.isFloat else {
        throw HornbillError(
            .typeMismatch, "gradient: expected a first result of a floating-point dtype, got \(loss.dtype.name)")
    }
    let variables = positions.map { named[$0] }
    let found = try gradients(of: try Tensor.symbolic(loss), withRespectTo: variables)
    return try results
        + zip(found, variables).map { try $0 ?? Tensor.zeros($1.shape, dtype: $1.dtype) }
}
