/// Lays out the elements of a tensor as nested brackets, one row a line, summarised where there are too many.
struct TensorText {
    private let shape: [Int]
    private let options: PrintOptions
    private let separator: String
    private let prefix: String
    private let suffix: String
    private let isSummary: Bool
    /// Writes the shown elements, numbered in row-major order.
    private let format: any ElementFormat
    private var next = 0

    /// The text of a concrete tensor; throws for a symbolic one.
    static func text(_ tensor: Tensor, _ options: PrintOptions) throws -> String {
        if tensor.rank == 0, options.style == .str, options.prefix == nil, options.suffix == nil {
            return try scalar(tensor)
        }
        var text = try TensorText(tensor, options)
        return text.write(tensor)
    }

    /// Python's `str` of a NumPy scalar.
    private static func scalar(_ tensor: Tensor) throws -> String {
        switch tensor.dtype {
        case .bool: return try tensor.scalars(as: Bool.self)[0] ? "True" : "False"
        case .uint64: return try String(tensor.scalars(as: UInt64.self)[0])
        case let dtype where dtype.isFloat: return scalarText(try tensor.scalars(as: Double.self)[0], dtype)
        case let dtype where dtype.isComplex:
            return complexText(try tensor.scalars(as: Complex<Double>.self)[0], dtype.realType)
        default: return try String(tensor.scalars(as: Int64.self)[0])
        }
    }

    private init(_ tensor: Tensor, _ options: PrintOptions) throws {
        shape = tensor.shape
        self.options = options
        let isRepr = options.style == .repr
        separator = options.separator ?? (isRepr ? ", " : " ")
        prefix = options.prefix ?? (isRepr ? "array(" : "")
        suffix = options.suffix ?? (isRepr ? ")" : "")
        isSummary = tensor.count > options.threshold
        format = try TensorText.format(isSummary ? TensorText.edges(tensor, options.edgeItems) : tensor, options)
    }

    /// The elements that a summary shows.
    private static func edges(_ tensor: Tensor, _ items: Int) throws -> Tensor {
        // With no items at the edges, NumPy shows the last one all the same, as wide as the widest of all.
        if items == 0, tensor.rank > 0 {
            let flat = try tensor.reshaped(to: [tensor.count])
            return try Tensor.concatenate([flat.sliced(axis: 0, from: tensor.count - 1, count: 1), flat])
        }
        var result = tensor
        for axis in 0 ..< tensor.rank where tensor.shape[axis] > 2 * items {
            let length = tensor.shape[axis]
            result = try Tensor.concatenate(
                [
                    result.sliced(axis: axis, from: 0, count: items),
                    result.sliced(axis: axis, from: length - items, count: items),
                ], axis: axis)
        }
        return result
    }

    private static func format(_ tensor: Tensor, _ options: PrintOptions) throws -> any ElementFormat {
        switch tensor.dtype {
        case .bool: return BoolFormat(values: try tensor.scalars(), isScalar: tensor.rank == 0)
        case .uint64: return IntegerFormat(try tensor.scalars(as: UInt64.self), sign: options.sign)
        case let dtype where dtype.isFloat: return FloatFormat(try tensor.scalars(), dtype, options)
        case let dtype where dtype.isComplex: return ComplexFormat(try tensor.scalars(), dtype, options)
        default: return IntegerFormat(try tensor.scalars(as: Int64.self), sign: options.sign)
        }
    }

    private mutating func write(_ tensor: Tensor) -> String {
        let width = options.lineWidth - suffix.utf8.count
        let indent = " " + String(repeating: " ", count: prefix.utf8.count)
        let body = tensor.count == 0 ? "[]" : nested(axis: 0, indent: indent, width: width)
        guard options.style == .repr else { return prefix + body + suffix }
        var extras: [String] = []
        if tensor.count == 0 && tensor.shape != [0] || tensor.count > options.threshold {
            extras.append("shape=\(shapeText(tensor.shape))")
        }
        if ![.int64, .float64, .complex128, .bool].contains(tensor.dtype) || tensor.count == 0 {
            extras.append("dtype=\(tensor.dtype.name)")
        }
        if extras.isEmpty { return prefix + body + suffix }
        let text = prefix + body + ","
        let extra = extras.joined(separator: ", ") + suffix
        let lastLine = text.utf8.count - (text.utf8.lastIndex(of: UInt8(ascii: "\n")).map {
            text.utf8.distance(from: text.utf8.startIndex, to: $0) + 1
        } ?? 0)
        let fits = lastLine + extra.utf8.count + 1 <= options.lineWidth
        return text + (fits ? " " : "\n" + String(repeating: " ", count: prefix.utf8.count)) + extra
    }

    private mutating func element() -> String {
        defer { next += 1 }
        return format.text(next)
    }

    private mutating func nested(axis: Int, indent: String, width: Int) -> String {
        if axis == shape.count { return element() }
        let length = shape[axis]
        let summarised = isSummary && length > 2 * options.edgeItems
        let leading = summarised ? options.edgeItems : 0
        let trailing = summarised ? Swift.max(1, options.edgeItems) : length
        let bare = trimmingSpaces(separator)
        var text = ""
        if axis == shape.count - 1 {
            let room = width - Swift.max(bare.utf8.count, 1)
            var line = indent
            func extend(_ word: String) {
                // A line is not broken where that would not make it shorter.
                if line.utf8.count + word.utf8.count > room, line.utf8.count > indent.utf8.count {
                    text += trimmingSpaces(line) + "\n"
                    line = indent
                }
                line += word
            }
            for _ in 0 ..< leading {
                extend(element())
                line += separator
            }
            if summarised {
                extend("...")
                line += separator
            }
            for index in 0 ..< trailing {
                extend(element())
                if index < trailing - 1 { line += separator }
            }
            text += line
        } else {
            let between = bare + String(repeating: "\n", count: shape.count - axis - 1)
            let inner = indent + " "
            for _ in 0 ..< leading { text += indent + nested(axis: axis + 1, indent: inner, width: width - 1) + between }
            if summarised { text += indent + "..." + between }
            for index in 0 ..< trailing {
                text += indent + nested(axis: axis + 1, indent: inner, width: width - 1)
                if index < trailing - 1 { text += between }
            }
        }
        return "[" + String(text.dropFirst(indent.utf8.count)) + "]"
    }
}

func trimmingSpaces(_ text: String) -> String {
    var text = text[...]
    while text.last == " " { text.removeLast() }
    return String(text)
}
