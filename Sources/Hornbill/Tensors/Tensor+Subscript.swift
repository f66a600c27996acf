import HornbillTensor

extension Tensor {
    /// Writes to what the items select: `t[0, 1...3] = 5`. The value is cast to the tensor's dtype and broadcast. Other
    /// tensors, those that share the memory included, keep their values.
    ///
    /// A Swift setter cannot throw. As with Array's, items that are out of range and values that do not fit are a
    /// programmer's error here and trap; `try t.assign(value, at: …)` throws for them instead. Reading, `try t[0]`, uses
    /// the subscript that throws: this one differs from it by an argument that nobody writes, and so comes second.
    @_disfavoredOverload
    public subscript(_ items: any TensorIndex..., assigning _: Void = ()) -> Tensor {
        get {
            do { return try get(items.map(\.tensorIndex)) } catch { fatalError("\(error)") }
        }
        set {
            do { try assign(newValue, at: items.map(\.tensorIndex)) } catch { fatalError("\(error)") }
        }
    }
}
