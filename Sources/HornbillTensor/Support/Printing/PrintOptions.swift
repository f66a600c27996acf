/// How tensors are written as text. The names and defaults are those of `numpy.set_printoptions`.
public struct PrintOptions: Hashable, Sendable {
    /// How many digits of a float are shown.
    public enum FloatMode: String, Sendable {
        /// Always `precision` digits after the point.
        case fixed
        /// As many as tell the value from its neighbours.
        case unique
        /// As `unique`, but at most `precision`.
        case maxprec
        /// As `maxprec`, with the same number of digits for all elements.
        case maxprecEqual = "maxprec_equal"
    }

    /// The sign of positive floats: none, always `+`, or a space.
    public enum Sign: String, Sendable {
        case minus = "-"
        case plus = "+"
        case space = " "
    }

    public enum Style: String, Sendable {
        /// As Python's `repr`: `array([1, 2])`.
        case repr
        /// As Python's `str`: `[1 2]`.
        case str
    }

    public var style = Style.str
    public var precision = 8
    /// Tensors with more elements than this are summarised.
    public var threshold = 1000
    /// How many elements of each axis a summary shows at both ends.
    public var edgeItems = 3
    public var lineWidth = 75
    /// Never use the exponent form because of small numbers.
    public var suppress = false
    public var floatMode = FloatMode.maxprec
    public var sign = Sign.minus
    public var nanText = "nan"
    public var infinityText = "inf"
    /// What stands between elements; nil for the style's own: a space for `str`, a comma and a space for `repr`.
    public var separator: String?
    /// Stands before and after the elements; nil for the style's own: `array(` and `)` for `repr`.
    public var prefix: String?
    public var suffix: String?

    public init(style: Style = .str) { self.style = style }

    /// Options from NumPy's argument names: `style`, `precision`, `threshold`, `edgeitems`, `linewidth`, `suppress`,
    /// `floatmode`, `sign`, `nanstr`, `infstr`, `separator`, `prefix`, `suffix`.
    public init(_ attributes: Attributes) throws {
        func choice<Choice: RawRepresentable>(_ name: String, _ standard: Choice) throws -> Choice
        where Choice.RawValue == String {
            guard let text = try attributes.string(name) else { return standard }
            guard let choice = Choice(rawValue: text) else {
                throw HornbillError(.invalidArgument, "unsupported option \(name)='\(text)'")
            }
            return choice
        }
        func size(_ name: String, _ standard: Int) throws -> Int {
            let value = try attributes.int(name) ?? standard
            guard value >= 0, value <= Int(Int32.max) else {
                throw HornbillError(.invalidArgument, "\(name) must be >= 0, got \(value)")
            }
            return value
        }
        style = try choice("style", style)
        precision = Swift.min(try size("precision", precision), 1100)
        threshold = try size("threshold", threshold)
        edgeItems = try size("edgeitems", edgeItems)
        lineWidth = try size("linewidth", lineWidth)
        suppress = try attributes.bool("suppress") ?? suppress
        floatMode = try choice("floatmode", floatMode)
        sign = try choice("sign", sign)
        nanText = try attributes.string("nanstr") ?? nanText
        infinityText = try attributes.string("infstr") ?? infinityText
        separator = try attributes.string("separator")
        prefix = try attributes.string("prefix")
        suffix = try attributes.string("suffix")
    }
}
