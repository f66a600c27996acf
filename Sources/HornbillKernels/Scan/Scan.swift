/// What a scan keeps running along an axis.
public enum ScanOp: Sendable {
    case sum, product, max, min
}

/// What a scan computes, as a type: threads' loops are made for each, which those that call a function are not.
private protocol ScanStep {
    associatedtype Element
    static func combine(_ value: Element, _ element: Element) -> Element
}

private enum WrappingSum<T: FixedWidthInteger>: ScanStep {
    @inline(__always) static func combine(_ value: T, _ element: T) -> T { value &+ element }
}
private enum WrappingProduct<T: FixedWidthInteger>: ScanStep {
    @inline(__always) static func combine(_ value: T, _ element: T) -> T { value &* element }
}
private enum RoundedSum<T: BinaryFloatingPoint>: ScanStep {
    @inline(__always) static func combine(_ value: T, _ element: T) -> T { value + element }
}
private enum RoundedProduct<T: BinaryFloatingPoint>: ScanStep {
    @inline(__always) static func combine(_ value: T, _ element: T) -> T { value * element }
}
private enum ComplexSum<Real: RealPart>: ScanStep {
    @inline(__always) static func combine(_ value: Complex<Real>, _ element: Complex<Real>) -> Complex<Real> { value + element }
}
private enum ComplexProduct<Real: RealPart>: ScanStep {
    @inline(__always) static func combine(_ value: Complex<Real>, _ element: Complex<Real>) -> Complex<Real> { value * element }
}
private enum RunningMax<T: Comparable>: ScanStep {
    @inline(__always) static func combine(_ value: T, _ element: T) -> T { value > element || value != value ? value : element }
}
private enum RunningMin<T: Comparable>: ScanStep {
    @inline(__always) static func combine(_ value: T, _ element: T) -> T { value < element || value != value ? value : element }
}

/// Running sums and the like along an axis of a dense array of shape (outer, length, inner).
///
/// The dtype is a compute type; integers wrap. NaN wins in running extrema, which complex numbers have
/// not: the caller refuses them.
public func scan(
    _ op: ScanOp, _ dtype: DType, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, outer: Int,
    length: Int, inner: Int, isReversed: Bool
) {
    func run<Step: ScanStep>(_ step: Step.Type, canSplit: Bool = false) {
        let source = source.assumingMemoryBound(to: Step.Element.self)
        let target = target.assumingMemoryBound(to: Step.Element.self)
        if inner > 1 {
            scanRows(step, source, target, outer, length, inner, isReversed)
        } else if outer == 1, canSplit, !isReversed, length >= 1 << 15, Threads.count > 1 {
            scanParts(step, source, target, length)
        } else {
            scanLines(step, source, target, outer, length, isReversed)
        }
    }
    func integers<T: FixedWidthInteger>(_ type: T.Type) {
        switch op {
        case .sum: run(WrappingSum<T>.self, canSplit: true)
        case .product: run(WrappingProduct<T>.self, canSplit: true)
        case .max: run(RunningMax<T>.self)
        case .min: run(RunningMin<T>.self)
        }
    }
    func complex<Real: RealPart>(_: Real.Type) {
        switch op {
        case .sum: run(ComplexSum<Real>.self)
        case .product: run(ComplexProduct<Real>.self)
        case .max, .min: break
        }
    }
    func floats<T: BinaryFloatingPoint>(_ type: T.Type) {
        switch op {
        case .sum: run(RoundedSum<T>.self)
        case .product: run(RoundedProduct<T>.self)
        case .max: run(RunningMax<T>.self)
        case .min: run(RunningMin<T>.self)
        }
    }
    if outer == 0 || length == 0 || inner == 0 { return }
    switch dtype {
    case .int8: integers(Int8.self)
    case .int16: integers(Int16.self)
    case .int32: integers(Int32.self)
    case .int64: integers(Int64.self)
    case .bool, .uint8: integers(UInt8.self)
    case .uint16: integers(UInt16.self)
    case .uint32: integers(UInt32.self)
    case .uint64: integers(UInt64.self)
    case .float32: floats(Float.self)
    case .float64: floats(Double.self)
    case .complex64: complex(Float.self)
    case .complex128: complex(Double.self)
    case .float16, .bfloat16: break
    }
}

/// Lines whose elements lie side by side, four at a time: in a single line, each step waits for the one before.
private func scanLines<Step: ScanStep>(
    _: Step.Type, _ source: UnsafePointer<Step.Element>, _ target: UnsafeMutablePointer<Step.Element>, _ lines: Int,
    _ length: Int, _ isReversed: Bool
) {
    let first = isReversed ? length &- 1 : 0, step = isReversed ? -1 : 1
    Threads.parallel(lines, grain: max(1, 16384 / length)) { begin, end in
        var line = begin
        while line &+ 4 <= end {
            let a = source + (line &* length &+ first), b = a + length, c = b + length, d = c + length
            let p = target + (line &* length &+ first), q = p + length, r = q + length, s = r + length
            var (w, x, y, z) = (a[0], b[0], c[0], d[0])
            (p[0], q[0], r[0], s[0]) = (w, x, y, z)
            var place = step
            for _ in 1 ..< length {
                w = Step.combine(w, a[place])
                x = Step.combine(x, b[place])
                y = Step.combine(y, c[place])
                z = Step.combine(z, d[place])
                p[place] = w
                q[place] = x
                r[place] = y
                s[place] = z
                place = place &+ step
            }
            line = line &+ 4
        }
        while line < end {
            let from = source + (line &* length &+ first), to = target + (line &* length &+ first)
            var value = from[0], place = step
            to[0] = value
            for _ in 1 ..< length {
                value = Step.combine(value, from[place])
                to[place] = value
                place = place &+ step
            }
            line = line &+ 1
        }
    }
}

/// A single line of what may be combined in any order: each thread folds its part, and then goes through it once more from
/// what the parts before it come to.
private func scanParts<Step: ScanStep>(
    _: Step.Type, _ source: UnsafePointer<Step.Element>, _ target: UnsafeMutablePointer<Step.Element>, _ length: Int
) {
    let parts = Threads.count
    withUnsafeTemporaryAllocation(of: Step.Element.self, capacity: parts) { totals in
        // Not empty: there is a thread.
        let totals = totals.baseAddress.unsafelyUnwrapped
        Threads.parallel(parts, grain: 1) { begin, end in
            for part in begin ..< end {
                let first = length * part / parts, last = length * (part + 1) / parts
                var value = source[first]
                for index in first &+ 1 ..< last { value = Step.combine(value, source[index]) }
                (totals + part).initialize(to: value)
            }
        }
        for part in 1 ..< parts { totals[part] = Step.combine(totals[part - 1], totals[part]) }
        Threads.parallel(parts, grain: 1) { begin, end in
            for part in begin ..< end {
                let first = length * part / parts, last = length * (part + 1) / parts
                var value = part == 0 ? source[first] : Step.combine(totals[part - 1], source[first])
                target[first] = value
                for index in first &+ 1 ..< last {
                    value = Step.combine(value, source[index])
                    target[index] = value
                }
            }
        }
    }
}

/// Lines across rows: whole rows are combined with those before them.
private func scanRows<Step: ScanStep>(
    _: Step.Type, _ source: UnsafePointer<Step.Element>, _ target: UnsafeMutablePointer<Step.Element>, _ outer: Int,
    _ length: Int, _ inner: Int, _ isReversed: Bool
) {
    let step = isReversed ? -inner : inner
    // Narrow enough that a row's results are in the cache when the next row wants them.
    let width = min(inner, 2048), strips = (inner + width - 1) / width, share = inner > 64 ? Threads.count : 1
    let parts = outer * strips == 1 ? share : 1
    Threads.parallel(outer * strips * parts, grain: max(1, 32768 / (width * length) * parts)) { begin, end in
        for unit in begin ..< end {
            let block = unit / (strips * parts), strip = unit / parts % strips, part = unit % parts
            let start = strip * width, total = min(width, inner - start)
            let low = start + total * part / parts, count = start + total * (part + 1) / parts - low
            var place = block * length * inner + (isReversed ? (length - 1) * inner : 0) + low
            (target + place).update(from: source + place, count: count)
            for _ in 1 ..< length {
                let before = target + place, from = source + (place &+ step), to = target + (place &+ step)
                for index in 0 ..< count { to[index] = Step.combine(before[index], from[index]) }
                place = place &+ step
            }
        }
    }
}
