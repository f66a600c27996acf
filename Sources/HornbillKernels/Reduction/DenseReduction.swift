// Reductions of what lies densely in memory: over the last axes, where each result is made from one run, or over the first
// ones, where whole rows are folded into a row of results. They return whether the operand lies like that.

/// What a reduction computes, as a type, so that loops are made for each.
protocol Fold {
    associatedtype Element
    associatedtype Result: BitwiseCopyable
    static var start: Result { get }
    static func combine(_ value: Result, _ element: Element) -> Result
    static func merge(_ a: Result, _ b: Result) -> Result
}

enum IntegerSum<T: FixedWidthInteger>: Fold {
    static var start: Int64 { 0 }
    @inline(__always) static func combine(_ value: Int64, _ element: T) -> Int64 { value &+ Int64(truncatingIfNeeded: element) }
    @inline(__always) static func merge(_ a: Int64, _ b: Int64) -> Int64 { a &+ b }
}

enum IntegerProduct<T: FixedWidthInteger>: Fold {
    static var start: Int64 { 1 }
    @inline(__always) static func combine(_ value: Int64, _ element: T) -> Int64 { value &* Int64(truncatingIfNeeded: element) }
    @inline(__always) static func merge(_ a: Int64, _ b: Int64) -> Int64 { a &* b }
}

enum FloatSum<T: BinaryFloatingPoint & BitwiseCopyable>: Fold {
    static var start: T { 0 }
    @inline(__always) static func combine(_ value: T, _ element: T) -> T { value + element }
    @inline(__always) static func merge(_ a: T, _ b: T) -> T { a + b }
}

enum FloatProduct<T: BinaryFloatingPoint & BitwiseCopyable>: Fold {
    static var start: T { 1 }
    @inline(__always) static func combine(_ value: T, _ element: T) -> T { value * element }
    @inline(__always) static func merge(_ a: T, _ b: T) -> T { a * b }
}

/// NaN stays, and a number gives way to it.
enum Largest<T: OrderedBits>: Fold {
    static var start: T { T(orderedBits: T.lowest) }
    @inline(__always) static func combine(_ value: T, _ element: T) -> T { value > element || value != value ? value : element }
    @inline(__always) static func merge(_ a: T, _ b: T) -> T { combine(a, b) }
}

enum Smallest<T: OrderedBits>: Fold {
    static var start: T { T(orderedBits: T.highest) }
    @inline(__always) static func combine(_ value: T, _ element: T) -> T { value < element || value != value ? value : element }
    @inline(__always) static func merge(_ a: T, _ b: T) -> T { combine(a, b) }
}

enum AnyNonzero<T: OrderedBits>: Fold {
    static var start: UInt8 { 0 }
    @inline(__always) static func combine(_ value: UInt8, _ element: T) -> UInt8 { value | (element.nonzeroBits != 0 ? 1 : 0) }
    @inline(__always) static func merge(_ a: UInt8, _ b: UInt8) -> UInt8 { a | b }
}

enum AllNonzero<T: OrderedBits>: Fold {
    static var start: UInt8 { 1 }
    @inline(__always) static func combine(_ value: UInt8, _ element: T) -> UInt8 { value & (element.nonzeroBits != 0 ? 1 : 0) }
    @inline(__always) static func merge(_ a: UInt8, _ b: UInt8) -> UInt8 { a & b }
}

extension ReductionPlan {
    /// What a thread reads at once of a run that is shared. Reading less takes no longer than another thread to begin.
    static let partBytes = 1 << 16

    /// Results from one dense run each. A single long run is shared by the threads, in parts that do not depend on their
    /// number.
    @inline(__always)
    func fromRuns<R>(
        _ output: UnsafeMutableRawPointer, _: R.Type, size: Int, _ run: (_ offset: Int, _ count: Int) -> R, merge: (R, R) -> R
    ) -> Bool {
        guard reducedShape.count == 1, reducedStrides[0] == 1, reducedShape[0] >= 32 else { return false }
        let n = reducedShape[0], part = ReductionPlan.partBytes / size
        guard keptCount == 1, n > 3 * part else {
            each(output, R.self) { run($0, n) }
            return true
        }
        let parts = (n + part - 1) / part
        withUnsafeTemporaryAllocation(of: R.self, capacity: parts) { results in
            // Not empty: there are at least two parts.
            let results = results.baseAddress.unsafelyUnwrapped
            Threads.parallel(parts, grain: 1) { begin, end in
                for index in begin ..< end {
                    (results + index).initialize(to: run(index * part, min(part, n - index * part)))
                }
            }
            var value = results[0]
            for index in 1 ..< parts { value = merge(value, results[index]) }
            output.assumingMemoryBound(to: R.self)[0] = value
        }
        return true
    }

    /// Positions of extrema from one dense run each.
    func positionsFromRuns<T: OrderedBits>(
        _ source: UnsafePointer<T>, _ output: UnsafeMutableRawPointer, isMax: Bool
    ) -> Bool {
        guard reducedShape.count == 1, reducedStrides[0] == 1, reducedShape[0] >= 32 else { return false }
        let n = reducedShape[0], part = ReductionPlan.partBytes / MemoryLayout<T>.size
        guard keptCount == 1, n > 3 * part else {
            each(output, Int64.self) { Int64(Runs.position(source + $0, n, isMax: isMax).position) }
            return true
        }
        let parts = (n + part - 1) / part
        withUnsafeTemporaryAllocation(of: (position: Int, isNaN: Bool).self, capacity: parts) { results in
            let results = results.baseAddress.unsafelyUnwrapped
            Threads.parallel(parts, grain: 1) { begin, end in
                for index in begin ..< end {
                    var found = Runs.position(source + index * part, min(part, n - index * part), isMax: isMax)
                    found.position += index * part
                    (results + index).initialize(to: found)
                }
            }
            var best = results[0]
            for index in 1 ..< parts where !best.isNaN {
                let next = results[index]
                let (old, new) = (source[best.position], source[next.position])
                if next.isNaN || (isMax ? new > old : new < old) { best = next }
            }
            output.assumingMemoryBound(to: Int64.self)[0] = Int64(best.position)
        }
        return true
    }

    /// Results from columns: the last kept axis is dense, and one axis is reduced. Where there are few columns, threads share
    /// the rows.
    func fromColumns<F: Fold>(_: F.Type, _ input: UnsafeRawPointer, _ output: UnsafeMutableRawPointer) -> Bool {
        guard let columns = keptShape.last, keptStrides.last == 1, columns >= 8, reducedShape.count == 1 else { return false }
        let source = input.assumingMemoryBound(to: F.Element.self), target = output.assumingMemoryBound(to: F.Result.self)
        let rows = reducedShape[0], step = reducedStrides[0], stacks = keptCount / columns
        if stacks > 1 {
            Threads.parallel(stacks, grain: max(1, 32768 / max(1, rows * columns))) { begin, end in
                for stack in begin ..< end {
                    ReductionPlan.foldRows(
                        F.self, source + offset(ofStack: stack), target + stack * columns, columns, 0, rows, step)
                }
            }
            return true
        }
        if columns >= 256 || rows < 256 {
            Threads.parallel(columns, grain: max(32, 65536 / max(1, rows)), multiple: 32) { begin, end in
                ReductionPlan.foldRows(F.self, source + begin, target + begin, end - begin, 0, rows, step)
            }
            return true
        }
        let parts = Threads.count
        withUnsafeTemporaryAllocation(of: F.Result.self, capacity: parts * columns) { memory in
            let memory = memory.baseAddress.unsafelyUnwrapped
            Threads.parallel(parts, grain: rows * columns < 65536 ? parts : 1) { begin, end in
                for part in begin ..< end {
                    ReductionPlan.foldRows(
                        F.self, source, memory + part * columns, columns, rows * part / parts, rows * (part + 1) / parts, step)
                }
            }
            target.update(from: memory, count: columns)
            for part in 1 ..< max(1, parts) {
                for column in 0 ..< columns {
                    target[column] = F.merge(target[column], memory[part * columns + column])
                }
            }
        }
        return true
    }

    /// Folds some rows of some columns into a row of results.
    @inline(__always)
    private static func foldRows<F: Fold>(
        _: F.Type, _ source: UnsafePointer<F.Element>, _ target: UnsafeMutablePointer<F.Result>, _ width: Int, _ first: Int,
        _ last: Int, _ step: Int
    ) {
        target.initialize(repeating: F.start, count: width)
        for row in first ..< last {
            let line = source + row &* step
            for column in 0 ..< width { target[column] = F.combine(target[column], line[column]) }
        }
    }

    /// Positions of extrema of columns.
    func positionsFromColumns<T: OrderedBits>(
        _ source: UnsafePointer<T>, _ output: UnsafeMutableRawPointer, isMax: Bool
    ) -> Bool {
        guard keptShape.count == 1, keptStrides[0] == 1, reducedShape.count == 1, keptShape[0] >= 8 else { return false }
        let target = output.assumingMemoryBound(to: Int64.self)
        let columns = keptShape[0], rows = reducedShape[0], step = reducedStrides[0]
        Threads.parallel(columns, grain: max(32, 65536 / max(1, rows)), multiple: 32) { begin, end in
            let width = end - begin
            withUnsafeTemporaryAllocation(of: T.self, capacity: width) { best in
                let best = best.baseAddress.unsafelyUnwrapped, places = target + begin
                best.initialize(from: source + begin, count: width)
                places.initialize(repeating: 0, count: width)
                for row in 1 ..< max(1, rows) {
                    let line = source + (row &* step &+ begin)
                    for column in 0 ..< width {
                        let value = line[column], old = best[column]
                        // A NaN stays; a number that is not one gives way to it.
                        let wins = (isMax ? value > old : value < old) || value != value && old == old
                        best[column] = wins ? value : old
                        places[column] = wins ? Int64(row) : places[column]
                    }
                }
            }
        }
        return true
    }

    /// Where a stack's elements begin: the kept axes but the last.
    private func offset(ofStack stack: Int) -> Int {
        var rest = stack, offset = 0, axis = keptShape.count - 2
        while axis >= 0 {
            offset += rest % keptShape[axis] * keptStrides[axis]
            rest /= keptShape[axis]
            axis -= 1
        }
        return offset
    }
}
