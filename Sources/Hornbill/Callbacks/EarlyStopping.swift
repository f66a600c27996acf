import HornbillNN
import HornbillTensor

/// Stops the training when a quantity has stopped getting better. (`keras.callbacks.EarlyStopping`)
public final class EarlyStopping: TrainingCallback {
    private let patience: Int
    private let isVerbose: Bool
    private let baseline: Double?
    private let restoreBestWeights: Bool
    private let startFromEpoch: Int
    private var monitor: Monitor
    private var wait = 0
    private var bestWeights: [Tensor]?

    /// The best value so far.
    public private(set) var best: Double?
    /// The epoch of the best value, from 0.
    public private(set) var bestEpoch = 0
    /// The epoch after which the training was stopped, from 0; nil if it was not.
    public private(set) var stoppedEpoch: Int?

    /// - Parameters:
    ///   - monitor: the name of the quantity in the logs.
    ///   - minDelta: a smaller change is no improvement.
    ///   - patience: how many epochs without improvement are allowed.
    ///   - verbose: whether to tell of it.
    ///   - mode: which way is better.
    ///   - baseline: an epoch that is not better than this wins no patience.
    ///   - restoreBestWeights: give the model the weights of its best epoch at the end.
    ///   - startFromEpoch: watch from this epoch on, counted from 0.
    public init(
        monitor: String = "val_loss", minDelta: Double = 0, patience: Int = 0, verbose: Bool = false,
        mode: MonitorMode = .auto, baseline: Double? = nil, restoreBestWeights: Bool = false, startFromEpoch: Int = 0
    ) {
        self.monitor = Monitor(monitor, mode, minDelta: minDelta)
        self.patience = patience
        isVerbose = verbose
        self.baseline = baseline
        self.restoreBestWeights = restoreBestWeights
        self.startFromEpoch = startFromEpoch
    }

    public func onTrainBegin(model: Model) throws {
        wait = 0
        best = nil
        bestEpoch = 0
        stoppedEpoch = nil
        bestWeights = nil
    }

    public func onEpochEnd(_ epoch: Int, logs: inout Logs, model: Model) throws {
        guard let value = try monitor.value(logs, model), epoch >= startFromEpoch else { return }
        // A first epoch of NaN is no improvement, but still the best there is.
        if restoreBestWeights, bestWeights == nil {
            bestWeights = try model.getWeights()
            bestEpoch = epoch
        }
        wait += 1
        if monitor.isImprovement(value, over: best) {
            best = value
            bestEpoch = epoch
            if restoreBestWeights { bestWeights = try model.getWeights() }
            if baseline == nil || monitor.isImprovement(value, over: baseline) { wait = 0 }
        } else if wait >= patience, epoch > 0 {
            stoppedEpoch = epoch
            model.stopTraining = true
        }
    }

    public func onTrainEnd(logs: Logs, model: Model) throws {
        if let stoppedEpoch, isVerbose { print("Epoch \(stoppedEpoch + 1): early stopping") }
        guard let bestWeights else { return }
        if isVerbose { print("Restoring model weights from the end of the best epoch: \(bestEpoch + 1).") }
        try model.setWeights(bestWeights)
    }
}

extension TrainingCallback where Self == EarlyStopping {
    /// Stops the training when a quantity has stopped getting better. See `EarlyStopping`.
    public static func earlyStopping(
        monitor: String = "val_loss", minDelta: Double = 0, patience: Int = 0, verbose: Bool = false,
        mode: MonitorMode = .auto, baseline: Double? = nil, restoreBestWeights: Bool = false, startFromEpoch: Int = 0
    ) -> EarlyStopping {
        EarlyStopping(
            monitor: monitor, minDelta: minDelta, patience: patience, verbose: verbose, mode: mode, baseline: baseline,
            restoreBestWeights: restoreBestWeights, startFromEpoch: startFromEpoch)
    }
}
