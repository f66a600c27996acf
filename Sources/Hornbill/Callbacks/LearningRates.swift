import HornbillNN
import HornbillTensor

extension Model {
    /// The optimizer that `compile` was given. Throws `invalidState` before.
    func requireOptimizer(_ caller: String) throws -> Optimizer {
        guard let optimizer = training?.optimizer else {
            throw HornbillError(.invalidState, "\(caller): the model has no optimizer; call `compile()` first")
        }
        return optimizer
    }
}

/// Asks a function for the learning rate of every epoch. (`keras.callbacks.LearningRateScheduler`)
///
/// The rate appears in the history as "learning_rate".
public final class LearningRateScheduler: TrainingCallback {
    private let schedule: (_ epoch: Int, _ rate: Double) throws -> Double
    private let isVerbose: Bool

    /// - Parameter schedule: takes the epoch, from 0, and the rate so far, and gives the new one.
    public init(verbose: Bool = false, _ schedule: @escaping (_ epoch: Int, _ rate: Double) throws -> Double) {
        isVerbose = verbose
        self.schedule = schedule
    }

    public func onEpochBegin(_ epoch: Int, model: Model) throws {
        let optimizer = try model.requireOptimizer("LearningRateScheduler")
        let rate = try schedule(epoch, optimizer.currentLearningRate())
        try optimizer.setLearningRate(rate)
        if isVerbose { print("\nEpoch \(epoch + 1): LearningRateScheduler setting learning rate to \(rate).") }
    }

    public func onEpochEnd(_ epoch: Int, logs: inout Logs, model: Model) throws {
        logs["learning_rate"] = try model.requireOptimizer("LearningRateScheduler").currentLearningRate()
    }
}

/// Lowers the learning rate when a quantity has stopped getting better. (`keras.callbacks.ReduceLROnPlateau`)
///
/// The rate appears in the history as "learning_rate".
public final class ReduceLROnPlateau: TrainingCallback {
    private let factor: Double
    private let patience: Int
    private let isVerbose: Bool
    private let cooldown: Int
    private let minimum: Double
    private var monitor: Monitor
    private var best: Double?
    private var wait = 0
    private var cooling = 0

    /// Throws `invalidArgument` for a factor that is not below 1.
    ///
    /// - Parameters:
    ///   - monitor: the name of the quantity in the logs.
    ///   - factor: the new rate is the old one times this.
    ///   - patience: how many epochs without improvement are allowed.
    ///   - verbose: whether to tell of it.
    ///   - mode: which way is better.
    ///   - minDelta: a smaller change is no improvement.
    ///   - cooldown: how many epochs to wait after a reduction.
    ///   - minLearningRate: the rate never gets lower than this.
    public init(
        monitor: String = "val_loss", factor: Double = 0.1, patience: Int = 10, verbose: Bool = false,
        mode: MonitorMode = .auto, minDelta: Double = 1e-4, cooldown: Int = 0, minLearningRate: Double = 0
    ) throws {
        guard factor < 1 else {
            throw HornbillError(
                .invalidArgument, "ReduceLROnPlateau does not support a factor >= 1.0. Received factor=\(factor)")
        }
        self.monitor = Monitor(monitor, mode, minDelta: minDelta)
        self.factor = factor
        self.patience = patience
        isVerbose = verbose
        self.cooldown = cooldown
        minimum = minLearningRate
    }

    public func onTrainBegin(model: Model) throws {
        best = nil
        wait = 0
        cooling = 0
    }

    public func onEpochEnd(_ epoch: Int, logs: inout Logs, model: Model) throws {
        let optimizer = try model.requireOptimizer("ReduceLROnPlateau")
        logs["learning_rate"] = try optimizer.currentLearningRate()
        guard let value = try monitor.value(logs, model) else { return }
        if cooling > 0 {
            cooling -= 1
            wait = 0
        }
        if monitor.isImprovement(value, over: best) {
            best = value
            wait = 0
        } else if cooling == 0 {
            wait += 1
            if wait >= patience, try reduce(optimizer, epoch) {
                cooling = cooldown
                wait = 0
            }
        }
    }

    private func reduce(_ optimizer: Optimizer, _ epoch: Int) throws -> Bool {
        let old = try optimizer.currentLearningRate()
        // The rate is a float32: a limit that float32 rounds up must compare equal to it.
        guard old > Double(Float(minimum)) else { return false }
        let new = max(old * factor, minimum)
        try optimizer.setLearningRate(new)
        if isVerbose { print("\nEpoch \(epoch + 1): ReduceLROnPlateau reducing learning rate to \(new).") }
        return true
    }
}

extension TrainingCallback where Self == LearningRateScheduler {
    /// Asks a function for the learning rate of every epoch: `.learningRateScheduler { epoch, rate in rate * 0.9 }`.
    public static func learningRateScheduler(
        verbose: Bool = false, _ schedule: @escaping (_ epoch: Int, _ rate: Double) throws -> Double
    ) -> LearningRateScheduler { LearningRateScheduler(verbose: verbose, schedule) }
}

extension TrainingCallback where Self == ReduceLROnPlateau {
    /// Lowers the learning rate when a quantity has stopped getting better. See `ReduceLROnPlateau`.
    public static func reduceLROnPlateau(
        monitor: String = "val_loss", factor: Double = 0.1, patience: Int = 10, verbose: Bool = false,
        mode: MonitorMode = .auto, minDelta: Double = 1e-4, cooldown: Int = 0, minLearningRate: Double = 0
    ) throws -> ReduceLROnPlateau {
        try ReduceLROnPlateau(
            monitor: monitor, factor: factor, patience: patience, verbose: verbose, mode: mode, minDelta: minDelta,
            cooldown: cooldown, minLearningRate: minLearningRate)
    }
}
