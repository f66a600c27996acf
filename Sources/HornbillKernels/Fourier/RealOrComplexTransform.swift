/// Transforms of the lines of an array, in blocks of as many as there are lanes or one by one.
///
/// A real transform of an even length is a complex one of half the length, of the numbers taken in pairs, and a step that
/// takes the spectra of the two apart (or puts them together).
final class RealOrComplexTransform<S: FourierScalar>: @unchecked Sendable {
    private let kind: FourierPlan.Kind
    private let length: Int
    /// Of `length`, or half of it.
    private let transform: ComplexTransform<S>
    /// Real numbers come in pairs.
    private let isPaired: Bool
    /// e^(-2πi k/length) for pairs.
    private let roots: FourierTable<S>?

    init(_ kind: FourierPlan.Kind, _ length: Int) throws {
        self.kind = kind
        self.length = length
        isPaired = (kind == .realForward || kind == .realInverse) && length % 2 == 0
        transform = try ComplexTransform(isPaired ? length / 2 : length)
        guard isPaired else {
            roots = nil
            return
        }
        let count = length / 2 + 1
        let table = try FourierTable<S>(count: 2 * count)
        let root = Roots.Table(length)
        for k in 0 ..< count {
            let value = root(k)
            table.start[2 * k] = S(value.real)
            table.start[2 * k + 1] = S(value.imaginary)
        }
        roots = table
    }

    /// The number of complex positions on the complex side of a real transform.
    private var half: Int { length / 2 + 1 }
    /// The number of complex numbers that buffers hold.
    private var room: Int { max(half, transform.length) + 1 }

    /// What lies where in one line of the source or target.
    private func layouts(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, inner: Int
    ) -> (source: Layout, target: Layout) {
        let from = UnsafeMutableRawPointer(mutating: source).assumingMemoryBound(to: S.self)
        let to = target.assumingMemoryBound(to: S.self)
        func complex(_ start: UnsafeMutablePointer<S>, _ count: Int) -> Layout {
            Layout(start: start, imaginary: 1, step: 2 * inner, inner: 2, outer: 2 * count * inner)
        }
        func real(_ start: UnsafeMutablePointer<S>) -> Layout {
            // Pairs: the second number of each is the imaginary part.
            Layout(
                start: start, imaginary: isPaired ? inner : 0, step: isPaired ? 2 * inner : inner, inner: 1,
                outer: length * inner)
        }
        switch kind {
        case .forward, .inverse: return (complex(from, length), complex(to, length))
        case .realForward: return (real(from), complex(to, half))
        case .realInverse: return (complex(from, half), real(to))
        }
    }

    /// Where lines begin and how their positions follow, counted in real numbers.
    private struct Layout {
        let start: UnsafeMutablePointer<S>
        let imaginary: Int
        let step: Int
        let inner: Int
        let outer: Int

        /// Lines from `index` on, of those that share an index of the outer axis, or, where each has its own, of all.
        func parts(_ index: Int, of count: Int) -> Parts<S> {
            let first = start + index / count * outer + index % count * inner
            return Parts(re: first, im: first + imaginary, step: step, line: count == 1 ? outer : inner)
        }
    }

    // MARK: Running

    /// Long lines, if there are few, leave less lanes idle as matrices.
    private func usesBlocks(lines: Int) -> Bool {
        transform.blockLength != nil && lines > 1 && (length < 64 || lines >= S.Vector.count / 2)
    }

    /// One line's scratch memory: what the transform needs, and the line itself.
    private var lineScratch: Int { aligned(transform.lineScratch) + aligned(2 * room) }

    func scratch(lines: Int, _ threads: Int) -> Int {
        usesBlocks(lines: lines) ? 0 : lineScratch * (isByLine(lines, threads) ? threads : 1)
    }

    /// Whether each thread takes lines of its own; else all work on one after the other.
    private func isByLine(_ lines: Int, _ threads: Int) -> Bool { lines >= threads && threads > 1 }

    func run(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ outer: Int, _ inner: Int, _ scale: S,
        _ scratch: UnsafeMutableRawPointer, _ threads: Int
    ) {
        if outer == 0 || inner == 0 { return }
        let (from, to) = layouts(source, target, inner: inner)
        let lines = outer * inner
        if usesBlocks(lines: lines) {
            blocks(from, to, outer, inner, scale)
            return
        }
        let memory = scratch.assumingMemoryBound(to: S.self)
        guard isByLine(lines, threads) else {
            for index in 0 ..< lines { line(from.parts(index, of: inner), to.parts(index, of: inner), scale, memory) }
            return
        }
        // One share for each of the threads that there was memory for, however many there are now.
        Threads.parallel(threads, grain: lines * length < 1 << 15 ? threads : 1) { begin, end in
            for share in begin ..< end {
                let own = memory + share * lineScratch
                for index in lines * share / threads ..< lines * (share + 1) / threads {
                    line(from.parts(index, of: inner), to.parts(index, of: inner), scale, own)
                }
            }
        }
    }

    private func blocks(_ from: Layout, _ to: Layout, _ outer: Int, _ inner: Int, _ scale: S) {
        typealias V = S.Vector
        let width = V.count
        // Lines side by side share an index of the outer axis, unless there is but one for each.
        let run = inner == 1 ? outer : inner
        let perRun = (run + width - 1) / width
        let count = perRun * (inner == 1 ? 1 : outer)
        let capacity = max(transform.blockLength ?? 0, room)
        Threads.parallel(count, grain: max(1, (1 << 14) / (width * length))) { begin, end in
            Scratch.with(bytes: Wave<V>.bytes(capacity)) { memory in
                let (a, b) = Wave<V>.pair(memory, length: capacity)
                for block in begin ..< end {
                    let first = block % perRun * width
                    let index = block / perRun * run + first
                    transformBlock(
                        from.parts(index, of: inner), to.parts(index, of: inner), min(width, run - first), scale, a, b)
                }
            }
        }
    }

    private func transformBlock<L: Lanes>(
        _ source: Parts<S>, _ target: Parts<S>, _ lines: Int, _ scale: S, _ a: Wave<L>, _ b: Wave<L>
    ) where L.Scalar == S {
        let n = transform.length
        switch kind {
        case .forward:
            source.load(a, count: n, lines: lines)
            target.store(transform.block(a, b).result, count: n, lines: lines, scale: scale)
        case .inverse:
            source.swapped.load(a, count: n, lines: lines)
            target.swapped.store(transform.block(a, b).result, count: n, lines: lines, scale: scale)
        case .realForward:
            source.load(a, count: n, lines: lines)
            if !isPaired { for position in 0 ..< n { a.im[position] = L(repeating: 0) } }
            let (result, other) = transform.block(a, b)
            if isPaired { separate(result, into: other) }
            target.store(isPaired ? other : result, count: half, lines: lines, scale: scale)
        case .realInverse:
            source.load(a, count: half, lines: lines)
            if isPaired { join(a, into: b) } else { mirror(a) }
            let (from, free) = isPaired ? (b, a) : (a, b)
            let result = transform.block(from.swapped, free.swapped).result.swapped
            // Unpaired, the imaginary parts are nothing: both go to one place, the real ones last.
            if !isPaired { for position in 0 ..< n { result.im[position] = result.re[position] } }
            target.store(result, count: n, lines: lines, scale: scale)
        }
    }

    private func line(_ source: Parts<S>, _ target: Parts<S>, _ scale: S, _ scratch: UnsafeMutablePointer<S>) {
        let n = transform.length
        let wave = Wave<S>(scratch, length: room), rest = scratch + aligned(2 * room)
        let parts = Parts(wave)
        switch kind {
        case .forward: transform.line(source, target, scale: scale, scratch: rest)
        case .inverse: transform.line(source.swapped, target.swapped, scale: scale, scratch: rest)
        case .realForward:
            if isPaired {
                transform.line(source, parts, scale: 1, scratch: rest)
                separate(wave, into: wave)
            } else {
                source.load(wave, count: n, lines: 1)
                for position in 0 ..< n { wave.im[position] = 0 }
                transform.line(parts, parts, scale: 1, scratch: rest)
            }
            target.store(wave, count: half, lines: 1, scale: scale)
        case .realInverse:
            source.load(wave, count: half, lines: 1)
            if isPaired {
                join(wave, into: wave)
                transform.line(parts.swapped, target.swapped, scale: scale, scratch: rest)
            } else {
                mirror(wave)
                transform.line(parts.swapped, parts.swapped, scale: 1, scratch: rest)
                for position in 0 ..< n { target.re[position * target.step] = wave.re[position] * scale }
            }
        }
    }

    // MARK: Pairs

    /// The root of position k, in all lanes.
    @inline(__always)
    private func root<L: Lanes>(_ roots: UnsafePointer<S>, _ k: Int) -> Phasor<L> where L.Scalar == S {
        Phasor(L(repeating: roots[2 &* k]), L(repeating: roots[2 &* k &+ 1]))
    }

    /// From the transform z of pairs a + ib that of the whole: with the spectra of a and b, even (z[k] + z̄[h-k]) / 2 and
    /// odd (z[k] - z̄[h-k]) / 2i, it is a's plus b's turned by e^(-2πi k/n). Both may be the same buffer.
    private func separate<L: Lanes>(_ z: Wave<L>, into x: Wave<L>) where L.Scalar == S {
        guard let roots = roots?.start else { return }
        let h = length / 2, point5 = L(repeating: 0.5)
        let first = z[0]
        let zero = L(repeating: 0)
        x[0] = Phasor(first.re + first.im, zero)
        x[h] = Phasor(first.re - first.im, zero)
        var k = 1
        while k <= h &- k {
            let low = z[k], high = z[h &- k].conjugate
            let even = (low + high) * point5, odd = ((low - high) * point5).timesMinusI * root(roots, k)
            x[k] = even + odd
            x[h &- k] = (even - odd).conjugate
            k &+= 1
        }
    }

    /// What `separate` undoes, times 2. The imaginary parts of the first and the last position count as 0.
    private func join<L: Lanes>(_ x: Wave<L>, into z: Wave<L>) where L.Scalar == S {
        guard let roots = roots?.start else { return }
        let h = length / 2
        let first = x[0].re, last = x[h].re
        z[0] = Phasor(first + last, first - last)
        var k = 1
        while k <= h &- k {
            let low = x[k], high = x[h &- k].conjugate
            let even = low + high, odd = ((low - high) * root(roots, k).conjugate).timesI
            z[k] = even + odd
            z[h &- k] = (even - odd).conjugate
            k &+= 1
        }
    }

    /// The second half of the spectrum of real numbers, of an odd length, from the first.
    private func mirror<L: Lanes>(_ x: Wave<L>) where L.Scalar == S {
        x.im[0] = L(repeating: 0)
        for k in half ..< length { x[k] = x[length - k].conjugate }
    }
}
