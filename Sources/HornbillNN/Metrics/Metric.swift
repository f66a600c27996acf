import HornbillTensor

/// A number about targets and predictions, or about plain values, accumulated over batches (`keras.metrics`).
///
/// A subclass keeps its state in variables, so that `update` can run inside the compiled step, and makes the result of
/// them in `value`.
open class Metric: Configurable {
    public static var module: String { "keras.metrics" }
    public let className: String
    public internal(set) var name: String
    private let more: JSON.Object
    /// The metric's state, in Keras' order.
    public private(set) var variables: [Variable] = []
    /// Whether `update` compares predictions with targets; else its first argument holds the values.
    open var takesPredictions: Bool { true }

    /// - Parameters:
    ///   - config: read to the end: no member may be left that the class does not know.
    ///   - more: what the class adds to the configuration.
    init(_ config: inout Config, name: String, _ more: JSON.Object = [:]) throws {
        className = config.className
        self.name = try config.string("name") ?? name
        self.more = more
        try config.finish()
    }

    public var config: JSON.Object {
        var object: JSON.Object = ["name": .string(name), "dtype": "float32"]
        for (key, value) in more.members { object[key] = value }
        return object
    }

    // MARK: For subclasses

    /// Makes a variable of the state, of zeros.
    func addVariable(_ name: String, _ shape: [Int] = []) throws -> Variable {
        let variable = try Variable(.zeros(shape), name: name, path: "\(self.name)/\(name)", isTrainable: false)
        variables.append(variable)
        return variable
    }

    /// Takes a batch into account. Also while tracing.
    open func update(_ target: Tensor, _ prediction: Tensor, weight: Tensor? = nil) throws {
        throw HornbillError(.internal, "\(className) does not say how it is updated")
    }

    /// The result so far.
    open func value() throws -> Tensor { throw HornbillError(.internal, "\(className) has no result") }

    // MARK: For users

    /// The result so far as one number, as training logs it.
    public func result() throws -> Double {
        let value = try value()
        guard value.count == 1 else {
            throw HornbillError(
                .unsupported,
                "metric '\(name)' has \(value.count) results, and a training log holds one number of each metric")
        }
        return try value.item()
    }

    public func reset() throws {
        for variable in variables { try variable.assign(.zeros(variable.shape, dtype: variable.dtype)) }
    }

    /// `numerator / denominator`, and 0 where that is 0 / 0.
    static func ratio(_ numerator: Tensor, _ denominator: Tensor) throws -> Tensor {
        let zero = Tensor.scalar(0), empty = try equal(denominator, zero)
        return try Tensor.where(empty, zero, numerator / Tensor.where(empty, .scalar(1), denominator))
    }
}

extension Variable {
    /// Adds to the value. Also while tracing.
    func add(_ amount: Tensor) throws { try assign(value + amount) }
}
