import HornbillTensor

extension Program {
    /// The steps, one a line: operation, operands and results with their buffers, work, and how it is done.
    public var description: String {
        var lines = [
            "program \(name): \(steps.count) steps, arena \(arenaBytes) bytes, \(Program.short(flops)) flops"
        ]
        for (index, input) in inputs.enumerated() { lines.append("  in\(index): \(input)") }
        for (index, variable) in variables.enumerated() {
            let arranged = arrangements[index].map { " as \($0)" } ?? ""
            lines.append("  var\(index): \(variable.spec) '\(variable.path)'\(arranged)")
        }
        for (index, step) in steps.enumerated() {
            let inputs = step.inputs.map(Program.text).joined(separator: ", ")
            let outputs = step.outputs.map(Program.text).joined(separator: ", ")
            var line = "  \(index): \(outputs) = \(step.name)(\(inputs))  \(step.byteCount) B"
            if step.kernel.flops > 0 { line += ", \(Program.short(step.kernel.flops)) flops" }
            if !step.kernel.detail.isEmpty { line += "  [\(step.kernel.detail)]" }
            lines.append(line)
        }
        for (index, output) in outputs.enumerated() { lines.append("  out\(index): \(output)") }
        return lines.joined(separator: "\n")
    }

    private static func text(_ place: Place) -> String {
        let name: String
        switch place.buffer {
        case .temporary(let index): name = "%\(index)"
        case .input(let index): name = "in\(index)"
        case .output(let index): name = "out\(index)"
        case .constant(let index): name = "const\(index)"
        case .variable(let index): name = "var\(index)"
        }
        let offset = place.offset > 0 ? "+\(place.offset)" : ""
        let arranged = place.arrangement == nil ? "" : "*"
        return "\(name)\(offset):\(place.layout.spec)\(arranged)"
    }

    private static func short(_ value: Double) -> String {
        for (unit, scale) in [("G", 1e9), ("M", 1e6), ("k", 1e3)] where value >= scale {
            return "\((value / scale * 100).rounded() / 100)\(unit)"
        }
        return "\(Int(value))"
    }
}
