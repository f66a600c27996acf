/// Reductions of complex numbers: those that need no order.
extension ReductionPlan {
    func complex<Real: RealPart>(_: Real.Type, _ input: UnsafeRawPointer, _ output: UnsafeMutableRawPointer) {
        let source = input.assumingMemoryBound(to: Complex<Real>.self)
        switch op {
        case .sum:
            if keptCount == 1, sumAll(source, output.assumingMemoryBound(to: Complex<Real>.self)) { return }
            each(output, Complex<Real>.self) { sum(source + $0) }
        case .prod: each(output, Complex<Real>.self) { fold(source + $0, Complex(1)) { $0 * $1 } }
        case .any: each(output, UInt8.self) { fold(source + $0, UInt8(0)) { $0 | ($1.isZero ? 0 : 1) } }
        case .all: each(output, UInt8.self) { fold(source + $0, UInt8(1)) { $0 & ($1.isZero ? 0 : 1) } }
        case .max, .min, .argmax, .argmin: break
        }
    }

    private func sum<Real: RealPart>(_ source: UnsafePointer<Complex<Real>>) -> Complex<Real> {
        var total = Complex<Real>(0)
        runs { offset, step, length in total = total + pairwise(source + offset, step, length) }
        return total
    }

    /// The sum of `n` elements, as that of real ones: 16 lanes, of which every other is an imaginary part.
    private func pairwise<Real: RealPart>(
        _ source: UnsafePointer<Complex<Real>>, _ step: Int, _ n: Int
    ) -> Complex<Real> {
        if n > 1024 {
            let half = n / 2 / 8 * 8
            return pairwise(source, step, half) + pairwise(source + half * step, step, n - half)
        }
        var total = Complex<Real>(0)
        var index = 0
        if step == 1, n >= 16 {
            let parts = UnsafeRawPointer(source).assumingMemoryBound(to: Real.self)
            withUnsafeTemporaryAllocation(of: Real.self, capacity: 16) { lanes in
                guard let lane = lanes.baseAddress else { return }
                for j in 0 ..< 16 { lane[j] = 0 }
                while index + 8 <= n {
                    for j in 0 ..< 16 { lane[j] += parts[2 &* index &+ j] }
                    index += 8
                }
                for j in 0 ..< 8 { lane[j] += lane[j + 8] }
                for j in 0 ..< 4 { lane[j] += lane[j + 4] }
                total = Complex(lane[0] + lane[2], lane[1] + lane[3])
            }
        }
        while index < n {
            total = total + source[index &* step]
            index += 1
        }
        return total
    }

    /// Sums everything on several threads, in chunks that do not depend on their number.
    private func sumAll<Real: RealPart>(
        _ source: UnsafePointer<Complex<Real>>, _ target: UnsafeMutablePointer<Complex<Real>>
    ) -> Bool {
        guard reducedShape.count == 1, reducedStrides[0] == 1, reducedShape[0] >= 65_536 else { return false }
        let n = reducedShape[0], chunk = 8192
        let chunks = (n + chunk - 1) / chunk
        withUnsafeTemporaryAllocation(of: Complex<Real>.self, capacity: chunks) { sums in
            guard let sums = sums.baseAddress else { return }
            Threads.parallel(chunks, grain: 4) { begin, end in
                for index in begin ..< end {
                    sums[index] = pairwise(source + index * chunk, 1, min(chunk, n - index * chunk))
                }
            }
            target[0] = pairwise(sums, 1, chunks)
        }
        return true
    }
}
