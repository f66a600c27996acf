import Glibc

/// The decimal digits of a finite float.
struct FloatDigits {
    let isNegative: Bool
    /// Most significant first, without leading or trailing zeros; `[0]` for zero.
    let digits: [UInt8]
    /// The power of ten of the first digit.
    let exponent: Int
    /// The value, exactly; no dtype holds more than a double.
    private let exact: Double

    /// The fewest digits that tell the value from all others of its dtype.
    init(shortest value: Double, _ dtype: DType) {
        exact = value
        isNegative = value.sign == .minus
        let text: String
        switch dtype {
        case .float16: text = FloatDigits.shortest(value, places: 5) { Double(Float16($0)) }
        case .bfloat16: text = FloatDigits.shortest(value, places: 4) { Double(FloatDigits.roundedToBFloat16(Float($0))) }
        case .float32: text = Float(value).description
        default: text = value.description
        }
        (digits, exponent) = FloatDigits.parse(text)
    }

    /// The digits and the exponent of a decimal number such as `-12.5`, `5e-324` or `1.0`.
    private static func parse(_ text: String) -> (digits: [UInt8], exponent: Int) {
        var digits: [UInt8] = []
        var exponent = -1, seenPoint = false, power = 0
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "0") ... UInt8(ascii: "9"):
                // Leading zeros before the point have no place; after it, they lower the exponent.
                if digits.isEmpty && byte == UInt8(ascii: "0") {
                    if seenPoint { exponent -= 1 }
                } else {
                    digits.append(byte - UInt8(ascii: "0"))
                    if !seenPoint { exponent += 1 }
                }
            case UInt8(ascii: "."): seenPoint = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                power = Int(Substring(rest)) ?? 0
                rest = rest.suffix(0)
            default: break
            }
        }
        while digits.last == 0 { digits.removeLast() }
        return digits.isEmpty ? ([0], 0) : (digits, exponent + power)
    }

    /// The first of one to `places` digits that rounds back. (The standard library has no bfloat16, and writes all digits
    /// before the point of a large float16.)
    private static func shortest(_ value: Double, places: Int, _ rounded: (Double) -> Double) -> String {
        for places in 0 ..< places {
            let text = cText("%.*e", places, value)
            if let read = Double(text), rounded(read) == value { return text }
        }
        return cText("%.*e", 8, value)
    }

    private static func roundedToBFloat16(_ value: Float) -> Float {
        let bits = value.bitPattern
        return Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000)
    }

    /// Digits before and after the point, at most `precision` (nil: no limit) and at least `minimum` after it, the last
    /// one rounded from the exact value.
    func positional(precision: Int?, minimum: Int) -> (whole: String, fraction: String) {
        let needed = Swift.max(0, digits.count - 1 - exponent)
        let places = Swift.max(precision.map { Swift.min(needed, $0) } ?? needed, minimum)
        if places != needed {
            let text = cText("%.*f", places, exact.magnitude)
            guard let point = text.firstIndex(of: ".") else { return (text, "") }
            return (String(text[..<point]), String(text[text.index(after: point)...]))
        }
        var whole = "", fraction = ""
        if exponent < 0 {
            whole = "0"
            fraction = String(repeating: "0", count: -exponent - 1) + FloatDigits.text(digits[...])
        } else {
            let split = Swift.min(digits.count, exponent + 1)
            whole = FloatDigits.text(digits[..<split]) + String(repeating: "0", count: exponent + 1 - split)
            fraction = FloatDigits.text(digits[split...])
        }
        if digits == [0] { fraction = "" }
        return (whole, fraction)
    }

    /// As `positional`, for one digit before the point and a power of ten.
    func scientific(precision: Int?, minimum: Int) -> (whole: String, fraction: String, exponent: Int) {
        let needed = digits.count - 1
        let places = Swift.max(precision.map { Swift.min(needed, $0) } ?? needed, minimum)
        if places != needed {
            let text = cText("%.*e", places, exact.magnitude)
            let parts = text.split(separator: "e")
            let mantissa = parts[0].split(separator: ".")
            return (
                String(mantissa[0]), mantissa.count > 1 ? String(mantissa[1]) : "",
                parts.count > 1 ? Int(parts[1]) ?? 0 : 0
            )
        }
        return (FloatDigits.text(digits[..<1]), FloatDigits.text(digits[1...]), exponent)
    }

    private static func text(_ digits: ArraySlice<UInt8>) -> String {
        String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
    }
}

/// `value` as C's `printf` writes it, with `places` digits after the point: correctly rounded from the exact value.
private func cText(_ format: String, _ places: Int, _ value: Double) -> String {
    // 309 digits before the point, a sign and the point itself.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: places + 330) { buffer in
        guard let base = buffer.baseAddress else { return "" }
        _ = withVaList([Int32(clamping: places), value]) { vsnprintf(base, buffer.count, format, $0) }
        return String(cString: base)
    }
}

/// `text` without the zeros at its end.
func trimmingZeros(_ text: String) -> String {
    var text = text[...]
    while text.last == "0" { text.removeLast() }
    return String(text)
}

func padded(left text: String, to width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - text.utf8.count)) + text
}
