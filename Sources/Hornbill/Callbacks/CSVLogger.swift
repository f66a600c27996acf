import Glibc
import HornbillNN
import HornbillTensor

/// Writes a line for every epoch to a file. (`keras.callbacks.CSVLogger`)
///
/// The columns are `epoch`, from 0, and the logs of the first epoch in alphabetical order; `NA` stands for what an epoch
/// has not. Each line is written at once.
public final class CSVLogger: TrainingCallback {
    private let path: String
    private let separator: String
    private let append: Bool
    private var columns: [String]?
    private var needsHeader = true

    /// - Parameters:
    ///   - separator: what stands between the values.
    ///   - append: continue an existing file, without a second header.
    public init(_ path: String, separator: String = ",", append: Bool = false) {
        self.path = path
        self.separator = separator
        self.append = append
    }

    /// Begins the file. Throws `inputOutput` if it cannot be written.
    public func onTrainBegin(model: Model) throws {
        columns = nil
        needsHeader = true
        if append, let file = fopen(path, "r") {
            needsHeader = fgetc(file) == EOF
            fclose(file)
        }
        try write("", mode: append ? "a" : "w")
    }

    public func onEpochEnd(_ epoch: Int, logs: inout Logs, model: Model) throws {
        if columns == nil {
            var names = logs.names.sorted()
            // Validation may come only with a later epoch.
            if !names.contains(where: { $0.hasPrefix("val_") }) { names += names.map { "val_" + $0 } }
            columns = names
            if needsHeader { try write((["epoch"] + names).joined(separator: separator) + "\r\n", mode: "a") }
        }
        let values = (columns ?? []).map { name in logs[name].map { "\($0)" } ?? "NA" }
        try write(([String(epoch)] + values).joined(separator: separator) + "\r\n", mode: "a")
    }

    private func write(_ text: String, mode: String) throws {
        guard let file = fopen(path, mode) else { throw failure() }
        let isWritten = fputs(text, file) >= 0
        guard fclose(file) == 0, isWritten else { throw failure() }
    }

    private func failure() -> HornbillError {
        HornbillError(.inputOutput, "cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
}

extension TrainingCallback where Self == CSVLogger {
    /// Writes a line for every epoch to a file. See `CSVLogger`.
    public static func csvLogger(_ path: String, separator: String = ",", append: Bool = false) -> CSVLogger {
        CSVLogger(path, separator: separator, append: append)
    }
}
