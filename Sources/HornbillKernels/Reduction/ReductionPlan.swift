/// What a reduction does with the elements it takes together.
public enum ReductionOp: UInt16, CaseIterable, Sendable {
    case sum, prod, max, min, any, all, argmax, argmin

    /// Whether elements are not compared with each other. Only then is there a result for no elements, and for complex ones.
    public var isOrderless: Bool {
        switch self {
        case .sum, .prod, .any, .all: return true
        case .max, .min, .argmax, .argmin: return false
        }
    }
}

/// A reduction over some axes of a strided array, ready to run. The result is dense, its axes in their old order.
///
/// Floating-point sums are made in independent partial sums, in blocks, so that rounding errors grow as slowly as in
/// pairwise summation; sums of 64-bit integers may be made in float64. NaN wins in extrema and counts as the extremum for
/// their indices, as in NumPy.
public struct ReductionPlan: Sendable {
    let op: ReductionOp
    private let dtype: DType
    private let result: DType
    let keptShape: [Int]
    let keptStrides: [Int]
    let reducedShape: [Int]
    let reducedStrides: [Int]

    public init(
        op: ReductionOp, dtype: DType, result: DType, shape: [Int], strides: [Int], axes: [Int]
    ) throws {
        guard axes.allSatisfy({ shape.indices.contains($0) }) else {
            throw HornbillError(.axisOutOfRange, "a reduction's axes must be among the operand's \(shape.count)")
        }
        self.op = op
        self.dtype = dtype
        self.result = result
        let kept = shape.indices.filter { !axes.contains($0) }
        (keptShape, keptStrides) = ReductionPlan.collapsed(kept.map { shape[$0] }, kept.map { strides[$0] })
        let reduced = shape.indices.filter { axes.contains($0) }
        (reducedShape, reducedStrides) = ReductionPlan.collapsed(reduced.map { shape[$0] }, reduced.map { strides[$0] })
    }

    /// The reduction of all `count` elements of a dense array to one.
    public init(op: ReductionOp, dtype: DType, result: DType, count: Int) {
        self.op = op
        self.dtype = dtype
        self.result = result
        (keptShape, keptStrides, reducedShape, reducedStrides) = ([], [], [count], [1])
    }

    /// Axes of length 1 left out, neighbours that are walked contiguously joined.
    private static func collapsed(_ shape: [Int], _ strides: [Int]) -> ([Int], [Int]) {
        var lengths: [Int] = [], steps: [Int] = []
        for axis in shape.indices where shape[axis] != 1 {
            if let last = lengths.indices.last, steps[last] == strides[axis] * shape[axis] {
                lengths[last] *= shape[axis]
                steps[last] = strides[axis]
            } else {
                lengths.append(shape[axis])
                steps.append(strides[axis])
            }
        }
        return (lengths, steps)
    }

    public func run(input: UnsafeRawPointer, output: UnsafeMutableRawPointer) {
        switch dtype {
        case .bool: integers(UInt8.self, input, output)
        case .int8: integers(Int8.self, input, output)
        case .int16: integers(Int16.self, input, output)
        case .int32: integers(Int32.self, input, output)
        case .int64 where result == .float64: sumsAsDouble(input.assumingMemoryBound(to: Int64.self), output)
        case .int64: integers(Int64.self, input, output)
        case .uint8: integers(UInt8.self, input, output)
        case .uint16: integers(UInt16.self, input, output)
        case .uint32: integers(UInt32.self, input, output)
        case .uint64 where result == .float64: sumsAsDouble(input.assumingMemoryBound(to: UInt64.self), output)
        case .uint64: integers(UInt64.self, input, output)
        case .float32: floats(Float.self, input, output)
        case .float64: floats(Double.self, input, output)
        case .float16, .bfloat16: widened(input, output)
        case .complex64: complex(Float.self, input, output)
        case .complex128: complex(Double.self, input, output)
        }
    }

    var keptCount: Int { keptShape.reduce(1, *) }
    private var reducedCount: Int { reducedShape.reduce(1, *) }

    /// 16-bit floats are reduced as float32.
    private func widened(_ input: UnsafeRawPointer, _ output: UnsafeMutableRawPointer) {
        let shape = keptShape + reducedShape
        let count = shape.reduce(1, *)
        let half = UnsafeMutableRawPointer.allocate(byteCount: max(1, count * 2), alignment: 64)
        let wide = UnsafeMutableRawPointer.allocate(byteCount: max(1, count * 4), alignment: 64)
        let results = UnsafeMutableRawPointer.allocate(byteCount: max(1, keptCount * 8), alignment: 64)
        defer {
            half.deallocate()
            wide.deallocate()
            results.deallocate()
        }
        var dense = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { dense[axis] = dense[axis + 1] * shape[axis + 1] }
        copyStrided(
            dtypeSize: 2, shape: shape, srcStrides: keptStrides + reducedStrides, dstStrides: dense, src: input, dst: half)
        castContiguous(from: dtype, to: .float32, src: half, dst: wide, count: count)
        let type = result.isFloat ? DType.float32 : result
        guard
            let plan = try? ReductionPlan(
                op: op, dtype: .float32, result: type, shape: shape, strides: dense,
                axes: Array(keptShape.count ..< shape.count))
        else { return }
        plan.run(input: wide, output: results)
        castContiguous(from: type, to: result, src: results, dst: output, count: keptCount)
    }

    private func integers<T: FixedWidthInteger & OrderedBits>(
        _: T.Type, _ input: UnsafeRawPointer, _ output: UnsafeMutableRawPointer
    ) {
        let source = input.assumingMemoryBound(to: T.self)
        switch op {
        case .sum: fold(IntegerSum<T>.self, source, output) { Runs.fold(IntegerSum<T>.self, source + $0, $1) }
        case .prod: fold(IntegerProduct<T>.self, source, output) { Runs.fold(IntegerProduct<T>.self, source + $0, $1) }
        case .max: fold(Largest<T>.self, source, output) { Runs.extremum(source + $0, $1, isMax: true) }
        case .min: fold(Smallest<T>.self, source, output) { Runs.extremum(source + $0, $1, isMax: false) }
        case .any, .all, .argmax, .argmin: look(source, output)
        }
    }

    private func floats<T: LaneFloat>(
        _: T.Type, _ input: UnsafeRawPointer, _ output: UnsafeMutableRawPointer
    ) {
        let source = input.assumingMemoryBound(to: T.self)
        switch op {
        case .sum:
            if sumColumns(source, output.assumingMemoryBound(to: T.self)) { return }
            if shortRows(FloatSum<T>.self, source, output) { return }
            if keptCount == 1, sumAll(source, output.assumingMemoryBound(to: T.self)) { return }
            each(output, T.self) { sum(source + $0) }
        case .prod:
            if fromColumns(FloatProduct<T>.self, source, output) { return }
            if reducedShape.count == 1, reducedStrides[0] == 1, reducedShape[0] >= 256 {
                return each(output, T.self) { T.product(source + $0, reducedShape[0]) }
            }
            each(output, T.self) { fold(source + $0, T(1)) { $0 * $1 } }
        case .max:
            if shortRows(Largest<T>.self, source, output) { return }
            fold(Largest<T>.self, source, output) { Runs.extremum(source + $0, $1, isMax: true) }
        case .min: fold(Smallest<T>.self, source, output) { Runs.extremum(source + $0, $1, isMax: false) }
        case .any, .all, .argmax, .argmin: look(source, output)
        }
    }

    /// A fold that may be made in any order.
    ///
    /// - Parameter run: the fold of a dense run of elements.
    @inline(__always)
    private func fold<F: Fold>(
        _: F.Type, _ source: UnsafePointer<F.Element>, _ output: UnsafeMutableRawPointer, _ run: (Int, Int) -> F.Result
    ) {
        if fromRuns(output, F.Result.self, size: MemoryLayout<F.Element>.size, run, merge: F.merge) { return }
        if fromColumns(F.self, source, output) { return }
        each(output, F.Result.self) { fold(source + $0, F.start) { F.combine($0, $1) } }
    }

    /// Reductions that compare elements, with each other or with zero, and do not compute.
    @inline(__always)
    private func look<T: OrderedBits>(_ source: UnsafePointer<T>, _ output: UnsafeMutableRawPointer) {
        switch op {
        case .any: fold(AnyNonzero<T>.self, source, output) { Runs.any(source + $0, $1) ? 1 : 0 }
        case .all: fold(AllNonzero<T>.self, source, output) { Runs.all(source + $0, $1) ? 1 : 0 }
        case .argmax:
            if positionsFromRuns(source, output, isMax: true) { return }
            if positionsFromColumns(source, output, isMax: true) { return }
            each(output, Int64.self) { index(source + $0) { $0 > $1 || $0 != $0 && $1 == $1 } }
        default:
            if positionsFromRuns(source, output, isMax: false) { return }
            if positionsFromColumns(source, output, isMax: false) { return }
            each(output, Int64.self) { index(source + $0) { $0 < $1 || $0 != $0 && $1 == $1 } }
        }
    }

    /// Calls `body` with where each result's elements begin and stores what it returns.
    @inline(__always)
    func each<R>(_ output: UnsafeMutableRawPointer, _: R.Type, _ body: (Int) -> R) {
        let target = output.assumingMemoryBound(to: R.self)
        Threads.parallel(keptCount, grain: max(1, 32768 / max(1, reducedCount))) { begin, end in
            for result in begin ..< end {
                var rest = result, offset = 0
                var axis = keptShape.count - 1
                while axis >= 0 {
                    offset += rest % keptShape[axis] * keptStrides[axis]
                    rest /= keptShape[axis]
                    axis -= 1
                }
                target[result] = body(offset)
            }
        }
    }

    /// Calls `body` with the start, step and length of each run along the last reduced axis.
    @inline(__always)
    func runs(_ body: (_ offset: Int, _ step: Int, _ length: Int) -> Void) {
        guard let inner = reducedShape.last else {
            body(0, 1, 1)
            return
        }
        let outer = reducedShape.dropLast().reduce(1, *)
        let last = reducedShape.count - 1
        for index in 0 ..< outer {
            var rest = index, offset = 0
            var axis = last - 1
            while axis >= 0 {
                offset += rest % reducedShape[axis] * reducedStrides[axis]
                rest /= reducedShape[axis]
                axis -= 1
            }
            body(offset, reducedStrides[last], inner)
        }
    }

    @inline(__always)
    func fold<T, R>(_ source: UnsafePointer<T>, _ start: R, _ combine: (R, T) -> R) -> R {
        var value = start
        runs { offset, step, length in
            let source = source + offset
            if step == 1 {
                for index in 0 ..< length { value = combine(value, source[index]) }
            } else {
                for index in 0 ..< length { value = combine(value, source[index &* step]) }
            }
        }
        return value
    }

    /// The position, in row-major order of the reduced axes, of the first element that `better` prefers to all others.
    @inline(__always)
    private func index<T>(_ source: UnsafePointer<T>, _ better: (T, T) -> Bool) -> Int64 {
        var best = source[0], found = 0, position = 0
        runs { offset, step, length in
            for index in 0 ..< length {
                let value = source[offset &+ index &* step]
                if better(value, best) {
                    best = value
                    found = position
                }
                position &+= 1
            }
        }
        return Int64(found)
    }

    private func sum<T: LaneFloat>(_ source: UnsafePointer<T>) -> T {
        var total: T = 0
        runs { offset, step, length in total += pairwise(source + offset, step, length) }
        return total
    }

    /// The sum of `n` elements: lanes within blocks, halves above them.
    private func pairwise<T: LaneFloat>(_ source: UnsafePointer<T>, _ step: Int, _ n: Int) -> T {
        if n > 2048 {
            let half = n / 2 / 16 * 16
            return pairwise(source, step, half) + pairwise(source + half * step, step, n - half)
        }
        if step == 1 { return T.sum(source, n) }
        var total: T = 0
        for index in 0 ..< n { total += source[index &* step] }
        return total
    }

    /// Sums everything on several threads, in chunks that do not depend on their number.
    private func sumAll<T: LaneFloat>(
        _ source: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>
    ) -> Bool {
        guard reducedShape.count == 1, reducedStrides[0] == 1, reducedShape[0] >= 1 << 16 else { return false }
        let n = reducedShape[0], chunk = 16384
        let chunks = (n + chunk - 1) / chunk
        withUnsafeTemporaryAllocation(of: T.self, capacity: chunks) { sums in
            guard let sums = sums.baseAddress else { return }
            Threads.parallel(chunks, grain: 2) { begin, end in
                for index in begin ..< end {
                    sums[index] = pairwise(source + index * chunk, 1, min(chunk, n - index * chunk))
                }
            }
            target[0] = pairwise(sums, 1, chunks)
        }
        return true
    }

    /// Folds short rows four at a time: in a single row, each step waits for the one before.
    private func shortRows<F: Fold>(
        _: F.Type, _ source: UnsafePointer<F.Element>, _ output: UnsafeMutableRawPointer
    ) -> Bool where F.Element == F.Result {
        guard keptShape.count == 1, reducedShape.count == 1, reducedStrides[0] == 1, reducedShape[0] < 32 else { return false }
        let target = output.assumingMemoryBound(to: F.Result.self), start = F.start
        let rows = keptShape[0], step = keptStrides[0], n = reducedShape[0]
        Threads.parallel(rows, grain: 4096, multiple: 16) { begin, end in
            var row = begin
            while row &+ 4 <= end {
                let a = source + row &* step, b = a + step, c = b + step, d = c + step
                var (w, x, y, z) = (start, start, start, start)
                for i in 0 ..< n {
                    w = F.combine(w, a[i])
                    x = F.combine(x, b[i])
                    y = F.combine(y, c[i])
                    z = F.combine(z, d[i])
                }
                target[row] = w
                target[row &+ 1] = x
                target[row &+ 2] = y
                target[row &+ 3] = z
                row &+= 4
            }
            while row < end {
                let a = source + row &* step
                var w = start
                for i in 0 ..< n { w = F.combine(w, a[i]) }
                target[row] = w
                row &+= 1
            }
        }
        return true
    }

    /// Sums over the rows of a dense matrix, a whole row at a time.
    private func sumColumns<T: LaneFloat>(
        _ source: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>
    ) -> Bool {
        guard keptShape.count == 1, keptStrides[0] == 1, reducedShape.count == 1, keptShape[0] > 1 else { return false }
        let columns = keptShape[0], rows = reducedShape[0], step = reducedStrides[0]
        Threads.parallel(columns, grain: max(16, 65536 / max(1, rows)), multiple: 16) { begin, end in
            for column in begin ..< end { target[column] = 0 }
            // Blocks of rows keep the rounding errors of long columns small.
            withUnsafeTemporaryAllocation(of: T.self, capacity: end - begin) { partial in
                guard let partial = partial.baseAddress else { return }
                var row = 0
                while row < rows {
                    let last = min(rows, row + 256)
                    for column in 0 ..< end - begin { partial[column] = 0 }
                    for r in row ..< last {
                        let line = source + r * step + begin
                        for column in 0 ..< end - begin { partial[column] += line[column] }
                    }
                    for column in 0 ..< end - begin { target[begin + column] += partial[column] }
                    row = last
                }
            }
        }
        return true
    }
}
