import HornbillGraph
import HornbillTensor

/// A function of tensors that is traced and compiled: what `compiled` gives.
///
/// The first call for each combination of dtypes and shapes runs the function with symbolic tensors and compiles what it
/// does with them; later calls run that. Several threads may call it at once.
public struct Compiled: @unchecked Sendable {
    private let function: CompiledFunction
    private let inputCount: Int

    fileprivate init(_ name: String, _ inputCount: Int, _ body: @escaping ([Tensor]) throws -> Tensor) {
        function = CompiledFunction(name) { [try body($0)] }
        self.inputCount = inputCount
    }

    /// Runs the function. Throws `typeMismatch` for a wrong number of tensors, and what the function throws while it is
    /// traced: `invalidState` where it asks a symbolic tensor for elements.
    public func callAsFunction(_ inputs: Tensor...) throws -> Tensor { try function(checked(inputs))[0] }

    /// What runs for inputs of these dtypes and shapes: the kernel calls, one a line.
    public func description(for inputs: Tensor...) throws -> String {
        try function.program(for: checked(inputs).map(\.spec)).description
    }

    private func checked(_ inputs: [Tensor]) throws -> [Tensor] {
        guard inputs.count == inputCount else {
            throw HornbillError(
                .typeMismatch, "\(function.name): expected \(inputCount) tensors, got \(inputs.count)")
        }
        return inputs
    }
}

/// A function of one tensor, compiled: chains of operations on elements run as one loop.
///
/// - Parameter name: for descriptions and messages.
public func compiled(_ name: String = "function", _ body: @escaping (Tensor) throws -> Tensor) -> Compiled {
    Compiled(name, 1) { try body($0[0]) }
}

/// A function of two tensors, compiled.
public func compiled(_ name: String = "function", _ body: @escaping (Tensor, Tensor) throws -> Tensor) -> Compiled {
    Compiled(name, 2) { try body($0[0], $0[1]) }
}

/// A function of three tensors, compiled.
public func compiled(
    _ name: String = "function", _ body: @escaping (Tensor, Tensor, Tensor) throws -> Tensor
) -> Compiled {
    Compiled(name, 3) { try body($0[0], $0[1], $0[2]) }
}

/// The value of a function at a tensor, and its gradient there: what the sum of the value's elements changes by when an
/// element of the tensor changes.
///
/// Within `compiled` it becomes a part of what is compiled, and it may stand within another gradient. Throws
/// `typeMismatch` for integers.
public func valueAndGradient(
    of body: @escaping (Tensor) throws -> Tensor, at x: Tensor
) throws -> (value: Tensor, gradient: Tensor) {
    let results = try differentiated([x]) { try body($0[0]) }
    return (results[0], results[1])
}

/// The gradient of a function at a tensor. (`valueAndGradient` without the value)
public func gradient(of body: @escaping (Tensor) throws -> Tensor, at x: Tensor) throws -> Tensor {
    try valueAndGradient(of: body, at: x).gradient
}

/// The gradients of a function of two tensors with respect to each.
public func gradient(
    of body: @escaping (Tensor, Tensor) throws -> Tensor, at x: Tensor, _ y: Tensor
) throws -> (Tensor, Tensor) {
    let results = try differentiated([x, y]) { try body($0[0], $0[1]) }
    return (results[1], results[2])
}

/// The value, and the gradient with respect to each input.
private func differentiated(_ inputs: [Tensor], _ body: @escaping ([Tensor]) throws -> Tensor) throws -> [Tensor] {
    let positions = Array(inputs.indices)
    return try CompiledFunction("gradient") { symbols in
        try valuesAndGradients(of: { [try body($0)] }, at: symbols, positions: positions)
    }(inputs)
}
