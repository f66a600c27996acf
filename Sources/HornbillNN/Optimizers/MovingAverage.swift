import HornbillTensor

/// Exponential averages of the variables, which they take over at the end of a training, and every so many steps if
/// asked to (Keras' `use_ema`).
struct MovingAverage {
    static let slot = "average"
    private let momentum: Double
    private let frequency: Int?

    /// Nil unless the configuration asks for averages.
    init?(_ config: inout Config) throws {
        let isUsed = try config.bool("use_ema") ?? false
        momentum = try config.double("ema_momentum") ?? 0.99
        frequency = try config.int("ema_overwrite_frequency")
        guard isUsed else { return nil }
        guard (0 ... 1).contains(momentum), frequency.map({ $0 >= 1 }) ?? true else {
            throw HornbillError(
                .invalidArgument,
                "`ema_momentum` must be in the range [0, 1] and `ema_overwrite_frequency` an integer >= 1 or None. Received: "
                    + "ema_momentum=\(momentum), ema_overwrite_frequency=\(frequency.map(String.init) ?? "None")")
        }
    }

    static func config(_ average: MovingAverage?) -> JSON.Object {
        [
            "use_ema": .bool(average != nil), "ema_momentum": .double(average?.momentum ?? 0.99),
            "ema_overwrite_frequency": average?.frequency.map(JSON.int) ?? .null,
        ]
    }

    /// Moves the average towards a variable that has just been stepped; the first step sets it.
    func follow(_ variable: Variable, _ average: Variable, _ iterations: Variable) throws {
        let zero = Tensor.scalar(0), number = try iterations.value.cast(to: .float32)
        let kept = try Tensor.where(equal(number, zero), zero, .scalar(momentum))
        let value = try average.value * kept + variable.value * (1.0 - kept)
        try average.assign(value)
        guard let frequency else { return }
        let isDue = try equal(remainder(number + 1.0, .scalar(Double(frequency))), zero)
        try variable.assign(Tensor.where(isDue, value, variable.value))
    }
}
