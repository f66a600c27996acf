extension Tensor: CustomStringConvertible, CustomDebugStringConvertible {
    /// The elements as NumPy writes them; a symbolic tensor is described by dtype and shape.
    public func text(_ options: PrintOptions = PrintOptions()) throws -> String {
        isSymbolic ? "Tensor(\(spec))" : try TensorText.text(self, options)
    }

    /// As Python's `str`: `[1 2 3]`.
    public var description: String { (try? text()) ?? "Tensor(\(spec))" }

    /// As Python's `repr`: `array([1, 2, 3])`.
    public var debugDescription: String { (try? text(PrintOptions(style: .repr))) ?? "Tensor(\(spec))" }
}
