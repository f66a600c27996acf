/// Writes the elements of one tensor so that they line up.
protocol ElementFormat {
    func text(_ index: Int) -> String
}

/// `True` and `False`, one as long as the other unless there is only a scalar.
struct BoolFormat: ElementFormat {
    let values: [Bool]
    let isScalar: Bool

    func text(_ index: Int) -> String { values[index] ? isScalar ? "True" : " True" : "False" }
}

/// Integers, right-aligned.
struct IntegerFormat: ElementFormat {
    private let texts: [String]
    private let width: Int

    init<Element: FixedWidthInteger>(_ values: [Element], sign: PrintOptions.Sign) {
        let anyNegative = values.contains { $0 < 0 }
        texts = values.map { value in
            if value < 0 { return String(value) }
            switch sign {
            case .plus: return "+\(value)"
            case .space where !anyNegative: return " \(value)"
            default: return String(value)
            }
        }
        width = texts.map(\.utf8.count).max() ?? 0
    }

    func text(_ index: Int) -> String { padded(left: texts[index], to: width) }
}

/// Floats, in positional or exponent form for all, aligned at the point.
///
/// The exponent form is used if a value is so large that its integer digits would not be exact, smaller than 10⁻⁴, or
/// if the largest is more than 1000 times the smallest.
struct FloatFormat: ElementFormat {
    private let values: [Double]
    private let dtype: DType
    private let options: PrintOptions
    private var usesExponent = false
    private var padLeft = 0
    private var padRight = 0
    private var exponentDigits = 0
    private var precision: Int?
    private var minimum = 0
    private var keepsZeros = false

    init(_ values: [Double], _ dtype: DType, _ options: PrintOptions) {
        self.values = values
        self.dtype = dtype
        self.options = options
        precision = options.floatMode == .unique ? nil : options.precision
        let finite = values.filter(\.isFinite)
        let sizes = finite.filter { $0 != 0 }.map(\.magnitude)
        if let largest = sizes.max(), let smallest = sizes.min() {
            let ratio = FloatFormat.rounded(largest / smallest, dtype)
            usesExponent =
                largest >= FloatFormat.exponentLimit(dtype)
                || !options.suppress && (smallest < FloatFormat.rounded(0.0001, dtype) || ratio > 1000)
        }
        if !finite.isEmpty { measure(finite) }
        if options.sign == .space, !finite.contains(where: { $0.sign == .minus }) { padLeft += 1 }
        if finite.count < values.count {
            let signed = options.sign != .minus || values.contains(-.infinity)
            padLeft = Swift.max(
                padLeft, options.nanText.utf8.count - padRight - 1,
                options.infinityText.utf8.count + (signed ? 1 : 0) - padRight - 1)
        }
    }

    /// From here on values are written with an exponent: a power of ten that the dtype tells apart digit by digit.
    private static func exponentLimit(_ dtype: DType) -> Double {
        switch dtype {
        case .float16, .bfloat16: return 1e3
        case .float32: return 1e6
        default: return 1e8
        }
    }

    /// Comparisons are made in the tensor's own dtype.
    private static func rounded(_ value: Double, _ dtype: DType) -> Double {
        switch dtype {
        case .float16: return Double(Float16(value))
        case .float32, .bfloat16: return Double(Float(value))
        default: return value
        }
    }

    /// The widths of the parts, from a first pass over all values.
    private mutating func measure(_ finite: [Double]) {
        let isFixed = options.floatMode == .fixed
        let least = isFixed ? options.precision : 0
        var fractionWidth = 0
        for value in finite {
            let digits = FloatDigits(shortest: value, dtype)
            let signWidth = digits.isNegative || options.sign == .plus ? 1 : 0
            let whole: String, fraction: String
            if usesExponent {
                let parts = digits.scientific(precision: precision, minimum: least)
                (whole, fraction) = (parts.whole, parts.fraction)
                exponentDigits = Swift.max(exponentDigits, Swift.max(2, String(parts.exponent.magnitude).utf8.count))
            } else {
                (whole, fraction) = digits.positional(precision: precision, minimum: least)
            }
            padLeft = Swift.max(padLeft, whole.utf8.count + signWidth)
            fractionWidth = Swift.max(fractionWidth, isFixed ? fraction.utf8.count : trimmingZeros(fraction).utf8.count)
        }
        if usesExponent {
            precision = fractionWidth
            minimum = fractionWidth
            keepsZeros = true
            // The letter, the sign and the digits of the exponent.
            padRight = fractionWidth + exponentDigits + 2
        } else {
            padRight = fractionWidth
            if isFixed || options.floatMode == .maxprecEqual {
                precision = fractionWidth
                minimum = fractionWidth
                keepsZeros = true
            }
        }
    }

    func text(_ index: Int) -> String {
        let value = values[index]
        let plus = options.sign == .plus ? "+" : ""
        guard value.isFinite else {
            let text = value.isNaN ? plus + options.nanText : (value < 0 ? "-" : plus) + options.infinityText
            return padded(left: text, to: padLeft + padRight + 1)
        }
        let digits = FloatDigits(shortest: value, dtype)
        let sign = digits.isNegative ? "-" : plus
        if usesExponent {
            let parts = digits.scientific(precision: precision, minimum: minimum)
            let power = String(parts.exponent.magnitude)
            let zeros = String(repeating: "0", count: Swift.max(0, exponentDigits - power.utf8.count))
            return padded(left: sign + parts.whole, to: padLeft) + "." + parts.fraction + "e"
                + (parts.exponent < 0 ? "-" : "+") + zeros + power
        }
        let parts = digits.positional(precision: precision, minimum: minimum)
        let fraction = keepsZeros ? parts.fraction : trimmingZeros(parts.fraction)
        return padded(left: sign + parts.whole, to: padLeft) + "." + fraction
            + String(repeating: " ", count: Swift.max(0, padRight - fraction.utf8.count))
    }
}

/// Complex numbers: the real and the imaginary parts each aligned like floats, the latter with their sign.
struct ComplexFormat: ElementFormat {
    private let real: FloatFormat
    private let imaginary: FloatFormat

    init(_ values: [Complex<Double>], _ dtype: DType, _ options: PrintOptions) {
        real = FloatFormat(values.map(\.real), dtype.realType, options)
        var signed = options
        signed.sign = .plus
        imaginary = FloatFormat(values.map(\.imaginary), dtype.realType, signed)
    }

    func text(_ index: Int) -> String {
        let padded = imaginary.text(index)
        let part = trimmingSpaces(padded)
        return real.text(index) + part + "j" + String(repeating: " ", count: padded.utf8.count - part.utf8.count)
    }
}

/// A complex number on its own, as Python's `str` of a NumPy scalar writes it: in parentheses, unless it has no real part.
func complexText(_ value: Complex<Double>, _ part: DType) -> String {
    func short(_ value: Double) -> String {
        let text = scalarText(value, part)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    let imaginary = short(value.imaginary) + "j"
    if value.real == 0, value.real.sign == .plus { return imaginary }
    return "(" + short(value.real) + (imaginary.hasPrefix("-") ? "" : "+") + imaginary + ")"
}

/// A float on its own, as Python's `str` of a NumPy scalar writes it: all the digits it needs, and at least one after
/// the point unless there is an exponent.
func scalarText(_ value: Double, _ dtype: DType) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let limit: Double
    switch dtype {
    case .float16, .bfloat16: limit = 1e3
    case .float32: limit = 1e6
    default: limit = 1e16
    }
    let digits = FloatDigits(shortest: value, dtype)
    let sign = digits.isNegative ? "-" : ""
    if value == 0 || value.magnitude >= 1e-4 && value.magnitude < limit {
        let parts = digits.positional(precision: nil, minimum: 0)
        return sign + parts.whole + "." + (parts.fraction.isEmpty ? "0" : parts.fraction)
    }
    let parts = digits.scientific(precision: nil, minimum: 0)
    let power = String(parts.exponent.magnitude)
    return sign + parts.whole + (parts.fraction.isEmpty ? "" : "." + parts.fraction) + "e"
        + (parts.exponent < 0 ? "-" : "+") + (power.utf8.count < 2 ? "0" : "") + power
}
