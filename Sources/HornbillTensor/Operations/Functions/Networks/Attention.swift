import Glibc

/// Attention by scaled products: `softmax(q · kᵀ · scale + bias) · v` for each head, of (batch, time, heads, depth).
///
/// Queries may have a multiple of the heads of keys and values, which are then shared by groups of them. The softmax is
/// computed in 32 bits at least.
///
/// - Parameters:
///   - bias: added to the products; broadcasts to (batch, heads, query time, key time).
///   - mask: true where a key may be attended to; broadcasts as the bias does.
///   - scale: 1 / √depth if nil.
///   - isCausal: whether a query attends to no later key.
public func dotProductAttention(
    _ query: Tensor, _ key: Tensor, _ value: Tensor, bias: Tensor? = nil, mask: Tensor? = nil, scale: Double? = nil,
    isCausal: Bool = false
) throws -> Tensor {
    func fail(_ what: String) -> HornbillError {
        HornbillError(
            .shapeMismatch,
            "dot_product_attention: expected \(what), got query \(shapeText(query.shape)), key \(shapeText(key.shape)), "
                + "value \(shapeText(value.shape))")
    }
    guard query.rank == 4, key.rank == 4, value.rank == 4 else { throw fail("4 axes (batch, time, heads, depth)") }
    let (batch, time, heads, depth) = (query.shape[0], query.shape[1], query.shape[2], query.shape[3])
    let (keys, keyHeads) = (key.shape[1], key.shape[2])
    guard key.shape[0] == batch, value.shape[0] == batch, key.shape[3] == depth, value.shape[1] == keys,
        value.shape[2] == keyHeads, keyHeads > 0, heads % keyHeads == 0
    else { throw fail("one batch, one depth of query and key, one time of key and value, and heads that divide the query's") }
    let common = Tensor.promote(Tensor.promote(query.dtype, key.dtype), value.dtype)
    guard !common.isComplex else {
        throw HornbillError(.typeMismatch, "dot_product_attention: expected real numbers, got dtype \(common.name)")
    }
    let dtype = common.isFloat ? common : .float32, wide = dtype.computeType
    func headsFirst(_ x: Tensor) throws -> Tensor {
        let first = try x.cast(to: dtype).cast(to: wide).transposed([0, 2, 1, 3])
        let copies = heads / Swift.max(1, x.shape[2])
        if copies == 1 { return first }
        var lengths = first.shape
        lengths.insert(copies, at: 2)
        return try first.expandedDims(axes: [2]).broadcast(to: lengths).reshaped(to: [batch, heads, keys, x.shape[3]])
    }
    func spread(_ x: Tensor, _ argument: String) throws -> Tensor {
        let target = [batch, heads, time, keys]
        guard let common = try? Strides.broadcastShape([x.shape, target]), common == target else {
            throw HornbillError(
                .shapeMismatch,
                "dot_product_attention: `\(argument)`: expected a shape that broadcasts to \(shapeText(target)), got "
                    + shapeText(x.shape))
        }
        return x
    }
    var logits = try Operation.matmul([headsFirst(query), headsFirst(key)], ["transpose_b": true])[0]
    logits = try logits * (scale ?? 1 / Double(Swift.max(1, depth)).squareRoot())
    if let bias { logits = try logits + spread(bias, "bias").cast(to: dtype).cast(to: wide) }
    // A very low number and not -∞: rows without any key have a mean, not NaN.
    let low = Tensor.scalar(-0.7 * wide.largestFinite, dtype: wide)
    if let mask { logits = try Tensor.where(spread(mask, "mask").cast(to: .bool), logits, low) }
    if isCausal {
        let seen = try Tensor.tri(time, keys, diagonal: 0, dtype: .bool)
        logits = try Tensor.where(seen, logits, low)
    }
    let shares = try logits.softmax(axis: -1).cast(to: dtype).cast(to: wide)
    return try matmul(shares, headsFirst(value)).transposed([0, 2, 1, 3]).cast(to: dtype)
}
