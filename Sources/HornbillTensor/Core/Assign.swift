extension Tensor {
    func requireWritable() throws {
        guard let storage = body.storage else { throw Tensor.hasNoValue }
        guard !storage.isReadOnly else {
            throw HornbillError(.invalidArgument, "assignment destination is read-only")
        }
    }

    /// Writes `value`, cast and broadcast to this tensor's dtype and shape, into this tensor's memory, where everyone who
    /// shares it sees it. The operands may overlap.
    public func assignThrough(_ value: Tensor) throws {
        try requireWritable()
        if body.quickAssign(value.body) { return }
        let surplus = Swift.max(0, value.rank - rank)
        guard value.shape.prefix(surplus).allSatisfy({ $0 == 1 }), Tensor.broadcasts(value.shape.dropFirst(surplus), to: shape)
        else {
            throw HornbillError(
                .shapeMismatch,
                "could not broadcast input array from shape \(shapeText(value.shape)) into shape \(shapeText(shape))")
        }
        var source = surplus == 0 ? value : try value.reshaped(to: Array(value.shape.dropFirst(surplus)))
        if source.dtype != dtype {
            source = try source.cast(to: dtype)
        } else if source.sharesStorage(with: self) {
            source = try source.copy()
        }
        let strides = body.strides
        copyStrided(
            dtypeSize: dtype.size, shape: shape,
            srcStrides: Strides.broadcast(source.body.strides, source.shape, to: shape), dstStrides: strides,
            src: try source.pointer(), dst: try pointer())
        withExtendedLifetime((self, source)) {}
    }

    private static func broadcasts(_ shape: ArraySlice<Int>, to target: [Int]) -> Bool {
        let missing = target.count - shape.count
        return missing >= 0 && zip(shape, target[missing...]).allSatisfy { $0 == $1 || $0 == 1 }
    }

    /// `self op= b`, written through to this tensor's memory as NumPy does: `t += b` for everyone who shares it.
    ///
    /// Throws `typeMismatch` if the result's dtype is of a higher kind than this tensor's (`int += float`), and
    /// `shapeMismatch` if it does not have this tensor's shape.
    ///
    /// - Parameters:
    ///   - name: of the operation, for the error message.
    ///   - operation: a function of two tensors such as `add`.
    public func formBinary(
        _ name: String, _ operation: (Tensor, Tensor) throws -> Tensor, _ b: Tensor
    ) throws {
        try requireWritable()
        // Of few elements, looking for the operation would take longer than a copy.
        if count > 1 << 12, let op = Tensor.inPlaceOps[name] ?? (name == "divide" && dtype.isInexact ? .divide : nil), dtype != .bool,
            let (left, right) = try? promoted(self, b), left.dtype == dtype, DirectElementwise.inPlace(op, body, right.body)
        {
            return
        }
        try assignThrough(binary(name, operation, b))
    }

    /// The functions that are their operation, at the same dtype, for all numbers but bool.
    private static let inPlaceOps: [String: ElementwiseOp] = [
        "add": .add, "subtract": .subtract, "multiply": .multiply, "floor_divide": .floorDivide, "remainder": .remainder,
        "bitwise_and": .bitwiseAnd, "bitwise_or": .bitwiseOr, "bitwise_xor": .bitwiseXor,
        "bitwise_left_shift": .shiftLeft, "bitwise_right_shift": .shiftRight, "maximum": .maximum, "minimum": .minimum,
    ]

    /// The result of `self op= b`, of this tensor's shape and of a dtype that may be cast to this tensor's.
    func binary(_ name: String, _ operation: (Tensor, Tensor) throws -> Tensor, _ b: Tensor) throws -> Tensor {
        if !body.hasShape(of: b.body) {
            guard let target = try? Strides.broadcastShape([shape, b.shape]) else {
                throw HornbillError(
                    .shapeMismatch,
                    "operands could not be broadcast together with shapes \(shapeText(shape)) \(shapeText(b.shape)) ")
            }
            guard target == shape else {
                throw HornbillError(
                    .shapeMismatch,
                    "non-broadcastable output operand with shape \(shapeText(shape)) doesn't match the broadcast shape "
                        + shapeText(target))
            }
        }
        let result = try operation(self, b)
        guard Tensor.canCast(result.dtype, to: dtype) else {
            throw HornbillError(
                .typeMismatch,
                "Cannot cast ufunc '\(name)' output from dtype('\(result.dtype.name)') to dtype('\(dtype.name)') with "
                    + "casting rule 'same_kind'")
        }
        return result
    }

    /// Whether values may be cast within their kind or to a higher one: NumPy's rule `same_kind`.
    public static func canCast(_ from: DType, to: DType) -> Bool {
        func kind(_ dtype: DType) -> Int {
            if dtype == .bool { return 0 }
            if dtype.isUnsignedInteger { return 1 }
            if dtype.isSignedInteger { return 2 }
            return dtype.isComplex ? 4 : 3
        }
        return kind(from) <= kind(to)
    }
}
