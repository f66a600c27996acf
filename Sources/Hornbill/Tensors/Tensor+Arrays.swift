import HornbillTensor

extension Tensor {
    /// A matrix of rows, a copy. The dtype is that of the elements.
    ///
    /// Throws `shapeMismatch` if the rows differ in length.
    public init<Element: TensorElement>(_ rows: [[Element]]) throws {
        let width = rows.first?.count ?? 0
        if let index = rows.firstIndex(where: { $0.count != width }) {
            throw HornbillError(
                .shapeMismatch,
                "the rows of a tensor must have one length: expected \(width) elements in row \(index), got "
                    + "\(rows[index].count)")
        }
        try self.init(rows.flatMap { $0 }, shape: [rows.count, width])
    }

    /// A tensor of three axes, a copy. The dtype is that of the elements.
    ///
    /// Throws `shapeMismatch` if the rows differ in length or the matrices in shape.
    public init<Element: TensorElement>(_ matrices: [[[Element]]]) throws {
        guard !matrices.isEmpty else {
            try self.init(uninitialized: Element.dtype, [0, 0, 0])
            return
        }
        self = try .stack(matrices.map { try Tensor($0) })
    }

    /// The tensors along a new first axis, in their common dtype.
    ///
    /// Throws `shapeMismatch` if they differ in shape and `invalidArgument` if there are none.
    public init(_ rows: [Tensor]) throws { self = try .stack(rows) }

    /// A tensor without axes. The dtype is that of the number.
    public init<Number: TensorElement>(_ number: Number) throws { try self.init([number], shape: []) }

    /// The only element, as `type`. Values that `type` cannot hold are converted as `cast` does.
    ///
    /// Throws `invalidArgument` if there are more elements than one, or none.
    public func item<Element: TensorElement>(as type: Element.Type) throws -> Element {
        guard count == 1 else {
            throw HornbillError(.invalidArgument, "item: expected a tensor of one element, got \(count)")
        }
        return try scalars(as: type)[0]
    }
}

extension Tensor: Equatable {
    /// Whether two tensors have one shape and equal elements, whatever their dtypes (`numpy.array_equal`). NaN is not
    /// equal to itself. Symbolic tensors are equal if they are the same place of a graph.
    public static func == (a: Tensor, b: Tensor) -> Bool {
        guard a.shape == b.shape else { return false }
        if a.isSymbolic || b.isSymbolic { return a.symbol == b.symbol }
        return (try? equal(a, b).all().scalars(as: Bool.self)) == [true]
    }
}
