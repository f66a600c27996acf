import Glibc
import HornbillTensor

extension Model {
    /// The table of layers, shapes and parameters that Keras' `model.summary()` prints, without colours.
    ///
    /// - Parameter lineLength: the width of the table in characters; 88 if nil.
    public func summary(lineLength: Int? = nil) throws -> String {
        let table = try SummaryTable(lineLength ?? 88)
        var lines = ["Model: \"\(name)\""]
        lines += table.header
        let layers = sublayers.filter { !($0 is InputLayer) }
        for (index, layer) in layers.enumerated() {
            if index > 0 { lines.append(table.rule("├", "─", "┼", "┤")) }
            lines += table.row([
                "\(layer.name) (\(layer.className))", try layer.summaryShape,
                layer.isBuilt ? grouped(layer.parameterCount) : "0 (unbuilt)",
            ])
        }
        lines.append(table.rule("└", "─", "┴", "┘"))
        let optimizer = training?.optimizer.variables ?? []
        let hasSteps = optimizer.count > 2
        lines.append(total("Total", weights + (hasSteps ? optimizer : [])))
        lines.append(total("Trainable", trainableWeights))
        lines.append(total("Non-trainable", nonTrainableWeights))
        if hasSteps { lines.append(total("Optimizer", optimizer)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func total(_ title: String, _ variables: [Variable]) -> String {
        let count = variables.reduce(0) { $0 + $1.spec.count }, bytes = variables.reduce(0) { $0 + $1.spec.byteCount }
        return " \(title) params: \(grouped(count)) (\(readable(bytes)))"
    }
}

extension Layer {
    fileprivate var summaryShape: String {
        get throws { try inputShape.map { shapeText(try outputShape($0)) } ?? "?" }
    }
}

/// `1234567` as `1,234,567`.
private func grouped(_ count: Int) -> String {
    let digits = String(count)
    var result = ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
        result.append(digit)
    }
    return result
}

/// Bytes in the unit that keeps the number below 1024.
private func readable(_ bytes: Int) -> String {
    var size = Double(bytes)
    let units = ["B", "KB", "MB", "GB", "TB"]
    var unit = 0
    while size >= 1024, unit < units.count - 1 {
        size /= 1024
        unit += 1
    }
    var buffer = [CChar](repeating: 0, count: 64)
    _ = withVaList([size]) { vsnprintf(&buffer, buffer.count, "%.2f", $0) }
    return String(cString: buffer) + " " + units[unit]
}

/// Three columns with Keras' proportions.
private struct SummaryTable {
    /// The widths of the cells, with a space on either side of the text.
    private let widths: [Int]

    init(_ length: Int) throws {
        guard length >= 30, length <= 10_000 else {
            throw HornbillError(
                .invalidArgument, "line_length: expected 30 to 10000 characters to print a summary, got \(length)")
        }
        let first = Int(0.45 * Double(length)), second = Int(0.8 * Double(length)) - first
        widths = [first - 1, second - 2, length - first - second - 1]
    }

    func rule(_ left: String, _ line: String, _ joint: String, _ right: String) -> String {
        left + widths.map { String(repeating: line, count: $0) }.joined(separator: joint) + right
    }

    var header: [String] {
        [rule("┏", "━", "┳", "┓")] + row(["Layer (type)", "Output Shape", "Param #"], "┃") + [rule("┡", "━", "╇", "┩")]
    }

    /// The lines of one row; texts that are too long are broken at spaces, words that are too long are cut.
    func row(_ texts: [String], _ border: String = "│") -> [String] {
        let cells = zip(texts, widths).map { SummaryTable.wrapped($0, $1 - 2) }
        return (0 ..< (cells.map(\.count).max() ?? 0)).map { line in
            border
                + cells.enumerated().map { column, lines in
                    let text = line < lines.count ? lines[line] : ""
                    let space = String(repeating: " ", count: widths[column] - 2 - text.count)
                    return column == 2 ? " \(space)\(text) " : " \(text)\(space) "
                }.joined(separator: border) + border
        }
    }

    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            let word = word.count > width ? word.prefix(width - 1) + "…" : word
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
