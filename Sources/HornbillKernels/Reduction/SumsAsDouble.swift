// Sums of integers of 64 bits in float64, as means want them: they are converted on the way.

enum DoubleSum<T: FixedWidthInteger>: Fold {
    static var start: Double { 0 }
    @inline(__always) static func combine(_ value: Double, _ element: T) -> Double { value + Double(element) }
    @inline(__always) static func merge(_ a: Double, _ b: Double) -> Double { a + b }
}

extension ReductionPlan {
    func sumsAsDouble<T: FixedWidthInteger>(_ source: UnsafePointer<T>, _ output: UnsafeMutableRawPointer) {
        let size = MemoryLayout<T>.size
        if fromRuns(output, Double.self, size: size, { ReductionPlan.sumAsDouble(source + $0, $1) }, merge: { $0 + $1 }) {
            return
        }
        if fromColumns(DoubleSum<T>.self, source, output) { return }
        each(output, Double.self) { offset in
            var total = 0.0
            runs { start, step, length in
                let line = source + (offset &+ start)
                if step == 1 {
                    total += ReductionPlan.sumAsDouble(line, length)
                } else {
                    for index in 0 ..< length { total += Double(line[index &* step]) }
                }
            }
            return total
        }
    }

    /// The sum of a dense run, by parts that are added in lanes.
    private static func sumAsDouble<T: FixedWidthInteger>(_ source: UnsafePointer<T>, _ count: Int) -> Double {
        let part = 1024
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: part) { wide in
            // Not empty.
            let wide = wide.baseAddress.unsafelyUnwrapped
            var total = 0.0, start = 0
            while start < count {
                let length = min(part, count &- start), from = source + start
                for index in 0 ..< length { wide[index] = Double(from[index]) }
                total += Double.sum(wide, length)
                start = start &+ length
            }
            return total
        }
    }
}
