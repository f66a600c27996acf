import Glibc
import HornbillNN
import HornbillTensor

/// Which way a quantity gets better.
public enum MonitorMode: Sendable {
    /// As the metric says; the loss gets smaller.
    case auto
    /// Smaller is better.
    case min
    /// Larger is better.
    case max
}

/// What the callbacks that watch one quantity have in common: its value, and whether that is an improvement.
struct Monitor {
    let name: String
    let mode: MonitorMode
    let minDelta: Double
    private var wantsLarger: Bool?
    private var warned = false

    init(_ name: String, _ mode: MonitorMode, minDelta: Double) {
        self.name = name
        self.mode = mode
        self.minDelta = minDelta.magnitude
    }

    /// The value in an epoch's logs; nil for a validation that was not made. Throws `unknownName` for a name that the
    /// logs cannot hold, and `invalidArgument` if the mode is `auto` and the direction is not known.
    mutating func value(_ logs: Logs, _ model: Model) throws -> Double? {
        guard let value = logs[name] else {
            guard name.hasPrefix("val_"), logs[String(name.dropFirst(4))] != nil else {
                throw HornbillError(
                    .unknownName,
                    "monitor: there is no '\(name)' in the logs; known are: \(logs.names.joined(separator: ", "))")
            }
            if !warned {
                fputs("hornbill: '\(name)' is watched, but there was no validation in this epoch\n", stderr)
                warned = true
            }
            return nil
        }
        if wantsLarger == nil {
            switch mode {
            case .min: wantsLarger = false
            case .max: wantsLarger = true
            case .auto:
                guard let isBetter = model.isBetterWhenLarger(name) else {
                    throw HornbillError(
                        .invalidArgument,
                        "monitor: whether '\(name)' should be small or large is not known: pass mode .min or .max")
                }
                wantsLarger = isBetter
            }
        }
        return value
    }

    func isImprovement(_ value: Double, over reference: Double?) -> Bool {
        guard let reference else { return true }
        return wantsLarger == true ? value - minDelta > reference : value + minDelta < reference
    }
}
