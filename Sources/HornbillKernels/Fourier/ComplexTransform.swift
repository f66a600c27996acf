/// The discrete Fourier transform of one length, without a scale: y[k] = Σ x[j] e^(-2πi jk/n). The inverse is the same with
/// real and imaginary parts exchanged on the way in and out.
final class ComplexTransform<S: FourierScalar>: @unchecked Sendable {
    private enum Method {
        /// The factors are small: passes over all of it.
        case passes(Stockham<S>)
        /// Bluestein's: as a convolution with a chirp, of a convenient length.
        case convolution(Convolution)
    }

    private final class Convolution: @unchecked Sendable {
        let inner: ComplexTransform<S>
        /// e^(-πi j²/n), and the transform of its conjugate, over the inner length.
        let chirp: Wave<S>
        let spectrum: Wave<S>
        private let table: FourierTable<S>

        init(_ length: Int) throws {
            let size = Factors.smooth(from: 2 * length - 1)
            inner = try ComplexTransform(size)
            table = try FourierTable(count: 2 * length + 2 * size)
            chirp = Wave(table.start, length: length)
            spectrum = Wave(table.start + 2 * length, length: size)
            let roots = Roots.Table(2 * length)
            let memory = try FourierTable<S>(count: aligned(2 * size) + inner.lineScratch)
            let wave = Wave<S>(memory.start, length: size)
            for position in 0 ..< size { wave[position] = Phasor(0, 0) }
            for position in 0 ..< length {
                // The square modulo 2n, without its overflow.
                let (high, low) = position.multipliedFullWidth(by: position)
                let root = roots((2 * length).dividingFullWidth((high, low)).remainder)
                chirp[position] = Phasor(S(root.real), S(root.imaginary))
                let back = Phasor(S(root.real / Double(size)), S(-root.imaginary / Double(size)))
                wave[position] = back
                if position > 0 { wave[size - position] = back }
            }
            inner.line(Parts(wave), Parts(spectrum), scale: 1, scratch: memory.start + aligned(2 * size))
        }
    }

    let length: Int
    private let method: Method
    /// The two lengths whose product this is, if lines are transformed as matrices.
    private let split: Split?

    /// A line as a matrix of `rows` × `columns`: transforms of the columns, turns by the roots in `twiddles`, transforms of
    /// the rows. All lanes are busy with a single line, and parts of it fit in the cache.
    private final class Split: @unchecked Sendable {
        let columnTransform: Stockham<S>
        let rowTransform: Stockham<S>
        let rows: Int
        let columns: Int
        /// The distance of rows in memory.
        let pitch: Int
        let twiddles: Wave<S>
        private let table: FourierTable<S>

        init(_ rowFactors: [Int], _ columnFactors: [Int]) throws {
            rows = rowFactors.reduce(1, *)
            columns = columnFactors.reduce(1, *)
            let width = S.Vector.count
            pitch = (columns + width - 1) / width * width
            columnTransform = try Stockham(rows, factors: Factors.radices(rowFactors.sorted()))
            rowTransform = try Stockham(columns, factors: Factors.radices(columnFactors.sorted()))
            table = try FourierTable(count: 2 * rows * pitch)
            twiddles = Wave(table.start, length: rows * pitch)
            let roots = Roots.Table(rows * columns)
            for row in 0 ..< rows {
                for column in 0 ..< pitch {
                    let root = column < columns ? roots(row * column) : Complex(0)
                    twiddles[row * pitch + column] = Phasor(S(root.real), S(root.imaginary))
                }
            }
        }
    }

    /// Throws `outOfMemory` if the tables do not fit.
    init(_ length: Int) throws {
        guard length > 0, length < 1 << 40 else {
            throw HornbillError(.outOfMemory, "cannot allocate the tables of a Fourier transform of length \(length)")
        }
        self.length = length
        let primes = Factors.primes(of: length)
        let isSmooth = (primes.last ?? 1) <= Stockham<S>.largestFactor
        let radices = Factors.radices(primes)
        let size = Factors.smooth(from: 2 * length - 1)
        let convolved = 2 * Factors.cost(size, Factors.radices(Factors.primes(of: size))) + 16 * Double(size)
        guard isSmooth, Factors.cost(length, radices) <= convolved else {
            method = .convolution(try Convolution(length))
            split = nil
            return
        }
        let (rows, columns) = ComplexTransform.halves(primes)
        let least = min(rows.reduce(1, *), columns.reduce(1, *))
        split = length >= 64 && least >= S.Vector.count ? try Split(rows, columns) : nil
        // Long transforms only go as matrices; their passes need not be known.
        method = .passes(
            split != nil && length > ComplexTransform.longestBlock ? try Stockham(1, factors: [])
                : try Stockham(length, factors: radices))
    }

    /// The prime factors dealt out to two numbers of about the same size.
    private static func halves(_ primes: [Int]) -> (rows: [Int], columns: [Int]) {
        var rows: [Int] = [], columns: [Int] = [], ratio = 1.0
        for prime in primes.reversed() {
            if ratio <= 1 {
                rows.append(prime)
                ratio *= Double(prime)
            } else {
                columns.append(prime)
                ratio /= Double(prime)
            }
        }
        return (rows, columns)
    }

    // MARK: Blocks: as many lines at once as there are lanes

    /// The longest transform whose buffers for all lanes stay in the second-level cache.
    private static var longestBlock: Int { 4096 }

    /// The positions that a block's buffers must have; nil if lines are too long for blocks.
    var blockLength: Int? {
        switch method {
        case .passes: return length <= ComplexTransform.longestBlock ? length : nil
        case .convolution(let convolution): return convolution.inner.blockLength
        }
    }

    /// Transforms the lines whose numbers are in `a`, using `b`, both of `blockLength` positions or more; returns the buffer
    /// with the result, and the other.
    @inline(__always)
    func block<L: Lanes>(_ a: Wave<L>, _ b: Wave<L>) -> (result: Wave<L>, other: Wave<L>) where L.Scalar == S {
        switch method {
        case .passes(let passes): return passes.run(a, b)
        case .convolution(let convolution):
            guard case .passes(let inner) = convolution.inner.method else { return (a, b) }
            let chirp = convolution.chirp, spectrum = convolution.spectrum, size = inner.length
            for position in 0 ..< length { a[position] = a[position] * ComplexTransform.splat(chirp[position]) }
            let zero = L(repeating: 0)
            for position in length ..< size { a[position] = Phasor(zero, zero) }
            let (middle, free) = inner.run(a, b)
            for position in 0 ..< size {
                middle[position] = middle[position] * ComplexTransform.splat(spectrum[position])
            }
            let (back, other) = inner.run(middle.swapped, free.swapped)
            let (result, rest) = (back.swapped, other.swapped)
            for position in 0 ..< length {
                result[position] = result[position] * ComplexTransform.splat(chirp[position])
            }
            return (result, rest)
        }
    }

    @inline(__always)
    private static func splat<L: Lanes>(_ number: Phasor<S>) -> Phasor<L> where L.Scalar == S {
        Phasor(L(repeating: number.re), L(repeating: number.im))
    }

    // MARK: Single lines

    /// How many numbers of scratch memory `line` needs.
    var lineScratch: Int {
        switch method {
        case .passes: return split.map { 2 * $0.rows * $0.pitch } ?? 4 * length
        case .convolution(let convolution): return aligned(2 * convolution.inner.length) + convolution.inner.lineScratch
        }
    }

    /// Transforms one line, on all threads if it is long. Source and target may be the same.
    func line(_ source: Parts<S>, _ target: Parts<S>, scale: S, scratch: UnsafeMutablePointer<S>) {
        switch method {
        case .passes(let passes):
            if let split {
                matrix(split, source, target, scale, Wave(scratch, length: split.rows * split.pitch))
                return
            }
            let a = Wave<S>(scratch, length: length), b = Wave<S>(scratch + 2 * length, length: length)
            source.load(a, count: length, lines: 1)
            target.store(passes.run(a, b).result, count: length, lines: 1, scale: scale)
        case .convolution(let convolution):
            let size = convolution.inner.length
            let wave = Wave<S>(scratch, length: size), rest = scratch + aligned(2 * size)
            let chirp = convolution.chirp, spectrum = convolution.spectrum
            for position in 0 ..< length {
                wave[position] = source[position] * chirp[position]
            }
            for position in length ..< size { wave[position] = Phasor(0, 0) }
            let parts = Parts(wave)
            convolution.inner.line(parts, parts, scale: 1, scratch: rest)
            for position in 0 ..< size { wave[position] = wave[position] * spectrum[position] }
            convolution.inner.line(parts.swapped, parts.swapped, scale: 1, scratch: rest)
            for position in 0 ..< length {
                target[position] = wave[position] * chirp[position] * scale
            }
        }
    }

    /// Work for a thread, in numbers; less is not worth waking one.
    private static var grain: Int { 1 << 14 }

    private func matrix(
        _ split: Split, _ source: Parts<S>, _ target: Parts<S>, _ scale: S, _ matrix: Wave<S>
    ) {
        typealias V = S.Vector
        let width = V.count
        let (rows, columns, pitch) = (split.rows, split.columns, split.pitch)
        Threads.parallel(pitch / width, grain: max(1, ComplexTransform.grain / (rows * width))) { begin, end in
            Scratch.with(bytes: Wave<V>.bytes(rows)) { memory in
                let (a, b) = Wave<V>.pair(memory, length: rows)
                for block in begin ..< end {
                    let column = block * width
                    source.walked(step: columns * source.step, line: source.step).advanced(by: column * source.step)
                        .load(a, count: rows, lines: min(width, columns - column))
                    let result = split.columnTransform.run(a, b).result
                    let turns = ComplexTransform.vectors(split.twiddles, from: column)
                    let store = ComplexTransform.vectors(matrix, from: column)
                    for row in 0 ..< rows {
                        let place = row * (pitch / width)
                        store[place] = result[row] * turns[place]
                    }
                }
            }
        }
        Threads.parallel((rows + width - 1) / width, grain: max(1, ComplexTransform.grain / (columns * width))) {
            begin, end in
            Scratch.with(bytes: Wave<V>.bytes(columns)) { memory in
                let (a, b) = Wave<V>.pair(memory, length: columns)
                for block in begin ..< end {
                    let row = block * width, lines = min(width, rows - block * width)
                    Parts(re: matrix.re, im: matrix.im, step: 1, line: pitch).advanced(by: row * pitch)
                        .load(a, count: columns, lines: lines)
                    let result = split.rowTransform.run(a, b).result
                    target.walked(step: rows * target.step, line: target.step).advanced(by: row * target.step)
                        .store(result, count: columns, lines: lines, scale: scale)
                }
            }
        }
    }

    /// The numbers from a multiple of the vectors' width on, as vectors. (The memory is aligned to 64 bytes, and so are
    /// whole rows.)
    @inline(__always)
    private static func vectors(_ wave: Wave<S>, from position: Int) -> Wave<S.Vector> {
        Wave(
            re: UnsafeMutableRawPointer(wave.re + position).assumingMemoryBound(to: S.Vector.self),
            im: UnsafeMutableRawPointer(wave.im + position).assumingMemoryBound(to: S.Vector.self))
    }
}

/// Numbers of scratch memory, rounded up so that what follows is aligned for vectors.
func aligned(_ count: Int) -> Int { (count + 15) & ~15 }

extension Parts {
    /// The parts of a single line.
    init(_ wave: Wave<S>) { self.init(re: wave.re, im: wave.im, step: 1, line: 0) }
}
