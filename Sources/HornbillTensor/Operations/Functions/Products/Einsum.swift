/// Einstein's summation: `einsum("ij,jk->ik", a, b)` sums products over the letters that the result has not.
///
/// A letter that an operand has twice takes its diagonal; `...` stands for axes that broadcast; without `->` the result
/// has the letters that occur once, in alphabetical order. Three and more operands are taken two at a time, in the
/// order that costs least (found exactly for up to seven operands, else greedily), and each pair is a matrix product
/// where it sums.
public func einsum(_ subscripts: String, _ operands: [Tensor]) throws -> Tensor {
    if let result = try SmallProducts.einsum(subscripts, operands) { return result }
    let equation = try EinsumEquation(subscripts, operands.map(\.shape))
    let dtype = operands.dropFirst().reduce(operands[0].dtype) { Tensor.promote($0, $1.dtype) }
    // Of bool, sums are "or" and products are "and".
    let wide = dtype == .bool ? DType.int64 : dtype
    var terms = try zip(operands, equation.inputs).map { try EinsumTerm($0.cast(to: wide), $1) }
    for index in terms.indices {
        let elsewhere = Set(terms.indices.filter { $0 != index }.flatMap { terms[$0].labels } + equation.output)
        terms[index] = try terms[index].dropping(ones: equation.lengths).summed(keeping: elsewhere)
    }
    for (first, second) in EinsumOrder(terms.map(\.labels), equation.output, equation.lengths).pairs {
        let right = terms.remove(at: second), left = terms.remove(at: first)
        let needed = Set(terms.flatMap(\.labels) + equation.output)
        terms.append(try left.contracted(with: right, keeping: needed, equation.lengths))
    }
    return try terms[0].arranged(equation.output, equation.lengths).cast(to: dtype)
}

/// What the text says, with one label for each letter and for each axis that an ellipsis stands for.
struct EinsumEquation {
    typealias Label = Int

    let inputs: [[Label]]
    let output: [Label]
    private(set) var lengths: [Label: Int] = [:]

    init(_ text: String, _ shapes: [[Int]]) throws {
        func invalid(_ message: String) -> HornbillError { HornbillError(.invalidArgument, "einsum: \(message)") }
        let letters = text.unicodeScalars.filter { $0 != " " }.map(Character.init)
        let equation = String(letters)
        let sides: [Substring]
        if let arrow = letters.indices.dropLast().first(where: { letters[$0] == "-" && letters[$0 + 1] == ">" }) {
            sides = [Substring(String(letters[..<arrow])), Substring(String(letters[(arrow + 2)...]))]
        } else {
            sides = [equation[...]]
        }
        let parts = sides[0].split(separator: ",", omittingEmptySubsequences: false)
        guard !shapes.isEmpty else { throw invalid("must provide at least an operand and a subscripts list") }
        guard parts.count == shapes.count else {
            throw HornbillError(
                .invalidArgument,
                parts.count > shapes.count
                    ? "fewer operands provided to einstein sum function than specified in the subscripts string"
                    : "more operands provided to einstein sum function than specified in the subscripts string")
        }
        // Ellipses stand for the last `ellipsis` of these labels, which no letter has.
        func ellipsisLabels(_ count: Int) -> [Label] { (0 ..< count).map { $0 - count } }
        func labels(_ part: Substring, ellipsis: (Int) throws -> Int) throws -> [Label] {
            let names = part.replacingEllipsis
            guard let names else { throw invalid("expected letters and '...', got '\(part)'") }
            let dots = try ellipsis(names.filter { $0 != nil }.count)
            return names.flatMap { name in name.map { [$0] } ?? ellipsisLabels(dots) }
        }
        var widest = 0
        var inputs: [[Label]] = []
        for (index, (part, shape)) in zip(parts, shapes).enumerated() {
            let input = try labels(part) { named in
                let rest = shape.count - named
                guard rest >= 0, rest == 0 || part.contains(".") else {
                    throw HornbillError(
                        .invalidArgument,
                        "einstein sum subscripts string contains \(rest < 0 ? "too many" : "not enough") subscripts for "
                            + "operand \(index)")
                }
                widest = Swift.max(widest, rest)
                return rest
            }
            for (label, length) in zip(input, shape) {
                let known = lengths[label] ?? 1
                guard known == length || known == 1 || length == 1 else {
                    throw HornbillError(
                        .shapeMismatch,
                        "operands could not be broadcast together with remapped shapes: einsum '\(equation)' of "
                            + shapes.map(shapeText).joined(separator: " "))
                }
                lengths[label] = known == 1 ? length : known
            }
            inputs.append(input)
        }
        self.inputs = inputs
        if sides.count == 2 {
            output = try labels(sides[1]) { _ in widest }
            guard Set(output).count == output.count else {
                throw invalid("the output subscripts '\(sides[1])' have a label more than once")
            }
            let known = Set(inputs.joined())
            guard output.allSatisfy({ known.contains($0) }) else {
                throw invalid("the output subscripts '\(sides[1])' have a label that no operand has")
            }
        } else {
            var times: [Label: Int] = [:]
            for label in inputs.joined() where label >= 0 { times[label, default: 0] += 1 }
            output = ellipsisLabels(widest) + times.filter { $0.value == 1 }.keys.sorted()
        }
    }
}

extension Substring {
    /// The letters as numbers, and nil where an ellipsis stands; nil for other text.
    fileprivate var replacingEllipsis: [Int?]? {
        var result: [Int?] = []
        var dots = 0, hasEllipsis = false
        for scalar in unicodeScalars {
            if scalar == "." {
                dots += 1
                if dots == 3 {
                    if hasEllipsis { return nil }
                    hasEllipsis = true
                    dots = 0
                    result.append(nil)
                }
                continue
            }
            guard dots == 0, scalar.isASCII, scalar.properties.isAlphabetic else { return nil }
            result.append(Int(scalar.value))
        }
        return dots == 0 ? result : nil
    }
}

/// An operand with a label for each of its axes.
private struct EinsumTerm {
    var tensor: Tensor
    var labels: [Int]

    init(_ tensor: Tensor, labels: [Int]) {
        self.tensor = tensor
        self.labels = labels
    }

    /// Axes with the same label become their diagonal.
    init(_ tensor: Tensor, _ labels: [Int]) throws {
        var tensor = tensor, labels = labels
        while let second = labels.indices.first(where: { labels[..<$0].contains(labels[$0]) }),
            let first = labels.firstIndex(of: labels[second])
        {
            let label = labels[second]
            guard tensor.shape[first] == tensor.shape[second] else {
                throw HornbillError(
                    .shapeMismatch,
                    "dimensions in single operand for collapsing index '\(Character(Unicode.Scalar(UInt8(clamping: label))))' "
                        + "don't match (\(tensor.shape[first]) != \(tensor.shape[second]))")
            }
            tensor = try tensor.diagonal(axis1: first, axis2: second)
            labels.remove(at: second)
            labels.remove(at: first)
            labels.append(label)
        }
        self.init(tensor, labels: labels)
    }

    /// Without axes of length 1 that broadcast against longer ones.
    func dropping(ones lengths: [Int: Int]) throws -> EinsumTerm {
        let gone = labels.indices.filter { tensor.shape[$0] == 1 && lengths[labels[$0]] != 1 }
        if gone.isEmpty { return self }
        return EinsumTerm(
            try tensor.squeezed(axes: gone), labels: labels.indices.filter { !gone.contains($0) }.map { labels[$0] })
    }

    func summed(keeping needed: Set<Int>) throws -> EinsumTerm {
        let gone = labels.indices.filter { !needed.contains(labels[$0]) }
        if gone.isEmpty { return self }
        return EinsumTerm(
            try tensor.sum(axes: gone).cast(to: tensor.dtype), labels: labels.filter { needed.contains($0) })
    }

    /// The axes in the order of `target`, which has all labels; a label that is missing gives an axis of length 1.
    private func ordered(_ target: [Int]) throws -> Tensor {
        let known = target.filter { labels.contains($0) }
        let tensor = try tensor.transposed(known.map { label in labels.firstIndex(of: label) ?? 0 })
        return try tensor.reshaped(
            to: target.map { label in labels.firstIndex(of: label).map { self.tensor.shape[$0] } ?? 1 })
    }

    /// The result, in which labels that were of length 1 everywhere or got lost by broadcasting have their length.
    func arranged(_ output: [Int], _ lengths: [Int: Int]) throws -> Tensor {
        try summed(keeping: Set(output)).ordered(output).broadcast(to: output.map { lengths[$0] ?? 1 })
    }

    /// The product with another term, summed over the labels that nobody needs any more.
    func contracted(with other: EinsumTerm, keeping needed: Set<Int>, _ lengths: [Int: Int]) throws -> EinsumTerm {
        let mine = Set(labels), theirs = Set(other.labels)
        let shared = labels.filter { theirs.contains($0) }
        let batch = shared.filter { needed.contains($0) }, inner = shared.filter { !needed.contains($0) }
        let rows = labels.filter { !theirs.contains($0) }, columns = other.labels.filter { !mine.contains($0) }
        let result = batch + rows + columns
        if inner.isEmpty {
            return EinsumTerm(try ordered(result) * other.ordered(result), labels: result)
        }
        if rows.isEmpty, columns.isEmpty {
            let stack = batch.map { lengths[$0] ?? 1 }, count = inner.reduce(1) { $0 * (lengths[$1] ?? 1) }
            let left = try ordered(batch + inner).broadcast(to: (batch + inner).map { lengths[$0] ?? 1 })
            let right = try other.ordered(batch + inner).broadcast(to: (batch + inner).map { lengths[$0] ?? 1 })
            let products = try matmul(
                left.reshaped(to: [stack.reduce(1, *), 1, count]), right.reshaped(to: [stack.reduce(1, *), count, 1]))
            return EinsumTerm(try products.reshaped(to: stack), labels: batch)
        }
        func length(_ labels: [Int]) -> Int { labels.reduce(1) { $0 * (lengths[$1] ?? 1) } }
        let stack = batch.map { lengths[$0] ?? 1 }
        let left = try ordered(batch + rows + inner).reshaped(to: stack + [length(rows), length(inner)])
        let right = try other.ordered(batch + inner + columns).reshaped(to: stack + [length(inner), length(columns)])
        _ = try Strides.count(stack + (rows + columns).map { lengths[$0] ?? 1 })
        return EinsumTerm(
            try matmul(left, right).reshaped(to: result.map { lengths[$0] ?? 1 }), labels: result)
    }
}

/// Which two terms to multiply next. Positions are those in the list from which both are then removed, the product being
/// added at its end; the first of a pair is the smaller.
struct EinsumOrder {
    private(set) var pairs: [(Int, Int)] = []

    init(_ terms: [[Int]], _ output: [Int], _ lengths: [Int: Int]) {
        func size(_ labels: Set<Int>) -> Double { labels.reduce(1) { $0 * Double(lengths[$1] ?? 1) } }
        if terms.count > 1, terms.count <= 7 {
            exact(terms.map(Set.init), Set(output), size)
        } else {
            greedy(terms.map(Set.init), Set(output), size)
        }
    }

    /// Always the pair whose product is cheapest now, of equals that which leaves the smallest result.
    private mutating func greedy(_ terms: [Set<Int>], _ output: Set<Int>, _ size: (Set<Int>) -> Double) {
        var terms = terms
        while terms.count > 1 {
            var best = (cost: Double.infinity, growth: Double.infinity, pair: (0, 1), result: Set<Int>())
            for first in terms.indices.dropLast() {
                for second in (first + 1) ..< terms.count {
                    let union = terms[first].union(terms[second])
                    let needed = terms.indices.filter { $0 != first && $0 != second }.reduce(output) { $0.union(terms[$1]) }
                    let result = union.intersection(needed), cost = size(union)
                    let growth = size(result) - size(terms[first]) - size(terms[second])
                    if (cost, growth) < (best.cost, best.growth) { best = (cost, growth, (first, second), result) }
                }
            }
            pairs.append(best.pair)
            terms.remove(at: best.pair.1)
            terms.remove(at: best.pair.0)
            terms.append(best.result)
        }
    }

    /// The cheapest of all orders: the best way to make each subset of the terms from two smaller ones.
    private mutating func exact(_ terms: [Set<Int>], _ output: Set<Int>, _ size: (Set<Int>) -> Double) {
        let count = terms.count, all = 1 << count
        // What is left of a subset's labels once it is one term.
        let labels = (0 ..< all).map { subset in
            let inside = terms.indices.filter { subset >> $0 & 1 == 1 }.reduce(Set()) { $0.union(terms[$1]) }
            let needed = terms.indices.filter { subset >> $0 & 1 == 0 }.reduce(output) { $0.union(terms[$1]) }
            return inside.intersection(needed)
        }
        var cost = [Double](repeating: .infinity, count: all), halves = [Int](repeating: 0, count: all)
        for index in 0 ..< count { cost[1 << index] = 0 }
        for subset in 1 ..< all where subset & (subset - 1) != 0 {
            var half = (subset - 1) & subset
            while half > 0 {
                let rest = subset ^ half
                if half > rest {
                    let product = labelsOf(half, terms, labels).union(labelsOf(rest, terms, labels))
                    let made = cost[half] + cost[rest] + size(product)
                    if made < cost[subset] || halves[subset] == 0 { (cost[subset], halves[subset]) = (made, half) }
                }
                half = (half - 1) & subset
            }
        }
        var present = (0 ..< count).map { 1 << $0 }
        func make(_ subset: Int, _ pairs: inout [(Int, Int)]) {
            guard subset & (subset - 1) != 0 else { return }
            let half = halves[subset], rest = subset ^ half
            make(half, &pairs)
            make(rest, &pairs)
            guard let a = present.firstIndex(of: half), let b = present.firstIndex(of: rest) else { return }
            pairs.append((Swift.min(a, b), Swift.max(a, b)))
            present.remove(at: Swift.max(a, b))
            present.remove(at: Swift.min(a, b))
            present.append(subset)
        }
        make(all - 1, &pairs)
    }

    private func labelsOf(_ subset: Int, _ terms: [Set<Int>], _ labels: [Set<Int>]) -> Set<Int> {
        subset & (subset - 1) == 0 ? terms[subset.trailingZeroBitCount] : labels[subset]
    }
}
