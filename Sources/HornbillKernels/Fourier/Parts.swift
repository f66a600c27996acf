/// Where the parts of complex numbers lie in arrays: position p of line l at `p * step + l * line`.
struct Parts<S: FourierScalar> {
    var re: UnsafeMutablePointer<S>
    var im: UnsafeMutablePointer<S>
    var step: Int
    var line: Int
    /// Real and imaginary parts exchanged on the way into or out of lanes: what turns a transform into its inverse.
    var isSwapped = false

    var swapped: Parts {
        var other = self
        other.isSwapped.toggle()
        return other
    }

    func advanced(by offset: Int) -> Parts {
        var other = self
        other.re += offset
        other.im += offset
        return other
    }

    /// The same numbers with other distances.
    func walked(step: Int, line: Int) -> Parts {
        var other = self
        other.step = step
        other.line = line
        return other
    }

    /// The numbers of the first line.
    @inline(__always)
    subscript(_ position: Int) -> Phasor<S> {
        get {
            let number = Phasor(re[position &* step], im[position &* step])
            return isSwapped ? Phasor(number.im, number.re) : number
        }
        nonmutating set {
            re[position &* step] = isSwapped ? newValue.im : newValue.re
            im[position &* step] = isSwapped ? newValue.re : newValue.im
        }
    }

    /// Whether the parts of a number are neighbours.
    private var isInterleaved: Bool { im == re + 1 }

    /// Brings `count` positions of some lines into lanes; lanes without a line become zero.
    @inline(__always)
    func load<L: Lanes>(_ target: Wave<L>, count: Int, lines: Int) where L.Scalar == S {
        let wave = isSwapped ? target.swapped : target
        let width = L.count
        guard lines == width else { return loadEach(wave, from: 0, count: count, lines: lines) }
        if isInterleaved, step == 2, width > 1 {
            // Lines of complex numbers: squares of half as many positions as lanes.
            var position = 0
            while position &+ width / 2 <= count {
                L.gather(re + 2 &* position, line: line, wave.re + position, wave.im + position, stride: 1)
                position = position &+ width / 2
            }
            loadEach(wave, from: position, count: count, lines: lines)
        } else if step == 1, width > 1 {
            var position = 0
            while position &+ width <= count {
                L.gather(re + position, line: line, wave.re + position, wave.re + (position &+ 1), stride: 2)
                L.gather(im + position, line: line, wave.im + position, wave.im + (position &+ 1), stride: 2)
                position = position &+ width
            }
            loadEach(wave, from: position, count: count, lines: lines)
        } else if isInterleaved, line == 2 || width == 1 {
            for position in 0 ..< count { L.unzip(re + position &* step, wave.re + position, wave.im + position) }
        } else {
            loadEach(wave, from: 0, count: count, lines: lines)
        }
    }

    @inline(__always)
    private func loadEach<L: Lanes>(_ wave: Wave<L>, from first: Int, count: Int, lines: Int) where L.Scalar == S {
        if lines < L.count {
            let zero = L(repeating: 0)
            for position in first ..< count { wave[position] = Phasor(zero, zero) }
        }
        let width = L.count
        let re = UnsafeMutableRawPointer(wave.re).assumingMemoryBound(to: S.self)
        let im = UnsafeMutableRawPointer(wave.im).assumingMemoryBound(to: S.self)
        if line < step {
            for position in first ..< count {
                let from = position &* step, to = position &* width
                for lane in 0 ..< lines { re[to &+ lane] = self.re[from &+ lane &* line] }
                for lane in 0 ..< lines { im[to &+ lane] = self.im[from &+ lane &* line] }
            }
        } else {
            for lane in 0 ..< lines {
                let from = lane &* line
                for position in first ..< count {
                    re[position &* width &+ lane] = self.re[from &+ position &* step]
                    im[position &* width &+ lane] = self.im[from &+ position &* step]
                }
            }
        }
    }

    /// Takes `count` positions of some lines out of lanes, times `scale`.
    @inline(__always)
    func store<L: Lanes>(_ source: Wave<L>, count: Int, lines: Int, scale: S) where L.Scalar == S {
        let wave = isSwapped ? source.swapped : source
        let width = L.count
        guard lines == width else { return storeEach(wave, from: 0, count: count, lines: lines, scale: scale) }
        if isInterleaved, step == 2, width > 1 {
            var position = 0
            while position &+ width / 2 <= count {
                L.scatter(
                    wave.re + position, wave.im + position, stride: 1, re + 2 &* position, line: line, scale: scale)
                position = position &+ width / 2
            }
            storeEach(wave, from: position, count: count, lines: lines, scale: scale)
        } else if isInterleaved, line == 2 || width == 1 {
            let factor = L(repeating: scale)
            for position in 0 ..< count {
                let number = wave[position] * factor
                L.zip(number.re, number.im, re + position &* step)
            }
        } else {
            storeEach(wave, from: 0, count: count, lines: lines, scale: scale)
        }
    }

    @inline(__always)
    private func storeEach<L: Lanes>(
        _ wave: Wave<L>, from first: Int, count: Int, lines: Int, scale: S
    ) where L.Scalar == S {
        let width = L.count
        let re = UnsafeMutableRawPointer(wave.re).assumingMemoryBound(to: S.self)
        let im = UnsafeMutableRawPointer(wave.im).assumingMemoryBound(to: S.self)
        if line < step {
            for position in first ..< count {
                let to = position &* step, from = position &* width
                for lane in 0 ..< lines { self.re[to &+ lane &* line] = re[from &+ lane] * scale }
                for lane in 0 ..< lines { self.im[to &+ lane &* line] = im[from &+ lane] * scale }
            }
        } else {
            for lane in 0 ..< lines {
                let to = lane &* line
                for position in first ..< count {
                    self.re[to &+ position &* step] = re[position &* width &+ lane] * scale
                    self.im[to &+ position &* step] = im[position &* width &+ lane] * scale
                }
            }
        }
    }
}
