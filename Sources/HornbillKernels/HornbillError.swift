/// What Hornbill throws: a kind, and a message in the form *what was wrong: expected …, got …*.
public struct HornbillError: Error, CustomStringConvertible, Hashable, Sendable {
    /// Raw values are the C ABI's status codes (`hbl_status`) and never change. 0 is success.
    public enum Kind: Int32, Sendable {
        /// A value outside what is allowed (Python: `ValueError`).
        case invalidArgument = 1
        /// An argument of a wrong type or dtype (Python: `TypeError`).
        case typeMismatch = 2
        /// An index or axis out of range (Python: `IndexError`; axes: `numpy.exceptions.AxisError`).
        case indexOutOfRange = 3
        /// Shapes that do not fit together (Python: `ValueError`).
        case shapeMismatch = 4
        /// A name nobody registered (Python: `ValueError`).
        case unknownName = 5
        /// Defined, but not for these arguments (Python: `NotImplementedError`).
        case unsupported = 6
        /// A call made too early, such as `fit` before `compile` (Python: `RuntimeError` or `ValueError`, as Keras).
        case invalidState = 7
        /// Reading or writing a file failed (Python: `OSError`).
        case inputOutput = 8
        /// No memory of that size (Python: `MemoryError`).
        case outOfMemory = 9
        /// A callback asked to stop with an error, or the user interrupted.
        case interrupted = 10
        /// An axis out of range (Python: `numpy.exceptions.AxisError`).
        case axisOutOfRange = 11
        /// A defect of Hornbill itself.
        case `internal` = 12
        /// Linear algebra has no answer: a singular matrix, one that is not square (Python: `numpy.linalg.LinAlgError`).
        case linearAlgebra = 13
    }

    public let kind: Kind
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { message }
}
